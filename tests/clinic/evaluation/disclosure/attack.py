"""Somebody who holds the released tables and works out by linear programming what each hidden cell can be.

It shares no equation with the product: the variables are the innermost cells alone, and every other cell is their sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from math import ceil, floor

from ortools.linear_solver import pywraplp

from clinic.evaluation.disclosure.cells import Key
from clinic.evaluation.disclosure.tables import Measure, Span, Table

Leaf = tuple[str, ...]
Sums = dict[Key, list[Leaf]]


def _below(spans: Sequence[Span], name: str) -> list[str]:
    parts = [span.name for span in spans if span.within == name]
    return [leaf for part in parts for leaf in _below(spans, part)] if parts else [name]


def table_sums(table: Table) -> Sums:
    """Each cell as the innermost cells that it is the sum of."""
    sums: Sums = {}
    overlapping = table.wholes is not None
    for span in table.spans:
        for row in table.rows():
            chosen = [
                ["whole"]
                if category is None and overlapping
                else dimension.categories
                if category is None
                else [category]
                for dimension, category in zip(table.dimensions, row, strict=True)
            ]
            sums[table.key(span.name, row)] = [
                (table.name, leaf, *rest) for leaf in _below(table.spans, span.name) for rest in product(*chosen)
            ]
    return sums


def measure_sums(measure: Measure) -> Sums:
    return {
        measure.key(part, span.name): [(measure.name, part, leaf) for leaf in _below(measure.spans, span.name)]
        for part in measure.parts
        for span in measure.spans
    }


class Attack:
    """All equations of what is published: the sums of the innermost cells, and what everybody knows of them."""

    def __init__(self, published: Mapping[Key, int], least: Mapping[Key, int]) -> None:
        self.published = published
        self.least = least
        self.solver = pywraplp.Solver.CreateSolver("GLOP")
        self.variables: dict[Leaf, pywraplp.Variable] = {}
        self.expressions: dict[Key, pywraplp.LinearExpr] = {}
        self.sums: Sums = {}
        self.possible: dict[Key, tuple[float, float]] = {}

    def add(self, sums: Sums) -> None:
        for key, leaves in sums.items():
            for leaf in leaves:
                if leaf not in self.variables:
                    self.variables[leaf] = self.solver.NumVar(0, 100_000, "")
            expression = self.solver.Sum([self.variables[leaf] for leaf in leaves])
            if key in self.expressions:
                self.solver.Add(expression == self.expressions[key])
            self.expressions[key] = expression
            self.sums[key] = leaves
            if key in self.published:
                self.solver.Add(expression == self.published[key])
            else:
                self.solver.Add(expression >= self.least.get(key, 0))

    def add_overlap(self, table: Table) -> None:
        (dimension,) = table.dimensions
        for leaf in table.leaves:
            whole = self.variables[table.name, leaf, "whole"]
            each = [self.variables[table.name, leaf, category] for category in dimension.categories]
            self.solver.Add(self.solver.Sum(each) <= dimension.at_most * whole)
            for variable in each:
                self.solver.Add(variable <= whole)

    def add_nested(self, measure: Measure) -> None:
        for smaller, larger in measure.nested:
            for span in measure.spans:
                low, high = (self.expressions[measure.key(part, span.name)] for part in (smaller, larger))
                self.solver.Add(low <= high)

    def range_of(self, key: Key) -> tuple[float, float]:
        """Return the least and the greatest value of a cell, or two possible ones between which it is open already.

        Every solution is a possible value of all cells at once, and counts for all. To be asked when all is known.
        """
        for aim in (self.solver.Minimize, self.solver.Maximize):
            if key in self.possible and is_open(self.possible[key]):
                break
            aim(self.expressions[key])
            assert self.solver.Solve() == pywraplp.Solver.OPTIMAL
            values = {leaf: variable.solution_value() for leaf, variable in self.variables.items()}
            for each, leaves in self.sums.items():
                value = sum(values[leaf] for leaf in leaves)
                low, high = self.possible.get(each, (value, value))
                self.possible[each] = min(low, value), max(high, value)
        return self.possible[key]


def ranges(
    tables: Sequence[Table],
    measures: Sequence[Measure],
    published: Mapping[Key, int],
    *,
    least: Mapping[Key, int] | None = None,
) -> dict[Key, tuple[float, float]]:
    """Return between which values each cell lies that is not published, given all that are; see `Attack.range_of`.

    `least`: what the attacker takes hidden cells to be at least.
    """
    attack = Attack(published, least or {})
    for table in tables:
        attack.add(table_sums(table))
        if table.wholes is not None:
            attack.add_overlap(table)
    for measure in measures:
        attack.add(measure_sums(measure))
        attack.add_nested(measure)
    return {key: attack.range_of(key) for key in attack.expressions if key not in published}


@dataclass(frozen=True)
class Release:
    """What was published of some tables, and what the tables truly held."""

    tables: Sequence[Table]
    published: Mapping[Key, int]

    def values(self) -> dict[Key, int]:
        return {key: value for table in self.tables for key, value in table.values().items()}


def ranges_over(releases: Sequence[Release]) -> dict[tuple[int, Key], tuple[float, float]]:
    """The same for somebody who holds several releases and knows of each cell whether it changed between them.

    The answer has each cell that a release withheld, by the number of the release.
    """
    attack = Attack({}, {})
    values = [release.values() for release in releases]
    for number, release in enumerate(releases):
        attack.published = {_at(number, key): value for key, value in release.published.items()}
        attack.least = {_at(number, key): min(1, value) for key, value in values[number].items()}
        for table in release.tables:
            own = replace(table, name=f"{number}/{table.name}", counted=f"{number}/{table.counted}")
            attack.add(table_sums(own))
            if table.wholes is not None:
                attack.add_overlap(own)
    for (one, before), (other, after) in combinations(enumerate(values), 2):
        for key in before.keys() & after.keys():
            if before[key] == after[key]:
                attack.solver.Add(attack.expressions[_at(one, key)] == attack.expressions[_at(other, key)])
    return {
        (number, key): attack.range_of(_at(number, key))
        for number, release in enumerate(releases)
        for key in values[number]
        if key not in release.published
    }


def _at(number: int, key: Key) -> Key:
    return key._replace(counted=f"{number}/{key.counted}")


def is_open(span: tuple[float, float]) -> bool:
    """More than one whole number lies between the ends, both included."""
    low, high = span
    return floor(high + 1e-6) > ceil(low - 1e-6)
