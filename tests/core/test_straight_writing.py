"""SQLite written to in one turn of a thread: the same transactions as those that go step by step."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from core.database import Database

_ADD = text("INSERT INTO kept VALUES (:number)")


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


@pytest.fixture(autouse=True)
async def table(database: Database) -> None:
    await database.write_straight(doing("CREATE TABLE kept (number INTEGER UNIQUE)"))


def doing(statement: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        connection.execute(text(statement))

    return work


def adding(*numbers: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        for number in numbers:
            connection.execute(_ADD, {"number": number})
        return len(numbers)

    return work


async def kept(session: AsyncSession) -> list[int]:
    return list(await session.scalars(text("SELECT number FROM kept ORDER BY number")))


async def test_what_was_done_is_committed_when_it_is_answered(database: Database) -> None:
    assert await database.write_straight(adding(1, 2)) == 2
    async with database.read() as session:
        assert await kept(session) == [1, 2]


async def test_an_error_leaves_nothing_of_its_transaction_and_harms_no_later_one(database: Database) -> None:
    await database.write_straight(adding(1))
    with pytest.raises(IntegrityError):
        await database.write_straight(adding(2, 1))
    await database.write_straight(adding(3))
    async with database.read() as session:
        assert await kept(session) == [1, 3]


async def test_it_waits_for_who_writes_step_by_step_and_the_other_way_round(database: Database) -> None:
    async def step_by_step(number: int) -> None:
        async with database.write() as session:
            seen = await kept(session)
            await session.execute(_ADD, {"number": number})
            assert await kept(session) == sorted([*seen, number])
            await session.commit()

    ways = (step_by_step(number) if number % 2 else database.write_straight(adding(number)) for number in range(40))
    await asyncio.gather(*ways)
    async with database.read() as session:
        assert await kept(session) == list(range(40))


async def test_each_commit_is_on_the_disk_as_on_the_other_way(database: Database) -> None:
    def settings(connection: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        return [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in names]

    async with database.engine.connect() as other:
        assert await database.write_straight(settings) == await other.run_sync(settings)
    assert (await database.write_straight(settings))[:2] == ["wal", 2]


async def test_a_full_disk_refuses_it_and_room_takes_it_again(database: Database) -> None:
    pages = "PRAGMA max_page_count = {}"

    def count(connection: Connection) -> int:
        return int(connection.execute(text("PRAGMA page_count")).scalar_one())

    await database.write_straight(doing(pages.format(await database.write_straight(count))))
    with pytest.raises(OperationalError, match="full"):
        await database.write_straight(adding(*range(100_000)))
    await database.write_straight(doing(pages.format(1_000_000)))
    await database.write_straight(adding(7))
    async with database.read() as session:
        assert await kept(session) == [7]


async def test_postgresql_has_no_such_way(postgres_url: str) -> None:
    database = Database(postgres_url)
    with pytest.raises(TypeError):
        await database.write_straight(adding(1))
    await database.close()


async def test_a_database_is_closed_once_however_often_it_is_asked(database):
    await database.close()
    await database.close()
