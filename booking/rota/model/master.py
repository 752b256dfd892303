"""The linear programme over rows: one row for each person, and what cover costs. Pure.

Its columns are the rows that are known; its dual values say what each place in the cover is worth.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt  # type: ignore[import-untyped]  # OR-Tools leaves it untyped

from booking.rota.model.patterns import OFF, Ints, Patterns, Row
from booking.rota.problem import RuleCode

TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Column:
    """A row of a person, by number, and what it costs by itself."""

    person: int
    row: Row
    cost: int


@dataclass(frozen=True, slots=True)
class Solved:
    """A solved programme: its value, what of each column is taken, and what one more at each need is worth."""

    value: float
    parts: Mapping[Column, float]
    duals: Sequence[float]


class Master:
    """The programme of some people; the rows of all others are given. It grows by columns."""

    def __init__(self, patterns: Patterns, people: Iterable[int], others: Iterable[Column] = ()) -> None:
        self.people, self.others = tuple(people), tuple(others)
        self._patterns = patterns
        self._model = model = mathopt.Model()
        self._one_each = {person: model.add_linear_constraint(lb=1.0, ub=1.0) for person in self.people}
        taken: dict[tuple[int, int], int] = {}
        for column in self.others:
            model.objective.offset += float(column.cost)
            for cell in enumerate(column.row):
                taken[cell] = taken.get(cell, 0) + 1
        self._covers: dict[tuple[int, int], list[int]] = {}
        self._needs: list[mathopt.LinearConstraint] = []
        self._bounds: list[tuple[int, int, int]] = []
        problem = patterns.problem
        for cover in problem.cover if problem.rule(RuleCode.COVER) is not None else ():
            cell = cover.day, patterns.kind_of(cover.shift_id, cover.role)
            required = cover.required - taken.get(cell, 0)
            need = model.add_linear_constraint(lb=float(required), ub=float(required))
            for sign, weight in ((1.0, cover.under), (-1.0, cover.over)):
                slack = model.add_variable(lb=0.0)
                need.set_coefficient(slack, sign)
                model.objective.set_linear_coefficient(slack, float(weight))
            self._covers.setdefault(cell, []).append(len(self._needs))
            self._needs.append(need)
            self._bounds.append((required, cover.under, cover.over))
        self._variables: dict[Column, mathopt.Variable] = {}
        self.fixed: dict[int, Column] = {}
        self._solver = mathopt.IncrementalSolver(model, mathopt.SolverType.GLOP)

    @property
    def columns(self) -> Iterable[Column]:
        """Return all columns."""
        return self._variables.keys()

    @property
    def free(self) -> list[int]:
        """Return whoever is not fixed."""
        return [person for person in self.people if person not in self.fixed]

    def add(self, column: Column) -> bool:
        """Add a column; return whether it is new."""
        if column in self._variables:
            return False
        variable = self._model.add_variable(lb=0.0)
        self._model.objective.set_linear_coefficient(variable, float(column.cost))
        self._one_each[column.person].set_coefficient(variable, 1.0)
        for day, kind in enumerate(column.row):
            for number in self._covers.get((day, kind), ()) if kind != OFF else ():
                self._needs[number].set_coefficient(variable, 1.0)
        self._variables[column] = variable
        return True

    def fix(self, column: Column) -> None:
        """Let a person have this row whole."""
        self._variables[column].lower_bound = 1.0
        self.fixed[column.person] = column

    def solve(self) -> Solved | None:
        """Solve; None where somebody has no row yet, or where GLOP gives up: the search goes on in another way then."""
        result = self._result()
        if result is None or not (result.has_primal_feasible_solution() and result.has_dual_feasible_solution()):
            return None
        values = result.variable_values(self._variables.values())
        parts = {column: value for column, value in zip(self._variables, values, strict=True) if value > TINY}
        return Solved(result.objective_value(), parts, result.dual_values(self._needs))

    def _result(self) -> mathopt.SolveResult | None:
        # What GLOP stumbles over is mostly where it stands: it is asked once more from the beginning. OR-Tools fails to
        # turn its own error into one of Python's, so there is no type to name.
        with suppress(Exception):
            return self._solver.solve()
        with suppress(Exception):
            self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)
            return self._solver.solve()
        return None

    def prices(self, solved: Solved, scale: int) -> Ints:
        """Return what one more at each need is worth, in parts of `scale`; within what cover costs any are valid."""
        found = [round(dual * scale) for dual in solved.duals]
        return np.array(
            [
                min(max(price, -over * scale), under * scale)
                for price, (_, under, over) in zip(found, self._bounds, strict=True)
            ],
            dtype=np.int64,
        )

    def worth(self, prices: Ints) -> Ints:
        """Return from the prices of the needs what a place is worth, by day and kind."""
        found = np.zeros((self._patterns.problem.days, len(self._patterns.kinds)), dtype=np.int64)
        for (day, kind), numbers in self._covers.items():
            found[day, kind] = sum(prices[number] for number in numbers)
        return found

    def asked(self, prices: Ints) -> int:
        """Return what all needs are worth at such prices."""
        return int(sum(int(price) * required for price, (required, _, _) in zip(prices, self._bounds, strict=True)))
