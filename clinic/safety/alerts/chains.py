"""The chain that is in force, and changing it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from clinic.safety.alerts.chain import Chain, default_chain
from clinic.safety.tables import AlertChain
from core.errors import Conflict
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there


@dataclass(frozen=True, slots=True)
class InForce:
    """A chain and since when, by whom; version 0 is the one that comes with the product, which nobody reviewed."""

    chain: Chain
    version: int = 0
    changed_at: datetime | None = None
    changed_by: UUID | None = None


async def in_force(uow: UnitOfWork) -> InForce:
    """Return the chain that is in force."""
    row = await uow.session.scalar(select(AlertChain).order_by(AlertChain.version.desc()).limit(1))
    if row is None:
        return InForce(default_chain())
    return InForce(Chain.model_validate(row.content), row.version, row.changed_at, row.changed_by)


async def change(uow: UnitOfWork, principal: Principal, chain: Chain, version: int) -> InForce:
    """Put a chain in force that was written on top of `version`; open flags follow it from their next step on.

    Raises Conflict("safety.chain_changed") when somebody else changed it in between.
    """
    row = {
        "version": version + 1,
        "content": chain.model_dump(mode="json"),
        "changed_at": uow.now,
        "changed_by": principal.account_id,
    }
    current = await in_force(uow)
    made = None
    if current.version == version:
        made = await uow.session.scalar(insert_unless_there(uow, AlertChain, [row]).returning(AlertChain.version))
    if made is None:
        raise Conflict("safety.chain_changed", "Somebody else changed this meanwhile. Please look at it again.")
    return await in_force(uow)
