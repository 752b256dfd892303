"""A month's rota over HTTP, for the coordinator."""

from uuid import UUID

from booking.rota import months, publishing
from booking.rota.bounds import MonthPath, first_of
from booking.rota.month_models import (
    CarriedOut,
    CellOut,
    CellsIn,
    CellsOut,
    CoverOut,
    FindingOut,
    LeaveOut,
    MonthOut,
    PublishedOut,
    PublishIn,
    VersionOut,
    VersionPath,
    VersionsOut,
    VersionWholeOut,
    WishOut,
    day_out,
    staff_rows,
)
from booking.rota.month_tables import RotaVersion
from booking.rota.months import CellChange
from booking.rota.planning import Plan, kinds_of, read_plan, wishes_of
from booking.rota.problem import Assignment
from booking.rota.problem_json import problem_from_json, rota_from_json
from booking.rota.runs import service as runs
from booking.rota.settings_api import ShiftTypeModel
from core.http import Call, get, post, put
from core.policy import allow
from core.principal import Role
from people.accounts import service as accounts


async def _month(call: Call, month: str) -> MonthOut:
    uow, first = call.uow, first_of(month)
    plan = await read_plan(uow, first)
    problem = plan.problem
    row = await months.month_row(uow, first)
    versions = await publishing.versions(uow, first)
    kinds = [problem.kind(day) for day in range(problem.days)]
    last = problem.date_of(problem.days - 1)
    tail = range(-7, 0)
    return MonthOut(
        month=month,
        revision=row.revision if row else 0,
        days=[day_out(problem.date_of(day), kind) for day, kind in enumerate(kinds)],
        tail_days=[
            day_out(problem.date_of(day), kind)
            for day, kind in zip(tail, await kinds_of(uow, problem.date_of(-7), problem.date_of(-1)), strict=True)
        ],
        staff=list(await staff_rows(uow, problem)),
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
        findings=[FindingOut.of(each, first) for each in await months.findings_of(uow, plan)],
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
        "rota.shift_begun",
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
        revision=revision, findings=[FindingOut.of(each, first) for each in await months.findings_of(call.uow, plan)]
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
    errors=("rota.changed_meanwhile", "rota.breaks_rules", "rota.month_over", "rota.empty", "rota.published_already"),
)
async def publish_month(call: Call, path: MonthPath, body: PublishIn) -> VersionOut:
    """Publish the draft; its duties hold from now on, and those on it are told."""
    version = await publishing.publish(call.uow, call.principal, first_of(path.month), body.revision)
    return await _version(call, version, {})


@get("/api/rota/months/{month}/versions", policy=allow(Role.COORDINATOR))
async def list_versions(call: Call, path: MonthPath) -> VersionsOut:
    """List what was published."""
    names: dict[UUID, str] = {}
    found = await publishing.versions(call.uow, first_of(path.month))
    return VersionsOut(versions=[await _version(call, each, names) for each in found])


@get("/api/rota/versions/{version_id}", policy=allow(Role.COORDINATOR), errors=("rota.version_not_found",))
async def get_version(call: Call, path: VersionPath) -> VersionWholeOut:
    """Show a published version as it was."""
    version = await publishing.get_version(call.uow, path.version_id)
    first = problem_from_json(version.problem).first
    return VersionWholeOut(
        **dict(await _version(call, version, {})),
        cells=[CellOut.of_assignment(one, first) for one in sorted(rota_from_json(version.rota), key=_in_order)],
    )


def _in_order(one: Assignment) -> tuple[str, int]:
    return one.staff_id, one.day


routes = (get_month, put_cells, publish_month, list_versions, get_version)
