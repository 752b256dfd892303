"""The data keys' table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base


class DataKey(Base):
    """A key that seals texts, itself sealed (`wrapped`) under the master key `master_id` in "data_key:<id>".

    `name` makes it one of its kind: "2026-11:k1" is that of a month, begun under the master key k1, and "master:k1" a
    former master key, kept for what was sealed under it directly.
    """

    __tablename__ = "data_keys"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(300), unique=True)
    master_id: Mapped[str] = mapped_column(String(255))
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
