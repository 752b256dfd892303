"""The risk tier of a person: kept here with its reasons, decided in clinic/safety.

It is health information: who calls has shown the caller's need before.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from core.ids import new_id
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there
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
