"""Practitioners' schedules: weekly blocks, exceptions by date, absences; and the yearly closings of the service."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from people.codes import code_column


class ScheduleBlock(Base):
    """Hours that return every week, on the wall clock of the service's zone.

    `weekday` is 0 for Monday to 6 for Sunday and names the day on which the block starts; `ends_next_day` lets it cross
    midnight. It holds for starts from `valid_from` to `valid_to`, both included. On public holidays and closed days it
    holds only with `on_holidays`.
    """

    __tablename__ = "schedule_blocks"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("ends > starts OR ends_next_day", name="ends_after_start"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid"),
        Index("ix_schedule_blocks_practitioner_id", "practitioner_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    weekday: Mapped[int]
    starts: Mapped[time]
    ends: Mapped[time]
    ends_next_day: Mapped[bool]
    on_holidays: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class ScheduleException(Base):
    """A date on which the weekly blocks do not hold: its own blocks do, or, when it has none, nothing."""

    __tablename__ = "schedule_exceptions"

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)


class ScheduleExceptionBlock(Base):
    """Hours on a date that replace the weekly ones."""

    __tablename__ = "schedule_exception_blocks"
    __table_args__ = (
        ForeignKeyConstraint(
            ["practitioner_id", "day"],
            ["schedule_exceptions.practitioner_id", "schedule_exceptions.day"],
            name="fk_schedule_exception_blocks_day",
        ),
        CheckConstraint("ends > starts OR ends_next_day", name="ends_after_start"),
        Index("ix_schedule_exception_blocks_practitioner_id", "practitioner_id", "day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practitioner_id: Mapped[UUID]
    day: Mapped[date]
    starts: Mapped[time]
    ends: Mapped[time]
    ends_next_day: Mapped[bool]


class ScheduleRevision(Base):
    """How often a part was saved: a practitioner's schedule, by their id, or "closings". No row: never."""

    __tablename__ = "schedule_revisions"

    part: Mapped[str] = mapped_column(String(36), primary_key=True)
    revision: Mapped[int]


class Closing(Base):
    """Days of every year on which the service rests like on a holiday, such as the turn of the year.

    Months and days are included; a first day that comes after the last in the year runs over the turn of the year.
    """

    __tablename__ = "closings"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name_ja: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    first_month: Mapped[int]
    first_day: Mapped[int]
    last_month: Mapped[int]
    last_day: Mapped[int]


class AbsenceKind(StrEnum):
    """Why a practitioner is away."""

    LEAVE = "leave"
    SICK = "sick"


class Absence(Base):
    """Local days, `first` to `last` and both included, on which a practitioner is away: nothing of them is free then.

    Neither the weekly schedule nor an exception nor a duty of the rota holds against it.
    """

    __tablename__ = "absences"
    __table_args__ = (
        CheckConstraint("last >= first", name="days"),
        CheckConstraint("kind IN ('leave', 'sick')", name="kind"),
        Index("ix_absences_practitioner_id_last", "practitioner_id", "last"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    first: Mapped[date]
    last: Mapped[date]
    kind: Mapped[AbsenceKind] = mapped_column(code_column(AbsenceKind))
    created_at: Mapped[datetime]
