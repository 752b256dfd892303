"""What changes while somebody books counts: a schedule, an absence, an offer that has ended."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.appointments import holds
from booking.appointments.tables import Appointment, Claim
from booking.schedules import absences
from booking.schedules import service as schedules
from booking.schedules.pattern import Pattern
from booking.schedules.tables import AbsenceKind
from booking.services.tables import Modality, Service
from core.clock import ManualClock
from core.errors import Conflict
from core.unit_of_work import Units
from tests.booking.make import make_schedule
from tests.booking.story import WEDNESDAY_NINE, make_town
from tests.booking.waiting import until_somebody_waits
from tests.booking.waitlist.make_queue import make_queue
from tests.people.make import make_practitioner

WEDNESDAY = WEDNESDAY_NINE.date()


@pytest.mark.parametrize("what", ["schedule", "absence"])
async def test_who_books_while_the_time_is_taken_off_the_schedule_is_refused(units: Units, what: str):
    town = await make_town(units)
    midwife = town.staff[0].practitioner_id
    async with units.write() as uow:
        if what == "schedule":
            await schedules.put_pattern(uow, midwife, Pattern(), seen=0)
        else:
            await absences.add(uow, midwife, WEDNESDAY, WEDNESDAY, AbsenceKind.SICK)
        booking = asyncio.create_task(town.refusal())
        await until_somebody_waits(units, uow)
    refused = await booking
    assert refused is not None
    assert refused.code in {"booking.slot_taken", "booking.not_a_slot"}
    day = units.zone.day(WEDNESDAY)
    offered = [each["starts_at"] for each in refused.params.get("alternatives", ())]
    assert not [each for each in offered if what == "schedule" or day[0].isoformat() <= each < day[1].isoformat()]
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Claim)) == 0


async def test_an_offer_that_has_ended_keeps_nobody_from_booking_somebody_else_at_its_time(
    units: Units, clock: ManualClock
):
    queue = await make_queue(units)
    await queue.wait(1)
    await queue.cancel()
    until = (await queue.entry(1)).offer_expires_at
    async with units.write() as uow:
        other = await make_practitioner(uow, queue.town.staff[0].role, "別の人")
        await make_schedule(uow, other.practitioner_id)
    queue.town.staff.append(other)
    # Nobody has ended it yet: the worker is away.
    clock.set(until)
    assert await queue.town.refusal(1, staff=1) is None


async def test_who_books_beside_what_is_kept_for_them_is_told_to_answer_that_first(units: Units):
    queue = await make_queue(units)
    await queue.wait(1)
    await queue.cancel()
    refused = await queue.town.refusal(1)
    assert refused is not None
    assert refused.code == "booking.offered_to_you"
    with pytest.raises(Conflict, match=r"booking.offered_to_you"):
        async with units.write() as uow:
            await holds.hold(uow, queue.town.parents[1], queue.town.service_id, WEDNESDAY_NINE, None, Modality.VIDEO)
    assert (await queue.accept(1)).starts_at == WEDNESDAY_NINE


async def test_a_quota_counts_to_the_second_what_lies_within_the_period(units: Units):
    town = await make_town(units)
    async with units.write() as uow:
        service = await uow.session.get_one(Service, town.service_id)
        service.quota_count, service.quota_days = 1, 7
    await town.book(0, WEDNESDAY_NINE)
    refused = await town.refusal(0, WEDNESDAY_NINE + timedelta(days=6))
    assert refused is not None
    assert refused.code == "booking.quota_reached"
    assert await town.refusal(0, WEDNESDAY_NINE + timedelta(days=7)) is None
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Appointment)) == 2
