"""The cells of released tables, and what everybody knows of how they add up. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Key(NamedTuple):
    """Names a cell: what is counted, in which span of time, and of which categories ("outcome:follow_up", sorted).

    Tables that count the same thing share their margins by sharing keys: that is how they are protected together.
    """

    counted: str
    span: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it would be released.

    `small`: nobody may learn it (1 to the threshold less one, or of a measure with too small an n). `always`: it is
    given whatever follows from it. `weight`: what hiding it costs the reader. `block`: cells of one block are shown or
    hidden together (None: alone).
    """

    value: int
    small: bool
    always: bool = False
    weight: int = 1
    block: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What everybody knows of some cells: the sum of coefficient times cell is 0, or, with `slack`, 0 or more."""

    terms: tuple[tuple[Key, int], ...]
    slack: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Cells and all their known relations."""

    cells: Mapping[Key, Cell]
    relations: tuple[Relation, ...]

    @classmethod
    def together(cls, parts: Iterable["Statement"]) -> "Statement":
        """Return parts as one statement; a cell of several parts is small, or always given, if it is so in any.

        Raises ValueError if a cell's value differs between parts: then its name does not say what it counts.
        """
        cells: dict[Key, Cell] = {}
        relations: dict[Relation, None] = {}
        for part in parts:
            relations.update(dict.fromkeys(part.relations))
            for key, cell in part.cells.items():
                cells[key] = cell if key not in cells else _same(key, cells[key], cell)
        return cls(cells, tuple(relations))


def _same(key: Key, one: Cell, other: Cell) -> Cell:
    if one.value != other.value:
        raise ValueError(f"The cell {key} has two values.")
    return Cell(
        value=one.value,
        small=one.small or other.small,
        always=one.always or other.always,
        weight=max(one.weight, other.weight),
        block=one.block or other.block,
    )
