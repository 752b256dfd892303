"""Reminders of questionnaires, as the worker sends them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.reminders import choices
from booking.reminders.choices import Choice
from booking.reminders.due import Lead
from clinic.assessments import responses
from clinic.assessments.asking.jobs import REMINDER_NOTICE, handlers, is_still_asked, remind
from clinic.assessments.due import Occasion
from people.accounts.tables import Account
from people.consents import service as consents
from people.consents.kinds import ConsentKind
from people.mail.kinds import MailKind
from people.mail.tables import Mail
from people.notices.tables import Notice
from tests.clinic.assessments.make import make_counselling

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def counselling(units, clock):
    """A parent whose first counselling is booked and will be in nine days, at ten in the morning."""
    made = await make_counselling(units, clock)
    clock.advance(DAY)
    made.appointment_id = await made.book(clock.now() + 9 * DAY)
    async with units.write() as uow:
        account = await uow.session.get_one(Account, made.parent.account_id)
        account.email_confirmed_at = uow.now
    return made


async def look(counselling):
    async with counselling.units.write() as uow:
        await remind(uow, {})


async def told(counselling):
    async with counselling.units.read() as uow:
        query = select(Notice).where(Notice.account_id == counselling.parent.account_id, Notice.kind == REMINDER_NOTICE)
        return [notice.data for notice in await uow.session.scalars(query.order_by(Notice.id))]


async def mails(counselling):
    async with counselling.units.read() as uow:
        query = select(Mail).where(Mail.account_id == counselling.parent.account_id, Mail.kind == MailKind.ANSWER_ASKED)
        return list(await uow.session.scalars(query))


async def watch_for(counselling, span, step=2 * HOUR):
    for _ in range(int(span / step)):
        counselling.clock.advance(step)
        await look(counselling)


async def test_there_are_two_reminders_of_a_form_and_no_more(counselling):
    await watch_for(counselling, 12 * DAY, 6 * HOUR)
    assert await told(counselling) == [{"questionnaire": "phq-9", "occasion": "course_start"}] * 2
    assert len(await mails(counselling)) == 2


async def test_a_completed_or_skipped_form_is_reminded_of_no_more(counselling):
    response = await counselling.start()
    async with counselling.units.write() as uow:
        await responses.skip(uow, counselling.parent, response.id)
    await watch_for(counselling, 9 * DAY, 6 * HOUR)
    assert await told(counselling) == []
    assert await mails(counselling) == []


async def test_a_form_that_was_begun_is_reminded_of(counselling):
    await counselling.start()
    await watch_for(counselling, DAY)
    assert len(await told(counselling)) == 1


async def test_two_workers_at_once_or_one_that_comes_again_remind_once(counselling):
    counselling.clock.advance(DAY)
    for _ in range(3):
        await look(counselling)
    assert len(await told(counselling)) == 1
    assert len(await mails(counselling)) == 1


@pytest.mark.parametrize(("in_app", "by_mail"), [(True, False), (False, True), (False, False)])
async def test_reminders_come_in_the_ways_that_were_chosen_for_reminders(counselling, in_app, by_mail):
    day = frozenset({Lead.DAY})
    choice = Choice(day if in_app else frozenset(), day if by_mail else frozenset(), news_by_mail=True)
    async with counselling.units.write() as uow:
        await choices.choose(uow, counselling.parent, choice)
    await watch_for(counselling, 9 * DAY, 4 * HOUR)
    assert (len(await told(counselling)), len(await mails(counselling))) == (2 * in_app, 2 * by_mail)


async def test_without_the_consent_nobody_is_reminded(counselling):
    async with counselling.units.write() as uow:
        await consents.withdraw(uow, counselling.parent.person_id, ConsentKind.SENSITIVE_DATA)
    await watch_for(counselling, 2 * DAY)
    assert await told(counselling) == []


async def test_a_missing_end_is_asked_again_two_weeks_later(counselling):
    counselling.clock.advance(9 * DAY)
    await counselling.fill_in(14)
    await counselling.hold_session()
    await counselling.close_course()
    ends = {"questionnaire": "phq-9", "occasion": "course_end"}
    await watch_for(counselling, 13 * DAY, 6 * HOUR)
    assert (await told(counselling)).count(ends) == 1
    await watch_for(counselling, 2 * DAY, 6 * HOUR)
    assert (await told(counselling)).count(ends) == 2
    await watch_for(counselling, 30 * DAY, 12 * HOUR)
    assert (await told(counselling)).count(ends) == 2


async def test_a_mail_that_waits_is_not_sent_once_the_form_is_completed(counselling):
    counselling.clock.advance(DAY)
    await look(counselling)
    data = {"person_id": str(counselling.parent.person_id), "rule": "course_start"}
    async with counselling.units.read() as uow:
        assert await is_still_asked(uow, data)
    await counselling.fill_in(3, Occasion.COURSE_START)
    async with counselling.units.read() as uow:
        assert not await is_still_asked(uow, data)


async def test_the_job_repeats_in_the_running_application(application):
    assert set(handlers) <= set(application.runner._repeating)
