"""Searching a rota whose people are joined: which search does it.

Pure but for the time it takes.
"""

import threading
import time
from math import ceil

from ortools.sat.python import cp_model

from booking.rota.model.board import Board, begin_from, gap_of
from booking.rota.model.building import Model, build
from booking.rota.model.first import first_rota, plain_cost
from booking.rota.model.neighbourhoods import improve, people_are_joined
from booking.rota.model.patterns import are_for
from booking.rota.model.results import SolveOptions, SolveResult, Status
from booking.rota.model.rows import RowSearch
from booking.rota.model.stopping import HasRota, Stop
from booking.rota.problem import Problem, RuleCode

WHOLE_PART = 0.2
"""So much of the time all workers search the whole model, before one of them improves the best rota piece by piece."""

FAIREST_PART = 0.3
"""So much of the time the fairest rotas alone are searched, where fairness costs."""

MIDDLE = 2_500
"""People times days times shifts: beyond, where only cover ties people to one another, CP-SAT's own search begins and
pieces on all workers follow: proving bounds beside it would cost more than it gives."""
MIDDLE_PART = 0.4
"""So much of the time CP-SAT's own search has then."""

SMALL = 300
"""People times days times shifts: up to this, CP-SAT's own search proves the best at once."""

LARGE = 60_000
"""People times days times shifts: beyond, the whole model is not built where a first rota was found without it."""


class _Found(cp_model.CpSolverSolutionCallback):
    def __init__(self, model: Model, board: Board) -> None:
        super().__init__()
        self._model, self._board = model, board

    def on_solution_callback(self) -> None:
        """Put a better rota on the board."""
        cost = round(self.objective_value)
        if self._board.cost is None or cost < self._board.cost:
            self._board.offer(self._model.rota(self), cost)


