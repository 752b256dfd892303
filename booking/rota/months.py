"""A month's rota: its draft, and publishing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from booking.rota.checking import Finding, check
from booking.rota.month_tables import RotaCell, RotaMonth, RotaVersion
from booking.rota.planning import Plan, read_plan
from booking.rota.problem_building import month_length
from booking.rota.problem_json import input_hash, problem_to_json, rota_to_json
from booking.rota.tables import Duty
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.live import hint
from core.principal import CLINICIANS, Principal, Role
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

PUBLISHED = "rota.published"
"""The job that tells of a published month."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a cell is to become: a shift in a role, or (both None) a day off."""

    practitioner_id: UUID
    day: date
    shift_type_id: UUID | None
    role: Role | None
    locked: bool


def findings_of(uow: UnitOfWork, plan: Plan) -> Sequence[Finding]:
    """Return what the checker finds in the draft; what concerns past days alone can no more be changed."""
    found = check(plan.problem, plan.rota)
    today = plan.day_of(uow.zone.today(uow.now))
    return [each for each in (*found.hard, *found.soft) if not each.days or max(each.days) >= today]


async def month_row(uow: UnitOfWork, first: date) -> RotaMonth | None:
    """Return the draft's row, or None where nothing was planned yet (its revision is 0)."""
    return await uow.session.get(RotaMonth, first)


async def lock_month(uow: UnitOfWork, first: date) -> RotaMonth:
    """Return the draft's row, made where it is not there; who else changes the month waits until the unit ends."""
    await uow.session.execute(insert_unless_there(uow, RotaMonth, [{"first": first, "revision": 0}]))
    query = select(RotaMonth).where(RotaMonth.first == first).with_for_update()
    return (await uow.session.scalars(query.execution_options(populate_existing=True))).one()


def require_revision(row: RotaMonth, seen: int) -> None:
    """Raise Conflict("rota.changed_meanwhile") unless the draft is still the one that was seen."""
    if row.revision != seen:
        raise Conflict("rota.changed_meanwhile", "Somebody else changed this meanwhile.")


async def change_cells(uow: UnitOfWork, first: date, seen: int, changes: Sequence[CellChange]) -> int:
    """Change cells of the draft and return its new revision; what breaks rules is kept and found by the checker.

    Raises Conflict "rota.changed_meanwhile" or "rota.day_is_past", Invalid "rota.outside_horizon",
    "rota.staff_unknown", "rota.shift_unknown", "rota.not_skilled" or "rota.cell_half".
    """
    row = await lock_month(uow, first)
    require_revision(row, seen)
    plan = await read_plan(uow, first)
    today = uow.zone.today(uow.now)
    cells = {(cell.practitioner_id, cell.day): cell for cell in plan.cells}
    for change in changes:
        _require_possible(plan, change)
        before = cells.pop((change.practitioner_id, change.day), None)
        if change.day < today and _content(before) != (change.shift_type_id, change.role):
            raise Conflict("rota.day_is_past", "This day is over and stays as it was.")
        if before is not None:
            await uow.session.delete(before)
            await uow.session.flush()
        if change.role is not None or change.locked:
            made = RotaCell(
                practitioner_id=change.practitioner_id,
                day=change.day,
                shift_type_id=change.shift_type_id,
                role=change.role,
                locked=change.locked,
            )
            cells[change.practitioner_id, change.day] = made
            uow.session.add(made)
    row.revision += 1
    await uow.session.flush()
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
    return row.revision


def _content(cell: RotaCell | None) -> tuple[UUID | None, Role | None]:
    return (None, None) if cell is None else (cell.shift_type_id, cell.role)


