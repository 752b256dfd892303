"""Who is told what a sick call changes: each time it does, and in the calendars too."""

from datetime import date, timedelta

from sqlalchemy import select

from booking.appointments.tables import Appointment
from booking.assignment import repairs
from booking.assignment.touched import Away
from booking.schedules import absences
from core.clock import ManualClock
from core.outbox.runner import JobRunner
from core.unit_of_work import Units
from people.mail.content import unseal
from people.mail.kinds import MailKind
from people.mail.tables import Mail
from people.notices.tables import Notice
from server.jobs import JOBS
from tests.booking.story import Town, make_town

WEDNESDAY = date(2026, 11, 25)


async def call_in_sick(town: Town) -> None:
    away = Away(town.staff[0].practitioner_id, WEDNESDAY, WEDNESDAY)
    async with town.units.read() as uow:
        planned = await repairs.preview(uow, away)
    async with town.units.write() as uow:
        await repairs.apply(uow, away, planned.plan.given, planned.fingerprint)
    await JobRunner(town.units, JOBS).drain()


async def come_back(town: Town) -> None:
    async with town.units.write() as uow:
        [noted] = await absences.list_between(uow, WEDNESDAY, WEDNESDAY)
        await absences.remove(uow, noted.id)
    await JobRunner(town.units, JOBS).drain()


async def told(units: Units, account_id: object) -> list[str]:
    async with units.read() as uow:
        query = select(Notice.kind).where(Notice.account_id == account_id, Notice.kind.like("appointment.%solved"))
        return list(await uow.session.scalars(query.order_by(Notice.id)))


async def calendar_of(units: Units, account_id: object) -> list[tuple[str, int]]:
    """Return what an account's calendar was told by mail, in order: the method and the sequence."""
    async with units.read() as uow:
        mails = (await uow.session.scalars(select(Mail).where(Mail.account_id == account_id).order_by(Mail.id))).all()
        parts = [unseal(uow.vault, each.id, each.content_sealed).calendar for each in mails if each.content_sealed]
    return [(method, event.sequence) for method, event in (each for each in parts if each is not None)]


async def test_a_family_that_loses_its_practitioner_a_second_time_is_told_a_second_time(
    units: Units, clock: ManualClock
):
    town = await make_town(units)
    await town.book(0)
    await call_in_sick(town)
    await come_back(town)
    clock.advance(timedelta(minutes=1))
    await call_in_sick(town)
    parent = town.parents[0].account_id
    assert await told(units, parent) == ["appointment.unsolved", "appointment.solved", "appointment.unsolved"]
    async with units.read() as uow:
        query = select(Mail).where(Mail.account_id == parent, Mail.kind == MailKind.APPOINTMENT_REASSIGNED)
        assert len((await uow.session.scalars(query)).all()) == 3


async def test_a_plan_that_is_done_for_more_days_tells_nobody_again_what_they_know(units: Units):
    town = await make_town(units)
    await town.book(0)
    await call_in_sick(town)
    await call_in_sick(town)
    assert await told(units, town.parents[0].account_id) == ["appointment.unsolved"]


async def test_whoever_gives_it_no_longer_loses_it_from_the_calendar_and_the_other_gets_it(units: Units):
    town = await make_town(units, staff=2)
    booked = await town.book(0)
    await JobRunner(units, JOBS).drain()
    await call_in_sick(town)
    async with units.read() as uow:
        given = (await uow.session.scalars(select(Appointment).where(Appointment.id == booked.id))).one()
    assert given.practitioner_id == town.staff[1].practitioner_id
    assert await calendar_of(units, town.staff[0].account_id) == [("REQUEST", 0), ("CANCEL", 1)]
    assert await calendar_of(units, town.staff[1].account_id) == [("REQUEST", 1)]
    assert await calendar_of(units, town.parents[0].account_id) == [("REQUEST", 0), ("REQUEST", 1)]
