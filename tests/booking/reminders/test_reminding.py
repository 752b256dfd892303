"""Both who meet are reminded as they chose, once, of what still stands."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from booking.appointments import service as appointments
from booking.appointments.tables import Appointment
from booking.assignment import repairs
from booking.assignment.touched import Away
from booking.reminders import choices
from booking.reminders.choices import Choice
from booking.reminders.due import Lead
from booking.reminders.jobs import plan
from booking.schedules import absences
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.unit_of_work import Units
from people.mail.delivery import Delivery, Post
from people.mail.kinds import MailKind
from people.mail.tables import Mail
from people.notices.tables import Notice
from server.jobs import JOBS, WANTED
from tests.booking.story import Town, make_town, tokyo

STARTS = tokyo("2026-11-26 09:00")


def runner(units: Units, office=None) -> JobRunner:
    post = Post("https://hagukumi.example", "no-reply@city.example", server=office.server if office else None)
    return JobRunner(units, {**JOBS, **Delivery(post, WANTED).handlers()})


async def reminded(units: Units) -> list[tuple[object, str]]:
    async with units.read() as uow:
        query = select(Notice).where(Notice.kind == "appointment.reminder").order_by(Notice.id)
        return [(each.account_id, each.data["lead"]) for each in await uow.session.scalars(query)]


async def reminder_mails(units: Units) -> list[object]:
    async with units.read() as uow:
        query = select(Mail.account_id).where(Mail.kind == MailKind.APPOINTMENT_REMINDER)
        return list(await uow.session.scalars(query))


async def pass_through(units, clock, work, until):
    """Let the time pass until an instant, minute by minute where something is due."""
    while True:
        await work.drain()
        async with units.read() as uow:
            due = await uow.session.scalar(
                select(OutboxJob.run_at).where(OutboxJob.done_at.is_(None)).order_by(OutboxJob.run_at)
            )
        if due is None or due > until:
            clock.set(until)
            await work.drain()
            return
        clock.set(due)


async def choose(town: Town, principal, in_app=(), by_mail=(), *, news=True):
    async with town.units.write() as uow:
        await choices.choose(uow, principal, Choice(frozenset(in_app), frozenset(by_mail), news_by_mail=news))


async def test_without_a_choice_parents_are_reminded_three_times_and_clinicians_just_before(units, clock):
    town = await make_town(units)
    await town.book(starts_at=STARTS)
    await pass_through(units, clock, runner(units), STARTS)
    parent, midwife = town.parents[0].account_id, town.staff[0].account_id
    assert sorted(await reminded(units), key=str) == sorted(
        [(parent, "day"), (parent, "hour"), (parent, "ten_minutes"), (midwife, "ten_minutes")], key=str
    )
    assert await reminder_mails(units) == [parent]


async def test_each_is_reminded_as_they_chose_also_when_they_chose_after_booking(units, clock):
    town = await make_town(units)
    await town.book(starts_at=STARTS)
    await runner(units).drain()
    await choose(town, town.parents[0], in_app=[Lead.HOUR])
    await choose(town, town.staff[0], by_mail=[Lead.DAY, Lead.TEN_MINUTES])
    await pass_through(units, clock, runner(units), STARTS)
    assert await reminded(units) == [(town.parents[0].account_id, "hour")]
    assert await reminder_mails(units) == [town.staff[0].account_id] * 2


async def test_a_reminder_that_runs_again_tells_nobody_twice(units, clock):
    town = await make_town(units)
    await town.book(starts_at=STARTS)
    await runner(units).drain()
    clock.set(STARTS - timedelta(hours=24))
    for _ in range(2):
        await runner(units).drain()
        async with units.write() as uow:
            await uow.session.execute(update(OutboxJob).where(OutboxJob.name == "booking.remind").values(done_at=None))
    assert await reminded(units) == [(town.parents[0].account_id, "day")]
    assert len(await reminder_mails(units)) == 1


async def test_of_a_cancelled_appointment_nobody_is_reminded(units, clock):
    town = await make_town(units)
    booked = await town.book(starts_at=STARTS)
    await runner(units).drain()
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], booked.id)
    await pass_through(units, clock, runner(units), STARTS)
    assert await reminded(units) == []


async def move(units, appointment_id, starts_at):
    async with units.write() as uow:
        moved = (await uow.session.scalars(select(Appointment).where(Appointment.id == appointment_id))).one()
        length = moved.ends_at - moved.starts_at
        moved.starts_at, moved.ends_at = starts_at, starts_at + length
        moved.busy_from, moved.busy_until = starts_at, moved.ends_at
        plan(uow, moved)


async def test_of_a_moved_appointment_both_are_reminded_of_the_new_time_only(units, clock):
    town = await make_town(units)
    booked = await town.book(starts_at=STARTS)
    await runner(units).drain()
    later = STARTS + timedelta(hours=3)
    await move(units, booked.id, later)
    await pass_through(units, clock, runner(units), later)
    async with units.read() as uow:
        query = select(Notice.data).where(
            Notice.kind == "appointment.reminder", Notice.account_id == town.parents[0].account_id
        )
        times = [data["starts_at"] for data in await uow.session.scalars(query)]
    assert times == ["2026-11-26T03:00:00.000Z"] * 3


async def test_of_an_appointment_booked_at_short_notice_only_what_lies_ahead_is_told(units, clock):
    town = await make_town(units)
    clock.set(STARTS - timedelta(minutes=30))
    async with units.write() as uow:
        from tests.booking.make import make_appointment

        plan(uow, await make_appointment(uow, town.parents[0], town.staff[0], STARTS))
    await pass_through(units, clock, runner(units), STARTS)
    assert {lead for _, lead in await reminded(units)} == {"ten_minutes"}


async def test_after_an_outage_what_is_useless_by_now_is_not_told(units, clock):
    town = await make_town(units)
    await town.book(starts_at=STARTS)
    await runner(units).drain()
    clock.set(STARTS - timedelta(minutes=5))
    await runner(units).drain()
    assert {lead for _, lead in await reminded(units)} == {"ten_minutes"}


async def test_a_reminder_whose_appointment_is_cancelled_before_its_sending_begins_is_not_sent(
    units, clock, post_office
):
    town = await make_town(units)
    booked = await town.book(starts_at=STARTS)
    work = runner(units, post_office)
    await choose(town, town.staff[0], news=False)
    await choose(town, town.parents[0], by_mail=[Lead.HOUR], news=False)
    await work.drain()
    clock.set(STARTS - timedelta(hours=1))
    post_office.to_data = "451 later"
    await work.drain()
    assert len(post_office.received) == 1
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], booked.id)
    post_office.to_data = "250 OK"
    clock.advance(timedelta(minutes=1))
    await work.drain()
    assert len(post_office.received) == 1


@pytest.mark.parametrize("waits", [True, False])
async def test_a_clinician_reads_of_a_booking_at_night_in_the_morning_and_the_parent_at_once(
    units, clock, post_office, waits
):
    town = await make_town(units)
    night = tokyo("2026-11-24 23:30")
    clock.set(night)
    await town.book(starts_at=tokyo("2026-11-25 09:00"))
    if not waits:
        async with units.write() as uow:
            await uow.session.execute(
                update(Appointment).values(starts_at=tokyo("2026-11-25 08:59"), busy_from=tokyo("2026-11-25 08:00"))
            )
    work = runner(units, post_office)
    await work.drain()
    assert len(post_office.received) == (1 if waits else 2)
    clock.set(tokyo("2026-11-25 07:00"))
    await work.drain()
    assert len([each for each in post_office.received if each.message["Subject"] == "【はぐくみ】ご予約の時間"]) == 2


async def test_nobody_is_reminded_of_what_they_were_told_nobody_can_give_until_it_can_be_given_again(
    units: Units, clock
):
    town = await make_town(units)
    booked = await town.book(0, STARTS)
    work = runner(units)
    await work.drain()
    day = date(2026, 11, 26)
    away = Away(town.staff[0].practitioner_id, day, day)
    async with units.read() as uow:
        planned = await repairs.preview(uow, away)
    async with units.write() as uow:
        await repairs.apply(uow, away, planned.plan.given, planned.fingerprint)
    await pass_through(units, clock, work, STARTS - timedelta(minutes=30))
    assert await reminded(units) == []
    async with units.write() as uow:
        [noted] = await absences.list_between(uow, day, day)
        await absences.remove(uow, noted.id)
    await pass_through(units, clock, work, STARTS)
    assert {lead for _, lead in await reminded(units)} == {"ten_minutes"}
    async with units.read() as uow:
        stands = (await uow.session.scalars(select(Appointment).where(Appointment.id == booked.id))).one()
    assert stands.starts_at == STARTS


async def test_a_reminder_that_came_due_while_nobody_worked_is_not_lost(units, clock):
    town = await make_town(units)
    await town.book(starts_at=STARTS)
    # Booked 47 hours before; the worker is back only 23 hours before.
    clock.set(STARTS - timedelta(hours=23))
    await runner(units).drain()
    assert await reminded(units) == [(town.parents[0].account_id, "day")]
    assert await reminder_mails(units) == [town.parents[0].account_id]


async def test_a_late_reminder_of_the_day_before_wakes_nobody_at_night(units, clock, post_office):
    town = await make_town(units)
    await choose(town, town.parents[0], by_mail=[Lead.DAY], news=False)
    await choose(town, town.staff[0], news=False)
    await town.book(starts_at=tokyo("2026-11-26 15:40"))
    work = runner(units, post_office)
    await work.drain()
    clock.set(tokyo("2026-11-25 23:30"))
    await work.drain()
    assert post_office.received == []
    clock.set(tokyo("2026-11-26 07:00"))
    await work.drain()
    assert len(post_office.received) == 1


async def test_a_time_that_is_left_and_taken_again_is_reminded_of_once(units, clock):
    town = await make_town(units)
    booked = await town.book(starts_at=STARTS)
    work = runner(units)
    await work.drain()
    for starts_at in (STARTS + timedelta(hours=1, minutes=20), STARTS):
        async with units.write() as uow:
            await appointments.reschedule(uow, town.parents[0], booked.id, starts_at, None, booked.modality)
        await work.drain()
    await pass_through(units, clock, work, STARTS)
    parent = town.parents[0].account_id
    assert [lead for account, lead in await reminded(units) if account == parent] == ["day", "hour", "ten_minutes"]
    assert await reminder_mails(units) == [parent]