def _require_possible(plan: Plan, change: CellChange) -> None:
    if not 0 <= plan.day_of(change.day) < plan.problem.days:
        raise Invalid("rota.outside_horizon", "This day is outside the rota.")
    person = plan.problem.staff_by_id.get(str(change.practitioner_id))
    if person is None:
        raise Invalid("rota.staff_unknown", "Somebody in the list is not there any more.")
    if (change.shift_type_id is None) != (change.role is None):
        raise Invalid("rota.cell_half", "A shift and a role belong together.")
    if change.shift_type_id is not None and change.shift_type_id not in plan.shift_types:
        raise Invalid("rota.shift_unknown", "A shift is named that is not there.")
    if change.role is not None and change.role not in person.roles:
        raise Invalid("rota.not_skilled", "They do not have this role.")


async def publish(uow: UnitOfWork, principal: Principal, first: date, seen: int) -> RotaVersion:
    """Publish the draft as a new version: its duties hold from now on, those begun already stay as they are.

    Raises Conflict "rota.changed_meanwhile", "rota.breaks_rules" (`count` hard findings), "rota.month_over" or
    "rota.empty".
    """
    row = await lock_month(uow, first)
    require_revision(row, seen)
    plan = await read_plan(uow, first)
    last = first + timedelta(days=plan.problem.days - 1)
    if last < uow.zone.today(uow.now):
        raise Conflict("rota.month_over", "This month is over.")
    if not plan.rota:
        raise Conflict("rota.empty", "There is nobody on this rota yet.")
    broken = [each for each in findings_of(uow, plan) if each.is_hard]
    if broken:
        raise Conflict("rota.breaks_rules", "The rota breaks rules that must hold.", count=len(broken))
    number = await uow.session.scalar(select(func.max(RotaVersion.number)).where(RotaVersion.first == first))
    version = RotaVersion(
        id=new_id(),
        first=first,
        number=(number or 0) + 1,
        rota=rota_to_json(plan.rota),
        problem=problem_to_json(plan.problem),
        input_hash=input_hash(plan.problem),
        seed=row.seed,
        model_version=row.model_version,
        revision=row.revision,
        published_at=uow.now,
        published_by=principal.account_id,
    )
    uow.session.add(version)
    await _replace_duties(uow, plan)
    uow.enqueue(PUBLISHED, {"version_id": str(version.id)}, key=f"{PUBLISHED}:{version.id}")
    for role in (Role.COORDINATOR, *sorted(CLINICIANS)):
        uow.publish(hint(f"role:{role}", "rota"))
    return version


async def _replace_duties(uow: UnitOfWork, plan: Plan) -> None:
    first = plan.problem.first
    start = uow.zone.day(first)[0]
    end = uow.zone.day(first + timedelta(days=plan.problem.days))[0]
    await uow.session.execute(
        delete(Duty).where(Duty.starts_at >= start, Duty.starts_at < end, Duty.starts_at > uow.now)
    )
    for one in plan.rota:
        begins, ends = plan.problem.span(one.day, plan.problem.shift_by_id[one.shift_id])
        starts_at = start + timedelta(minutes=begins)
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
                ends_at=start + timedelta(minutes=ends),
            )
        )
    await uow.session.flush()


async def versions(uow: UnitOfWork, first: date) -> Sequence[RotaVersion]:
    """Return the published versions of a month, the newest first."""
    query = select(RotaVersion).where(RotaVersion.first == first).order_by(RotaVersion.number.desc())
    return (await uow.session.scalars(query)).all()


async def get_version(uow: UnitOfWork, version_id: UUID) -> RotaVersion:
    """Return a version; raises NotFound("rota.version_not_found")."""
    found = await uow.session.get(RotaVersion, version_id)
    if found is None:
        raise NotFound("rota.version_not_found", "There is no such version.")
    return found


async def cells_of(uow: UnitOfWork, first: date) -> Mapping[tuple[UUID, date], RotaCell]:
    """Return the cells of a draft by person and day."""
    last = first + timedelta(days=month_length(first) - 1)
    query = select(RotaCell).where(RotaCell.day >= first, RotaCell.day <= last)
    return {(cell.practitioner_id, cell.day): cell for cell in await uow.session.scalars(query)}
