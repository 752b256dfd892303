"""The audit sealer: gives each event its place in the chain, a few seconds after it was written.

It is one of the two named exceptions to "committed at the edge". The database is first, the file follows: a process
that dies between the two leaves heads that the next round appends.
"""

import asyncio
from contextlib import suppress
from pathlib import Path

import structlog
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.audit.chain import FIRST, AuditKeys, Link, event_mac, seal_mac
from core.audit.heads import Head, append, last_head
from core.audit.tables import AuditEvent, AuditSeal
from core.unit_of_work import Units

SECONDS = 4.0
"""How long the sealer rests between two looks: what is older than ten seconds is sealed."""

_BATCH = 1000
# Of several nodes one seals at a time.
_LOCK = 4_716_258_302

_log = structlog.get_logger(__name__)


class AuditSealer:
    """Seals the audit log. Each node may run one; they take turns, and each keeps its own whole file of heads."""

    def __init__(self, units: Units, keys: AuditKeys, heads: Path | None) -> None:
        self._units = units
        self._keys = keys
        self._heads = heads
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Seal until `stop` is called, and once more then."""
        while True:
            stopping = self._stopping.is_set()
            try:
                await self.seal_all()
            except Exception as error:
                # The database may be away, the disk full; the next round tries again.
                _log.error("audit_not_sealed", error=type(error).__name__)
            if stopping:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), SECONDS)

    def stop(self) -> None:
        """Let `run` end after a last round."""
        self._stopping.set()

    async def seal_all(self) -> int:
        """Seal whatever is not sealed yet and bring the file up to date; returns how many events were sealed."""
        total = 0
        while sealed := await self._seal_batch():
            total += sealed
        await self.write_heads()
        return total

    async def _seal_batch(self) -> int:
        # Most looks find nothing, and SQLite has one writer: they only read.
        waiting = select(AuditEvent.id).where(AuditEvent.sequence.is_(None)).limit(1)
        async with self._units.database.read() as session:
            if await session.scalar(waiting) is None:
                return 0
        async with self._units.database.write() as session:
            if not await self._is_alone(session):
                return 0
            sealed = await self._chain(session)
            await session.commit()
            return sealed

    async def _is_alone(self, session: AsyncSession) -> bool:
        if self._units.database.dialect == "sqlite":
            return True
        return bool(await session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK}))

    async def _chain(self, session: AsyncSession) -> int:
        unsealed = (
            select(AuditEvent)
            .where(AuditEvent.sequence.is_(None))
            .order_by(AuditEvent.recorded_at, AuditEvent.id)
            .limit(_BATCH)
        )
        events = (await session.scalars(unsealed)).all()
        if not events:
            return 0
        last = await session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))
        first = 1 if last is None else last.last_sequence + 1
        key_id = self._keys.current
        macs = [event_mac(self._keys, key_id, sequence, event) for sequence, event in enumerate(events, first)]
        places = [
            {"id": event.id, "sequence": sequence, "mac": mac}
            for sequence, (event, mac) in enumerate(zip(events, macs, strict=True), first)
        ]
        await session.execute(update(AuditEvent), places)
        link = Link(
            number=1 if last is None else last.number + 1,
            last_sequence=first + len(events) - 1,
            count=len(events),
            key_id=key_id,
            sealed_at=self._units.clock.now(),
        )
        mac = seal_mac(self._keys, FIRST if last is None else last.mac, link, macs)
        session.add(
            AuditSeal(
                number=link.number,
                last_sequence=link.last_sequence,
                count=link.count,
                key_id=link.key_id,
                sealed_at=link.sealed_at,
                mac=mac,
            )
        )
        return len(events)

    async def write_heads(self) -> None:
        """Append to the file the heads that it lacks. A file that contradicts the database is left as it is."""
        if self._heads is None:
            return
        last = await asyncio.to_thread(last_head, self._heads)
        async with self._units.database.read() as session:
            newest = await session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))
            if last is None:
                # A file of its own begins here, with what there is now.
                missing = [] if newest is None else [newest]
            else:
                known = await session.get(AuditSeal, last.number)
                if known is None or known.mac != last.mac:
                    _log.error("audit_heads_differ", number=last.number)
                    return
                later = select(AuditSeal).where(AuditSeal.number > last.number).order_by(AuditSeal.number)
                missing = list((await session.scalars(later)).all())
        if missing:
            await asyncio.to_thread(append, self._heads, [head_of(seal) for seal in missing])


def head_of(seal: AuditSeal) -> Head:
    """Return a seal as the file names it."""
    return Head(seal.number, seal.last_sequence, seal.key_id, seal.sealed_at, seal.mac)
