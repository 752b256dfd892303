"""Fresh, migrated databases to measure on: SQLite in a folder of its own, PostgreSQL where one answers."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

from server.migrations.run import upgrade


@contextmanager
def sqlite() -> Iterator[str]:
    """The URL of a SQLite database on disk."""
    with tempfile.TemporaryDirectory(prefix="hagukumi-bench-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        upgrade(url)
        yield url


@contextmanager
def postgresql(server: str) -> Iterator[str]:
    """The URL of a database of its own on the server, whose URL is given."""
    name = f"hagukumi_bench_{uuid4().hex[:12]}"
    asyncio.run(_administer(server, f'CREATE DATABASE "{name}"'))
    try:
        url = make_url(server).set(database=name).render_as_string(hide_password=False)
        upgrade(url)
        yield url
    finally:
        asyncio.run(_administer(server, f'DROP DATABASE "{name}" WITH (FORCE)'))


async def _administer(server: str, statement: str) -> None:
    connection = await asyncpg.connect(server.replace("+asyncpg", ""))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
