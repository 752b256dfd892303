"""The best rota and bound so far, shared by searches that run at once."""

import threading
import time
from collections.abc import Callable

from ortools.sat.python import cp_model

from booking.rota.model.building import Model
from booking.rota.model.results import Progress
from booking.rota.problem import Rota


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

    def replace(self, before: Rota, rota: Rota, gain: int) -> None:
        """Take a rota that costs `gain` less than `before`, where `before` is still the best; one as good moves on."""
        with self._lock:
            if self.rota is not before or self.cost is None or gain < 0:
                return
            self.rota = rota
            if gain:
                self.cost -= gain
                self._say(rota)

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
