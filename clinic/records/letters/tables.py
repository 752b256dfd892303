"""Letters about persons, what the persons answered when they were asked, and the letters' numbers."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from clinic.records.letters.states import Basis, LetterKind, LetterState
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class Letter(Base):
    """A letter: a draft of its author's, then before the person, at last issued; what is issued does not change.

    `content_sealed` opens in the context "letter:<id>", see contents. `asides_sealed`, in "letter_asides:<id>", is what
    another device wrote in the same fields of the draft. `version` counts the saved drafts from 1. `closed`: written by
    one whose notes are closed to midwives and doctors, or with something of such a note.

    An issued one has its `number` and `basis`; with a `ground` also `ground_reason_sealed`, in
    "letter_ground_reason:<id>". The person reads it from `told_at` on: at once, unless `withheld_reason_sealed`, in
    "letter_withheld_reason:<id>", says why not. `revocation_sealed`, in "letter_revocation:<id>", says why it was
    revoked; the letter stays.
    """

    __tablename__ = "letters"
    __table_args__ = (Index("ix_letters_person_id", "person_id", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), index=True)
    kind: Mapped[LetterKind] = mapped_column(code_column(LetterKind))
    form: Mapped[str] = mapped_column(String(32))
    form_version: Mapped[int] = mapped_column(Integer)
    state: Mapped[LetterState] = mapped_column(code_column(LetterState))
    version: Mapped[int] = mapped_column(Integer)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asides_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    closed: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    number: Mapped[str | None] = mapped_column(String(16), unique=True)
    issued_at: Mapped[datetime | None]
    basis: Mapped[Basis | None] = mapped_column(code_column(Basis))
    written_on: Mapped[date | None]
    ground: Mapped[str | None] = mapped_column(String(32))
    ground_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    withheld_reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    revocation_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class LetterQuestion(Base):
    """That a person was asked whether a letter may go, in which version, and their last answer.

    `ended_at`: when the author took the letter back to write on; then neither question nor answer holds any more.
    """

    __tablename__ = "letter_questions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    letter_id: Mapped[UUID] = mapped_column(ForeignKey("letters.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime]
    agrees: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class LetterCount(Base):
    """How many letters were issued in a fiscal year."""

    __tablename__ = "letter_counts"

    year: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    count: Mapped[int] = mapped_column(Integer)
