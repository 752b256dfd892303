"""Shares of notes, and breakings of the glass."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class NoteShare(Base):
    """A counselling note opened to the person's other clinicians, until it is revoked; at most one at a time.

    `reason_sealed` opens in the context "note_share:<id>". `shared_by` and `revoked_by` are practitioners.
    """

    __tablename__ = "note_shares"
    __table_args__ = (
        Index(
            "uq_note_shares_standing",
            "note_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
            sqlite_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"), index=True)
    shared_by: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    shared_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))


class GlassBreaking(Base):
    """A clinician reads what is closed to their profession of one person, in an emergency, until `ends_at`.

    `reason_sealed` opens in the context "glass:<id>".
    """

    __tablename__ = "glass_breakings"
    __table_args__ = (Index("ix_glass_breakings_person_id_practitioner_id", "person_id", "practitioner_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    broken_at: Mapped[datetime]
    ends_at: Mapped[datetime]
