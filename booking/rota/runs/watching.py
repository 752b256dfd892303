"""Follows the child process of a run: its progress goes into the row, and what is wanted of the run goes to it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import update

from booking.rota.explaining import Explanation
from booking.rota.model import Progress, SolveResult
from booking.rota.month_tables import RotaRun
from booking.rota.runs.states import UNDER_WAY, RunWanted
from booking.rota.solving import ChildProcess
from core.live import hint
from core.principal import Role
from core.unit_of_work import Units

TELL_SECONDS = 0.7
"""So often progress is stored and what is wanted is looked up."""

MOST_POINTS = 240
"""Points of the history that are kept; then every other one is let go."""

Answer = TypeVar("Answer", SolveResult, Explanation)


class Watched:
    """What a search has come to."""

    def __init__(self) -> None:
        self._best: int | None = None
        self._bound: int | None = None
        self._seconds = 0.0
        self._history: list[dict[str, Any]] = []

    async def see(self, progress: Progress) -> None:
        """Take note of progress."""
        self._best, self._bound, self._seconds = progress.best, progress.bound, progress.seconds
        self._history.append({"elapsed": round(progress.seconds, 2), "best": progress.best, "bound": progress.bound})
        if len(self._history) > MOST_POINTS:
            self._history = self._history[::2]

    @property
    def values(self) -> dict[str, Any]:
        """Return the columns of the row that say so."""
        return {"best": self._best, "bound": self._bound, "elapsed": self._seconds, "history": list(self._history)}


async def follow(
    units: Units,
    run_id: UUID,
    child: ChildProcess[Answer],
    values: Callable[[], dict[str, Any]],
    on_wanted: Callable[[RunWanted], Awaitable[None]],
) -> Answer | None:
    """Return what the child answers, None after it was cancelled; raises SolverFailedError where it ended without.

    `values` is stored again and again, `on_wanted` is called when something new is wanted of the run. A run that was
    ended by others is cancelled. Whatever happens here, the child has ended afterwards.
    """
    waiting = asyncio.create_task(child.result())
    asked = RunWanted.GO_ON
    try:
        while True:
            done, _ = await asyncio.wait({waiting}, timeout=TELL_SECONDS)
            if done:
                return waiting.result()
            wanted = await _tell(units, run_id, values())
            if wanted is not asked:
                asked = wanted
                await on_wanted(wanted)
    finally:
        if not waiting.done():
            child.kill()
            waiting.cancel()
            with suppress(asyncio.CancelledError):
                await waiting


async def _tell(units: Units, run_id: UUID, values: dict[str, Any]) -> RunWanted:
    async with units.write() as uow:
        query = (
            update(RotaRun)
            .where(RotaRun.id == run_id, RotaRun.state.in_(UNDER_WAY))
            .values(values)
            .returning(RotaRun.wanted)
        )
        wanted = (await uow.session.scalars(query)).one_or_none()
        uow.publish(hint(f"role:{Role.COORDINATOR}", "rota", run_id))
    return RunWanted.CANCEL if wanted is None else wanted
