"""Decides which cells are shown, so that no hidden one can be worked out, earlier releases included. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clinic.evaluation.disclosure.cells import Cell, Key, Relation, Statement
from clinic.evaluation.disclosure.search import Known, System, differing_at, differing_most

THRESHOLD = 5
"""Counts from 1 to one less are not shown to the city, where the operator has set nothing else."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was released before: all its cells as they were then, and those that were shown."""

    statement: Statement
    shown: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Pattern:
    """The cells to show.

    `exposed` are hidden, now or in an earlier release, and yet follow from what must be given or has been given; or
    they must be given and differ by a small count from what was given before.
    """

    shown: frozenset[Key]
    exposed: frozenset[Key]


def protect(now: Statement, earlier: Sequence[Earlier] = (), threshold: int = THRESHOLD) -> Pattern:
    """Return which cells of a statement to show after the earlier releases.

    Every hidden cell has more than one possible value for somebody who holds all the releases, knows how the cells add
    up, takes a value that did not change between releases for one and the same, and takes every hidden cell for 1 or
    more (zeros are shown unless that would betray somebody). What was hidden stays hidden and what was shown stays so;
    a value that changed by less than the threshold since it was shown is hidden, for the difference is a small count.
    """
    return _Protection(now, earlier, threshold).pattern()


class _Protection:
    """The cells of all releases as one system: a node is a cell with one of the values that it had."""

    def __init__(self, now: Statement, earlier: Sequence[Earlier], threshold: int) -> None:
        self._numbers: dict[tuple[Key, int], int] = {}
        self._cells: list[Cell] = []
        self._now = now
        relations: dict[tuple[tuple[tuple[int, int], ...], bool], None] = {}
        for statement in (now, *(release.statement for release in earlier)):
            for key, cell in statement.cells.items():
                if (key, cell.value) not in self._numbers:
                    self._numbers[key, cell.value] = len(self._cells)
                    self._cells.append(cell)
            for relation in statement.relations:
                relations[self._numbered(statement, relation), relation.slack] = None
        self._shown = {
            self._numbers[key, release.statement.cells[key].value] for release in earlier for key in release.shown
        }
        always = {self._number(key) for key, cell in now.cells.items() if cell.always}
        self._fixed = self._shown | always
        self._hidden = self._first_hidden(earlier, threshold)
        self._changed = {
            key
            for release in earlier
            for key in release.shown
            if key in now.cells and self._number(key) in always and _changed_little(now, release, key, threshold)
        }
        values = [cell.value for cell in self._cells]
        self._system = System(
            values=values,
            least=[min(1, value) for value in values],
            room=2 * threshold,
            relations=[
                Known(terms, sum(values[number] * coefficient for number, coefficient in terms) if slack else None)
                for terms, slack in relations
            ],
        )

    def pattern(self) -> Pattern:
        """Hide until each hidden node differs in some answer, or nothing is left that could be hidden for it."""
        exposed: set[int] = set()
        covered: set[int] = set()
        while open_nodes := self._hidden - covered:
            found = differing_most(self._system, self._hidden, open_nodes)
            covered |= found
            if found & open_nodes:
                continue
            target = min(open_nodes, key=lambda number: (self._cells[number].value, number))
            differing = differing_at(self._system, self._hidden, self._costs(), target)
            if differing is None:
                exposed.add(target)
                covered.add(target)
                continue
            self._hidden |= self._blocks(differing)
            covered |= differing
        hidden = {key for key in self._now.cells if self._number(key) in self._hidden}
        return Pattern(
            shown=frozenset(self._now.cells.keys() - hidden),
            exposed=frozenset({key for (key, _), number in self._numbers.items() if number in exposed} | self._changed),
        )

    def _number(self, key: Key) -> int:
        return self._numbers[key, self._now.cells[key].value]

    def _numbered(self, statement: Statement, relation: Relation) -> tuple[tuple[int, int], ...]:
        return tuple((self._numbers[key, statement.cells[key].value], factor) for key, factor in relation.terms)

    def _first_hidden(self, earlier: Sequence[Earlier], threshold: int) -> set[int]:
        hidden = {self._number(key) for key, cell in self._now.cells.items() if cell.small}
        for release in earlier:
            for key, cell in release.statement.cells.items():
                if key not in release.shown:
                    hidden.add(self._numbers[key, cell.value])
                    if key in self._now.cells:
                        hidden.add(self._number(key))
                elif key in self._now.cells and _changed_little(self._now, release, key, threshold):
                    hidden.add(self._number(key))
        return self._blocks(hidden - self._fixed)

    def _blocks(self, numbers: Iterable[int]) -> set[int]:
        numbers = set(numbers)
        blocks = {self._cells[number].block for number in numbers} - {None}
        return numbers | {
            number for number, cell in enumerate(self._cells) if cell.block in blocks and number not in self._fixed
        }

    def _costs(self) -> dict[int, int]:
        return {
            number: cell.weight
            for number, cell in enumerate(self._cells)
            if number not in self._hidden and number not in self._fixed
        }


def _changed_little(now: Statement, earlier: Earlier, key: Key, threshold: int) -> bool:
    return 0 < abs(now.cells[key].value - earlier.statement.cells[key].value) < threshold
