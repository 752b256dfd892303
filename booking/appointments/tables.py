"""Claims on the time of a practitioner and of a person: holds and appointments in one table.

The database refuses overlapping live claims of one practitioner and of one person: by exclusion constraints on
PostgreSQL, by triggers on SQLite. Both are made by the migration, under the names below.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from booking.appointments.states import ClaimState
from booking.services.tables import Modality, Service
from core.database import Base
from core.ids import new_id
from people.codes import code_column

NO_PRACTITIONER_OVERLAP = "ex_claims_practitioner"
NO_PERSON_OVERLAP = "ex_claims_person"


class Claim(Base):
    """A stretch of time taken from a practitioner and a person.

    The consultation lasts from `starts_at` to `ends_at`; the time taken, with the service's buffers, from `busy_from`
    (included) to `busy_until` (not included). `assignment` is why this practitioner was chosen, see booking/assignment.
    Only a hold expires.
    """

    __tablename__ = "claims"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("busy_from <= starts_at AND busy_until >= ends_at", name="busy"),
        CheckConstraint("state IN ('held', 'booked', 'cancelled', 'no_show', 'fulfilled')", name="state"),
        CheckConstraint("modality IN ('text', 'voice', 'video')", name="modality"),
        CheckConstraint(
            "(kind = 'hold' AND state = 'held' AND expires_at IS NOT NULL)"
            " OR (kind = 'appointment' AND state <> 'held' AND expires_at IS NULL)",
            name="kind",
        ),
        Index("ix_claims_practitioner_id_busy_until", "practitioner_id", "busy_until"),
        Index("ix_claims_person_id_busy_until", "person_id", "busy_until"),
        Index("ix_claims_starts_at", "starts_at"),
    )
    __mapper_args__ = {"polymorphic_on": "kind"}  # noqa: RUF012

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(16))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    service_id: Mapped[UUID] = mapped_column(ForeignKey("services.id"))
    modality: Mapped[Modality] = mapped_column(code_column(Modality))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    busy_from: Mapped[datetime]
    busy_until: Mapped[datetime]
    state: Mapped[ClaimState] = mapped_column(code_column(ClaimState))
    assignment: Mapped[Mapping[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]

    service: Mapped[Service] = relationship(lazy="raise")


class Hold(Claim):
    """A time kept for a person while they fill in the form, until `expires_at`. An expired one may be deleted."""

    __mapper_args__ = {"polymorphic_identity": "hold"}  # noqa: RUF012


class Appointment(Claim):
    """A consultation that was booked.

    `reason_sealed` is what the person wrote beforehand; it opens in the context "appointment:<id>". `arrived_at` is
    when the person came into the waiting room, `changed_at` the instant of the last change. `sequence` counts the
    changes of time, practitioner or state, for calendars; `cancelled_late` says that the person cancelled after the
    service's notice. `extended_minutes` is how much longer it lasts than was booked.
    """

    __mapper_args__ = {"polymorphic_identity": "appointment"}  # noqa: RUF012

    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    arrived_at: Mapped[datetime | None]
    changed_at: Mapped[datetime | None]
    sequence: Mapped[int | None] = mapped_column(default=0)
    cancelled_late: Mapped[bool | None]
    extended_minutes: Mapped[int | None]
