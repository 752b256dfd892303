"""What cuts a night on the day beside counts on the day that is looked at: a day shows what its week shows."""

from datetime import date, datetime, time, timedelta

import pytest

from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from booking.services.tables import Service
from booking.slots.service import find
from core.errors import NotFound
from core.unit_of_work import Units
from people.risk.kinds import RiskLevel
from tests.booking.make import make_duty, make_schedule
from tests.booking.story import Town, make_town, tokyo

WEDNESDAY, THURSDAY = date(2026, 11, 25), date(2026, 11, 26)
NIGHT = ((time(22, 25), time(7)),)


async def free(town: Town, first: date, last: date) -> list[datetime]:
    async with town.units.read() as uow:
        return list((await find(uow, town.parents[0], town.service_id, first, last)).free)


async def assert_each_day_shows_what_its_week_shows_and_can_be_booked(town: Town) -> None:
    units = town.units
    week = await free(town, WEDNESDAY - timedelta(days=1), THURSDAY + timedelta(days=5))
    assert week
    for day in (WEDNESDAY, THURSDAY):
        assert await free(town, day, day) == [each for each in week if units.zone.today(each) == day]
    for number, starts_at in enumerate(week[:2]):
        assert await town.refusal(number, starts_at, None) is None


async def night_town(units: Units) -> Town:
    town = await make_town(units, hours=False)
    async with units.write() as uow:
        await make_schedule(uow, town.staff[0].practitioner_id, hours=NIGHT, ends_next_day=True)
    return town


@pytest.mark.parametrize("day", [WEDNESDAY, THURSDAY])
async def test_a_night_that_an_absence_cuts(units: Units, day: date):
    town = await night_town(units)
    async with units.write() as uow:
        await absences.add(uow, town.staff[0].practitioner_id, day, day, AbsenceKind.LEAVE)
    await assert_each_day_shows_what_its_week_shows_and_can_be_booked(town)


async def test_a_night_over_which_two_opening_hours_meet_at_midnight(units: Units):
    town = await night_town(units)
    async with units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).opening = [
            {"day": 2, "starts": "18:00", "ends": "00:00", "ends_next_day": True},
            {"day": 3, "starts": "00:00", "ends": "00:00", "ends_next_day": True},
        ]
    assert tokyo("2026-11-25 23:45") in await free(town, WEDNESDAY, WEDNESDAY)
    await assert_each_day_shows_what_its_week_shows_and_can_be_booked(town)


async def test_a_duty_over_midnight(units: Units):
    town = await make_town(units, hours=False)
    async with units.write() as uow:
        who = town.staff[0].practitioner_id
        await make_duty(uow, who, tokyo("2026-11-25 17:05"), tokyo("2026-11-26 09:00"))
    await assert_each_day_shows_what_its_week_shows_and_can_be_booked(town)


async def test_times_of_what_is_not_meant_for_ones_tier_are_not_there(units: Units):
    town = await make_town(units)
    booked = await town.book(0, tokyo("2026-11-26 09:00"))
    async with units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).tiers = [RiskLevel.HIGH]
    with pytest.raises(NotFound, match=r"booking.service_not_found"):
        await free(town, WEDNESDAY, WEDNESDAY)
    async with units.read() as uow:
        found = await find(uow, town.parents[0], town.service_id, WEDNESDAY, WEDNESDAY, replacing=booked.id)
        assert found.free
        assert (await find(uow, town.staff[0], town.service_id, WEDNESDAY, WEDNESDAY)).free
    refused = await town.refusal(0)
    assert refused is not None
    assert refused.code == "booking.service_not_found"
