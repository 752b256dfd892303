"""A month's rota over HTTP, for the coordinator."""

import datetime as dt
from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.bounds import CalendarDate
from booking.rota import months
from booking.rota.bounds import MonthName, MonthPath, first_of
from booking.rota.checking import Finding
from booking.rota.month_tables import RotaCell, RotaVersion
from booking.rota.months import CellChange
from booking.rota.planning import Plan, kinds_of, read_plan, wishes_of
from booking.rota.problem import Assignment, DayKind
from booking.rota.problem_json import problem_from_json, rota_from_json
from booking.rota.runs import service as runs
from booking.rota.settings_api import Clinician, Revision, ShiftTypeModel
from booking.schedules.rest_days import holiday_name
from core.http import Call, get, post, put
from core.model import Instant, Model
from core.policy import allow
from core.principal import Role
from people.accounts import service as accounts
from people.practitioners import service as practitioners


class DayOut(Model):
    """A day and its kind."""

    date: date
    kind: DayKind
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


def day_out(day: date, kind: DayKind) -> DayOut:
    """Return a day as it goes out."""
    return DayOut(date=day, kind=kind, holiday_name=holiday_name(day))


async def _month(call: Call, month: str) -> MonthOut:
    uow, first = call.uow, first_of(month)
    plan = await read_plan(uow, first)
    problem = plan.problem
    row = await months.month_row(uow, first)
    versions = await months.versions(uow, first)
    people = await practitioners.get_many(uow, [UUID(person.id) for person in problem.staff])
    kinds = [problem.kind(day) for day in range(problem.days)]
    last = problem.date_of(problem.days - 1)
    rows = sorted((people[UUID(each.id)].role, people[UUID(each.id)].display_name, each.id) for each in problem.staff)
    tail = range(-7, 0)
    return MonthOut(
        month=month,
        revision=row.revision if row else 0,
        days=[day_out(problem.date_of(day), kind) for day, kind in enumerate(kinds)],
        tail_days=[
            day_out(problem.date_of(day), kind)
            for day, kind in zip(tail, await kinds_of(uow, problem.date_of(-7), problem.date_of(-1)), strict=True)
        ],
        staff=[
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
        ],
        shift_types=[ShiftTypeModel.of(each) for each in plan.shift_types.values()],
        cells=[CellOut.of(cell) for cell in plan.cells],
        tail=[CellOut.of_assignment(one, first) for person in problem.staff for one in person.tail if one.day in tail],
        leave=[
            LeaveOut(practitioner_id=UUID(person.id), date=problem.date_of(day))
            for person in problem.staff
            for day in sorted(person.leave)
        ],
        wishes=[
            WishOut(
                practitioner_id=wish.practitioner_id,
                date=wish.day,
                shift_type_id=wish.shift_type_id,
                on=wish.wants_on,
                weight=wish.weight,
            )
            for wish in await wishes_of(uow, first, last)
        ],
        cover=_cover(plan),
        carried=[
            CarriedOut(practitioner_id=UUID(each.id), nights=each.nights, holidays=each.holidays)
            for each in problem.staff
        ],
        findings=[FindingOut.of(each, first) for each in months.findings_of(uow, plan)],
        published=(
            PublishedOut(version=versions[0].number, published_at=versions[0].published_at) if versions else None
        ),
        changed=bool(plan.rota) if not versions else rota_from_json(versions[0].rota) != plan.rota,
        run_id=await runs.latest(uow, first),
    )


def _cover(plan: Plan) -> list[CoverOut]:
    return [
        CoverOut(
            date=plan.problem.date_of(each.day),
            shift_type_id=UUID(each.shift_id),
            role=each.role,
            required=each.required,
            most=each.most,
            assigned=sum(
                (one.day, one.shift_id, one.role) == (each.day, each.shift_id, each.role) for one in plan.rota
            ),
        )
        for each in plan.problem.cover
    ]


@get("/api/rota/months/{month}", policy=allow(Role.COORDINATOR))
async def get_month(call: Call, path: MonthPath) -> MonthOut:
    """Show a month: its draft, what it is planned from, and what the checker finds."""
    return await _month(call, path.month)


@put(
    "/api/rota/months/{month}/cells",
    policy=allow(Role.COORDINATOR),
    errors=(
        "rota.changed_meanwhile",
        "rota.day_is_past",
        "rota.outside_horizon",
        "rota.staff_unknown",
        "rota.shift_unknown",
        "rota.not_skilled",
    ),
    max_body=1024 * 1024,
)
async def put_cells(call: Call, path: MonthPath, body: CellsIn) -> CellsOut:
    """Change cells of the draft; what breaks rules is said and cannot be published."""
    first = first_of(path.month)
    changes = [
        CellChange(
            each.practitioner_id,
            each.date,
            each.assignment.shift_type_id if each.assignment else None,
            each.assignment.role if each.assignment else None,
            each.locked,
        )
        for each in body.changes
    ]
    revision = await months.change_cells(call.uow, first, body.revision, changes)
    plan = await read_plan(call.uow, first)
    return CellsOut(
        revision=revision, findings=[FindingOut.of(each, first) for each in months.findings_of(call.uow, plan)]
    )


async def _version(call: Call, version: RotaVersion, names: dict[UUID, str]) -> VersionOut:
    if version.published_by not in names:
        names[version.published_by] = (await accounts.get_account(call.uow, version.published_by)).display_name
    return VersionOut(
        id=version.id,
        month=f"{version.first:%Y-%m}",
        version=version.number,
        published_at=version.published_at,
        published_by=names[version.published_by],
        seed=version.seed,
        solver_version=version.model_version,
        input_hash=version.input_hash,
    )


@post(
    "/api/rota/months/{month}/publish",
    policy=allow(Role.COORDINATOR),
    status=201,
    errors=("rota.changed_meanwhile", "rota.breaks_rules", "rota.month_over", "rota.empty"),
)
async def publish_month(call: Call, path: MonthPath, body: PublishIn) -> VersionOut:
    """Publish the draft; its duties hold from now on, and those on it are told."""
    version = await months.publish(call.uow, call.principal, first_of(path.month), body.revision)
    return await _version(call, version, {})


@get("/api/rota/months/{month}/versions", policy=allow(Role.COORDINATOR))
async def list_versions(call: Call, path: MonthPath) -> VersionsOut:
    """List what was published."""
    names: dict[UUID, str] = {}
    found = await months.versions(call.uow, first_of(path.month))
    return VersionsOut(versions=[await _version(call, each, names) for each in found])


@get("/api/rota/versions/{version_id}", policy=allow(Role.COORDINATOR), errors=("rota.version_not_found",))
async def get_version(call: Call, path: VersionPath) -> VersionWholeOut:
    """Show a published version as it was."""
    version = await months.get_version(call.uow, path.version_id)
    first = problem_from_json(version.problem).first
    return VersionWholeOut(
        **dict(await _version(call, version, {})),
        cells=[CellOut.of_assignment(one, first) for one in sorted(rota_from_json(version.rota), key=_in_order)],
    )


def _in_order(one: Assignment) -> tuple[str, int]:
    return one.staff_id, one.day


routes = (get_month, put_cells, publish_month, list_versions, get_version)
