"""Solving a rota: what is asked, what comes back, and which search does it. Pure but for the time it takes."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ortools.sat.python import cp_model

from booking.rota.model.building import MODEL_VERSION, Model, build
from booking.rota.problem import Problem, Rota


class Status(StrEnum):
    """How a solve ended: OPTIMAL is proven, INFEASIBLE too; UNKNOWN is no rota found in time."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """How to solve: seconds of wall clock (of CP-SAT's deterministic time in deterministic mode), threads, seed.

    `deterministic` gives the same rota on every run of the same input, on this version of OR-Tools; `first` is a rota
    to begin from, which may break rules.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    deterministic: bool = False
    first: Rota | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The best cost so far, the proven bound, the gap (of the best cost) and the seconds; the rota where it is new."""

    best: int | None
    bound: int | None
    gap: float | None
    seconds: float
    rota: Rota | None = None


@dataclass(frozen=True, slots=True)
class SolveResult:
    """What a solve came to; `gap` is (cost - bound) / cost."""

    status: Status
    rota: Rota | None
    cost: int | None
    bound: int | None
    gap: float | None
    seconds: float
    model_version: str = MODEL_VERSION


def gap_of(cost: int | None, bound: int | None) -> float | None:
    """Return the part of the cost that is not proven to be needed; 0 where cost and bound meet."""
    if cost is None or bound is None:
        return None
    return 0.0 if cost <= bound else (cost - bound) / max(abs(cost), 1)


class Board:
    """The best rota and bound so far, told to whoever watches; its methods may be called from several threads."""

    def __init__(self, tell: Callable[[Progress], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._began = time.monotonic()
        self.rota: Rota | None = None
        self.cost: int | None = None
        self.bound: int | None = None
        self.done = threading.Event()

    @property
    def seconds(self) -> float:
        """Return the seconds since the solve began."""
        return time.monotonic() - self._began

    def offer(self, rota: Rota, cost: int) -> bool:
        """Take a rota if it is better; return whether it is."""
        with self._lock:
            if self.cost is not None and cost >= self.cost:
                return False
            self.rota, self.cost = rota, cost
            self._say(rota)
            return True

    def raise_bound(self, bound: int) -> None:
        """Take a bound if it is higher."""
        with self._lock:
            if self.bound is None or bound > self.bound:
                self.bound = bound
                self._say(None)

    def _say(self, rota: Rota | None) -> None:
        if self.cost is not None and self.bound is not None and self.cost <= self.bound:
            self.bound = self.cost
            self.done.set()
        self._tell(Progress(self.cost, self.bound, gap_of(self.cost, self.bound), self.seconds, rota))


class _Found(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, board: Board) -> None:
        super().__init__()
        self._model, self._board = model, board

    def on_solution_callback(self) -> None:
        """Put a better rota on the board."""
        cost = round(self.objective_value)
        if self._board.cost is None or cost < self._board.cost:
            self._board.offer(self._model.rota(self), cost)


def solve(
    problem: Problem,
    options: SolveOptions | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> SolveResult:
    """Solve a problem; `stop`, once set, ends the search and keeps the best.

    `on_progress` is called from the solver's threads, one call at a time.
    """
    options = options or SolveOptions()
    board = Board(on_progress or (lambda _: None))
    model = build(problem)
    if options.first is not None:
        begin_from(model, options.first, board)
    solver = cp_model.CpSolver()
    _configure(solver, options)
    status = run(solver, model, board, stop or threading.Event())
    return result(board, status)


def begin_from(model: Model, rota: Rota, board: Board) -> None:
    """Let the search begin from a rota; where it keeps the hard rules, it is on the board at once."""
    model.hint(rota)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.fix_variables_to_their_hinted_value = True
    # The cells are all fixed: what is left is to count.
    solver.parameters.max_deterministic_time = 5.0
    if solver.solve(model.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        board.offer(model.rota(solver), round(solver.objective_value))
        model.hint_all(solver)


def _configure(solver: cp_model.CpSolver, options: SolveOptions) -> None:
    parameters = solver.parameters
    parameters.random_seed = options.seed
    parameters.num_workers = options.workers
    if options.deterministic:
        parameters.interleave_search = True
        parameters.max_deterministic_time = options.seconds
    else:
        parameters.max_time_in_seconds = options.seconds


def run(solver: cp_model.CpSolver, model: Model, board: Board, stop: threading.Event) -> Status:
    """Run a solver on a model until it ends or is stopped; put what it finds on the board."""
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            if stop.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    solver.best_bound_callback = lambda bound: board.raise_bound(int(-(-bound // 1)))
    try:
        found = solver.solve(model.cp, _Found(model, board))
    finally:
        ended.set()
        watcher.join()
    if found in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        board.offer(model.rota(solver), round(solver.objective_value))
        board.raise_bound(round(solver.best_objective_bound))
    return {
        cp_model.OPTIMAL: Status.OPTIMAL,
        cp_model.FEASIBLE: Status.FEASIBLE,
        cp_model.INFEASIBLE: Status.INFEASIBLE,
        cp_model.UNKNOWN: Status.UNKNOWN,
        cp_model.MODEL_INVALID: Status.UNKNOWN,
    }[found]


def result(board: Board, status: Status) -> SolveResult:
    """Return what is on the board as a result."""
    if board.rota is not None:
        status = Status.OPTIMAL if board.bound is not None and board.cost == board.bound else Status.FEASIBLE
    return SolveResult(status, board.rota, board.cost, board.bound, gap_of(board.cost, board.bound), board.seconds)
