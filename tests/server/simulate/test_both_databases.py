"""The same seed gives the same year, whichever database it is made in."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.server.simulate.conftest import simulated_at

PLAN = ("--people", "2", "--seed", "3", "--from", "2025-04-01")
SHOWN = (
    "SELECT count(*), count(DISTINCT person_id) FROM claims WHERE state = 'fulfilled'",
    "SELECT state, count(*) FROM claims GROUP BY state ORDER BY state",
    "SELECT occasion, state, total FROM questionnaire_responses ORDER BY started_at, id",
    "SELECT last_sequence FROM encounters ORDER BY arrived_at",
    "SELECT kind, count(*) FROM notices GROUP BY kind ORDER BY kind",
    "SELECT role, duty, count(*) FROM rota_duties GROUP BY role, duty ORDER BY role, duty",
)


def shown(url: str) -> list[list[tuple]]:
    async def read() -> list[list[tuple]]:
        engine = create_async_engine(url)
        async with engine.connect() as connection:
            rows = [[tuple(row) for row in await connection.execute(text(query))] for query in SHOWN]
        await engine.dispose()
        return rows

    return asyncio.run(read())


def test_a_year_is_the_same_on_sqlite_and_on_postgresql(sqlite_url, postgres_url):
    told = []
    for url in (sqlite_url, postgres_url):
        code, out, _ = simulated_at(url, *PLAN)
        assert code == 0
        told.append((out, shown(url)))
    assert told[0] == told[1]
    assert all(told[0][1])
