"""Loading the data keys, and making the one of the present month.

They are few, one a month, and all are held in memory; so nothing is asked of the database when a text is opened. The
next month's is made an hour before, so that every node holds it before one of them seals with it.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from core.crypto import SealBroken, Vault
from core.database.engine import Database
from core.ids import new_id
from core.keys.tables import DataKey

_AHEAD = timedelta(hours=1)
_KEY_BYTES = 32
_MASTER = "master:"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Held:
    """A vault with the data keys, and when they are to be loaded again: from an instant on, or when more were made.

    `made` is the database's `data_keys_made` just before they were read.
    """

    vault: Vault
    until: datetime
    made: int


async def load(database: Database, vault: Vault, now: datetime) -> Held:
    """Return the vault with all data keys that its master keys open, the present month's among them."""
    begin, following = _months(now)
    is_late = now >= following - _AHEAD
    made = database.data_keys_made
    found = _opened(vault, await _stored(database))
    wanted = [month for month in (begin, following)[: 2 if is_late else 1] if found.of_month(month) is None]
    if wanted:
        await _make(database, vault, wanted, now)
        made = database.data_keys_made
        found = _opened(vault, await _stored(database))
    if found.lost:
        _log.error("data_keys_lost", count=len(found.lost))
    held = vault.holding(found.keys, found.of_month(begin), former=found.former, lost=found.lost)
    return Held(held, following if is_late else following - _AHEAD, made)


def data_key_context(key_id: UUID) -> str:
    """Return the context in which a data key is sealed."""
    return f"data_key:{key_id}"


def former_name(master_id: str) -> str:
    """Return the name under which a former master key is kept."""
    return f"{_MASTER}{master_id}"


@dataclass(frozen=True, slots=True)
class _Found:
    keys: dict[UUID, bytes]
    months: dict[str, UUID]
    former: dict[str, bytes]
    lost: frozenset[UUID]

    def of_month(self, month: datetime) -> UUID | None:
        return self.months.get(_named(month))


def _opened(vault: Vault, rows: Sequence[DataKey]) -> _Found:
    keys: dict[UUID, bytes] = {}
    months: dict[str, UUID] = {}
    former: dict[str, bytes] = {}
    lost = set()
    for row in rows:
        try:
            content = vault.unwrap(row.wrapped, data_key_context(row.id))
        except SealBroken:
            lost.add(row.id)
            continue
        if row.name.startswith(_MASTER):
            former[row.name.removeprefix(_MASTER)] = content
        else:
            keys[row.id] = content
            # Of several, begun under different master keys, every node takes the oldest.
            months.setdefault(row.name.partition(":")[0], row.id)
    return _Found(keys, months, former, frozenset(lost))


async def _stored(database: Database) -> Sequence[DataKey]:
    async with database.read() as session:
        return (await session.scalars(select(DataKey).order_by(DataKey.created_at, DataKey.id))).all()


async def _make(database: Database, vault: Vault, months: Sequence[datetime], now: datetime) -> None:
    rows = []
    for month in months:
        key_id = new_id()
        rows.append(
            {
                "id": key_id,
                "name": f"{_named(month)}:{vault.master_id}",
                "master_id": vault.master_id,
                "wrapped": vault.wrap(os.urandom(_KEY_BYTES), data_key_context(key_id)),
                "created_at": now,
            }
        )
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    # Two nodes may make it at once; the database keeps one.
    async with database.write() as session:
        await session.execute(insert(DataKey).values(rows).on_conflict_do_nothing())
        await session.commit()
    database.data_keys_made += 1


def _months(now: datetime) -> tuple[datetime, datetime]:
    """Return when the present month began and the next one does, in UTC."""
    begin = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return begin, (begin + timedelta(days=32)).replace(day=1)


def _named(month: datetime) -> str:
    return f"{month.year:04d}-{month.month:02d}"
