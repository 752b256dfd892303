"""Mails reach the mail server once, or are told apart: refused for good, tried again, not wanted any more, kept."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.unit_of_work import Units
from people.accounts.service import get_account
from people.mail.delivery import Delivery, Post, written
from people.mail.events import TimedEvent
from people.mail.kinds import MailKind, MailState, Reason
from people.mail.service import KEPT_DAYS, list_kept, send
from people.mail.tables import Mail
from people.notices.tables import Notice
from tests.fixtures.smtp import PostOffice
from tests.people.make import make_parent

SENDER = "はぐくみ <no-reply@city.example>"
BOOKED = {"path": "/appointments/1", "starts_at": "2026-11-25T01:00:00+00:00"}


def post(server=None, **changes) -> Post:
    return Post("https://hagukumi.example", SENDER, server=server, **changes)


def runner(units: Units, office: PostOffice | None, wanted=None, **changes) -> JobRunner:
    delivery = Delivery(post(office.server if office else None, **changes), wanted or {})
    return JobRunner(units, delivery.handlers())


async def queue(units: Units, kind=MailKind.APPOINTMENT_BOOKED, data=BOOKED, *, parent=None, **options):
    async with units.write() as uow:
        parent = parent or await make_parent(uow, locale=options.pop("locale", "ja"))
        await send(uow, parent.account_id, kind, options.pop("key", "one"), data, **options)
        return parent


async def mails(units: Units) -> list[Mail]:
    async with units.read() as uow:
        return list(await uow.session.scalars(select(Mail).order_by(Mail.id)))


async def test_a_mail_reaches_the_server_in_the_readers_language_with_the_time_on_their_clock(units, post_office):
    parent = await queue(units)
    await runner(units, post_office).drain()
    [received] = post_office.received
    async with units.read() as uow:
        address = (await get_account(uow, parent.account_id)).email
    message = received.message
    assert (received.sender, received.recipient, message["To"]) == ("no-reply@city.example", address, address)
    assert message["Subject"] == "【はぐくみ】ご予約の時間"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "2026年11月25日(水) 10:00" in received.text
    assert "https://hagukumi.example/appointments/1" in received.text
    [mail] = await mails(units)
    assert (mail.state, mail.attempts, mail.content_sealed) == (MailState.ACCEPTED, 1, None)


async def test_english_readers_read_english(units, post_office):
    await queue(units, locale="en")
    await runner(units, post_office).drain()
    [received] = post_office.received
    assert "Wednesday, 25 November 2026, 10:00 (Asia/Tokyo)" in received.text


async def test_a_calendar_part_travels_as_calendars_expect_it(units, post_office):
    starts_at = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    event = TimedEvent("appointment-1", starts_at, starts_at + timedelta(minutes=30), "/appointments/1", starts_at, 2)
    await queue(units, calendar=("REQUEST", event))
    await runner(units, post_office).drain()
    parts = {part.get_content_type(): part for part in post_office.mails[0].walk()}
    invitation = parts["text/calendar"]
    assert (invitation.get_param("method"), invitation.get_content_charset()) == ("REQUEST", "utf-8")
    attached = parts["application/ics"].get_content()
    assert invitation.get_content().splitlines() == attached.decode().splitlines()
    [entry] = Calendar.from_ical(attached).walk("VEVENT")
    assert (entry["UID"], entry["SEQUENCE"], entry.decoded("DTSTART")) == (
        "appointment-1@hagukumi.example",
        2,
        starts_at,
    )
    assert entry["ORGANIZER"] == "mailto:no-reply@city.example"
    assert entry["ATTENDEE"] == f"mailto:{post_office.received[0].recipient}"


async def test_telling_the_same_again_sends_one_mail(units, post_office):
    parent = await queue(units)
    await queue(units, parent=parent)
    await runner(units, post_office).drain()
    assert len(post_office.received) == 1


async def test_nothing_but_the_confirmation_goes_to_an_unconfirmed_address(units, post_office):
    async with units.write() as uow:
        parent = await make_parent(uow)
        (await get_account(uow, parent.account_id)).email_confirmed_at = None
    for kind in MailKind:
        await queue(units, kind, parent=parent, key=kind.value)
    await runner(units, post_office).drain()
    assert [each.message["Subject"] for each in post_office.received] == ["【はぐくみ】メールアドレスの確認"]


async def test_what_was_queued_for_an_address_that_is_unconfirmed_by_now_is_dropped(units, post_office):
    parent = await queue(units)
    async with units.write() as uow:
        (await get_account(uow, parent.account_id)).email_confirmed_at = None
    await runner(units, post_office).drain()
    [mail] = await mails(units)
    assert (post_office.received, mail.state, mail.reason) == ([], MailState.DROPPED, Reason.UNCONFIRMED)


async def test_a_blocked_account_gets_no_mail(units, post_office):
    parent = await queue(units)
    async with units.write() as uow:
        (await get_account(uow, parent.account_id)).blocked_at = uow.now
    await runner(units, post_office).drain()
    assert (await mails(units))[0].reason is Reason.BLOCKED
    assert post_office.received == []


async def test_what_is_not_wanted_any_more_when_its_sending_would_begin_is_not_sent(units, post_office):
    asked = []

    async def wanted(uow, data):
        asked.append(dict(data))
        return False

    await queue(units)
    await runner(units, post_office, {MailKind.APPOINTMENT_BOOKED: wanted}).drain()
    [mail] = await mails(units)
    assert (asked, post_office.received, mail.reason) == ([BOOKED], [], Reason.UNWANTED)


async def test_a_mail_that_comes_too_late_is_not_sent(units, clock, post_office):
    await queue(units, expires_at=clock.now() + timedelta(minutes=10))
    clock.advance(timedelta(minutes=10))
    await runner(units, post_office).drain()
    assert (await mails(units))[0].reason is Reason.LATE
    assert post_office.received == []


async def test_an_address_that_is_refused_is_noted_and_its_owner_is_told_in_the_application_once(units, post_office):
    post_office.to_recipient = "550 5.1.1 no such user"
    parent = await queue(units)
    await queue(units, parent=parent, key="two")
    await runner(units, post_office).drain()
    assert {(mail.state, mail.reason, mail.reply_code) for mail in await mails(units)} == {
        (MailState.REFUSED, Reason.ADDRESS, 550)
    }
    async with units.read() as uow:
        told = (await uow.session.execute(select(Notice.account_id, Notice.kind))).all()
    assert told == [(parent.account_id, "mail.refused")]


async def test_a_mail_whose_content_is_refused_for_good_is_not_tried_again(units, post_office):
    post_office.to_data = "554 5.7.1 no"
    await queue(units)
    await runner(units, post_office).drain()
    [mail] = await mails(units)
    assert (mail.state, mail.reason, mail.attempts) == (MailState.REFUSED, Reason.CONTENT, 1)


@pytest.mark.parametrize("where", ["to_recipient", "to_data"])
async def test_a_server_that_says_later_gets_the_same_mail_later(units, clock, post_office, where):
    setattr(post_office, where, "451 4.3.0 later")
    await queue(units)
    work = runner(units, post_office)
    await work.drain()
    setattr(post_office, where, "250 OK")
    await work.drain()
    assert (await mails(units))[0].state is MailState.SENDING
    clock.advance(timedelta(seconds=2))
    await work.drain()
    [mail] = await mails(units)
    assert (mail.state, mail.attempts) == (MailState.ACCEPTED, 2)
    assert {message["Message-ID"] for message in post_office.mails} == {mail.message_id}


async def test_a_line_that_is_cut_before_the_answer_gets_the_mail_again_under_the_same_message_id(
    units, clock, post_office
):
    async def cut():
        raise ConnectionResetError

    post_office.to_data = cut
    await queue(units)
    work = runner(units, post_office)
    await work.drain()
    post_office.to_data = "250 OK"
    clock.advance(timedelta(seconds=2))
    await work.drain()
    first, second = post_office.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


async def test_a_server_that_is_away_for_a_day_loses_no_mail(units, clock, post_office):
    await queue(units)
    away = JobRunner(units, Delivery(post(PostOffice(port=1).server)).handlers())
    for _ in range(100):
        await away.drain()
        clock.advance(timedelta(minutes=16))
    await runner(units, post_office).drain()
    assert len(post_office.received) == 1


async def test_while_a_server_hangs_others_write_to_the_database(units, post_office):
    released = asyncio.Event()

    async def hang():
        await released.wait()
        return "250 OK"

    post_office.to_data = hang
    await queue(units)
    sending = asyncio.create_task(runner(units, post_office).drain())
    async with asyncio.timeout(30):
        await post_office.came.wait()
        async with units.write() as uow:
            await make_parent(uow, "みお")
    released.set()
    await sending
    assert (await mails(units))[0].state is MailState.ACCEPTED


async def test_without_a_mail_server_mails_are_kept_and_can_be_read_in_development(units):
    await queue(units)
    await runner(units, None, readable=True).drain()
    async with units.read() as uow:
        [kept] = await list_kept(uow)
        assert "2026年11月25日(水) 10:00" in written(uow, kept, post()).text


async def test_without_a_mail_server_in_production_nothing_readable_is_kept(units):
    await queue(units)
    await runner(units, None).drain()
    [mail] = await mails(units)
    assert (mail.state, mail.content_sealed) == (MailState.KEPT, None)


async def test_a_mail_stands_readable_nowhere_in_the_database_and_no_longer_than_needed(units, clock, post_office):
    await queue(units, MailKind.ADDRESS_CONFIRMATION, {"path": "/confirm#a-secret-of-one-use"})
    async with units.read() as uow:
        stored = [mail.content_sealed for mail in await uow.session.scalars(select(Mail))]
        payloads = [str(job.payload) for job in await uow.session.scalars(select(OutboxJob))]
    assert not any(b"secret" in sealed for sealed in stored)
    assert not any("secret" in payload for payload in payloads)
    work = runner(units, post_office)
    await work.drain()
    clock.advance(timedelta(days=KEPT_DAYS, seconds=1))
    await queue(units, key="two")
    clock.advance(timedelta(days=1))
    await work.drain()
    assert [mail.key for mail in await mails(units)] == ["two"]


async def test_a_server_that_cannot_encrypt_gets_nothing_where_encryption_is_set(units, post_office):
    await queue(units)
    server = replace(post_office.server, encryption="starttls")
    await JobRunner(units, Delivery(post(server)).handlers()).drain()
    assert post_office.received == []
    assert (await mails(units))[0].state is MailState.SENDING
