"""The draft of a month's rota."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from booking.rota.checking import Finding, check
from booking.rota.month_end import following
from booking.rota.month_tables import RotaCell, RotaMonth
from booking.rota.planning import Plan, duties_between, read_plan
from booking.rota.problem import Problem
from booking.rota.problem_building import month_length
from booking.rota.repair import cells_over, has_begun
from core.errors import Conflict, Invalid
from core.live import hint
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there


@dataclass(frozen=True, slots=True)
class CellChange:
    """What a cell is to become: a shift in a role, or (both None) a day off."""

    practitioner_id: UUID
    day: date
    shift_type_id: UUID | None
    role: Role | None
    locked: bool


async def findings_of(uow: UnitOfWork, plan: Plan) -> Sequence[Finding]:
    """Return what the checker finds in the draft, also over its end where the following month is published.

    What concerns days that are over and shifts that have begun alone can no more be changed, and is left out.
    """
    found = check(plan.problem, plan.rota)
    after = await following(uow, plan)
    over_the_end = () if after is None else after.broken_by(plan.rota)
    today = plan.day_of(uow.zone.today(uow.now))
    now = plan.minute_of(uow.zone, uow.now)
    over = cells_over(plan.problem, plan.rota, now)
    return [
        each
        for each in (*found.hard, *over_the_end, *found.soft)
        if not each.days or (max(each.days) >= today and not _has_begun(plan.problem, each, over, now))
    ]


def _has_begun(problem: Problem, found: Finding, over: set[tuple[str, int]], now: int) -> bool:
    if found.staff_id is not None:
        return all((found.staff_id, day) in over for day in found.days)
    return found.shift_id is not None and all(has_begun(problem, day, found.shift_id, now) for day in found.days)


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

    Raises Conflict "rota.changed_meanwhile", "rota.day_is_past" or "rota.shift_begun", Invalid "rota.outside_horizon",
    "rota.staff_unknown", "rota.shift_unknown", "rota.not_skilled" or "rota.cell_half".
    """
    row = await lock_month(uow, first)
    require_revision(row, seen)
    plan = await read_plan(uow, first)
    today = uow.zone.today(uow.now)
    begun = {
        duty.practitioner_id: (duty.shift_type_id, duty.role)
        for duty in await duties_between(uow, uow.zone.day(today)[0], uow.now)
    }
    cells = {(cell.practitioner_id, cell.day): cell for cell in plan.cells}
    for change in changes:
        _require_possible(plan, change)
        before = cells.pop((change.practitioner_id, change.day), None)
        if change.day < today and _content(before) != (change.shift_type_id, change.role):
            raise Conflict("rota.day_is_past", "This day is over and stays as it was.")
        wanted = change.shift_type_id, change.role
        if change.day == today and wanted != begun.get(change.practitioner_id, wanted):
            raise Conflict("rota.shift_begun", "This shift has begun and stays as it is.")
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


async def cells_of(uow: UnitOfWork, first: date) -> Mapping[tuple[UUID, date], RotaCell]:
    """Return the cells of a draft by person and day."""
    last = first + timedelta(days=month_length(first) - 1)
    query = select(RotaCell).where(RotaCell.day >= first, RotaCell.day <= last)
    return {(cell.practitioner_id, cell.day): cell for cell in await uow.session.scalars(query)}
