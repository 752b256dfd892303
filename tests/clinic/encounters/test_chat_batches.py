"""How the chat writer shares the cost of a commit, on PostgreSQL: which messages go together, and by which way."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from clinic.encounters import chat_writer
from clinic.encounters.chat_plain import PlainWay
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.views import Author, MessageOut
from core.unit_of_work import Units
from tests.clinic.encounters.make import make_consultation

Room = tuple[UUID, Author]


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@pytest.fixture
async def writer(units: Units) -> AsyncIterator[ChatWriter]:
    started = ChatWriter(units)
    started.start()
    yield started
    await started.stop()


@pytest.fixture
async def rooms(units: Units) -> list[Room]:
    """Three consultations, and the parent of each."""
    async with units.write() as uow:
        made = [await make_consultation(uow) for _ in range(3)]
    return [
        (encounter.id, Author(account_id=parent.account_id, display_name="はな", role=parent.role))
        for parent, _, encounter in made
    ]


async def write(writer: ChatWriter, rooms: list[Room], count: int) -> list[MessageOut]:
    """Write so many messages at once, into the consultations in turn."""
    chosen = [rooms[number % len(rooms)] for number in range(count)]
    return await asyncio.gather(*(writer.append(room, author, uuid4(), "こんにちは") for room, author in chosen))


async def commits(units: Units) -> int:
    """Return in how many transactions all messages were stored."""
    async with units.read() as uow:
        query = text("SELECT count(DISTINCT xmin::text) FROM messages")
        return int((await uow.session.execute(query)).scalar_one())


async def test_who_writes_alone_waits_for_nobody(
    units: Units, writer: ChatWriter, rooms: list[Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_writer, "_GATHER_SECONDS", 3600)
    async with asyncio.timeout(10):
        for _ in range(3):
            await write(writer, rooms, 1)
    assert await commits(units) == 3


async def test_messages_that_come_together_share_a_commit_and_so_do_those_after_them(
    units: Units, writer: ChatWriter, rooms: list[Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chat_writer, "_GATHER_SECONDS", 0.1)
    await write(writer, rooms, 100)
    assert await commits(units) == 1
    first = asyncio.create_task(write(writer, rooms, 1))
    for _ in range(5):
        await asyncio.sleep(0)
    await asyncio.gather(first, write(writer, rooms, 1))
    assert await commits(units) == 2


async def test_a_hundred_messages_take_as_many_statements_as_one(writer: ChatWriter, rooms: list[Room]) -> None:
    assert isinstance(writer._plain, PlainWay)
    driver = await writer._plain._driver()
    # The driver asks once for the types of what it binds.
    await write(writer, rooms, 1)
    asked: list[str] = []
    driver.add_query_logger(lambda record: asked.append(record.query))
    await write(writer, rooms, 1)
    alone, _ = asked[:], asked.clear()
    await write(writer, rooms, 100)
    assert asked == alone
    assert len(alone) == 5


async def test_a_connection_that_the_database_ended_costs_no_message(
    units: Units, writer: ChatWriter, rooms: list[Room]
) -> None:
    await write(writer, rooms, 1)
    assert isinstance(writer._plain, PlainWay)
    lost = (await writer._plain._driver()).get_server_pid()
    async with units.read() as uow:
        await uow.session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": lost})
    assert [one.sequence for one in await write(writer, rooms, 2)] == [2, 1]
    assert [one.sequence for one in await write(writer, rooms, 2)] == [3, 2]
    assert (await writer._plain._driver()).get_server_pid() != lost
