"""Solving a rota: part by part where its people are not all joined. Pure but for the time it takes."""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from booking.rota.model.board import Board, gap_of
from booking.rota.model.parts import rota_of, split
from booking.rota.model.results import Progress, SolveOptions, SolveResult, Status
from booking.rota.model.search import Search, size
from booking.rota.model.stopping import HasRota, Stop
from booking.rota.problem import Problem, Rota

MOST_ROUNDS = 4
"""What the parts that are proven early leave of the time, the others get; so often at most."""


def solve(
    problem: Problem,
    options: SolveOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> SolveResult:
    """Solve a problem; `stop`, once set, ends the search and keeps the best.

    `on_progress` is called from the solver's threads, one call at a time.
    """
    options, tell, stop = options or SolveOptions(), on_progress or (lambda _: None), stop or threading.Event()
    parts = split(problem)
    if len(parts) == 1:
        return Search(problem, options, Board(tell), stop).result()
    return _Parts(parts, options, tell, stop).result()


class _Part:
    """One part, the best that is known of it, and how its last search ended."""

    def __init__(self, problem: Problem, tell: Callable[[Rota | None], None]) -> None:
        self.problem = problem
        self.size = max(size(problem), 1)
        self.board = Board(lambda progress: tell(progress.rota))
        self.status = Status.UNKNOWN

    @property
    def is_open(self) -> bool:
        """Return whether there is anything left to find or to prove."""
        return self.status is not Status.INFEASIBLE and not self.board.done.is_set()


class _Parts:
    """The search of a problem of several parts: one after the other, the small ones first.

    Each is first searched to its first rota, so that a stop soon finds a whole one. Then each gets of the seconds left
    what its size is of all that is open. In deterministic mode each gets its part of the work asked for, once: what the
    others leave of theirs is no reliable number.
    """

    def __init__(
        self,
        parts: Sequence[Problem],
        options: SolveOptions,
        tell: Callable[[Progress], None],
        stop: threading.Event,
    ) -> None:
        self._options, self._tell, self._stop = options, tell, stop
        self._began = time.monotonic()
        self._parts = sorted((_Part(part, self._told) for part in parts), key=lambda part: part.size)

    def result(self) -> SolveResult:
        """Search and return what came of it."""
        if self._options.deterministic:
            whole = sum(part.size for part in self._parts)
            for part in self._parts:
                self._search(part, self._options.seconds * part.size / whole, self._stop)
            return self._result()
        for part in self._parts:
            self._search(part, self._share(part), HasRota(part.board, self._stop))
        for _ in range(MOST_ROUNDS):
            for part in self._parts:
                self._search(part, self._share(part), self._stop)
        return self._result()

    def _search(self, part: _Part, seconds: float, stop: Stop) -> None:
        is_hopeless = any(each.status is Status.INFEASIBLE for each in self._parts)
        if seconds <= 0 or is_hopeless or not part.is_open:
            return
        first = part.board.rota
        if first is None and self._options.first is not None:
            first = rota_of(part.problem, self._options.first)
        options = replace(self._options, seconds=seconds, first=first)
        part.status = Search(part.problem, options, part.board, stop).result().status

    def _share(self, part: _Part) -> float:
        if self._stop.is_set():
            return 0.0
        left = self._options.seconds - (time.monotonic() - self._began)
        waiting = sum(each.size for each in self._parts[self._parts.index(part) :] if each.is_open)
        return left * part.size / max(waiting, 1)

    @property
    def _rota(self) -> Rota | None:
        rotas = [part.board.rota for part in self._parts]
        return None if None in rotas else frozenset().union(*(rota for rota in rotas if rota is not None))

    def _told(self, rota: Rota | None) -> None:
        cost, bound = (_sum(part.board.cost for part in self._parts), _sum(part.board.bound for part in self._parts))
        seconds = time.monotonic() - self._began
        whole = self._rota if rota is not None else None
        self._tell(Progress(cost, bound, gap_of(cost, bound), seconds, whole))

    def _result(self) -> SolveResult:
        seconds = time.monotonic() - self._began
        if any(part.status is Status.INFEASIBLE for part in self._parts):
            return SolveResult(Status.INFEASIBLE, None, None, None, None, seconds)
        rota = self._rota
        cost, bound = (_sum(part.board.cost for part in self._parts), _sum(part.board.bound for part in self._parts))
        if rota is None:
            return SolveResult(Status.UNKNOWN, None, None, bound, None, seconds)
        status = Status.OPTIMAL if cost == bound else Status.FEASIBLE
        return SolveResult(status, rota, cost, bound, gap_of(cost, bound), seconds)


def _sum(numbers: Iterable[int | None]) -> int | None:
    """Return the sum; None where one is not known yet."""
    known = tuple(numbers)
    return None if None in known else sum(number for number in known if number is not None)
