"""Notices: what an account is told in the application."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class Notice(Base):
    """One notice to one account. `data` holds ids, codes and times, never text about a person.

    `key` names what is told, so that telling it again makes no second notice.
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("account_id", "key", name="uq_notices_account_id"),
        Index("ix_notices_account_id_created_at", "account_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(200))
    data: Mapped[Mapping[str, str | int | None]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
