"""Asks for runs, tells how they are, and takes what they found over into the draft."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update

from booking.rota.month_tables import RotaCell, RotaRun
from booking.rota.months import cells_of, lock_month, require_revision
from booking.rota.planning import Plan, read_plan
from booking.rota.problem import Lock, Previous, Problem
from booking.rota.problem_json import input_hash, problem_from_json, problem_to_json, rota_from_json
from booking.rota.runs.states import UNDER_WAY, RunKind, RunState, RunWanted
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.live import hint
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork

RUN = "rota.run"
"""The job that works a run off."""

CHANGE_COST = 50
"""What each changed cell costs in a repair: more than any wish, less than a missing person."""


async def latest(uow: UnitOfWork, first: date) -> UUID | None:
    """Return the newest run of a month that is under way or not yet taken over, or None."""
    query = select(RotaRun.id, RotaRun.applied).where(RotaRun.first == first).order_by(RotaRun.id.desc()).limit(1)
    row = (await uow.session.execute(query)).first()
    return None if row is None or row.applied else row.id


async def start(
    uow: UnitOfWork, principal: Principal, first: date, kind: RunKind, seconds: int, seed: int, *, deterministic: bool
) -> RotaRun:
    """Ask for a run from what the month is decided from now; it is worked off by a worker.

    Raises Conflict "rota.run_under_way" or "rota.month_over", Invalid "rota.nobody" where nobody is on the rota.
    """
    month = await lock_month(uow, first)
    under_way = select(RotaRun.id).where(RotaRun.first == first, RotaRun.state.in_(UNDER_WAY))
    if await uow.session.scalar(under_way.limit(1)) is not None:
        raise Conflict("rota.run_under_way", "A rota of this month is being worked out already.")
    plan = await read_plan(uow, first)
    if first + timedelta(days=plan.problem.days - 1) < uow.zone.today(uow.now):
        raise Conflict("rota.month_over", "This month is over.")
    if not plan.problem.staff or not plan.problem.cover:
        raise Invalid("rota.nobody", "There is nobody on the rota, or nothing is needed.")
    problem = _asked(plan, kind, plan.day_of(uow.zone.today(uow.now)))
    run = RotaRun(
        id=new_id(),
        first=first,
        kind=kind,
        state=RunState.QUEUED,
        wanted=RunWanted.GO_ON,
        seconds=seconds,
        seed=seed,
        deterministic=deterministic,
        base_revision=month.revision,
        problem=problem_to_json(problem),
        input_hash=input_hash(problem),
        attempts=0,
        elapsed=0.0,
        history=[],
        applied=False,
        requested_by=principal.account_id,
        created_at=uow.now,
    )
    uow.session.add(run)
    await uow.session.flush()
    uow.enqueue(RUN, {"run_id": str(run.id)}, key=f"{RUN}:{run.id}")
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
    return run


def _asked(plan: Plan, kind: RunKind, today: int) -> Problem:
    rota = {(one.staff_id, one.day): one for one in plan.rota}
    # What is over stays; nothing that breaks a rule in the past makes the future impossible.
    locks = {(lock.staff_id, lock.day): lock for lock in plan.locks}
    for person in plan.problem.staff:
        for day in range(min(max(today, 0), plan.problem.days)):
            locks[person.id, day] = Lock(person.id, day, rota.get((person.id, day)))
    cover = tuple(each for each in plan.problem.cover if each.day >= today)
    if kind is RunKind.BEST_EFFORT:
        cover = tuple(replace(each, hard=False) for each in cover)
    previous = Previous(plan.rota, CHANGE_COST) if kind is RunKind.REPAIR else None
    return replace(plan.problem, locks=tuple(locks.values()), cover=cover, previous=previous)


async def get(uow: UnitOfWork, run_id: UUID) -> RotaRun:
    """Return a run; raises NotFound("rota.run_not_found")."""
    query = select(RotaRun).where(RotaRun.id == run_id).execution_options(populate_existing=True)
    found: RotaRun | None = await uow.session.scalar(query)
    if found is None:
        raise NotFound("rota.run_not_found", "There is no such run.")
    return found


async def want(uow: UnitOfWork, run_id: UUID, wanted: RunWanted) -> RotaRun:
    """Let a run stop and keep its best, or end without; one that is over stays as it is.

    Raises NotFound("rota.run_not_found").
    """
    run = await get(uow, run_id)
    queued_ends = {RunWanted.STOP: RunState.CANCELLED, RunWanted.CANCEL: RunState.CANCELLED}
    await uow.session.execute(
        update(RotaRun)
        .where(RotaRun.id == run_id, RotaRun.state == RunState.QUEUED)
        .values(state=queued_ends[wanted], ended_at=uow.now)
    )
    await uow.session.execute(
        update(RotaRun)
        .where(RotaRun.id == run_id, RotaRun.state.in_({RunState.RUNNING, RunState.STOPPING}))
        .values(wanted=wanted, state=RunState.STOPPING)
    )
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
    return await get(uow, run.id)


async def apply(uow: UnitOfWork, run_id: UUID, seen: int, *, force: bool) -> RotaRun:
    """Take a run's rota over into the draft that was seen as `seen`; locked cells and past days stay.

    Raises NotFound("rota.run_not_found"), Conflict "rota.run_without_rota", or "rota.changed_meanwhile" where the draft
    is not the one that the run began with, unless `force`.
    """
    run = await get(uow, run_id)
    month = await lock_month(uow, run.first)
    require_revision(month, seen)
    if not force:
        require_revision(month, run.base_revision)
    if run.rota is None or run.state is not RunState.DONE:
        raise Conflict("rota.run_without_rota", "This run has found no rota.")
    plan = await read_plan(uow, run.first)
    present = await cells_of(uow, run.first)
    today = uow.zone.today(uow.now)
    kept = {place for place, cell in present.items() if cell.locked or cell.day < today}
    for place, cell in present.items():
        if place not in kept:
            await uow.session.delete(cell)
    await uow.session.flush()
    for one in rota_from_json(run.rota):
        day = run.first + timedelta(days=one.day)
        person = plan.problem.staff_by_id.get(one.staff_id)
        if (UUID(one.staff_id), day) in kept or day < today or person is None or one.role not in person.roles:
            continue
        if UUID(one.shift_id) not in plan.shift_types:
            continue
        uow.session.add(
            RotaCell(
                practitioner_id=UUID(one.staff_id),
                day=day,
                shift_type_id=UUID(one.shift_id),
                role=Role(one.role),
                locked=False,
            )
        )
    month.revision += 1
    month.seed, month.model_version = run.seed, run.model_version
    run.applied = True
    await uow.session.flush()
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
    return run


def problem_of(run: RotaRun) -> Problem:
    """Return what a run is decided from."""
    return problem_from_json(run.problem)
