"""A person has at most so many appointments of a service within a period."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.appointments import service as appointments
from booking.appointments.quota import exceeds
from booking.services.tables import Service
from core.errors import Conflict
from core.unit_of_work import Units
from tests.booking.story import Town, make_town, tokyo

START = datetime(2026, 1, 1, tzinfo=UTC)
starts = st.integers(0, 60).map(lambda day: START + timedelta(days=day))


@given(st.lists(starts, max_size=12), starts, st.integers(1, 4), st.integers(1, 20))
def test_the_quota_is_that_of_every_stretch_of_the_period(others, wanted, count, days):
    period = timedelta(days=days)
    counts = [
        sum(first <= each < first + period for each in [*others, wanted])
        for first in [*others, wanted]
        if first <= wanted < first + period
    ]
    assert exceeds(others, wanted, count, period) == (max(counts) > count)


async def _limit(town: Town, count: int, days: int) -> None:
    async with town.units.write() as uow:
        service = await uow.session.get_one(Service, town.service_id)
        service.quota_count, service.quota_days = count, days


async def test_a_person_cannot_book_more_than_the_quota_and_can_again_when_one_is_cancelled(units: Units):
    town = await make_town(units)
    await _limit(town, 2, 30)
    first = await town.book(0, tokyo("2026-11-25 09:00"))
    await town.book(0, tokyo("2026-11-26 09:00"))
    with pytest.raises(Conflict) as refused:
        await town.book(0, tokyo("2026-11-27 09:00"))
    assert (refused.value.code, refused.value.params) == ("booking.quota_reached", {"count": 2})
    await town.book(1, tokyo("2026-11-27 09:00"))
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], first.id)
    await town.book(0, tokyo("2026-11-27 09:40"))


async def test_two_tabs_at_once_do_not_get_past_the_quota(units: Units):
    town = await make_town(units)
    await _limit(town, 1, 30)

    refusals = await asyncio.gather(*(town.refusal(0, tokyo(f"2026-11-{day} 09:00")) for day in (25, 26, 27, 28)))
    codes = sorted("" if each is None else each.code for each in refusals)
    assert codes == ["", "booking.quota_reached", "booking.quota_reached", "booking.quota_reached"]
