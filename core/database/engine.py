"""The engine, the same for SQLite and PostgreSQL, and its sessions."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

Dialect = Literal["sqlite", "postgresql"]
_Done = TypeVar("_Done")

_BUSY_MILLISECONDS = 30_000
_SQLITE_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    f"busy_timeout = {_BUSY_MILLISECONDS}",
)
# Of a half-open line nobody tells: what takes longer has failed. No lock outlives its holder's line for longer either.
_CONNECT_SECONDS = 5.0
_STATEMENT_SECONDS = 15.0
_IDLE_IN_TRANSACTION_MILLISECONDS = 30_000
_MADE = "made"


class Database:
    """One database with its pool of connections.

    `url` is `sqlite+aiosqlite:///path` or `postgresql+asyncpg://user@host/name`. Making it does not connect.
    A statement to PostgreSQL that is not answered within `statement_seconds` (None: however long it takes) raises
    TimeoutError.
    """

    def __init__(self, url: str, pool_size: int = 10, statement_seconds: float | None = _STATEMENT_SECONDS) -> None:
        self.engine: AsyncEngine = create_async_engine(
            url, pool_size=pool_size, max_overflow=pool_size, connect_args=_connecting(url, statement_seconds)
        )
        self._distrusted = float("-inf")
        self.dialect: Dialect = "sqlite" if self.engine.dialect.name == "sqlite" else "postgresql"
        self._write_engine = self.engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        self.data_keys_made = 0
        """How often this process made data keys in it: who loaded them before loads them again."""
        # SQLite has one writer: those of this process wait here, in order, instead of polling the file's lock.
        self._writer = asyncio.Lock()
        self._straight: Engine | None = None
        if self.dialect == "sqlite":
            self._straight = _straight_engine(url)
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite-writer")
            self.on_connect(_prepare_sqlite)
            for engine in (self.engine.sync_engine, self._straight):
                event.listen(engine, "begin", _begin_sqlite)
        else:
            event.listen(self.engine.sync_engine, "connect", _note_birth)
            event.listen(self.engine.sync_engine, "checkout", self._refuse_distrusted)
            event.listen(self.engine.sync_engine, "handle_error", self._distrust_after)

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

    async def write_straight(self, work: Callable[[Connection], _Done]) -> _Done:
        """Do `work` in a transaction of SQLite, commit it, and return what it gave; an error rolls back.

        It is done whole in a thread: the way by `write` goes to a thread and back for each step of each statement,
        some thirty times for a small transaction, and on a busy machine each time waits for its turn.
        """
        if self._straight is None:
            raise TypeError("only SQLite has a straight way")
        async with self._writer:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._do, self._straight, work)

    def on_connect(self, prepare: Callable[[DBAPIConnection, ConnectionPoolEntry], None]) -> None:
        """Prepare each connection that is made from now on."""
        engines = [self.engine.sync_engine] if self._straight is None else [self.engine.sync_engine, self._straight]
        for engine in engines:
            event.listen(engine, "connect", prepare)

    @staticmethod
    def _do(engine: Engine, work: Callable[[Connection], _Done]) -> _Done:
        with engine.begin() as connection:
            return work(connection)

    def distrust(self) -> None:
        """Use no connection again that is open now: one did not answer, and those beside it may be half-open too."""
        self._distrusted = time.monotonic()

    async def close(self) -> None:
        """Close the pool; a second time changes nothing."""
        await self.engine.dispose()
        straight, self._straight = self._straight, None
        if straight is not None:
            # In its turn: what is being written is written to its end.
            await asyncio.get_running_loop().run_in_executor(self._thread, straight.dispose)
            self._thread.shutdown(wait=False)

    def _refuse_distrusted(self, connection: Any, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if entry.info[_MADE] <= self._distrusted:
            # Not politely: that would wait for an answer.
            connection.driver_connection.terminate()
            raise DisconnectionError

    def _distrust_after(self, context: ExceptionContext) -> None:
        if isinstance(context.original_exception, TimeoutError):
            self.distrust()


def _connecting(url: str, statement_seconds: float | None) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {}
    return {
        "timeout": _CONNECT_SECONDS,
        "command_timeout": statement_seconds,
        "server_settings": {"idle_in_transaction_session_timeout": str(_IDLE_IN_TRANSACTION_MILLISECONDS)},
    }


def _straight_engine(url: str) -> Engine:
    file = make_url(url).set(drivername="sqlite+pysqlite")
    return create_engine(file, pool_size=1, max_overflow=0, execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})


def _note_birth(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    entry.info[_MADE] = time.monotonic()


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own implicit BEGIN is deferred and late; ours is explicit, see _begin_sqlite.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(str(connection.get_execution_options().get("sqlite_begin", "BEGIN")))
