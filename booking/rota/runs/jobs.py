"""Works runs off: the solver in a child process, then, where there is no rota, the search for why."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, update

from booking.rota.checking import check
from booking.rota.explaining import Explanation, Outcome
from booking.rota.explaining.stored import findings_to_json, suggestions_to_json
from booking.rota.model import SolveOptions, SolveResult, Status
from booking.rota.month_tables import RotaRun
from booking.rota.problem import Problem
from booking.rota.problem_json import rota_to_json
from booking.rota.runs.lost import RUN, end_lost
from booking.rota.runs.service import problem_of
from booking.rota.runs.states import UNDER_WAY, RotaRunState, RunKind, RunWanted
from booking.rota.runs.watching import Watched, follow
from booking.rota.solving import ExplainerProcess, ExplainOptions, SolverFailedError, SolverProcess
from core.json import JSON
from core.live import hint
from core.outbox.runner import Outside
from core.principal import Role
from core.unit_of_work import UnitOfWork, Units

MOST_ATTEMPTS = 2
"""A run whose worker died is begun once more."""

SIDE_BY_SIDE = 4
"""So many months are worked out at once by one worker."""

EXPLAIN_SECONDS, SUGGEST_SECONDS = 20.0, 20.0
"""So long the conflict and the ways out are looked for after a run that found that there is no rota."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Begun:
    kind: RunKind
    problem: Problem
    today: int
    options: SolveOptions


async def run(units: Units, payload: Mapping[str, JSON]) -> None:
    """Work a run off; whatever happens, it does not stay under way."""
    run_id = UUID(str(payload["run_id"]))
    watched = Watched()
    try:
        begun = await _begin(units, run_id)
        if begun is None:
            return
        if begun.kind is RunKind.EXPLAIN:
            half = begun.options.seconds / 2
            found = await _explain(units, run_id, begun, ExplainOptions(half, half, max(begun.today, 0)))
            values = _explained(found)
        else:
            values = await _solve(units, run_id, begun, watched)
            if values["state"] is RotaRunState.INFEASIBLE:
                values |= await _why(units, run_id, begun, values)
    except Exception as error:
        _log.error("rota_run_failed", run_id=str(run_id), error=type(error).__name__)
        values = {**watched.values, "state": RotaRunState.FAILED}
    await _end(units, run_id, values)


async def _begin(units: Units, run_id: UUID) -> _Begun | None:
    """Return what is to be done; None for a run that has ended or ends now."""
    async with units.write() as uow:
        await end_lost(uow)
        row = await uow.session.scalar(select(RotaRun).where(RotaRun.id == run_id).with_for_update())
        if row is None or row.state not in UNDER_WAY:
            return None
        row.attempts += 1
        if row.wanted is RunWanted.CANCEL or row.attempts > MOST_ATTEMPTS:
            row.state = RotaRunState.CANCELLED if row.wanted is RunWanted.CANCEL else RotaRunState.FAILED
            row.ended_at = uow.now
            _publish(uow, run_id)
            return None
        row.state = RotaRunState.RUNNING if row.wanted is RunWanted.GO_ON else RotaRunState.STOPPING
        _publish(uow, run_id)
    problem = problem_of(row)
    first = problem.previous.rota if row.kind is RunKind.REPAIR and problem.previous else None
    options = SolveOptions(row.seconds, seed=row.seed, deterministic=row.deterministic, first=first)
    return _Begun(row.kind, problem, (units.zone.today(units.clock.now()) - row.first).days, options)


async def _solve(units: Units, run_id: UUID, begun: _Begun, watched: Watched) -> dict[str, Any]:
    solver = await SolverProcess.start(begun.problem, begun.options, watched.see)

    async def on_wanted(wanted: RunWanted) -> None:
        await (solver.cancel() if wanted is RunWanted.CANCEL else solver.stop())

    result = await follow(units, run_id, solver, lambda: watched.values, on_wanted)
    if result is None:
        return {**watched.values, "state": RotaRunState.CANCELLED}
    _require_checked(begun.problem, result, begun.today)
    state = RotaRunState.DONE
    if result.rota is None:
        state = RotaRunState.INFEASIBLE if result.status is Status.INFEASIBLE else RotaRunState.FAILED
    return {
        **watched.values,
        "state": state,
        "best": result.cost,
        "bound": result.bound,
        "elapsed": result.seconds,
        "rota": None if result.rota is None else rota_to_json(result.rota),
        "model_version": result.model_version,
    }


def _require_checked(problem: Problem, result: SolveResult, today: int) -> None:
    """Raise SolverFailedError for a rota that the independent checker refuses for days that are not over."""
    if result.rota is None:
        return
    if any(not each.days or max(each.days) >= today for each in check(problem, result.rota).hard):
        raise SolverFailedError("the checker refuses the rota")


async def _why(units: Units, run_id: UUID, begun: _Begun, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what conflicts in a month that has no rota; nothing where that cannot be told: the proof holds anyway."""
    async with units.write() as uow:
        await uow.session.execute(
            update(RotaRun)
            .where(RotaRun.id == run_id, RotaRun.state == RotaRunState.RUNNING)
            .values({**known, "state": RotaRunState.EXPLAINING})
        )
        _publish(uow, run_id)
    try:
        options = ExplainOptions(EXPLAIN_SECONDS, SUGGEST_SECONDS, max(begun.today, 0))
        found = await _explain(units, run_id, begun, options, known["elapsed"])
    except Exception as error:
        # Of people and dates nothing is told here.
        _log.error("rota_explain_failed", run_id=str(run_id), error=type(error).__name__)
        return {}
    return {} if found is None else _conflict(found)


async def _explain(
    units: Units, run_id: UUID, begun: _Begun, options: ExplainOptions, before: float = 0.0
) -> Explanation | None:
    """Return the explanation, None where somebody ended the search for it; `before` are seconds the run took so far."""
    explainer = await ExplainerProcess.start(begun.problem, options)
    since = time.monotonic() - before

    async def on_wanted(_wanted: RunWanted) -> None:
        await explainer.cancel()

    return await follow(units, run_id, explainer, lambda: {"elapsed": time.monotonic() - since}, on_wanted)


def _explained(found: Explanation | None) -> dict[str, Any]:
    if found is None:
        return {"state": RotaRunState.CANCELLED}
    state = {
        Outcome.EXPLAINED: RotaRunState.INFEASIBLE,
        Outcome.POSSIBLE: RotaRunState.DONE,
        Outcome.UNKNOWN: RotaRunState.FAILED,
    }
    return {"state": state[found.outcome], **_conflict(found)}


def _conflict(found: Explanation) -> dict[str, Any]:
    return {
        "conflicts": findings_to_json(found.conflicts),
        "suggestions": suggestions_to_json(found.suggestions),
    }


async def _end(units: Units, run_id: UUID, values: Mapping[str, Any]) -> None:
    async with units.write() as uow:
        under_way = select(RotaRun).where(RotaRun.id == run_id, RotaRun.state.in_(UNDER_WAY)).with_for_update()
        row = (await uow.session.scalars(under_way)).first()
        if row is None:
            return
        # Who cancelled is told so, also where the search ended by itself at that moment.
        ended = {"state": RotaRunState.CANCELLED} if row.wanted is RunWanted.CANCEL else values
        await uow.session.execute(update(RotaRun).where(RotaRun.id == run_id).values({**ended, "ended_at": uow.now}))
        _publish(uow, run_id)


def _publish(uow: UnitOfWork, run_id: UUID) -> None:
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota", run_id))


handlers: dict[str, Outside] = {RUN: Outside(run, side_by_side=SIDE_BY_SIDE)}
