"""Co-signatures."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clinic.records.cosigning.states import CosigningState
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class Cosigning(Base):
    """One version of a counselling note before the supervising psychiatrists: 0 is as it was signed, n an amendment.

    `asked_at` is when the note first waited: an amendment does not put it to the end of the queue. Whose queue it is in
    is not stored, see `cosigning.access`. `opened_by`, `decided_by` and `decided_for`, the author's supervisor at that
    time, are practitioners. `comment_sealed`, to the author, opens in the context "cosigning:<id>".
    """

    __tablename__ = "note_cosignings"
    __table_args__ = (
        UniqueConstraint("note_id", "number", name="uq_note_cosignings_note_id"),
        Index("ix_note_cosignings_state_asked_at", "state", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    note_id: Mapped[UUID] = mapped_column(ForeignKey("notes.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[CosigningState] = mapped_column(code_column(CosigningState))
    asked_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    decided_for: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    comment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
