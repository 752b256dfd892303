"""The risk tier of a person: kept here with its reasons, decided in clinic/safety.

It is health information: who calls has shown the caller's need before.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from core.ids import new_id
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there
from people.persons.tables import Person
from people.risk.kinds import RiskLevel, TierReason
from people.risk.tables import RiskTier


async def record_tier(
    uow: UnitOfWork,
    person_id: UUID,
    tier: RiskLevel,
    reason: TierReason,
    source_id: UUID,
    *,
    decided_at: datetime,
    practitioner_id: UUID | None = None,
) -> None:
    """Add an entry to a person's history; the same source gives none a second time."""
    row = {
        "id": new_id(),
        "person_id": person_id,
        "tier": tier,
        "reason": reason,
        "source_id": source_id,
        "practitioner_id": practitioner_id,
        "decided_at": decided_at,
    }
    await uow.session.execute(insert_unless_there(uow, RiskTier, [row]))


async def current_tier(uow: UnitOfWork, person_id: UUID) -> RiskLevel | None:
    """Return the person's tier of today, or None while nobody judged it."""
    tier: RiskLevel | None = await uow.session.scalar(
        select(RiskTier.tier)
        .where(RiskTier.person_id == person_id)
        .order_by(RiskTier.decided_at.desc(), RiskTier.id.desc())
        .limit(1)
    )
    return tier


async def tier_history(uow: UnitOfWork, person_id: UUID, most: int) -> Sequence[RiskTier]:
    """Return the newest `most` entries of a person's history, the newest first: the first is the tier of today."""
    query = (
        select(RiskTier)
        .where(RiskTier.person_id == person_id)
        .order_by(RiskTier.decided_at.desc(), RiskTier.id.desc())
        .limit(most)
    )
    return (await uow.session.scalars(query)).all()


async def current_tiers(uow: UnitOfWork, person_ids: Collection[UUID]) -> Mapping[UUID, RiskLevel]:
    """Return the tier of today of each of the persons whom somebody judged, in one query of as many rows."""
    newest = (
        select(RiskTier.tier)
        .where(RiskTier.person_id == Person.id)
        .order_by(RiskTier.decided_at.desc(), RiskTier.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(Person.id, newest.label("tier")).where(Person.id.in_(person_ids))
    return {row.id: row.tier for row in await uow.session.execute(query) if row.tier is not None}
