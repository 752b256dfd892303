"""A unit of work: one transaction, the durable jobs and audit entries it leaves, and the live events that follow it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.events import Action, Entity, Purpose
from core.audit.recording import Remembered, entry
from core.audit.tables import AuditEvent
from core.clock import Clock, ServiceZone
from core.crypto import Vault
from core.database.engine import Database, Dialect
from core.errors import DomainError
from core.ids import new_id
from core.json import JSON
from core.keys import keyring
from core.live import LiveBus, LiveEvent
from core.outbox.tables import OutboxJob
from core.principal import Principal

OUTBOX_CHANNEL = "hagukumi_outbox"


class UnitOfWork:
    """What a service works with; it never commits. `now` (UTC) is the instant at which the unit began.

    `accounts` holds the account of each person and practitioner that was asked for in this unit: it never changes.
    """

    def __init__(self, session: AsyncSession, dialect: Dialect, clock: Clock, zone: ServiceZone, vault: Vault) -> None:
        self.session = session
        self.dialect = dialect
        self.clock = clock
        self.zone = zone
        self.vault = vault
        self.now: datetime = clock.now()
        self.accounts: dict[UUID, UUID] = {}
        self.events: list[LiveEvent] = []
        self.jobs: list[dict[str, object]] = []
        self.audited: list[dict[str, Any]] = []

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

    def audit(
        self,
        principal: Principal | None,
        action: Action,
        entity: Entity,
        entity_id: UUID | None = None,
        *,
        person_id: UUID | None = None,
        purpose: Purpose | None = None,
        succeeded: bool = True,
        gathered: bool = False,
    ) -> None:
        """Note in the audit log what the principal does, and to whose record; call it before giving anything out.

        It is written with the transaction; a unit that only reads writes it before it is left, so before the answer.
        What a person reads of their own record is not noted. Readings are `gathered`: the same one in the same sign-in
        is one entry in a quarter of an hour; so may be other acts that repeat, such as drafts saved by themselves.
        `purpose` is the usual one of the role unless it is given. Without a principal it is an unknown's.
        """
        reads = action is Action.READ
        if reads and principal is not None and person_id is not None and principal.person_id == person_id:
            return
        self.audited.append(
            entry(
                self.now,
                principal,
                action,
                entity,
                entity_id,
                person_id=person_id,
                purpose=purpose,
                succeeded=succeeded,
                gathered=gathered or reads,
            )
        )

    def publish(self, event: LiveEvent) -> None:
        """Publish a hint once this unit is committed."""
        self.events.append(event)


class Units:
    """Opens units of work. Only the edge (request, socket event, job, command) does.

    `vault` holds the master keys; from the first unit on it holds the data keys, too.
    """

    def __init__(self, database: Database, clock: Clock, zone: ServiceZone, vault: Vault, live: LiveBus) -> None:
        self.database = database
        self.clock = clock
        self.zone = zone
        self.vault = vault
        self.live = live
        self._wakers: list[Callable[[], None]] = []
        self._remembered = Remembered()
        self._keys_until = datetime.min.replace(tzinfo=UTC)
        self._keys_made = 0
        self._loading_keys = asyncio.Lock()

    def on_jobs(self, wake: Callable[[], None]) -> None:
        """Call `wake` after each commit of this process that left jobs."""
        self._wakers.append(wake)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[UnitOfWork]:
        """Open a unit that only reads; leaving it stores what it noted for the audit log."""
        await self._hold_keys()
        async with self.database.read() as session:
            unit = self._unit(session)
            yield unit
        await self._store_shown(unit.audited)

    @asynccontextmanager
    async def write(self) -> AsyncIterator[UnitOfWork]:
        """Open a unit; leaving it commits, an error rolls everything back. Events are published after the commit."""
        await self._hold_keys()
        unit: UnitOfWork | None = None
        try:
            async with self.database.write() as session:
                unit = self._unit(session)
                yield unit
                entries = self._remembered.new(unit.audited)
                await _store_entries(session, unit.dialect, entries)
                await _store_jobs(unit)
                await session.commit()
        except DomainError:
            # A refusal may show how things stand: what was not done is no entry, what was shown is.
            if unit is not None:
                await self._store_shown([row for row in unit.audited if row["action"] == Action.READ])
            raise
        self._remembered.add(entries)
        if unit.jobs:
            for wake in self._wakers:
                wake()
        for event in unit.events:
            await self.live.publish(event)

    async def _hold_keys(self) -> None:
        """Load the data keys: at first, when a month ends, and when one turned up that another node made."""
        if self._has_keys(self.clock.now()):
            return
        async with self._loading_keys:
            now = self.clock.now()
            if self._has_keys(now):
                return
            held = await keyring.load(self.database, self.vault, now)
            self.vault, self._keys_until, self._keys_made = held.vault, held.until, held.made

    def _has_keys(self, now: datetime) -> bool:
        return now < self._keys_until and not self.vault.missed and self._keys_made == self.database.data_keys_made

    async def _store_shown(self, noted: Sequence[dict[str, Any]]) -> None:
        entries = self._remembered.new(noted)
        if not entries:
            return
        async with self.database.write() as session:
            await _store_entries(session, self.database.dialect, entries)
            await session.commit()
        self._remembered.add(entries)

    def _unit(self, session: AsyncSession) -> UnitOfWork:
        return UnitOfWork(session, self.database.dialect, self.clock, self.zone, self.vault)


async def _store_entries(session: AsyncSession, dialect: Dialect, entries: Sequence[dict[str, Any]]) -> None:
    if not entries:
        return
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    connection = await session.connection()
    # One statement for each row, so that it is compiled once for all and not anew for each number of rows.
    await connection.execute(insert(cast("Table", AuditEvent.__table__)).on_conflict_do_nothing(), entries)


async def _store_jobs(unit: UnitOfWork) -> None:
    if not unit.jobs:
        return
    if unit.dialect == "postgresql":
        await unit.session.execute(postgresql.insert(OutboxJob).values(unit.jobs).on_conflict_do_nothing())
        await unit.session.execute(text("SELECT pg_notify(:channel, '')"), {"channel": OUTBOX_CHANNEL})
    else:
        await unit.session.execute(sqlite.insert(OutboxJob).values(unit.jobs).on_conflict_do_nothing())
