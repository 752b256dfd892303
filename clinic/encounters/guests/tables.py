"""Those who were asked to join a consultation."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.encounters.guests.states import GuestKind
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class EncounterGuest(Base):
    """Somebody invited into one consultation and no other; it may be before the client has arrived for it.

    `token_hash` is the SHA-256 of the invitation's token. `account_id` is the account made when it was used, or the
    supervisor's own. They may be inside from `admitted_at` to `ended_at`, and see the messages after `joined_sequence`.
    """

    __tablename__ = "encounter_guests"
    __table_args__ = (Index("ix_encounter_guests_appointment_id", "appointment_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"))
    kind: Mapped[GuestKind] = mapped_column(code_column(GuestKind))
    name: Mapped[str] = mapped_column(String(80))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[datetime]
    token_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    agreed_at: Mapped[datetime | None]
    redeemed_at: Mapped[datetime | None]
    admitted_at: Mapped[datetime | None]
    joined_sequence: Mapped[int | None] = mapped_column(Integer)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
