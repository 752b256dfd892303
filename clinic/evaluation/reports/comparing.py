"""Where two whole reports of the same period tell different numbers. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from clinic.evaluation.reports.content import FigureView, ReportContent
from core.model import LocalText, Model


class Difference(Model):
    """A number that differs: of a measure, a neighbour or a table (`where`), of a span (None: the whole period).

    `part` is "value" or "n" of a figure, or the category of a table's cell (None: its total). `title` is the table's
    name and `category` that of its column; a measure and its neighbours are named by their codes. `unit` is that of a
    figure's value.
    """

    where: str
    span: str | None
    part: str | None
    title: LocalText | None
    category: LocalText | None
    unit: str | None
    frozen: float | None
    live: float | None


def differences(frozen: ReportContent, live: ReportContent) -> tuple[Difference, ...]:
    """Return the numbers that differ, in the order of the report; a number that one of them lacks is None there."""
    before, after = dict(_numbers(frozen)), dict(_numbers(live))
    found = []
    for key in dict.fromkeys((*before, *after)):
        was, now = before.get(key, _NONE), after.get(key, _NONE)
        if was.value == now.value:
            continue
        named = before.get(key, now)
        where, span, part = key
        found.append(
            Difference(
                where=where,
                span=span,
                part=part,
                title=named.title,
                category=named.category,
                unit=named.unit,
                frozen=was.value,
                live=now.value,
            )
        )
    return tuple(found)


_Place = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Number:
    value: float | None
    unit: str | None = None
    title: LocalText | None = None
    category: LocalText | None = None


_NONE = _Number(None)


def _numbers(content: ReportContent) -> Iterator[tuple[_Place, _Number]]:
    for measure in content.measures:
        yield from _of_figure(measure.code, None, measure.figure)
        for beside in measure.neighbours:
            yield from _of_figure(beside.code, None, beside.figure)
        for point in measure.quarters:
            yield from _of_figure(measure.code, point.span, point.figure)
            for beside in point.neighbours:
                yield from _of_figure(beside.code, point.span, beside.figure)
    for table in content.tables:
        names: dict[str | None, LocalText] = {category.code: category.name for category in table.categories}
        for cell in table.cells:
            number = _Number(cell.value, title=table.title, category=names.get(cell.category))
            yield (table.name, cell.span, cell.category), number


def _of_figure(where: str, span: str | None, figure: FigureView) -> Iterator[tuple[_Place, _Number]]:
    yield (where, span, "value"), _Number(figure.value, unit=figure.unit)
    yield (where, span, "n"), _Number(figure.n)
