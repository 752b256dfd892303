"""A unit of work: one transaction, the durable jobs it leaves behind and the live events that follow it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.clock import Clock, ServiceZone
from core.crypto import Vault
from core.database.engine import Database, Dialect
from core.ids import new_id
from core.json import JSON
from core.live import LiveBus, LiveEvent
from core.outbox.tables import OutboxJob

OUTBOX_CHANNEL = "hagukumi_outbox"


class UnitOfWork:
    """What a service works with; it never commits. `now` (UTC) is the instant at which the unit began."""

    def __init__(self, session: AsyncSession, dialect: Dialect, clock: Clock, zone: ServiceZone, vault: Vault) -> None:
        self.session = session
        self.dialect = dialect
        self.clock = clock
        self.zone = zone
        self.vault = vault
        self.now: datetime = clock.now()
        self.events: list[LiveEvent] = []
        self.jobs: list[dict[str, object]] = []

    def enqueue(self, name: str, payload: Mapping[str, JSON], *, key: str, run_at: datetime | None = None) -> None:
        """Leave a durable job, written with this transaction; a `key` that exists already leaves none."""
        self.jobs.append(
            {
                "id": new_id(),
                "name": name,
                "key": key,
                "payload": dict(payload),
                "created_at": self.now,
                "run_at": run_at or self.now,
                "attempts": 0,
            }
        )

    def publish(self, event: LiveEvent) -> None:
        """Publish a hint once this unit is committed."""
        self.events.append(event)


class Units:
    """Opens units of work. Only the edge (request, socket event, job, command) does."""

    def __init__(self, database: Database, clock: Clock, zone: ServiceZone, vault: Vault, live: LiveBus) -> None:
        self.database = database
        self.clock = clock
        self.zone = zone
        self.vault = vault
        self.live = live
        self._wakers: list[Callable[[], None]] = []

    def on_jobs(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit of this process that left jobs."""
        self._wakers.append(wake)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        """Open a unit that only reads."""
        async with self.database.read() as session:
            yield self._unit(session)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        """Open a unit; leaving it commits, an error rolls everything back. Events are published after the commit."""
        async with self.database.write() as session:
            unit = self._unit(session)
            yield unit
            await _store_jobs(unit)
            await session.commit()
        if unit.jobs:
            for wake in self._wakers:
                wake()
        for event in unit.events:
            await self.live.publish(event)

    def _unit(self, session: AsyncSession) -> UnitOfWork:
        return UnitOfWork(session, self.database.dialect, self.clock, self.zone, self.vault)


async def _store_jobs(unit: UnitOfWork) -> None:
    if not unit.jobs:
        return
    if unit.dialect == "postgresql":
        await unit.session.execute(postgresql.insert(OutboxJob).values(unit.jobs).on_conflict_do_nothing())
        await unit.session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": OUTBOX_CHANNEL})
    else:
        await unit.session.execute(sqlite.insert(OutboxJob).values(unit.jobs).on_conflict_do_nothing())
