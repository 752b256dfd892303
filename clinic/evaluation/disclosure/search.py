"""Finds other values of hidden cells that agree with everything that is shown, with CP-SAT. Pure.

What is searched are whole numbers by which cells differ from their true value. A cell that differs in one answer has
more than one possible value; cells of no answer can be worked out by whoever holds the tables.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


_WORK = 20.0
"""CP-SAT's own count of work for one question, in about seconds; an answer does not depend on the machine's clock."""

_HALF = 1.0
"""CP-SAT's gap (the bound less the best, by the best) at which an answer is half as good as can be."""


@dataclass(frozen=True, slots=True)
class Known:
    """A relation: terms of (number of a cell, coefficient), and what their sum has above 0 (None: it is 0)."""

    terms: tuple[tuple[int, int], ...]
    above: int | None


@dataclass(frozen=True, slots=True)
class System:
    """Cells by number: their values, the least that anybody takes them for, how far they are varied, and relations."""

    values: Sequence[int]
    least: Sequence[int]
    room: int
    relations: Sequence[Known]


def differing_most(system: System, free: Collection[int], wanted: Collection[int]) -> frozenset[int]:
    """Return the cells that differ in an answer that varies `free` alone, and in which many of `wanted` differ.

    At least half as many as in any such answer, unless the limit of work ends the search; none when there is no answer
    in which any of them differs.
    """
    model, change = _model(system, free)
    differs = []
    for number in sorted(wanted):
        up, down = model.new_bool_var(""), model.new_bool_var("")
        model.add(change[number] >= 1).only_enforce_if(up)
        model.add(change[number] <= -1).only_enforce_if(down)
        model.add_at_most_one(up, down)
        differs += [up, down]
    # That none can differ is proven as an impossibility at once, as the best of a count only by trying.
    model.add_bool_or(differs)
    model.maximize(sum(differs))
    return _solve(model, change, _WORK / 10, gap=_HALF) or frozenset()


def differing_at(system: System, free: Collection[int], costs: Mapping[int, int], target: int) -> frozenset[int] | None:
    """Return the cells that differ in an answer in which `target` does, or None when there is no answer.

    `free` may be varied at no cost, the cells of `costs` at theirs for each unit; the answer is as cheap as was found.
    """
    for sign in (1, -1):
        model, change = _model(system, {*free, *costs})
        model.add(sign * change[target] >= 1)
        prices = []
        for number, cost in sorted(costs.items()):
            size = model.new_int_var(0, max(system.values[number], system.room), "")
            model.add(size >= change[number])
            model.add(size >= -change[number])
            prices.append(cost * size)
        model.minimize(sum(prices))
        found = _solve(model, change, _WORK)
        if found is not None:
            return found
    return None


def _model(system: System, free: Collection[int]) -> tuple[cp_model.CpModel, dict[int, cp_model.IntVar]]:
    # OR-Tools takes most of a second to load, which a server that plans nothing should not wait for.
    from ortools.sat.python import cp_model  # noqa: PLC0415

    model = cp_model.CpModel()
    change = {
        number: model.new_int_var(system.least[number] - system.values[number], system.room, "")
        for number in sorted(free)
    }
    for relation in system.relations:
        terms = [coefficient * change[number] for number, coefficient in relation.terms if number in change]
        if not terms:
            continue
        if relation.above is None:
            model.add(sum(terms) == 0)
        else:
            model.add(sum(terms) >= -relation.above)
    return model, change


def _solve(
    model: cp_model.CpModel, change: Mapping[int, cp_model.IntVar], work: float, gap: float = 0.0
) -> frozenset[int] | None:
    from ortools.sat.python import cp_model  # noqa: PLC0415

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = work
    solver.parameters.relative_gap_limit = gap
    if solver.solve(model) not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    return frozenset(number for number, variable in change.items() if solver.value(variable))
