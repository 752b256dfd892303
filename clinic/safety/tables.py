"""Flags that a person must be looked after."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clinic.safety.kinds import FlagKind
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class Flag(Base):
    """Something that a clinician must see and answer. It is open until somebody acknowledges it, and is never deleted.

    `source_id` is the questionnaire response it came from. `round` is 1, and one more each time the answer grew heavier
    after the flag had been acknowledged. `practitioner_id` is the practitioner concerned, if the course has one.
    `answer_sealed` opens in the context "flag_answer:<id>" as the heaviest answer given, `comment_sealed` in
    "flag_comment:<id>" as what the one who acknowledged it wrote.
    """

    __tablename__ = "flags"
    __table_args__ = (
        UniqueConstraint("source_id", "kind", "round", name="uq_flags_source_id"),
        Index(
            "ix_flags_open",
            "raised_at",
            postgresql_where=text("acknowledged_at IS NULL"),
            sqlite_where=text("acknowledged_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[FlagKind] = mapped_column(code_column(FlagKind))
    source_id: Mapped[UUID]
    round: Mapped[int] = mapped_column(Integer)
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    raised_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
