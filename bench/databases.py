"""Fresh, migrated databases to measure on: SQLite in a folder of its own, PostgreSQL where one answers."""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

from server.migrations.run import upgrade

Fresh = Callable[[], AbstractContextManager[str]]
"""Makes a database and gives its URL."""

_SERVER = "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres"


def ask_for_server(parser: argparse.ArgumentParser) -> None:
    """Let the caller name the PostgreSQL to make databases on (--postgres); by default it is that of the tests."""
    parser.add_argument("--postgres", default=os.environ.get("HAGUKUMI_TEST_POSTGRES_URL", _SERVER))


def ask_for_kind(parser: argparse.ArgumentParser) -> None:
    """Let the caller choose one kind of database (--only), and name the server."""
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    ask_for_server(parser)


def kinds(options: argparse.Namespace) -> Mapping[str, Fresh]:
    """Return each kind of database with what makes it."""
    return {"SQLite": sqlite, "PostgreSQL": lambda: postgresql(options.postgres)}


def chosen(options: argparse.Namespace) -> Mapping[str, Fresh]:
    """Return both kinds, or the one that was chosen, with what makes them."""
    return {kind: fresh for kind, fresh in kinds(options).items() if options.only in (None, kind)}


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
