"""No mail is lost when a worker is killed, wherever it was; one that may have been accepted goes again as the same."""

import asyncio
import signal

import pytest
from sqlalchemy import select

from core.clock import SystemClock
from people.mail.kinds import MailKind, MailState
from people.mail.service import send
from people.mail.tables import Mail
from tests.fixtures.processes import start
from tests.people.make import make_parent
from tests.server.cli.process import environment

WAIT_SECONDS = 60


@pytest.fixture
def clock() -> SystemClock:
    """The worker lives in the present."""
    return SystemClock()


async def dying_worker(url, office, point):
    """A worker that kills itself at a point that nobody outside can see."""
    module = "tests.people.mail.dying_worker"
    return await start(module, url, str(office.port), point, environment=environment())


async def worker(url, office):
    """`hagukumi worker` as it is operated, but for a short lease."""
    settings = environment(
        database_url=url,
        smtp_host="127.0.0.1",
        smtp_port=office.port,
        smtp_encryption="none",
        mail_from="no-reply@city.example",
        log_level="error",
    )
    return await start("server.cli", "worker", "--lease", "1", environment=settings)


async def finish(process, by=None):
    if by is not None:
        process.send_signal(by)
    async with asyncio.timeout(WAIT_SECONDS):
        return await process.wait()


async def queue(units):
    async with units.write() as uow:
        parent = await make_parent(uow)
        await send(uow, parent.account_id, MailKind.PASSWORD_RESET, "one", {"path": "/new-password#secret"})


async def another_sends_it(database_url, units, office):
    office.said_goodbye.clear()
    second = await worker(database_url, office)
    # The farewell comes after the acceptance was recorded.
    async with asyncio.timeout(WAIT_SECONDS):
        await office.said_goodbye.wait()
    await finish(second, signal.SIGKILL)
    async with units.read() as uow:
        return (await uow.session.scalars(select(Mail))).one()


@pytest.mark.parametrize("point", ["begun", "claimed"])
async def test_killed_before_the_server_was_called_it_is_sent_once(database_url, units, post_office, point):
    await queue(units)
    assert await finish(await dying_worker(database_url, post_office, point)) == -signal.SIGKILL
    mail = await another_sends_it(database_url, units, post_office)
    assert mail.state is MailState.ACCEPTED
    assert len(post_office.received) == 1


async def test_killed_after_the_content_and_before_the_answer_it_goes_again_under_the_same_message_id(
    database_url, units, post_office
):
    async def hang():
        await asyncio.Event().wait()

    post_office.to_data = hang
    await queue(units)
    first = await worker(database_url, post_office)
    async with asyncio.timeout(WAIT_SECONDS):
        await post_office.came.wait()
    await finish(first, signal.SIGKILL)
    post_office.to_data = "250 OK"
    await same_again(database_url, units, post_office)


async def test_killed_after_the_acceptance_and_before_its_record_it_goes_again_under_the_same_message_id(
    database_url, units, post_office
):
    await queue(units)
    assert await finish(await dying_worker(database_url, post_office, "accepted")) == -signal.SIGKILL
    assert len(post_office.received) == 1
    await same_again(database_url, units, post_office)


async def same_again(database_url, units, post_office):
    mail = await another_sends_it(database_url, units, post_office)
    assert mail.state is MailState.ACCEPTED
    assert [message["Message-ID"] for message in post_office.mails] == [mail.message_id] * 2
