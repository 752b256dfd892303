"""The audit log's tables. Triggers refuse to change or delete what is in them (migration `audit`)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.database.base import Base


class AuditEvent(Base):
    """Who (`account_id` in its `role`, in which sign-in) did what to which entity, of whose record (`person_id`).

    It names ids and codes, never content, and refers to no table by a foreign key: it outlives what it tells of.
    `sequence` (1, 2, 3 without gaps) and `mac` are empty until it is sealed. `succeeded` is false for what was tried
    and refused. The codes are those of core.audit.events.
    """

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_person_id", "person_id", "recorded_at"),
        Index(
            "ix_audit_events_unsealed",
            "recorded_at",
            postgresql_where=text("sequence IS NULL"),
            sqlite_where=text("sequence IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    recorded_at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(32))
    entity: Mapped[str] = mapped_column(String(32))
    entity_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    account_id: Mapped[UUID | None]
    role: Mapped[str | None] = mapped_column(String(32))
    session_id: Mapped[UUID | None]
    purpose: Mapped[str] = mapped_column(String(32))
    succeeded: Mapped[bool] = mapped_column(Boolean)
    sequence: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    mac: Mapped[bytes | None] = mapped_column(LargeBinary)


class AuditSeal(Base):
    """A link of the chain: a batch of `count` events that ends with `last_sequence`; `mac` binds it to the one before.

    `key_id` names the key of the settings under which it and its events are sealed.
    """

    __tablename__ = "audit_seals"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    last_sequence: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int] = mapped_column(Integer)
    key_id: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime]
    mac: Mapped[bytes] = mapped_column(LargeBinary)
