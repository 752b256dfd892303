"""The least spread that whole numbers of duties allow, whoever does them. Pure.

The model's own relaxation shares nights by fractions and misses this bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

MOST_WORK = 0.5
"""CP-SAT's deterministic time for one bound; what is proven by then holds."""


@dataclass(frozen=True, slots=True)
class Range:
    """How many duties one person may come to, those carried over included, and their share."""

    share: int
    least: int
    most: int


def least_excess(people: Sequence[Range], least_total: int, spread: int) -> int:
    """Return by how many hundredths begun the spread is more than `spread` at the least, as far as it is proven.

    `least_total` are the duties that all come to at the least. See Problem for what the spread is.
    """
    whole = sum(person.share for person in people)
    most = sum(person.most for person in people)
    model = cp_model.CpModel()
    counts = [model.new_int_var(person.least, max(person.least, person.most), "") for person in people]
    total = model.new_int_var(min(least_total, most), max(most, 0), "")
    model.add(cp_model.LinearExpr.sum(counts) == total)
    low, high = (model.new_int_var(-whole * most, whole * most, "") for _ in range(2))
    for person, count in zip(people, counts, strict=True):
        model.add(whole * count - person.share * total >= low)
        model.add(whole * count - person.share * total <= high)
    over = model.new_int_var(0, 200 * most + 1, "")
    model.add(100 * (high - low) - whole * over <= spread * whole)
    model.minimize(over)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = MOST_WORK
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0
    return max(ceil(solver.best_objective_bound - 1e-6), 0)
