"""The engine, the same for SQLite and PostgreSQL, and its sessions."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

Dialect = Literal["sqlite", "postgresql"]

_BUSY_MILLISECONDS = 30_000
_SQLITE_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    f"busy_timeout = {_BUSY_MILLISECONDS}",
)


class Database:
    """One database with its pool of connections.

    `url` is `sqlite+aiosqlite:///path` or `postgresql+asyncpg://user@host/name`. Making it does not connect.
    """

    def __init__(self, url: str, pool_size: int = 10) -> None:
        self.engine: AsyncEngine = create_async_engine(url, pool_size=pool_size, max_overflow=pool_size)
        self.dialect: Dialect = "sqlite" if self.engine.dialect.name == "sqlite" else "postgresql"
        self._write_engine = self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        # SQLite has one writer: those of this process wait here, in order, instead of polling the file's lock.
        self._writer = asyncio.Lock()
        if self.dialect == "sqlite":
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_sqlite)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session in which nothing is committed."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open a session that its holder commits; leaving it without a commit rolls back."""
        if self.dialect == "postgresql":
            async with AsyncSession(self._write_engine, expire_on_commit=False) as session:
                yield session
            return
        async with self._writer, AsyncSession(self._write_engine, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        """Close the pool."""
        await self.engine.dispose()


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own implicit BEGIN is deferred and late; ours is explicit, see _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("sqlite_begin", "BEGIN")))
