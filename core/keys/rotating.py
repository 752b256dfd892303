"""Rotating: the data keys are sealed anew under the first master key, while everything runs."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.crypto import SealBroken, Vault
from core.database.engine import Database
from core.ids import new_id
from core.keys.keyring import data_key_context, former_name
from core.keys.tables import DataKey

_BATCH = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How many keys are under the first master key, of how many; `lost` ones are under a master key not given."""

    done: int
    total: int
    lost: int


async def rotate(database: Database, vault: Vault, now: datetime) -> AsyncGenerator[Progress, None]:
    """Seal every data key under the vault's first master key, a few in each transaction, and tell how far it is.

    The other master keys of the vault are kept among them, for what was sealed under them directly. It may be stopped
    at any point and begun again, and two at once do no harm: a key that another one did is left as it is.
    """
    await _keep_former(database, vault, now)
    lost: set[object] = set()
    while True:
        async with database.write() as session:
            waiting = select(DataKey).where(DataKey.master_id != vault.master_id, DataKey.id.not_in(lost))
            rows = (await session.scalars(waiting.order_by(DataKey.id).limit(_BATCH))).all()
            for row in rows:
                context = data_key_context(row.id)
                try:
                    wrapped = vault.wrap(vault.unwrap(row.wrapped, context), context)
                except SealBroken:
                    lost.add(row.id)
                    continue
                await session.execute(
                    update(DataKey)
                    .where(DataKey.id == row.id, DataKey.master_id == row.master_id)
                    .values(master_id=vault.master_id, wrapped=wrapped)
                    .execution_options(synchronize_session=False)
                )
            counts = select(func.count(), func.count().filter(DataKey.master_id == vault.master_id))
            total, done = (await session.execute(counts)).one()
            await session.commit()
        yield Progress(done, total, len(lost))
        if not rows:
            return


async def _keep_former(database: Database, vault: Vault, now: datetime) -> None:
    rows = []
    for master_id, content in vault.other_masters().items():
        key_id = new_id()
        rows.append(
            {
                "id": key_id,
                "name": former_name(master_id),
                "master_id": vault.master_id,
                "wrapped": vault.wrap(content, data_key_context(key_id)),
                "created_at": now,
            }
        )
    if not rows:
        return
    insert = postgresql.insert if database.dialect == "postgresql" else sqlite.insert
    async with database.write() as session:
        await session.execute(insert(DataKey).values(rows).on_conflict_do_nothing())
        await session.commit()
