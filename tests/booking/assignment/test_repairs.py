"""An absence is repaired: who can be kept is kept, everyone is told, and nobody is dropped."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select

from booking.appointments import service as appointments
from booking.appointments.jobs import handlers as booked_handlers
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment import api, repairs
from booking.assignment.alternatives import nearest_free
from booking.assignment.jobs import handlers
from booking.assignment.touched import Away, unsolved
from booking.schedules import absences
from core.clock import ManualClock
from core.errors import Conflict, Invalid
from core.outbox.runner import JobRunner
from core.unit_of_work import Units
from people.mail.kinds import MailKind
from people.mail.tables import Mail
from people.notices.tables import Notice
from tests.booking.make import make_appointment
from tests.booking.story import WEDNESDAY_NINE, Town, make_town, tokyo

WEDNESDAY = date(2026, 11, 25)
HANDLERS = {**booked_handlers, **handlers}


def away(town: Town, staff: int = 0, day: date = WEDNESDAY) -> Away:
    return Away(town.staff[staff].practitioner_id, day, day)


async def preview(town: Town, which: Away) -> repairs.Repair:
    async with town.units.read() as uow:
        return await repairs.preview(uow, which)


async def apply(town: Town, planned: repairs.Repair) -> repairs.Repair:
    async with town.units.write() as uow:
        return await repairs.apply(uow, planned.cause, planned.plan.given, planned.fingerprint)


async def read(town: Town, booked: Appointment) -> Appointment:
    async with town.units.read() as uow:
        return (await uow.session.scalars(select(Appointment).where(Appointment.id == booked.id))).one()


async def notices(units: Units) -> set[tuple[object, str]]:
    async with units.read() as uow:
        return {(each.account_id, each.kind) for each in await uow.session.scalars(select(Notice))}


async def test_a_colleague_takes_the_same_time_and_everyone_is_told(units: Units):
    town = await make_town(units, staff=2)
    booked = await town.book(0)
    planned = await preview(town, away(town))
    assert planned.plan.given == {booked.id: town.staff[1].practitioner_id}
    assert (await read(town, booked)).practitioner_id == town.staff[0].practitioner_id
    await apply(town, planned)
    given = await read(town, booked)
    assert given.practitioner_id == town.staff[1].practitioner_id
    assert (given.starts_at, given.state, given.sequence) == (WEDNESDAY_NINE, ClaimState.BOOKED, 1)
    assert given.assignment["policy"] == "repair"
    async with units.read() as uow:
        assert len(await absences.list_between(uow, WEDNESDAY, WEDNESDAY)) == 1
        assert await unsolved(uow) == []
    await JobRunner(units, HANDLERS).drain()
    told = await notices(units)
    assert (town.parents[0].account_id, "appointment.reassigned") in told
    assert (town.staff[1].account_id, "appointment.reassigned") in told
    assert (town.staff[0].account_id, "appointment.taken_off") in told


async def test_whoever_cannot_be_kept_stays_listed_until_a_new_time_is_chosen(units: Units):
    town = await make_town(units, staff=1)
    booked = await town.book(0)
    planned = await preview(town, away(town))
    assert list(planned.plan.lost) == [booked.id]
    await apply(town, planned)
    await JobRunner(units, HANDLERS).drain()
    assert (town.parents[0].account_id, "appointment.unsolved") in await notices(units)
    async with units.read() as uow:
        [(_, [listed])] = await unsolved(uow)
        offered = (await nearest_free(uow, [listed], away(town)))[listed.id]
    assert listed.id == booked.id
    assert offered
    assert all(uow.zone.today(start) != WEDNESDAY for start in offered)
    async with units.write() as uow:
        await appointments.reschedule(uow, town.parents[0], booked.id, offered[0], None, booked.modality)
    async with units.read() as uow:
        assert await unsolved(uow) == []


async def test_a_parent_who_declines_keeps_the_time_until_another_is_chosen(units: Units):
    town = await make_town(units, staff=2)
    booked = await town.book(0)
    await apply(town, await preview(town, away(town)))
    async with units.write() as uow:
        moved = await appointments.reschedule(
            uow, town.parents[0], booked.id, tokyo("2026-11-26 09:00"), None, booked.modality
        )
    assert (moved.state, moved.sequence) == (ClaimState.BOOKED, 2)


async def test_of_two_coordinators_who_apply_at_once_one_is_told_that_the_plan_is_stale(units: Units):
    town = await make_town(units, staff=3)
    booked = await town.book(0)
    planned = await preview(town, away(town))
    done = await asyncio.gather(*(apply(town, planned) for _ in range(2)), return_exceptions=True)
    [refused] = [each for each in done if isinstance(each, BaseException)]
    assert isinstance(refused, Conflict)
    assert refused.code == "booking.repair_stale"
    assert (await read(town, booked)).sequence == 1


async def test_a_plan_is_stale_once_somebody_booked_cancelled_or_took_the_substitute(units: Units):
    town = await make_town(units, staff=2)
    await town.book(0)
    planned = await preview(town, away(town))
    await town.book(1, staff=1)
    with pytest.raises(Conflict) as refused:
        await apply(town, planned)
    assert refused.value.code == "booking.repair_stale"
    async with units.read() as uow:
        assert await absences.list_between(uow, WEDNESDAY, WEDNESDAY) == []


async def test_an_appointment_that_began_meanwhile_is_left_alone(units: Units, clock: ManualClock):
    town = await make_town(units, staff=2)
    booked = await town.book(0)
    planned = await preview(town, away(town))
    clock.set(WEDNESDAY_NINE)
    with pytest.raises(Conflict):
        await apply(town, planned)
    again = await preview(town, away(town))
    assert again.appointments == {}
    assert (await read(town, booked)).practitioner_id == town.staff[0].practitioner_id


async def test_the_familiar_colleague_comes_before_the_others(units: Units):
    town = await make_town(units, staff=3)
    async with units.write() as uow:
        await make_appointment(
            uow, town.parents[0], town.staff[2], tokyo("2026-10-01 09:00"), state=ClaimState.FULFILLED
        )
    booked = await town.book(0)
    assert (await preview(town, away(town))).plan.given == {booked.id: town.staff[2].practitioner_id}


async def test_no_absence_is_planned_for_days_that_are_over(units: Units):
    town = await make_town(units)
    with pytest.raises(Invalid):
        await preview(town, away(town, day=date(2026, 1, 5)))


async def test_nobody_is_said_to_have_stayed_away_from_a_practitioner_who_was_absent(units: Units, clock: ManualClock):
    town = await make_town(units, staff=1)
    booked = await town.book(0)
    await apply(town, await preview(town, away(town)))
    clock.set(booked.ends_at)
    async with units.write() as uow:
        assert not await appointments.mark_no_show_by_itself(uow, booked.id, 0)


async def test_what_was_planned_is_checked_and_not_planned_anew_while_others_wait(units: Units, monkeypatch):
    town = await make_town(units, staff=2)
    booked = await town.book(0)
    planned = await preview(town, away(town))

    def solve(*_):
        raise AssertionError("the solver ran under the locks")

    monkeypatch.setattr(repairs, "plan", solve)
    await apply(town, planned)
    assert (await read(town, booked)).practitioner_id == town.staff[1].practitioner_id
    assert {route.transaction for route in api.routes if route.path.endswith("/plan")} == {"read"}


async def test_a_plan_that_nobody_made_is_not_done(units: Units):
    town = await make_town(units, staff=3)
    booked = await town.book(0)
    planned = await preview(town, away(town))
    [chosen] = planned.plan.given.values()
    [other] = [each.practitioner_id for each in town.staff[1:] if each.practitioner_id != chosen]
    async with units.write() as uow:
        with pytest.raises(Conflict) as refused:
            await repairs.apply(uow, planned.cause, {booked.id: other}, planned.fingerprint)
    assert refused.value.code == "booking.repair_stale"


async def test_calendars_of_all_three_follow_by_mail(units: Units):
    town = await make_town(units, staff=2)
    booked = await town.book(0)
    await apply(town, await preview(town, away(town)))
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        mails = {(each.account_id, each.kind) for each in await uow.session.scalars(select(Mail))}
    assert mails == {
        (town.parents[0].account_id, MailKind.APPOINTMENT_REASSIGNED),
        (town.staff[0].account_id, MailKind.APPOINTMENT_CANCELLED),
        (town.staff[1].account_id, MailKind.APPOINTMENT_BOOKED),
    }
    assert booked.sequence == 0
