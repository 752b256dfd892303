"""An offer of the waitlist goes by mail to whoever wants that, and only while it is to be answered."""

import pytest
from sqlalchemy import select, update

from booking.reminders import choices
from booking.reminders.choices import Choice
from booking.waitlist import service as waitlist
from core.outbox.runner import JobRunner
from core.unit_of_work import Units
from people.accounts.tables import Account
from people.mail.delivery import Delivery, Post
from people.mail.kinds import MailKind, MailState, Reason
from people.mail.tables import Mail
from server.jobs import WANTED
from tests.booking.story import WEDNESDAY_NINE
from tests.booking.waitlist.make_queue import Queue, make_queue
from tests.fixtures.smtp import PostOffice


def postman(units: Units, office: PostOffice) -> JobRunner:
    post = Post("https://hagukumi.example", "no-reply@city.example", server=office.server)
    return JobRunner(units, Delivery(post, WANTED).handlers())


async def offers(units: Units) -> list[Mail]:
    async with units.read() as uow:
        query = select(Mail).where(Mail.kind == MailKind.WAITLIST_OFFERED).order_by(Mail.id)
        return list(await uow.session.scalars(query))


@pytest.fixture
async def queue(units: Units) -> Queue:
    return await make_queue(units)


async def test_who_is_offered_a_time_reads_of_it_by_mail_with_until_when(queue: Queue, units: Units, post_office):
    await queue.wait(1)
    await queue.cancel()
    await postman(units, post_office).drain()
    [mail] = post_office.received
    assert mail.message["Subject"] == "【はぐくみ】お待ちの時間に空きが出ました"
    # It became free on Tuesday at 10:00 and is kept for two hours.
    assert "2026年11月25日(水) 09:00" in mail.text
    assert "2026年11月24日(火) 12:00" in mail.text
    assert mail.text.count("https://hagukumi.example/") == 1


@pytest.mark.parametrize("answer", ["accepted", "declined", "left", "lapsed"])
async def test_an_offer_that_was_answered_or_lapsed_before_is_not_mailed_any_more(
    queue: Queue, units: Units, clock, post_office, answer
):
    await queue.wait(1)
    await queue.cancel()
    entry = await queue.entry(1)
    parent = queue.town.parents[1]
    if answer == "accepted":
        await queue.accept(1)
    elif answer == "lapsed":
        clock.set(entry.offer_expires_at)
        await queue.runner.drain()
    else:
        async with units.write() as uow:
            await (waitlist.decline if answer == "declined" else waitlist.leave)(uow, parent, entry.id)
    await postman(units, post_office).drain()
    assert post_office.received == []
    [mail] = await offers(units)
    assert (mail.state, mail.reason) == (MailState.DROPPED, Reason.LATE if answer == "lapsed" else Reason.UNWANTED)


async def test_no_offer_goes_to_an_address_that_nobody_confirmed_nor_to_who_wants_no_mail(
    queue: Queue, units: Units, post_office
):
    async with units.write() as uow:
        unconfirmed = update(Account).where(Account.id == queue.town.parents[1].account_id)
        await uow.session.execute(unconfirmed.values(email_confirmed_at=None))
        silent = Choice(frozenset(), frozenset(), news_by_mail=False)
        await choices.choose(uow, queue.town.parents[2], silent)
    for parent in (1, 2):
        await queue.wait(parent)
    await queue.cancel()
    async with units.write() as uow:
        await waitlist.leave(uow, queue.town.parents[1], (await queue.entry(1)).id)
    await queue.runner.drain()
    assert await queue.states() == ["left", "offered"]
    assert await offers(units) == []


async def test_a_time_that_becomes_free_at_night_is_mailed_in_the_morning(
    queue: Queue, units: Units, clock, post_office
):
    await queue.wait(1)
    clock.set(WEDNESDAY_NINE.replace(day=24, hour=23))
    await queue.cancel()
    await postman(units, post_office).drain()
    assert post_office.received == []
    clock.set(WEDNESDAY_NINE.replace(hour=7))
    await queue.runner.drain()
    await postman(units, post_office).drain()
    assert len(post_office.received) == 1
