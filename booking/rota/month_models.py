"""What a month's rota is over HTTP: the models that its routes share."""

import datetime as dt
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.bounds import CalendarDate
from booking.rota.bounds import MonthName
from booking.rota.checking import Finding
from booking.rota.month_tables import RotaCell
from booking.rota.problem import Assignment, CoverDayKind, Problem
from booking.rota.settings_api import Clinician, Revision, ShiftTypeModel
from booking.schedules.rest_days import holiday_name
from core.model import Instant, Model
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.practitioners import service as practitioners


class DayOut(Model):
    """A day and its kind."""

    date: date
    kind: CoverDayKind
    holiday_name: str | None


class StaffRowOut(Model):
    """Somebody on the rota."""

    practitioner_id: UUID
    display_name: str
    role: Role
    skills: list[str]
    share: int
    senior: bool
    max_nights: int | None


class AssignedModel(Model):
    """A shift in a role."""

    shift_type_id: UUID
    role: Clinician


class CellOut(Model):
    """A cell; without a shift it is a locked day off."""

    practitioner_id: UUID
    date: date
    shift_type_id: UUID | None
    role: str | None
    locked: bool

    @classmethod
    def of(cls, cell: RotaCell) -> "CellOut":
        """Return a stored cell as it goes out."""
        return cls(
            practitioner_id=cell.practitioner_id,
            date=cell.day,
            shift_type_id=cell.shift_type_id,
            role=cell.role,
            locked=cell.locked,
        )

    @classmethod
    def of_assignment(cls, one: Assignment, first: dt.date) -> "CellOut":
        """Return an assignment of a rota that begins on `first`."""
        return cls(
            practitioner_id=UUID(one.staff_id),
            date=first + timedelta(days=one.day),
            shift_type_id=UUID(one.shift_id),
            role=one.role,
            locked=False,
        )


class LeaveOut(Model):
    """A day on which somebody is away."""

    practitioner_id: UUID
    date: date


class WishOut(Model):
    """A wish for a day."""

    practitioner_id: UUID
    date: date
    shift_type_id: UUID | None
    on: bool
    weight: int


class CoverOut(Model):
    """How many are needed on a day, and how many there are."""

    date: date
    shift_type_id: UUID
    role: str
    required: int
    most: int | None
    assigned: int


class FindingOut(Model):
    """What the checker found; see Finding."""

    rule: str
    practitioner_id: UUID | None
    dates: list[date]
    shift_type_id: UUID | None
    role: str | None
    is_hard: bool
    amount: int
    limit: int | None

    @classmethod
    def of(cls, found: Finding, first: date) -> "FindingOut":
        """Return a finding of a month that begins on `first`."""
        return cls(
            rule=found.rule.value,
            practitioner_id=None if found.staff_id is None else UUID(found.staff_id),
            dates=[first + timedelta(days=day) for day in found.days],
            shift_type_id=None if found.shift_id is None else UUID(found.shift_id),
            role=found.role,
            is_hard=found.is_hard,
            amount=found.amount,
            limit=found.limit,
        )


class CarriedOut(Model):
    """The nights and holidays of the fiscal year so far."""

    practitioner_id: UUID
    nights: int
    holidays: int


class PublishedOut(Model):
    """The newest published version."""

    version: int
    published_at: Instant


class MonthOut(Model):
    """Everything of a month that its page shows."""

    month: str
    revision: int
    days: list[DayOut]
    tail_days: list[DayOut]
    staff: list[StaffRowOut]
    shift_types: list[ShiftTypeModel]
    cells: list[CellOut]
    tail: list[CellOut]
    leave: list[LeaveOut]
    wishes: list[WishOut]
    cover: list[CoverOut]
    carried: list[CarriedOut]
    findings: list[FindingOut]
    published: PublishedOut | None
    changed: bool
    run_id: UUID | None


class CellChangeModel(Model):
    """What a cell is to become."""

    practitioner_id: UUID
    date: CalendarDate
    assignment: AssignedModel | None
    locked: bool


class CellsIn(Model):
    """Changes of the draft that was seen as `revision`."""

    revision: Revision
    changes: Annotated[list[CellChangeModel], Field(min_length=1, max_length=4000)]


class CellsOut(Model):
    """The draft's new revision and what the checker finds in it."""

    revision: int
    findings: list[FindingOut]


class PublishIn(Model):
    """The revision that is to be published."""

    revision: Revision


class VersionOut(Model):
    """A published version; `published_by` is the name of who did it, None where they are no more."""

    id: UUID
    month: MonthName
    version: int
    published_at: Instant
    published_by: str | None
    seed: int | None
    solver_version: str | None
    input_hash: str


class VersionsOut(Model):
    """The published versions, the newest first."""

    versions: list[VersionOut]


class VersionWholeOut(VersionOut):
    """A version with its cells."""

    cells: list[CellOut]


class VersionPath(Model):
    """Which version."""

    version_id: UUID


def day_out(day: date, kind: CoverDayKind) -> DayOut:
    """Return a day as it goes out."""
    return DayOut(date=day, kind=kind, holiday_name=holiday_name(day))


async def staff_rows(uow: UnitOfWork, problem: Problem) -> Sequence[StaffRowOut]:
    """Return those on the rota by role and name."""
    people = await practitioners.get_many(uow, [UUID(person.id) for person in problem.staff])
    rows = sorted((people[UUID(each.id)].role, people[UUID(each.id)].display_name, each.id) for each in problem.staff)
    return [
        StaffRowOut(
            practitioner_id=UUID(each),
            display_name=name,
            role=role,
            skills=sorted(problem.staff_by_id[each].roles, key=lambda skill: (skill != role, skill)),
            share=problem.staff_by_id[each].share,
            senior=problem.staff_by_id[each].senior,
            max_nights=problem.staff_by_id[each].max_nights,
        )
        for role, name, each in rows
    ]
