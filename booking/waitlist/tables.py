"""Who waits for a time, and what they are offered."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from booking.services.tables import Modality
from booking.waitlist.waiting import PartOfDay
from core.database import Base
from core.ids import new_id
from people.codes import code_column


class WaitState(StrEnum):
    """WAITING for a time; OFFERED one that is held for them; BOOKED it; LEFT; or the days are OVER."""

    WAITING = "waiting"
    OFFERED = "offered"
    BOOKED = "booked"
    LEFT = "left"
    OVER = "over"


_OPEN = text("state IN ('waiting', 'offered')")


class WaitlistEntry(Base):
    """One person waiting for one service, at most one open entry each; see waiting.Wanted.

    While OFFERED, `offer_id` is the hold that keeps the offered time, `offer_starts_at` that time and
    `offer_expires_at` until when. `passed` lists the starts (ISO 8601) that were offered and not taken.
    `wishes` are those of booking/assignment/policy.Wishes, as they are stored with a claim.
    """

    __tablename__ = "waitlist_entries"
    __table_args__ = (
        CheckConstraint("last >= first", name="days"),
        CheckConstraint("state IN ('waiting', 'offered', 'booked', 'left', 'over')", name="state"),
        CheckConstraint("(state = 'offered') = (offer_id IS NOT NULL)", name="offer"),
        Index(
            "uq_waitlist_entries_open",
            "person_id",
            "service_id",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index("ix_waitlist_entries_service_id_state", "service_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioners.id"))
    modality: Mapped[Modality] = mapped_column(code_column(Modality))
    first: Mapped[date]
    last: Mapped[date]
    part: Mapped[PartOfDay] = mapped_column(code_column(PartOfDay))
    wishes: Mapped[Mapping[str, Any]] = mapped_column(JSON)
    passed: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[WaitState] = mapped_column(code_column(WaitState))
    created_at: Mapped[datetime]
    offer_id: Mapped[UUID | None]
    offer_practitioner_id: Mapped[UUID | None]
    offer_starts_at: Mapped[datetime | None]
    offer_expires_at: Mapped[datetime | None]
