"""The tables a month's rota is planned in: what it is decided from, drafts, published versions, runs and wishes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from booking.rota.problem import CoverDayKind, RuleCode
from booking.rota.runs.states import RotaRunState, RunKind, RunWanted
from core.database import Base
from core.ids import new_id
from core.principal import Role
from people.codes import code_column


class RotaSetting(Base):
    """The revision of a part of the rota's settings; whoever saves an older one is refused."""

    __tablename__ = "rota_settings"

    part: Mapped[str] = mapped_column(String(32), primary_key=True)
    revision: Mapped[int]


class RotaStaff(Base):
    """A practitioner as the rota sees them: problem.Staff without what is counted. No row: not on the rota."""

    __tablename__ = "rota_staff"
    __table_args__ = (CheckConstraint("share BETWEEN 0 AND 100", name="share"),)

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), primary_key=True)
    on_rota: Mapped[bool]
    skills: Mapped[list[Any]] = mapped_column(JSON)
    share: Mapped[int]
    senior: Mapped[bool]
    max_nights: Mapped[int | None]
    max_week_minutes: Mapped[int | None]
    max_month_minutes: Mapped[int | None]
    max_run: Mapped[int | None]
    min_run: Mapped[int | None]
    min_off_run: Mapped[int | None]
    max_weekends: Mapped[int | None]


class RotaCover(Base):
    """How many of a role a shift needs on a kind of day; see problem.Cover."""

    __tablename__ = "rota_cover"
    __table_args__ = (CheckConstraint("required >= 0", name="required"),)

    role: Mapped[Role] = mapped_column(code_column(Role), primary_key=True)
    shift_type_id: Mapped[UUID] = mapped_column(ForeignKey("rota_shift_types.id"), primary_key=True)
    day_kind: Mapped[CoverDayKind] = mapped_column(code_column(CoverDayKind), primary_key=True)
    required: Mapped[int]
    most: Mapped[int | None]
    under: Mapped[int]
    over: Mapped[int]
    hard: Mapped[bool]
    needs_senior: Mapped[bool]


class RotaCoverOverride(Base):
    """How many of a role a shift needs on one date, whatever its kind."""

    __tablename__ = "rota_cover_overrides"
    __table_args__ = (CheckConstraint("required >= 0", name="required"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    role: Mapped[Role] = mapped_column(code_column(Role), primary_key=True)
    shift_type_id: Mapped[UUID] = mapped_column(ForeignKey("rota_shift_types.id"), primary_key=True)
    required: Mapped[int]


class RotaRule(Base):
    """A rule as this installation has it, where it differs from the catalogue; a null `weight` makes it hard."""

    __tablename__ = "rota_rules"

    code: Mapped[RuleCode] = mapped_column(code_column(RuleCode), primary_key=True)
    is_on: Mapped[bool]
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    weight: Mapped[int | None]


class RotaMonth(Base):
    """The draft of a month by its first day; every change raises `revision`."""

    __tablename__ = "rota_months"

    first: Mapped[date] = mapped_column(primary_key=True)
    revision: Mapped[int]
    seed: Mapped[int | None]
    """Of the run whose rota was taken over last; None where all was set by hand."""
    model_version: Mapped[str | None] = mapped_column(String(32))


class RotaCell(Base):
    """A cell of a draft: a shift, or a locked day off. A free day off has no row."""

    __tablename__ = "rota_cells"
    __table_args__ = (
        CheckConstraint("(shift_type_id IS NULL) = (role IS NULL)", name="assignment"),
        CheckConstraint("shift_type_id IS NOT NULL OR locked", name="something"),
        Index("ix_rota_cells_day", "day"),
    )

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    shift_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("rota_shift_types.id"))
    role: Mapped[Role | None] = mapped_column(code_column(Role))
    locked: Mapped[bool]


class RotaVersion(Base):
    """A rota as it was published: never changed. `problem` is what it was checked against (problem_json)."""

    __tablename__ = "rota_versions"
    __table_args__ = (UniqueConstraint("first", "number", name="uq_rota_versions_first_number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    first: Mapped[date]
    number: Mapped[int]
    rota: Mapped[list[Any]] = mapped_column(JSON)
    problem: Mapped[dict[str, Any]] = mapped_column(JSON)
    input_hash: Mapped[str] = mapped_column(String(64))
    seed: Mapped[int | None]
    model_version: Mapped[str | None] = mapped_column(String(32))
    revision: Mapped[int]
    published_at: Mapped[datetime]
    published_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))


class RotaRun(Base):
    """A search for a rota of a month, worked off by a job; `wanted` is what the coordinator asks of it meanwhile."""

    __tablename__ = "rota_runs"
    __table_args__ = (Index("ix_rota_runs_first", "first"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    first: Mapped[date]
    kind: Mapped[RunKind] = mapped_column(code_column(RunKind))
    state: Mapped[RotaRunState] = mapped_column(code_column(RotaRunState))
    wanted: Mapped[RunWanted] = mapped_column(code_column(RunWanted))
    seconds: Mapped[int]
    seed: Mapped[int]
    deterministic: Mapped[bool]
    base_revision: Mapped[int]
    problem: Mapped[dict[str, Any]] = mapped_column(JSON)
    input_hash: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int]
    elapsed: Mapped[float]
    best: Mapped[int | None]
    bound: Mapped[int | None]
    history: Mapped[list[Any]] = mapped_column(JSON)
    rota: Mapped[list[Any] | None] = mapped_column(JSON)
    model_version: Mapped[str | None] = mapped_column(String(32))
    conflicts: Mapped[list[Any]] = mapped_column(JSON)
    """What cannot hold together (explaining.stored), where there is no rota; empty where it is not known."""
    suggestions: Mapped[list[Any]] = mapped_column(JSON)
    applied: Mapped[bool]
    requested_by: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class RotaWish(Base):
    """A wish of a practitioner for a day: to work it (`wants_on`), a shift or any, or to be off."""

    __tablename__ = "rota_wishes"
    __table_args__ = (CheckConstraint("weight BETWEEN 1 AND 3", name="weight"),)

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioners.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    shift_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("rota_shift_types.id"))
    wants_on: Mapped[bool]
    weight: Mapped[int]
