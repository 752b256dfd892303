"""The catalogue of services, as data."""

from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from core.principal import Role
from people.practitioners.kinds import Specialty
from people.risk.kinds import RiskLevel

LONGEST = timedelta(minutes=240)
"""No consultation lasts longer."""

LONGEST_BUSY = LONGEST + timedelta(minutes=120)
"""No time is taken for longer after a consultation began, its buffer after it included."""


class Modality(StrEnum):
    """How a consultation is held."""

    TEXT = "text"
    VOICE = "voice"
    VIDEO = "video"


class Service(Base):
    """A kind of consultation that can be booked.

    `roles` may give it; with `specialties`, only practitioners who have one of them, and with `languages` only those
    who speak one of them. `step_minutes` is the distance between two starting times, counted from the beginning of a
    block of the practitioner's schedule. The buffers belong to the claim and not to the consultation. It can be
    booked from `minimum_notice_minutes` ahead until `horizon_days` ahead, and cancelled in time until
    `cancellation_notice_minutes` before. With `quota_count`, a person has at most so many in any `quota_days` days.
    With `tiers`, only persons of these risk tiers may book it (who has none counts as low); to those of `first_for`
    it is offered first. `opening` is a list of {day, starts, ends, ends_next_day}, see booking/services/opening; when
    it is empty, the practitioners' schedules alone decide. `version` counts the changes.
    """

    __tablename__ = "services"
    __table_args__ = (
        CheckConstraint("minutes BETWEEN 5 AND 240", name="minutes"),
        CheckConstraint("step_minutes BETWEEN 5 AND 240", name="step_minutes"),
        CheckConstraint("buffer_before_minutes BETWEEN 0 AND 120", name="buffer_before_minutes"),
        CheckConstraint("buffer_after_minutes BETWEEN 0 AND 120", name="buffer_after_minutes"),
        CheckConstraint("minimum_notice_minutes >= 0", name="minimum_notice_minutes"),
        CheckConstraint("horizon_days BETWEEN 1 AND 366", name="horizon_days"),
        CheckConstraint("cancellation_notice_minutes >= 0", name="cancellation_notice_minutes"),
        CheckConstraint(
            "(quota_count IS NULL AND quota_days IS NULL)"
            " OR (quota_count BETWEEN 1 AND 100 AND quota_days BETWEEN 1 AND 1100)",
            name="quota",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name_ja: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    about_ja: Mapped[str] = mapped_column(Text)
    about_en: Mapped[str] = mapped_column(Text)
    roles: Mapped[list[Role]] = mapped_column(JSON)
    specialties: Mapped[list[Specialty]] = mapped_column(JSON)
    languages: Mapped[list[str]] = mapped_column(JSON)
    tiers: Mapped[list[RiskLevel]] = mapped_column(JSON)
    first_for: Mapped[list[RiskLevel]] = mapped_column(JSON)
    opening: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    modalities: Mapped[list[Modality]] = mapped_column(JSON)
    minutes: Mapped[int]
    step_minutes: Mapped[int]
    buffer_before_minutes: Mapped[int]
    buffer_after_minutes: Mapped[int]
    minimum_notice_minutes: Mapped[int]
    horizon_days: Mapped[int]
    cancellation_notice_minutes: Mapped[int]
    quota_count: Mapped[int | None]
    quota_days: Mapped[int | None]
    needs_telephone: Mapped[bool]
    needs_place: Mapped[bool]
    position: Mapped[int]
    active: Mapped[bool]
    version: Mapped[int]

    @property
    def length(self) -> timedelta:
        """Return how long the consultation lasts."""
        return timedelta(minutes=self.minutes)

    @property
    def step(self) -> timedelta:
        """Return the distance between two starting times."""
        return timedelta(minutes=self.step_minutes)

    @property
    def before(self) -> timedelta:
        """Return the buffer before the consultation."""
        return timedelta(minutes=self.buffer_before_minutes)

    @property
    def after(self) -> timedelta:
        """Return the buffer after the consultation."""
        return timedelta(minutes=self.buffer_after_minutes)
