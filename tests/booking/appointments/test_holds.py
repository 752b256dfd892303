"""A time is kept while the form is filled in."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.appointments import holds
from booking.appointments.tables import Appointment, Claim, Hold
from booking.services.tables import Modality
from booking.slots.service import find
from core.clock import ManualClock
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.unit_of_work import Units
from tests.booking.story import WEDNESDAY_NINE, Town, make_town, tokyo

LATER = tokyo("2026-11-25 09:40")


async def keep(town: Town, parent: int = 0, starts_at=WEDNESDAY_NINE, staff: int | None = 0) -> Hold:
    practitioner_id = None if staff is None else town.staff[staff].practitioner_id
    async with town.units.write() as uow:
        return await holds.hold(uow, town.parents[parent], town.service_id, starts_at, practitioner_id, Modality.VIDEO)


async def count(units: Units, table: type[Claim]) -> int:
    async with units.read() as uow:
        return (await uow.session.scalars(select(func.count()).select_from(table))).one()


async def free_for(town: Town, parent: int) -> set:
    day = WEDNESDAY_NINE.date()
    async with town.units.read() as uow:
        return set((await find(uow, town.parents[parent], town.service_id, day, day)).free)


async def test_a_kept_time_is_not_sold_to_another_and_becomes_the_appointment(units: Units):
    town = await make_town(units)
    kept = await keep(town)
    assert kept.expires_at == kept.created_at + timedelta(minutes=5)
    refused = await town.refusal(1)
    assert refused is not None
    assert refused.code == "booking.slot_taken"
    booked = await town.book(0, hold_id=kept.id)
    assert booked.starts_at == kept.starts_at
    assert await count(units, Hold) == 0
    assert await count(units, Appointment) == 1


async def test_who_was_offered_to_anyone_is_who_gives_the_appointment_for_the_same_reasons(units: Units):
    town = await make_town(units, staff=2)
    kept = await keep(town, staff=None)
    town_booked = await town.book(0, staff=None, hold_id=kept.id)
    assert town_booked.practitioner_id == kept.practitioner_id
    assert town_booked.assignment == kept.assignment
    assert town_booked.assignment["policy"] == "fair_load"


async def test_an_expired_hold_gives_way_and_is_deleted_by_who_takes_its_place(units: Units, clock: ManualClock):
    town = await make_town(units)
    await keep(town)
    clock.advance(timedelta(minutes=5))
    await town.book(1)
    assert await count(units, Hold) == 0


async def test_a_form_filled_in_too_slowly_still_books_a_time_that_is_free(units: Units, clock: ManualClock):
    town = await make_town(units)
    kept = await keep(town)
    clock.advance(timedelta(minutes=20))
    booked = await town.book(0, hold_id=kept.id)
    assert booked.starts_at == kept.starts_at


async def test_another_time_may_be_kept_instead_and_the_first_is_free_again(units: Units):
    town = await make_town(units)
    await keep(town)
    await keep(town, starts_at=LATER)
    assert await count(units, Hold) == 1
    await town.book(1)


async def test_choosing_again_after_a_refusal_leaves_the_kept_time(units: Units):
    town = await make_town(units)
    await town.book(1, LATER)
    kept = await keep(town)
    with pytest.raises(Conflict):
        await keep(town, starts_at=LATER)
    async with units.read() as uow:
        assert await uow.session.get(Hold, kept.id) is not None


async def test_the_hold_of_another_is_of_no_use(units: Units):
    town = await make_town(units)
    kept = await keep(town, 0)
    refused = await town.refusal(1, hold_id=kept.id)
    assert refused is not None
    assert refused.code == "booking.slot_taken"
    async with units.write() as uow:
        with pytest.raises(NotFound, match=r"booking\.hold_not_found"):
            await holds.release(uow, town.parents[1], kept.id)
        with pytest.raises(NotFound, match=r"booking\.hold_not_found"):
            await holds.release(uow, town.parents[1], new_id())


async def test_a_time_given_back_is_free_at_once(units: Units):
    town = await make_town(units)
    kept = await keep(town)
    async with units.write() as uow:
        await holds.release(uow, town.parents[0], kept.id)
    await town.book(1)


async def test_others_do_not_see_a_kept_time_and_who_keeps_it_does(units: Units, clock: ManualClock):
    town = await make_town(units)
    await keep(town)
    assert WEDNESDAY_NINE in await free_for(town, 0)
    assert WEDNESDAY_NINE not in await free_for(town, 1)
    clock.advance(timedelta(minutes=5))
    assert WEDNESDAY_NINE in await free_for(town, 1)
