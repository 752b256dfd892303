"""Calendar addresses."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id


class CalendarFeed(Base):
    """A private address under which a calendar program reads an account's times, until it is revoked.

    Only the SHA-256 of its secret is kept. `last_used_at` is exact to the hour.
    """

    __tablename__ = "calendar_feeds"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
