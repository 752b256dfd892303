"""Asks for runs, tells how they are, and takes what they found over into the draft."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update

from booking.rota.month_end import following
from booking.rota.month_tables import RotaCell, RotaRun
from booking.rota.months import lock_month, require_revision
from booking.rota.planning import read_plan
from booking.rota.problem import Problem
from booking.rota.problem_json import input_hash, problem_from_json, problem_to_json
from booking.rota.runs.asking import asked
from booking.rota.runs.lost import RUN, end_lost, key_of, states_of
from booking.rota.runs.states import BEGUN, UNDER_WAY, RotaRunState, RunKind, RunWanted
from booking.rota.runs.taking import taking_of
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.live import hint
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork


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
    await end_lost(uow, first)
    under_way = select(RotaRun.id).where(RotaRun.first == first, RotaRun.state.in_(UNDER_WAY))
    if await uow.session.scalar(under_way.limit(1)) is not None:
        raise Conflict("rota.run_under_way", "A rota of this month is being worked out already.")
    plan = await read_plan(uow, first)
    if first + timedelta(days=plan.problem.days - 1) < uow.zone.today(uow.now):
        raise Conflict("rota.month_over", "This month is over.")
    if not plan.problem.staff or not plan.problem.cover:
        raise Invalid("rota.nobody", "There is nobody on the rota, or nothing is needed.")
    problem = asked(plan, kind, plan.minute_of(uow.zone, uow.now))
    after = await following(uow, plan)
    if after is not None:
        problem = replace(problem, wishes=(*problem.wishes, *after.barred()))
    run = RotaRun(
        id=new_id(),
        first=first,
        kind=kind,
        state=RotaRunState.QUEUED,
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
        conflicts=[],
        suggestions=[],
        applied=False,
        requested_by=principal.account_id,
        created_at=uow.now,
    )
    uow.session.add(run)
    await uow.session.flush()
    uow.enqueue(RUN, {"run_id": str(run.id)}, key=key_of(run.id))
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
    return run


async def get(uow: UnitOfWork, run_id: UUID) -> RotaRun:
    """Return a run as it is stored; raises NotFound("rota.run_not_found")."""
    query = select(RotaRun).where(RotaRun.id == run_id).execution_options(populate_existing=True)
    found: RotaRun | None = await uow.session.scalar(query)
    if found is None:
        raise NotFound("rota.run_not_found", "There is no such run.")
    return found


async def look(uow: UnitOfWork, run_id: UUID) -> tuple[RotaRun, RotaRunState]:
    """Return a run and its state as it is: one that nobody works off any more has ended, whatever is stored.

    Raises NotFound("rota.run_not_found").
    """
    real = (await states_of(uow, [run_id])).get(run_id)
    run = await get(uow, run_id)
    return run, run.state if real is None or run.state not in UNDER_WAY else real


async def want(uow: UnitOfWork, run_id: UUID, wanted: RunWanted) -> RotaRun:
    """Let a run stop and keep its best, or end without; one that is over stays as it is.

    Raises NotFound("rota.run_not_found").
    """
    run = await get(uow, run_id)
    await uow.session.execute(
        update(RotaRun)
        .where(RotaRun.id == run_id, RotaRun.state == RotaRunState.QUEUED)
        .values(wanted=wanted, state=RotaRunState.CANCELLED, ended_at=uow.now)
    )
    await uow.session.execute(
        update(RotaRun)
        .where(RotaRun.id == run_id, RotaRun.state.in_(BEGUN))
        .values(wanted=wanted, state=RotaRunState.STOPPING)
    )
    await end_lost(uow, run.first)
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
    if run.rota is None or run.state is not RotaRunState.DONE:
        raise Conflict("rota.run_without_rota", "This run has found no rota.")
    taking = await taking_of(uow, run)
    for cell in taking.goes:
        await uow.session.delete(cell)
    await uow.session.flush()
    for (practitioner_id, day), (shift_type_id, role) in taking.comes.items():
        uow.session.add(
            RotaCell(practitioner_id=practitioner_id, day=day, shift_type_id=shift_type_id, role=role, locked=False)
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
