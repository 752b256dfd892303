"""Hears of jobs that other nodes left: LISTEN on PostgreSQL."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import asyncpg
import structlog
from sqlalchemy.engine import make_url

from core.unit_of_work import OUTBOX_CHANNEL

_log = structlog.get_logger(__name__)
_CHECK_SECONDS = 15.0
_RETRY_SECONDS = 2.0


async def listen(database_url: str, wake: Callable[[], None]) -> None:
    """Call `wake` at each notification until cancelled; a lost connection is made anew.

    The runner polls as well, so a notification that is missed delays a job and loses none.
    """
    url = make_url(database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            await _listen_once(url, wake)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            _log.warning("outbox_listener_lost", error=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)


async def _listen_once(url: str, wake: Callable[[], None]) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.add_listener(OUTBOX_CHANNEL, lambda *_: wake())
        wake()
        while True:
            await asyncio.sleep(_CHECK_SECONDS)
            await connection.fetchval("SELECT 1", timeout=_CHECK_SECONDS)
    finally:
        with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            connection.terminate()
