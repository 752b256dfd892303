"""What was offered at the end of a consultation, and what became of it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from booking.services.tables import Modality
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class FollowUpState(StrEnum):
    """OFFERED; TAKEN, with an appointment; DECLINED by the person; REVOKED by the practitioner, or replaced."""

    OFFERED = "offered"
    TAKEN = "taken"
    DECLINED = "declined"
    REVOKED = "revoked"


_OPEN = text("state = 'offered'")


class FollowUp(Base):
    """A next consultation offered after the appointment `appointment_id`, at most one open offer for each.

    It shall be about `weeks` weeks after it, so near `wanted_at`; with `practitioner_id`, or None for anyone. It stands
    until `expires_at`, whatever its state says then. `taken_id` is the appointment that was made of it.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (
        CheckConstraint("weeks BETWEEN 1 AND 26", name="weeks"),
        CheckConstraint("state IN ('offered', 'taken', 'declined', 'revoked')", name="state"),
        CheckConstraint("modality IN ('text', 'voice', 'video')", name="modality"),
        CheckConstraint("(state = 'taken') = (taken_id IS NOT NULL)", name="taken"),
        Index("uq_follow_ups_open", "appointment_id", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_follow_ups_appointment_id", "appointment_id"),
        Index("ix_follow_ups_person_id_state", "person_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    modality: Mapped[Modality] = mapped_column(code_column(Modality))
    weeks: Mapped[int]
    wanted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[FollowUpState] = mapped_column(code_column(FollowUpState))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    taken_id: Mapped[UUID | None] = mapped_column(ForeignKey("claims.id"))
