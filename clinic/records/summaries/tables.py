"""Summaries for the person, and their shares."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Summary(Base):
    """What a clinician released of a consultation to its person; the latest `number` holds, unless it was withdrawn.

    It is a text of its own and no part of the note. `text_sealed` opens in the context "summary:<id>".
    """

    __tablename__ = "summaries"
    __table_args__ = (UniqueConstraint("encounter_id", "number", name="uq_summaries_encounter_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"))
    number: Mapped[int] = mapped_column(Integer)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    released_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class SummaryShare(Base):
    """That a person shows the summary of a consultation to one who joined their household, until they end it.

    It is over, too, when that membership ends.
    """

    __tablename__ = "summary_shares"
    __table_args__ = (
        Index(
            "uq_summary_shares_standing",
            "encounter_id",
            "account_id",
            unique=True,
            postgresql_where=text("revoked_at IS NULL"),
            sqlite_where=text("revoked_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    encounter_id: Mapped[UUID] = mapped_column(ForeignKey("encounters.id"))
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    shared_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
