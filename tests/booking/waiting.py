"""Lets two units of work meet at a lock: on PostgreSQL until the second waits; on SQLite it has not begun yet."""

import asyncio

from sqlalchemy import text

from core.unit_of_work import UnitOfWork, Units

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def until_somebody_waits(units: Units, holding: UnitOfWork) -> None:
    """Return when another waits for what the unit `holding` has locked; at once on SQLite, which has one writer."""
    if holding.dialect == "sqlite":
        return
    async with asyncio.timeout(20):
        while True:
            async with units.read() as uow:
                if await uow.session.scalar(_WAITING):
                    return
