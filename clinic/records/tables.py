"""Consultation notes and their amendments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from people.codes import code_column
from people.risk.kinds import RiskLevel


class Note(Base):
    """The one note of an encounter: a draft until it is signed, unchanged afterwards.

    `fields_sealed` opens in the context "note:<id>" as a JSON object of the fields of `form` in its `form_version`;
    `asides_sealed`, in "note_asides:<id>", as one of what another device wrote in the same fields of the draft.
    `version` counts the saved drafts from 1. `practitioner_id` is its author. `reasons` and `outcome` are codes of
    categories, in clear: the figures count them.
    """

    __tablename__ = "notes"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"), unique=True)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), index=True)
    form: Mapped[str] = mapped_column(String(32))
    form_version: Mapped[int] = mapped_column(Integer)
    version: Mapped[int] = mapped_column(Integer)
    fields_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asides_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    outcome: Mapped[str | None] = mapped_column(String(32))
    risk_level: Mapped[RiskLevel | None] = mapped_column(code_column(RiskLevel))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]


class NoteAmendment(Base):
    """A later version of a signed note, whole; the note's own row stays as it was signed. `number` counts from 1.

    `fields_sealed` opens in the context "note_amendment:<id>", `reason_sealed` in "note_amendment_reason:<id>".
    """

    __tablename__ = "note_amendments"
    __table_args__ = (UniqueConstraint("note_id", "number", name="uq_note_amendments_note_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"))
    number: Mapped[int] = mapped_column(Integer)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    fields_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reasons: Mapped[list[str]] = mapped_column(JSON)
    outcome: Mapped[str | None] = mapped_column(String(32))
    risk_level: Mapped[RiskLevel | None] = mapped_column(code_column(RiskLevel))
    written_at: Mapped[datetime]
