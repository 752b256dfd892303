"""The rota's tables: types of shifts, and the duties that are published."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from booking.rota.problem import DutyKind, Watch
from core.database import Base
from core.ids import new_id
from core.principal import Role
from people.codes import code_column


class ShiftType(Base):
    """A type of shift with real clock times; see problem.Shift.

    `code` (1 to 4 characters) is what stands in the cells of the rota; `forbids` are the ids of the types that may not
    follow on the day after; `counted_minutes` is None where the whole length counts as work.
    """

    __tablename__ = "rota_shift_types"
    __table_args__ = (
        CheckConstraint("ends > starts OR ends_next_day", name="ends_after_start"),
        CheckConstraint("duty IN ('active', 'on_call')", name="duty"),
        CheckConstraint("watch IS NULL OR watch IN ('night', 'day')", name="watch"),
        CheckConstraint("counted_minutes IS NULL OR counted_minutes BETWEEN 0 AND 1440", name="counted_minutes"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(4), unique=True)
    name_ja: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    starts: Mapped[time]
    ends: Mapped[time]
    ends_next_day: Mapped[bool]
    duty: Mapped[DutyKind] = mapped_column(code_column(DutyKind))
    is_night: Mapped[bool]
    watch: Mapped[Watch | None] = mapped_column(code_column(Watch))
    counted_minutes: Mapped[int | None]
    forbids: Mapped[list[Any]] = mapped_column(JSON)
    colour: Mapped[int]
    position: Mapped[int]
    active: Mapped[bool]


class Duty(Base):
    """An assignment of the published rota as real time: who is on duty from `starts_at` to `ends_at` in which role.

    Slots, routing and alerts read this and nothing else of the rota.
    """

    __tablename__ = "rota_duties"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("duty IN ('active', 'on_call')", name="duty"),
        Index("ix_rota_duties_practitioner_id_ends_at", "practitioner_id", "ends_at"),
        Index("ix_rota_duties_ends_at", "ends_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"))
    role: Mapped[Role] = mapped_column(code_column(Role))
    shift_type_id: Mapped[UUID] = mapped_column(ForeignKey("rota_shift_types.id"))
    duty: Mapped[DutyKind] = mapped_column(code_column(DutyKind))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
