"""Tables and measures of a report, stated as cells with the relations between them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from clinic.evaluation.disclosure.cells import Cell, Key, Relation, Statement

_ZERO_WEIGHT = 1000
_LEVEL_WEIGHT = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time, and the one that it is a part of: months within quarters within the year."""

    name: str
    within: str | None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A division of what is counted. With `at_most` over 1 a thing may stand in several categories, up to as many."""

    name: str
    categories: tuple[str, ...]
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts.

    `counts` has a number for (a span without parts, a category of each dimension); what is missing is 0. Totals are
    worked out; where a dimension's categories overlap, the table has it alone, and `wholes` are the totals by span.
    """

    name: str
    counted: str
    spans: tuple[Span, ...]
    dimensions: tuple[Dimension, ...]
    counts: Mapping[tuple[str, ...], int]
    wholes: Mapping[str, int] | None = None

    @property
    def leaves(self) -> tuple[str, ...]:
        """Return the spans that have no parts."""
        parents = {span.within for span in self.spans}
        return tuple(span.name for span in self.spans if span.name not in parents)

    def key(self, span: str, categories: Sequence[str | None]) -> Key:
        """Return the name of the cell of a span and a category of each dimension (None: its total)."""
        return Key(
            self.counted,
            span,
            tuple(
                sorted(
                    f"{dimension.name}:{category}"
                    for dimension, category in zip(self.dimensions, categories, strict=True)
                    if category is not None
                )
            ),
        )

    def values(self) -> dict[Key, int]:
        """Return the value of every cell, totals included."""
        return {self.key(span, row): value for (span, row), value in _totals(self).items()}

    def rows(self) -> Iterator[tuple[str | None, ...]]:
        """Give every combination of categories, totals (None) last."""
        return product(*[(*dimension.categories, None) for dimension in self.dimensions])


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure by spans that are given whole or not at all: its parts (numbers of 0 or more) by name and span.

    `base` is the part that counts people or forms (n). `nested` are pairs of parts of which the first is never greater.
    `distinct`: people are counted once in each span, so that spans need not add up.
    """

    name: str
    spans: tuple[Span, ...]
    base: str
    parts: Mapping[str, Mapping[str, int]]
    nested: tuple[tuple[str, str], ...] = ()
    distinct: bool = False

    def key(self, part: str, span: str) -> Key:
        """Return the name of the cell of a part in a span."""
        return Key(f"{self.name}.{part}", span)


def is_small(value: int, threshold: int) -> bool:
    """Return whether a count is too small to be shown: 1 or more, and below the threshold. Nobody is in a zero."""
    return 0 < value < threshold


def state_table(table: Table, threshold: int) -> Statement:
    """Return the cells of a table with all its totals. Raises ValueError for a table that is not as `Table` says."""
    overlapping = [dimension for dimension in table.dimensions if dimension.at_most > 1]
    if overlapping and (len(table.dimensions) > 1 or table.wholes is None):
        raise ValueError(f"The table {table.name} must have its overlapping categories alone, with the wholes.")
    heights = _heights(table.spans)
    values = _totals(table)
    cells: dict[Key, Cell] = {}
    relations: list[Relation] = []
    for span, row in product(heights, table.rows()):
        key, value = table.key(span, row), values[span, row]
        level = heights[span] + row.count(None)
        cells[key] = Cell(value, is_small(value, threshold), weight=_weight(level, value))
    for row in table.rows():
        relations += _over_time(table.spans, {span: table.key(span, row) for span in heights})
        for place, dimension in enumerate(table.dimensions):
            if row[place] is None:
                relations += [
                    relation for span in heights for relation in _over(table, span, row, place, dimension, cells)
                ]
    return Statement(cells, tuple(relations))


def state_measure(measure: Measure, threshold: int) -> Statement:
    """Return the cells of a measure. The span that is part of no other and has parts (the year) is always given.

    The parts of any other span are given only together, and not when its n is small.
    """
    heights = _heights(measure.spans)
    year = {span.name for span in measure.spans if span.within is None and heights[span.name]}
    cells: dict[Key, Cell] = {}
    relations: list[Relation] = []
    for part, by_span in measure.parts.items():
        for span, height in heights.items():
            always = span in year
            cells[measure.key(part, span)] = Cell(
                by_span[span],
                small=not always and is_small(measure.parts[measure.base][span], threshold),
                always=always,
                weight=_weight(height + 1, max(1, by_span[span])),
                block=f"{measure.name}/{span}",
            )
    for part in measure.parts:
        keys = {span: measure.key(part, span) for span in heights}
        if measure.distinct:
            relations += _distinct_over_time(measure.spans, keys, cells, counts=part == measure.base)
        else:
            relations += _over_time(measure.spans, keys)
    relations += [
        Relation(((measure.key(larger, span), 1), (measure.key(smaller, span), -1)), slack=True)
        for smaller, larger in measure.nested
        for span in heights
    ]
    return Statement(cells, tuple(relations))


def _weight(level: int, value: int) -> int:
    coarse: int = _LEVEL_WEIGHT**level
    return coarse * (10 + min(value, 90)) * (1 if value else _ZERO_WEIGHT)


def _heights(spans: Sequence[Span]) -> dict[str, int]:
    """Return how many levels of parts each span has, longest spans last."""
    heights = {span.name: 0 for span in spans}
    within = {span.name: span.within for span in spans}
    for span in spans:
        height, above = 1, span.within
        while above is not None:
            heights[above] = max(heights[above], height)
            height, above = height + 1, within[above]
    return dict(sorted(heights.items(), key=lambda item: item[1]))


def _totals(table: Table) -> dict[tuple[str, tuple[str | None, ...]], int]:
    values: dict[tuple[str, tuple[str | None, ...]], int] = {}
    above = {span.name: span.within for span in table.spans}
    for leaf in table.leaves:
        for row in table.rows():
            chosen = [
                dimension.categories if category is None else (category,)
                for dimension, category in zip(table.dimensions, row, strict=True)
            ]
            if table.wholes is not None and None in row:
                value = table.wholes.get(leaf, 0)
            else:
                value = sum(table.counts.get((leaf, *categories), 0) for categories in product(*chosen))
            span: str | None = leaf
            while span is not None:
                values[span, row] = values.get((span, row), 0) + value
                span = above[span]
    return values


def _over_time(spans: Sequence[Span], keys: Mapping[str, Key]) -> list[Relation]:
    parts: dict[str, list[str]] = {}
    for span in spans:
        if span.within is not None:
            parts.setdefault(span.within, []).append(span.name)
    return [
        Relation(((keys[whole], 1), *((keys[name], -1) for name in sorted(names)))) for whole, names in parts.items()
    ]


def _distinct_over_time(
    spans: Sequence[Span], keys: Mapping[str, Key], cells: Mapping[Key, Cell], *, counts: bool
) -> Iterator[Relation]:
    for relation in _over_time(spans, keys):
        surplus = -sum(cells[key].value * factor for key, factor in relation.terms)
        if surplus >= 0:
            # Where nobody was counted twice, whoever holds the figures will take it so.
            yield Relation(tuple((key, -factor) for key, factor in relation.terms), slack=surplus > 0)
        if counts:
            (whole, _), *parts = relation.terms
            yield from (Relation(((whole, 1), (part, -1)), slack=True) for part, _ in parts)


def _over(
    table: Table,
    span: str,
    row: tuple[str | None, ...],
    place: int,
    dimension: Dimension,
    cells: Mapping[Key, Cell],
) -> Iterator[Relation]:
    whole = table.key(span, row)
    parts = [table.key(span, (*row[:place], category, *row[place + 1 :])) for category in dimension.categories]
    if dimension.at_most == 1:
        yield Relation(((whole, 1), *((part, -1) for part in parts)))
        return
    yield Relation(((whole, dimension.at_most), *((part, -1) for part in parts)), slack=True)
    if sum(cells[part].value for part in parts) >= cells[whole].value:
        # Nobody promises that everything has a category, but whoever holds the table will take it so.
        yield Relation((*((part, 1) for part in parts), (whole, -1)), slack=True)
    for part in parts:
        yield Relation(((whole, 1), (part, -1)), slack=True)
