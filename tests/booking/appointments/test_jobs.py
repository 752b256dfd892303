"""Both parties are told, once, without a word on what it is about."""

import json
from datetime import timedelta

from icalendar import Calendar
from sqlalchemy import select

from booking.appointments import service as appointments
from booking.appointments.jobs import handlers
from booking.reminders import choices
from booking.reminders.choices import Choice
from booking.reminders.mails import wanted
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.unit_of_work import Units
from people.accounts.service import get_account
from people.mail.delivery import Delivery, Post
from people.notices.tables import Notice
from tests.booking.story import make_town


async def notices(units: Units) -> list[Notice]:
    async with units.read() as uow:
        return list(await uow.session.scalars(select(Notice).order_by(Notice.created_at, Notice.id)))


async def test_parent_and_practitioner_are_told_of_booking_and_cancellation(units: Units):
    town = await make_town(units)
    runner = JobRunner(units, handlers)
    booked = await town.book(reason="眠れません")
    await runner.drain()
    async with units.write() as uow:
        await appointments.cancel(uow, town.staff[0], booked.id)
    await runner.drain()
    told = await notices(units)
    both = {town.parents[0].account_id, town.staff[0].account_id}
    data = {"appointment_id": str(booked.id), "starts_at": "2026-11-25T00:00:00.000Z"}
    assert {(each.account_id, each.kind) for each in told} == {
        (account, kind) for account in both for kind in ("appointment.booked", "appointment.cancelled")
    }
    assert [dict(each.data) for each in told] == [
        data,
        data,
        {**data, "by": "practitioner"},
        {**data, "by": "practitioner"},
    ]


async def test_a_job_that_runs_again_tells_nobody_twice(units: Units):
    town = await make_town(units)
    await town.book()
    for _ in range(2):
        await JobRunner(units, handlers).drain()
        async with units.write() as uow:
            for job in await uow.session.scalars(select(OutboxJob)):
                job.done_at = None
    assert len(await notices(units)) == 2


async def test_a_booking_that_was_cancelled_meanwhile_is_not_confirmed(units: Units):
    town = await make_town(units)
    booked = await town.book()
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], booked.id)
    await JobRunner(units, handlers).drain()
    assert {each.kind for each in await notices(units)} == {"appointment.cancelled"}


async def test_jobs_and_notices_name_no_service_and_nothing_the_parent_wrote(units: Units):
    town = await make_town(units, code="midwife")
    await town.book(reason="眠れません")
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        payloads = [job.payload for job in await uow.session.scalars(select(OutboxJob))]
    written = json.dumps([payloads, [dict(each.data) for each in await notices(units)]], ensure_ascii=False)
    assert not any(word in written for word in ("眠れ", "midwife", "助産師", "相談", "親0", "担当0"))


async def change(units: Units, town, booked, hours: int, staff: int = 0) -> None:
    """Move an appointment by hours, or give it to another."""
    async with units.write() as uow:
        starts_at = booked.starts_at + timedelta(hours=hours)
        practitioner_id = town.staff[staff].practitioner_id
        await appointments.reschedule(uow, town.parents[0], booked.id, starts_at, practitioner_id, booked.modality)


async def invitations(units: Units, office) -> list[tuple[str, str, int, str]]:
    """Return whom calendars were sent what: address, method, sequence, subject."""
    await runner(units, office).drain()
    found = []
    for message in office.mails:
        [part] = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
        [entry] = Calendar.from_ical(part.get_content()).walk("VEVENT")
        found.append((message["To"], part.get_param("method"), entry["SEQUENCE"], entry["UID"]))
    office.received.clear()
    return sorted(found)


def runner(units: Units, office) -> JobRunner:
    post = Post("https://hagukumi.example", "no-reply@city.example", server=office.server)
    return JobRunner(units, {**handlers, **Delivery(post, wanted).handlers()})


async def address(units: Units, principal) -> str:
    async with units.read() as uow:
        return (await get_account(uow, principal.account_id)).email


async def test_calendars_follow_an_appointment_from_booking_over_changes_to_its_cancellation(units, post_office):
    town = await make_town(units, staff=2)
    parent, first, second = [await address(units, each) for each in (town.parents[0], *town.staff)]
    booked = await town.book()
    uid = f"appointment-{booked.id}@hagukumi.example"
    assert await invitations(units, post_office) == sorted([(parent, "REQUEST", 0, uid), (first, "REQUEST", 0, uid)])
    await change(units, town, booked, hours=4)
    assert await invitations(units, post_office) == sorted([(parent, "REQUEST", 1, uid), (first, "REQUEST", 1, uid)])
    await change(units, town, booked, hours=4, staff=1)
    assert await invitations(units, post_office) == sorted(
        [(parent, "REQUEST", 2, uid), (first, "CANCEL", 2, uid), (second, "REQUEST", 2, uid)]
    )
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], booked.id)
    assert await invitations(units, post_office) == sorted([(parent, "CANCEL", 3, uid), (second, "CANCEL", 3, uid)])
    kinds = [(each.account_id, each.kind) for each in await notices(units)]
    assert kinds.count((town.staff[0].account_id, "appointment.taken_off")) == 1


async def test_of_two_changes_before_anybody_was_told_only_the_last_is_told(units, post_office):
    town = await make_town(units)
    booked = await town.book()
    for hours in (4, 0):
        await change(units, town, booked, hours)
    assert {(method, sequence) for _, method, sequence, _ in await invitations(units, post_office)} == {("REQUEST", 2)}
    told = [each for each in await notices(units) if each.kind == "appointment.rescheduled"]
    assert {each.data["starts_at"] for each in told} == {"2026-11-25T00:00:00.000Z"}


async def test_who_wants_no_mail_of_changes_is_told_in_the_application_alone(units, post_office):
    town = await make_town(units)
    for principal in (town.parents[0], town.staff[0]):
        async with units.write() as uow:
            await choices.choose(uow, principal, Choice(frozenset(), frozenset(), news_by_mail=False))
    await town.book()
    assert await invitations(units, post_office) == []
    assert len(await notices(units)) == 2
