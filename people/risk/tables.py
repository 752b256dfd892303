"""The history of persons' risk tiers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from people.codes import code_column
from people.risk.kinds import RiskLevel, TierReason


class RiskTier(Base):
    """One entry in the history of a person's risk tier; the latest is the tier of today.

    `source_id` is the signed note or the questionnaire response behind it, `practitioner_id` who judged it.
    """

    __tablename__ = "risk_tiers"
    __table_args__ = (
        UniqueConstraint("source_id", "reason", name="uq_risk_tiers_source_id"),
        Index("ix_risk_tiers_person_id_decided_at", "person_id", "decided_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    tier: Mapped[RiskLevel] = mapped_column(code_column(RiskLevel))
    reason: Mapped[TierReason] = mapped_column(code_column(TierReason))
    source_id: Mapped[UUID]
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    decided_at: Mapped[datetime]
