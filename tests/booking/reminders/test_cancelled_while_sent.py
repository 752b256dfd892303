"""A mail whose appointment is cancelled, or whose offer is answered, at the moment in which its sending begins."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from booking.appointments import service as appointments
from booking.reminders import choices
from booking.reminders.choices import Choice
from booking.reminders.due import Lead
from booking.waitlist import service as waitlist
from core.clock import ManualClock, as_utc
from core.outbox.runner import JobRunner
from core.unit_of_work import UnitOfWork, Units
from people.mail.delivery import Delivery, Post
from people.mail.kinds import MailKind, MailState, Reason
from people.mail.tables import Mail
from server.jobs import JOBS, WANTED
from tests.booking.reminders.test_reminding import STARTS
from tests.booking.story import Town, make_town
from tests.booking.waiting import until_somebody_waits
from tests.booking.waitlist.make_queue import make_queue
from tests.fixtures.smtp import PostOffice


def delivery(office: PostOffice) -> Delivery:
    return Delivery(Post("https://hagukumi.example", "no-reply@city.example", server=office.server), WANTED)


async def queued(units: Units, kind: MailKind, account_id: object) -> Mail:
    async with units.read() as uow:
        return (await uow.session.scalars(select(Mail).where(Mail.kind == kind, Mail.account_id == account_id))).one()


async def begins_while(units: Units, office: PostOffice, mail: Mail, uow: UnitOfWork) -> "asyncio.Task[None]":
    """Begin to send a mail while the unit `uow` is not committed yet, and return when it waits for that."""
    sending = asyncio.create_task(delivery(office).deliver(units, {"mail_id": str(mail.id)}))
    await until_somebody_waits(units, uow)
    assert office.received == []
    return sending


async def reminder_of(town: Town, clock: ManualClock) -> tuple[object, Mail]:
    """Return a booked appointment and the reminder of it that is about to be sent."""
    units = town.units
    async with units.write() as uow:
        only = Choice(frozenset(), frozenset({Lead.HOUR}), news_by_mail=False)
        await choices.choose(uow, town.parents[0], only)
        await choices.choose(uow, town.staff[0], only)
    booked = await town.book(starts_at=STARTS)
    work = JobRunner(units, JOBS)
    await work.drain()
    clock.set(STARTS - timedelta(hours=1))
    await work.drain()
    return booked, await queued(units, MailKind.APPOINTMENT_REMINDER, town.parents[0].account_id)


async def test_a_reminder_waits_for_a_cancellation_that_came_first_and_is_not_sent(
    units: Units, clock: ManualClock, post_office: PostOffice
):
    town = await make_town(units)
    booked, mail = await reminder_of(town, clock)
    async with units.write() as uow:
        await appointments.cancel(uow, town.parents[0], booked.id)
        sending = await begins_while(units, post_office, mail, uow)
    await sending
    assert post_office.received == []
    mail = await queued(units, mail.kind, mail.account_id)
    assert (mail.state, mail.reason) == (MailState.DROPPED, Reason.UNWANTED)


async def test_a_confirmation_waits_for_a_move_that_came_first_and_the_new_time_alone_is_sent(
    units: Units, post_office: PostOffice
):
    town = await make_town(units)
    booked = await town.book(starts_at=STARTS)
    await JobRunner(units, JOBS).drain()
    mail = await queued(units, MailKind.APPOINTMENT_BOOKED, town.parents[0].account_id)
    later = STARTS + timedelta(minutes=80)
    async with units.write() as uow:
        await appointments.reschedule(uow, town.parents[0], booked.id, later, None, booked.modality)
        sending = await begins_while(units, post_office, mail, uow)
    await sending
    assert post_office.received == []
    await JobRunner(units, {**JOBS, **delivery(post_office).handlers()}).drain()
    theirs = [each for each in post_office.received if each.recipient == post_office.received[0].recipient]
    assert [_starts(each.message) for each in theirs] == [f"DTSTART:{as_utc(later):%Y%m%dT%H%M%SZ}"]


def _starts(message: EmailMessage) -> str:
    part = next(each for each in message.walk() if each.get_content_type() == "text/calendar")
    return next(line for line in part.get_content().splitlines() if line.startswith("DTSTART"))


async def test_a_cancellation_waits_for_a_sending_that_came_first_and_is_told_after_it(
    units: Units, clock: ManualClock, post_office: PostOffice
):
    town = await make_town(units)
    booked, mail = await reminder_of(town, clock)

    async def cancel() -> None:
        async with units.write() as uow:
            await appointments.cancel(uow, town.parents[0], booked.id)

    async with units.write() as uow:
        begun = await delivery(post_office)._begin(uow, mail.id)
        cancelling = asyncio.create_task(cancel())
        await until_somebody_waits(units, uow)
        assert begun is not None
        assert not cancelling.done()
    await cancelling
    mail = await queued(units, mail.kind, mail.account_id)
    assert mail.state is MailState.SENDING


@pytest.mark.parametrize("answer", ["accept", "decline", "leave"])
async def test_an_offer_that_is_being_answered_is_not_mailed(units: Units, post_office: PostOffice, answer: str):
    queue = await make_queue(units)
    await queue.wait(1)
    await queue.cancel()
    parent = queue.town.parents[1]
    mail = await queued(units, MailKind.WAITLIST_OFFERED, parent.account_id)
    async with units.write() as uow:
        await getattr(waitlist, answer)(uow, parent, (await queue.entry(1)).id)
        sending = await begins_while(units, post_office, mail, uow)
    await sending
    assert post_office.received == []
