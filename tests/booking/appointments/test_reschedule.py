"""An appointment is moved: the old time is kept until the new one is sure."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from booking.appointments import holds
from booking.appointments import service as appointments
from booking.appointments.jobs import handlers
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment, Claim
from booking.assignment.policy import Wishes
from booking.services.tables import Modality, Service
from booking.slots.service import find
from core.clock import ManualClock
from core.errors import Conflict, DomainError, NotFound
from core.outbox.runner import JobRunner
from core.principal import Role
from core.unit_of_work import Units
from people.notices.tables import Notice
from people.practitioners.kinds import Gender
from tests.booking.make import make_schedule
from tests.booking.story import WEDNESDAY_NINE, Town, make_town, tokyo
from tests.people.make import make_practitioner, make_staff

TEN = tokyo("2026-11-25 10:20")


async def move(town: Town, booked: Appointment, starts_at=TEN, staff: int | None = None, principal=None):
    who = None if staff is None else town.staff[staff].practitioner_id
    async with town.units.write() as uow:
        return await appointments.reschedule(
            uow, principal or town.parents[0], booked.id, starts_at, who, Modality.VIDEO
        )


async def read(town: Town, booked: Appointment) -> Appointment:
    async with town.units.read() as uow:
        return (await uow.session.scalars(select(Appointment).where(Appointment.id == booked.id))).one()


async def free(town: Town, parent: int = 1, **options) -> list[str]:
    async with town.units.read() as uow:
        day = WEDNESDAY_NINE.date()
        found = await find(uow, town.parents[parent], town.service_id, day, day, **options)
        return [uow.zone.to_wall(start).strftime("%H:%M") for start in found.free]


async def test_the_same_appointment_stands_at_its_new_time_and_the_old_one_is_free(units: Units):
    town = await make_town(units)
    booked = await town.book(0, reason="眠れない")
    moved = await move(town, booked)
    assert (moved.id, moved.starts_at, moved.state, moved.sequence) == (booked.id, TEN, ClaimState.BOOKED, 1)
    assert moved.ends_at - moved.starts_at == timedelta(minutes=30)
    assert moved.created_at == booked.created_at
    times = await free(town)
    assert "09:00" in times
    assert "10:20" not in times


async def test_a_new_time_may_overlap_the_old_one(units: Units):
    town = await make_town(units)
    async with units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).step_minutes = 10
    booked = await town.book(0)
    ten_past = WEDNESDAY_NINE + timedelta(minutes=10)
    assert "09:10" not in await free(town, 0)
    assert "09:10" in await free(town, 0, replacing=booked.id)
    assert (await move(town, booked, ten_past)).starts_at == ten_past


async def test_when_the_new_time_is_taken_all_is_as_before_and_neighbours_are_named(units: Units):
    town = await make_town(units)
    booked = await town.book(0)
    await town.book(1, TEN)
    with pytest.raises(Conflict) as refused:
        await move(town, booked)
    assert refused.value.code == "booking.slot_taken"
    assert refused.value.params["alternatives"]
    kept = await read(town, booked)
    assert (kept.starts_at, kept.sequence, kept.state) == (WEDNESDAY_NINE, 0, ClaimState.BOOKED)


async def test_two_who_move_to_one_time_at_once_one_gets_it_and_the_other_keeps_theirs(units: Units):
    town = await make_town(units)
    mine, other = await town.book(0), await town.book(1, tokyo("2026-11-25 11:00"))

    async def try_to(booked: Appointment, parent: int) -> str:
        try:
            await move(town, booked, principal=town.parents[parent])
        except DomainError as refusal:
            return refusal.code
        return "moved"

    outcomes = await asyncio.gather(try_to(mine, 0), try_to(other, 1))
    assert sorted(outcomes) == ["booking.slot_taken", "moved"]
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Claim)) == 2
        starts = set(await uow.session.scalars(select(Claim.starts_at)))
    assert TEN in starts
    assert starts < {TEN, WEDNESDAY_NINE, tokyo("2026-11-25 11:00")}


async def test_whoever_gave_it_before_gives_it_if_they_are_free_else_somebody_else(units: Units):
    town = await make_town(units, staff=2)
    booked = await town.book(0, staff=1)
    assert (await move(town, booked)).practitioner_id == town.staff[1].practitioner_id
    await town.book(1, tokyo("2026-11-25 11:00"), staff=1)
    moved = await move(town, booked, tokyo("2026-11-25 11:00"))
    assert moved.practitioner_id == town.staff[0].practitioner_id


async def test_moving_does_not_count_twice_in_the_quota(units: Units):
    town = await make_town(units)
    async with units.write() as uow:
        service = await uow.session.get_one(Service, town.service_id)
        service.quota_count, service.quota_days = 1, 30
    assert (await move(town, await town.book(0))).starts_at == TEN


async def test_only_ones_own_is_moved_and_none_that_has_begun_or_is_over(units: Units, clock: ManualClock):
    town = await make_town(units)
    booked = await town.book(0)
    with pytest.raises(NotFound):
        await move(town, booked, principal=town.parents[1])
    clock.set(WEDNESDAY_NINE)
    with pytest.raises(Conflict) as begun:
        await move(town, booked)
    assert begun.value.code == "booking.already_started"


async def test_the_coordinator_moves_any(units: Units):
    town = await make_town(units)
    booked = await town.book(0)
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
    assert (await move(town, booked, principal=coordinator)).starts_at == TEN


async def test_all_concerned_are_told_once_for_each_move(units: Units):
    town = await make_town(units, staff=2)
    runner = JobRunner(units, handlers)
    booked = await town.book(0, staff=0)
    await runner.drain()
    await move(town, booked, staff=1)
    await runner.drain()
    async with units.read() as uow:
        told = [(each.account_id, each.kind) for each in await uow.session.scalars(select(Notice))]
    former, present = (each.account_id for each in town.staff)
    assert set(told) == {
        (town.parents[0].account_id, "appointment.booked"),
        (former, "appointment.booked"),
        (town.parents[0].account_id, "appointment.rescheduled"),
        (present, "appointment.rescheduled"),
        (former, "appointment.taken_off"),
    }
    assert len(told) == len(set(told))


async def test_after_the_notice_it_is_still_cancelled_and_noted_as_late(units: Units, clock: ManualClock):
    town = await make_town(units)
    async with units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).cancellation_notice_minutes = 120
    early, late = await town.book(0), await town.book(1, TEN)
    clock.set(WEDNESDAY_NINE - timedelta(hours=2))
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], early.id)
    clock.set(TEN - timedelta(hours=2) + timedelta(seconds=1))
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[1], late.id)
    assert (await read(town, early)).cancelled_late is False
    assert (await read(town, late)).cancelled_late is True


async def test_it_is_not_the_familys_lateness_when_the_service_cancels(units: Units, clock: ManualClock):
    town = await make_town(units)
    async with units.write() as uow:
        (await uow.session.get_one(Service, town.service_id)).cancellation_notice_minutes = 120
        coordinator = await make_staff(uow, Role.COORDINATOR)
    by_midwife, by_desk = await town.book(0), await town.book(1, TEN)
    clock.set(WEDNESDAY_NINE - timedelta(minutes=5))
    async with units.write() as uow:
        await appointments.cancel(uow, town.staff[0], by_midwife.id)
        await appointments.cancel(uow, coordinator, by_desk.id)
    assert (await read(town, by_midwife)).cancelled_late is False
    assert (await read(town, by_desk)).cancelled_late is False


async def test_when_nobody_came_it_is_noted_by_itself_and_not_when_somebody_did(units: Units, clock: ManualClock):
    town = await make_town(units, parents=3)
    gone, came, moved = await town.book(0), await town.book(1, TEN), await town.book(2, tokyo("2026-11-25 11:00"))
    runner = JobRunner(units, handlers)
    await move(town, moved, tokyo("2026-11-26 09:00"), principal=town.parents[2])
    clock.set(TEN)
    async with units.write() as uow:
        arriving = await uow.session.get_one(Appointment, came.id)
        await appointments.note_arrival(uow, arriving)
    clock.set(WEDNESDAY_NINE + timedelta(minutes=29))
    await runner.drain()
    assert (await read(town, gone)).state is ClaimState.BOOKED
    for at in (WEDNESDAY_NINE + timedelta(minutes=30), TEN + timedelta(minutes=30), tokyo("2026-11-25 11:30")):
        clock.set(at)
        await runner.drain()
    assert (await read(town, gone)).state is ClaimState.NO_SHOW
    assert (await read(town, came)).state is ClaimState.BOOKED
    assert (await read(town, moved)).state is ClaimState.BOOKED
    async with units.read() as uow:
        told = list(await uow.session.scalars(select(Notice).where(Notice.kind == "appointment.no_show")))
    assert [each.account_id for each in told] == [town.parents[0].account_id]


async def test_when_the_service_itself_was_away_nobody_is_said_to_have_stayed_away(units: Units, clock: ManualClock):
    town = await make_town(units)
    booked = await town.book(0)
    clock.set(WEDNESDAY_NINE + timedelta(hours=3))
    await JobRunner(units, handlers).drain()
    assert (await read(town, booked)).state is ClaimState.BOOKED


async def test_a_hold_of_the_new_time_is_given_back_with_the_move(units: Units):
    town = await make_town(units)
    booked = await town.book(0)
    async with units.write() as uow:
        await holds.hold(uow, town.parents[0], town.service_id, TEN, None, Modality.VIDEO)
    await move(town, booked)
    async with units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(Claim)) == 1


async def test_whom_one_wished_for_holds_on_until_one_wishes_otherwise(units: Units):
    town = await make_town(units, parents=2, staff=0)
    async with units.write() as uow:
        for gender in (Gender.FEMALE, Gender.MALE):
            who = await make_practitioner(uow, Role.MIDWIFE, gender.value, gender=gender)
            await make_schedule(uow, who.practitioner_id)
            town.staff.append(who)
    async with units.write() as uow:
        female = Wishes(gender=Gender.FEMALE)
        booked = await appointments.book(
            uow, town.parents[0], town.service_id, WEDNESDAY_NINE, None, Modality.VIDEO, wishes=female
        )
    assert booked.practitioner_id == town.staff[0].practitioner_id
    await town.book(1, TEN, staff=0)
    with pytest.raises(Conflict, match=r"booking.slot_taken"):
        await move(town, booked)
    async with units.write() as uow:
        who = Wishes(gender=Gender.MALE)
        moved = await appointments.reschedule(uow, town.parents[0], booked.id, TEN, None, Modality.VIDEO, who)
    assert moved.practitioner_id == town.staff[1].practitioner_id
    assert Wishes.of(moved.assignment) == who
