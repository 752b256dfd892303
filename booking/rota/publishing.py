"""Publishing a month's rota: its versions, and the duties that hold."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from booking.rota.month_tables import RotaMonth, RotaVersion
from booking.rota.months import findings_of, lock_month, require_revision
from booking.rota.planning import Plan, read_plan
from booking.rota.problem import Assignment, Problem, Rota
from booking.rota.problem_json import input_hash, problem_to_json, rota_from_json, rota_to_json
from booking.rota.tables import Duty
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.live import hint
from core.principal import CLINICIANS, Principal, Role
from core.unit_of_work import UnitOfWork

PUBLISHED = "rota.published"
"""The job that tells of a published month."""


async def publish(uow: UnitOfWork, principal: Principal, first: date, seen: int) -> RotaVersion:
    """Publish the draft as a new version: its duties hold from now on, those begun already stay as they are.

    Raises Conflict "rota.changed_meanwhile", "rota.breaks_rules" (`count` hard findings), "rota.month_over",
    "rota.empty", or "rota.published_already" where neither the draft nor what it is decided from changed since.
    """
    row = await lock_month(uow, first)
    require_revision(row, seen)
    plan = await read_plan(uow, first)
    last = first + timedelta(days=plan.problem.days - 1)
    if last < uow.zone.today(uow.now):
        raise Conflict("rota.month_over", "This month is over.")
    if not plan.rota:
        raise Conflict("rota.empty", "There is nobody on this rota yet.")
    broken = [each for each in await findings_of(uow, plan) if each.is_hard]
    if broken:
        raise Conflict("rota.breaks_rules", "The rota breaks rules that must hold.", count=len(broken))
    last_version = await newest(uow, first)
    if last_version is not None and _is_same(last_version, row, plan):
        raise Conflict("rota.published_already", "This rota is published already.")
    version = await publish_rota(uow, principal, row, plan, plan.rota)
    uow.enqueue(PUBLISHED, {"version_id": str(version.id)}, key=f"{PUBLISHED}:{version.id}")
    return version


async def publish_rota(uow: UnitOfWork, principal: Principal, row: RotaMonth, plan: Plan, rota: Rota) -> RotaVersion:
    """Store a checked rota of a locked month as its newest version, and put its duties to come in force."""
    number = await uow.session.scalar(select(func.max(RotaVersion.number)).where(RotaVersion.first == row.first))
    version = RotaVersion(
        id=new_id(),
        first=row.first,
        number=(number or 0) + 1,
        rota=rota_to_json(rota),
        problem=problem_to_json(plan.problem),
        input_hash=input_hash(plan.problem),
        seed=row.seed,
        model_version=row.model_version,
        revision=row.revision,
        published_at=uow.now,
        published_by=principal.account_id,
    )
    uow.session.add(version)
    await _replace_duties(uow, plan, rota)
    for role in (Role.COORDINATOR, *sorted(CLINICIANS)):
        uow.publish(hint(f"role:{role}", "rota"))
    return version


def _is_same(version: RotaVersion, row: RotaMonth, plan: Plan) -> bool:
    return (
        version.revision == row.revision
        and rota_from_json(version.rota) == plan.rota
        and version.input_hash == input_hash(plan.problem)
    )


def times_of(uow: UnitOfWork, problem: Problem, one: Assignment) -> tuple[datetime, datetime]:
    """Return when an assignment really begins and ends, in UTC."""
    start = uow.zone.day(problem.first)[0]
    begins, ends = problem.span(one.day, problem.shift_by_id[one.shift_id])
    return start + timedelta(minutes=begins), start + timedelta(minutes=ends)


async def _replace_duties(uow: UnitOfWork, plan: Plan, rota: Rota) -> None:
    first = plan.problem.first
    start = uow.zone.day(first)[0]
    end = uow.zone.day(first + timedelta(days=plan.problem.days))[0]
    await uow.session.execute(
        delete(Duty).where(Duty.starts_at >= start, Duty.starts_at < end, Duty.starts_at > uow.now)
    )
    for one in rota:
        starts_at, ends_at = times_of(uow, plan.problem, one)
        if starts_at <= uow.now:
            continue
        shift = plan.shift_types[UUID(one.shift_id)]
        uow.session.add(
            Duty(
                id=new_id(),
                practitioner_id=UUID(one.staff_id),
                role=Role(one.role),
                shift_type_id=shift.id,
                duty=shift.duty,
                starts_at=starts_at,
                ends_at=ends_at,
            )
        )
    await uow.session.flush()


async def versions(uow: UnitOfWork, first: date) -> Sequence[RotaVersion]:
    """Return the published versions of a month, the newest first."""
    query = select(RotaVersion).where(RotaVersion.first == first).order_by(RotaVersion.number.desc())
    return (await uow.session.scalars(query)).all()


async def newest(uow: UnitOfWork, first: date) -> RotaVersion | None:
    """Return the newest published version of a month, or None where it was never published."""
    query = select(RotaVersion).where(RotaVersion.first == first).order_by(RotaVersion.number.desc()).limit(1)
    return (await uow.session.scalars(query)).first()


async def get_version(uow: UnitOfWork, version_id: UUID) -> RotaVersion:
    """Return a version; raises NotFound("rota.version_not_found")."""
    found = await uow.session.get(RotaVersion, version_id)
    if found is None:
        raise NotFound("rota.version_not_found", "There is no such version.")
    return found
