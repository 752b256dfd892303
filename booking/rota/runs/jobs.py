"""Works runs off: the solver in a child process, its progress in the row, and what the coordinator wants of it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, update

from booking.rota.checking import check
from booking.rota.model import Progress, SolveOptions, SolveResult, Status
from booking.rota.month_tables import RotaRun
from booking.rota.problem import Problem
from booking.rota.problem_json import rota_to_json
from booking.rota.runs.service import RUN, problem_of
from booking.rota.runs.states import UNDER_WAY, RunKind, RunState, RunWanted
from booking.rota.solving import SolverFailedError, SolverProcess
from core.json import JSON
from core.live import hint
from core.outbox.runner import Outside
from core.principal import Role
from core.unit_of_work import Units

TELL_SECONDS = 0.7
"""So often progress is stored and what is wanted is looked up."""

MOST_ATTEMPTS = 2
"""A run whose worker died is begun once more."""

MOST_POINTS = 240
"""Points of the history that are kept; then every other one is let go."""

_log = structlog.get_logger(__name__)


class _Watched:
    """What a run has come to, between two looks at it."""

    def __init__(self) -> None:
        self.best: int | None = None
        self.bound: int | None = None
        self.seconds = 0.0
        self.history: list[dict[str, Any]] = []

    async def see(self, progress: Progress) -> None:
        self.best, self.bound, self.seconds = progress.best, progress.bound, progress.seconds
        self.history.append({"elapsed": round(progress.seconds, 2), "best": progress.best, "bound": progress.bound})
        if len(self.history) > MOST_POINTS:
            self.history = self.history[::2]

    @property
    def values(self) -> dict[str, Any]:
        return {
            "best": self.best,
            "bound": self.bound,
            "elapsed": self.seconds,
            "history": list(self.history),
        }


async def run(units: Units, payload: Mapping[str, JSON]) -> None:
    """Work a run off; whatever happens, it does not stay under way."""
    run_id = UUID(str(payload["run_id"]))
    async with units.write() as uow:
        row = await uow.session.scalar(select(RotaRun).where(RotaRun.id == run_id).with_for_update())
        if row is None or row.state not in UNDER_WAY:
            return
        row.attempts += 1
        if row.attempts > MOST_ATTEMPTS:
            row.state, row.ended_at = RunState.FAILED, uow.now
            uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
            return
        row.state = RunState.RUNNING if row.wanted is RunWanted.GO_ON else RunState.STOPPING
        problem = problem_of(row)
        today = (uow.zone.today(uow.now) - row.first).days
        first = problem.previous.rota if row.kind is RunKind.REPAIR and problem.previous else None
        options = SolveOptions(row.seconds, seed=row.seed, deterministic=row.deterministic, first=first)
    watched = _Watched()
    try:
        solver = await SolverProcess.start(problem, options, watched.see)
        result = await _follow(units, run_id, solver, watched)
        _require_checked(problem, result, today)
    except (SolverFailedError, OSError) as error:
        _log.error("rota_run_failed", run_id=str(run_id), error=type(error).__name__)
        await _end(units, run_id, {**watched.values, "state": RunState.FAILED})
        return
    await _end(units, run_id, {**watched.values, **_outcome(result)})


def _require_checked(problem: Problem, result: SolveResult | None, today: int) -> None:
    """Raise SolverFailedError for a rota that the independent checker refuses for days that are not over."""
    if result is None or result.rota is None:
        return
    if any(not each.days or max(each.days) >= today for each in check(problem, result.rota).hard):
        raise SolverFailedError("the checker refuses the rota")


async def _follow(units: Units, run_id: UUID, solver: SolverProcess, watched: _Watched) -> SolveResult | None:
    waiting = asyncio.create_task(solver.result())
    asked = RunWanted.GO_ON
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=TELL_SECONDS)
            if done:
                return waiting.result()
            async with units.write() as uow:
                query = update(RotaRun).where(RotaRun.id == run_id).values(watched.values).returning(RotaRun.wanted)
                wanted = (await uow.session.scalars(query)).one()
                uow.publish(hint(f"role:{Role.COORDINATOR}", "rota", run_id))
            if wanted is not asked:
                asked = wanted
                await (solver.cancel() if wanted is RunWanted.CANCEL else solver.stop())
    finally:
        if not waiting.done():
            waiting.cancel()
            with suppress(asyncio.CancelledError):
                await waiting


def _outcome(result: SolveResult | None) -> dict[str, Any]:
    if result is None:
        return {"state": RunState.CANCELLED}
    state = RunState.DONE
    if result.rota is None:
        state = RunState.INFEASIBLE if result.status is Status.INFEASIBLE else RunState.FAILED
    return {
        "state": state,
        "best": result.cost,
        "bound": result.bound,
        "elapsed": result.seconds,
        "rota": None if result.rota is None else rota_to_json(result.rota),
        "model_version": result.model_version,
    }


async def _end(units: Units, run_id: UUID, values: Mapping[str, Any]) -> None:
    async with units.write() as uow:
        await uow.session.execute(
            update(RotaRun)
            .where(RotaRun.id == run_id, RotaRun.state.in_(UNDER_WAY))
            .values({**values, "ended_at": uow.now})
        )
        uow.publish(hint(f"role:{Role.COORDINATOR}", "rota", run_id))


handlers: dict[str, Outside] = {RUN: Outside(run)}