class Search:
    """One solve: first the whole model with all workers, then one of them improves the best rota piece by piece.

    What is too large to be built in time begins from a rota made person by person and is improved piece by piece alone.
    """

    def __init__(self, problem: Problem, options: SolveOptions, board: Board, stop: Stop) -> None:
        self._problem = problem
        self._options = options
        self._stop = stop
        self._board = board
        self._ends = time.monotonic() + options.seconds

    def _left(self) -> float:
        return 0.0 if self._stop.is_set() else self._ends - time.monotonic()

    def result(self) -> SolveResult:
        """Search and return what came of it."""
        board, options = self._board, self._options
        if options.deterministic:
            return _result(board, self._deterministic())
        if options.first is None:
            self._begin()
        if self._without_the_whole():
            return _result(board, Status.UNKNOWN)
        if board.rota is not None and size(self._problem) > MIDDLE and not people_are_joined(self._problem):
            return _result(board, self._middle())
        model = build(self._problem)
        begun = options.first if board.rota is None else board.rota
        if begun is not None:
            begin_from(model, begun, board)
        # Where change has a price, what was is nearer to the best than what is fairest.
        if self._problem.previous is None and _is_fairness_weighed(self._problem):
            status = self._from_the_fairest(model)
            if status is Status.INFEASIBLE or board.done.is_set() or self._left() <= 0:
                return _result(board, status)
        whole = options.workers < 2
        status = self._whole(model, self._left() * (1.0 if whole else WHOLE_PART), options.workers)
        if whole or status is Status.INFEASIBLE or board.done.is_set() or self._left() <= 0:
            return _result(board, status)
        if board.rota is None:
            return _result(board, self._whole(model, self._left(), options.workers))
        begin_from(model, board.rota, board)
        pieces = threading.Thread(target=improve, args=(self._problem, board, self._left, options.seed, 1))
        pieces.start()
        status = self._whole(model, self._left(), options.workers - 1)
        pieces.join()
        return _result(board, status)

    def _begin(self) -> None:
        rota = first_rota(self._problem)
        if rota is not None:
            self._board.offer(rota, plain_cost(self._problem, rota))

    def _without_the_whole(self) -> bool:
        """Search without the whole model where that is better; return whether nothing else is to be tried then."""
        if self._by_rows():
            return True
        if self._board.rota is None or size(self._problem) <= LARGE:
            return False
        improve(self._problem, self._board, self._left, self._options.seed, self._options.workers)
        return True

    def _by_rows(self) -> bool:
        """Search by people's whole rows where that is possible; return whether nothing else is to be tried then."""
        problem, board, options = self._problem, self._board, self._options
        if board.rota is None or size(problem) <= SMALL or not are_for(problem):
            return False
        rows = RowSearch(problem, board, self._left, options.seed, options.workers)
        is_way = rows.begin()
        if board.done.is_set() or self._left() <= 0:
            return True
        if not is_way:
            return False
        others = [threading.Thread(target=self._beside, args=(number,)) for number in range(1, options.workers)]
        for each in others:
            each.start()
        rows.improve()
        for each in others:
            each.join()
        return True

    def _beside(self, number: int) -> None:
        """Search beside the rows: the small by its whole model as well, which may prove what is found."""
        problem, board, seed = self._problem, self._board, self._options.seed
        if number > 1 or size(problem) > MIDDLE:
            improve(problem, board, self._left, seed + number, 1)
            return
        model = build(problem)
        if board.rota is not None:
            begin_from(model, board.rota, board)
        self._whole(model, self._left(), 1)

    def _middle(self) -> Status:
        board, options = self._board, self._options
        model = build(self._problem, with_bounds=False)
        if board.rota is not None:
            begin_from(model, board.rota, board)
        solver = self._solver(options.workers)
        solver.parameters.max_time_in_seconds = max(self._left() * MIDDLE_PART, 0.01)
        status = run(solver, model, board, self._stop)
        pieces = [
            threading.Thread(target=improve, args=(self._problem, board, self._left, options.seed + number, 1))
            for number in range(options.workers)
        ]
        for each in pieces:
            each.start()
        for each in pieces:
            each.join()
        return status

    def _deterministic(self) -> Status:
        model = build(self._problem)
        if self._options.first is not None:
            begin_from(model, self._options.first, self._board)
        # Two workers that each find a best rota in the same round are a race: the first to say so would be taken.
        solver = self._solver(1)
        solver.parameters.interleave_search = True
        solver.parameters.max_deterministic_time = self._options.seconds
        return run(solver, model, self._board, self._stop)

    def _from_the_fairest(self, model: Model) -> Status:
        """Search a first rota, then among the fairest alone: the best of them is mostly the best of all."""
        board, workers = self._board, self._options.workers
        if board.rota is None:
            solver = self._thorough(self._left() * WHOLE_PART, workers)
            status = run(solver, model, board, HasRota(board, self._stop))
            if status is Status.INFEASIBLE or board.done.is_set() or self._left() <= 0:
                return status
        fairest = build(self._problem, only_fairest=True)
        if board.rota is not None:
            fairest.hint(board.rota)
        run(self._thorough(self._left() * FAIREST_PART, workers), fairest, board, self._stop, is_whole=False)
        if board.rota is not None:
            begin_from(model, board.rota, board)
        return Status.UNKNOWN

    def _whole(self, model: Model, seconds: float, workers: int) -> Status:
        return run(self._thorough(seconds, workers), model, self._board, self._stop)

    def _thorough(self, seconds: float, workers: int) -> cp_model.CpSolver:
        solver = self._solver(workers)
        solver.parameters.subsolvers.append("max_lp")
        if workers == 1:
            solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = max(seconds, 0.01)
        return solver

    def _solver(self, workers: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self._options.seed
        solver.parameters.num_workers = workers
        return solver


def run(solver: cp_model.CpSolver, model: Model, board: Board, stop: Stop, *, is_whole: bool = True) -> Status:
    """Run a solver on a model until it ends, is stopped, or the board is proven; put what it finds on the board.

    A model that leaves rotas out (not `is_whole`) proves nothing.
    """
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(0.05):
            if stop.is_set() or board.done.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    if is_whole:
        solver.best_bound_callback = lambda bound: board.raise_bound(ceil(bound - 1e-6))
    try:
        found = solver.solve(model.cp, _Found(model, board))
    finally:
        ended.set()
        watcher.join()
    if found in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        board.offer(model.rota(solver), round(solver.objective_value))
        if is_whole:
            board.raise_bound(ceil(solver.best_objective_bound - 1e-6))
    return Status.INFEASIBLE if found == cp_model.INFEASIBLE and is_whole else Status.UNKNOWN


def size(problem: Problem) -> int:
    """Return people times days times shifts."""
    return len(problem.staff) * problem.days * len(problem.shifts)


def _is_fairness_weighed(problem: Problem) -> bool:
    rules = (problem.rule(code) for code in (RuleCode.FAIR_NIGHTS, RuleCode.FAIR_HOLIDAYS))
    return any(rule is not None and rule.weight is not None for rule in rules)


def _result(board: Board, status: Status) -> SolveResult:
    if board.rota is not None:
        status = Status.OPTIMAL if board.bound is not None and board.cost == board.bound else Status.FEASIBLE
    return SolveResult(status, board.rota, board.cost, board.bound, gap_of(board.cost, board.bound), board.seconds)
