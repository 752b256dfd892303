"""Which exports for research were made: the audit log names no texts, so what they were for stands here."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id

PURPOSE_LENGTH = 400
APPROVAL_LENGTH = 100


class ResearchExport(Base):
    """An export that was made; the entry of the audit log names its id. The days are local, both included.

    `counts` are the rows written by file, `withheld` what was left out, as the export's own manifest has them;
    `manifest_sha256` is that of the manifest. How pseudonyms and days were made is kept nowhere.
    """

    __tablename__ = "research_exports"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[str] = mapped_column(String(PURPOSE_LENGTH))
    approval: Mapped[str] = mapped_column(String(APPROVAL_LENGTH))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    k: Mapped[int] = mapped_column(Integer)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
    withheld: Mapped[dict[str, Any]] = mapped_column(JSON)
    manifest_sha256: Mapped[str] = mapped_column(String(64))
