"""When PostgreSQL goes away, that is told apart from a query that was wrong."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from core.database import Database, is_away


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


async def _error_of(database: Database, *statements: str) -> SQLAlchemyError:
    try:
        async with database.write() as session:
            for statement in statements:
                await session.execute(text(statement))
    except SQLAlchemyError as error:
        return error
    pytest.fail("The database refused nothing.")


async def test_a_connection_that_the_database_ends_is_away(database: Database) -> None:
    # The operator's stop in the middle of a transaction.
    error = await _error_of(database, "SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1")
    assert is_away(error)
    async with database.read() as session:
        assert (await session.execute(text("SELECT 1"))).scalar_one() == 1


@pytest.mark.parametrize("state", ["53100", "57P03", "08006", "58030", "25006"])
async def test_a_full_starting_or_read_only_database_is_away(database: Database, state: str) -> None:
    error = await _error_of(database, f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$")
    assert type(error) is DBAPIError
    assert is_away(error)


async def test_what_refuses_writes_is_away(database: Database) -> None:
    assert is_away(await _error_of(database, "SET TRANSACTION READ ONLY", "CREATE TABLE anything (id int)"))


@pytest.mark.parametrize("statement", ["SELECT 1 / 0", "SELECT nothing FROM nowhere"])
async def test_a_wrong_query_is_not(database: Database, statement: str) -> None:
    assert not is_away(await _error_of(database, statement))
