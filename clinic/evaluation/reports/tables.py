"""Frozen reports, and what of them was released to the city."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id

REASON_LENGTH = 500


class Report(Base):
    """A frozen report; it never changes. The days are local, both included.

    `inputs_sealed` opens in the context "report_inputs:<id>" as `reports.inputs.pack` made it: de-identified facts.
    `content_sealed` opens in "report:<id>" as the canonical JSON of the whole report, compressed; `sha256` is that of
    the canonical JSON in hexadecimal digits. `frozen_by` is an account.
    """

    __tablename__ = "reports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    definitions_version: Mapped[str] = mapped_column(String(32))
    frozen_at: Mapped[datetime]
    frozen_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    inputs_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))


class ReportRelease(Base):
    """What the city got of a report: `content` is the canonical JSON, compressed, with small cells withheld.

    `number` counts the releases of a fiscal year from 1: each is protected together with those before it.
    `shown_sealed` opens in "report_release:<report_id>" as the compressed JSON of the keys of the cells shown.
    `supersedes` is the report of the same period that the city had before, and `reason` says to the city why it was
    corrected: both or none.
    """

    __tablename__ = "report_releases"
    __table_args__ = (
        UniqueConstraint("fiscal_year", "number", name="uq_report_releases_fiscal_year"),
        UniqueConstraint("supersedes", name="uq_report_releases_supersedes"),
        CheckConstraint("(supersedes IS NULL) = (reason IS NULL)", name="corrected"),
    )

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"), primary_key=True)
    fiscal_year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    threshold: Mapped[int] = mapped_column(Integer)
    released_at: Mapped[datetime]
    released_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    shown_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    supersedes: Mapped[UUID | None] = mapped_column(ForeignKey("report_releases.report_id"))
    reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))
