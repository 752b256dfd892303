"""The report as the city gets it: with small cells, and what would betray them, withheld. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clinic.evaluation.disclosure.cells import Key
from clinic.evaluation.disclosure.protecting import Earlier, Pattern, protect
from clinic.evaluation.disclosure.tables import Span
from clinic.evaluation.measures.city import MeasureCode
from clinic.evaluation.reports.content import (
    CellView,
    FigureView,
    MeasureView,
    NeighbourView,
    PointView,
    ReportContent,
    TableView,
)
from clinic.evaluation.reports.stated import COUNSELLED, PHQ9_BESIDE, quarters_and_year, state, table_of

_COUNTED = {**PHQ9_BESIDE, COUNSELLED: COUNSELLED}


@dataclass(frozen=True, slots=True)
class Released:
    """A whole report that was released before, the threshold of then, and the cells that were shown."""

    content: ReportContent
    threshold: int
    shown: frozenset[Key]


def pattern_of(content: ReportContent, threshold: int, earlier: Sequence[Released]) -> Pattern:
    """Return which cells of a whole report may be shown after what was released of the same fiscal year."""
    return protect(
        state(content, threshold),
        [Earlier(state(each.content, each.threshold), each.shown) for each in earlier],
        threshold,
    )


def for_the_city(content: ReportContent, threshold: int, shown: frozenset[Key]) -> ReportContent:
    """Return a whole report with everything withheld but the cells shown; of neighbours only those that are listed."""
    spans = quarters_and_year(content)
    return content.model_copy(
        update={
            "audience": "city",
            "threshold": threshold,
            "measures": tuple(_measure(view, spans, shown) for view in content.measures),
            "tables": tuple(_table(view, shown) for view in content.tables),
        }
    )


def _table(view: TableView, shown: frozenset[Key]) -> TableView:
    table = table_of(view)
    cells = tuple(
        cell
        if table.key(cell.span, (cell.category,)) in shown
        else CellView(span=cell.span, category=cell.category, value=None)
        for cell in view.cells
    )
    return view.model_copy(update={"cells": cells})


def _measure(view: MeasureView, spans: tuple[Span, ...], shown: frozenset[Key]) -> MeasureView:
    whole = spans[-1].name
    return MeasureView(
        code=view.code,
        target=view.target,
        target_of_year=view.target_of_year,
        figure=_figure(view.code, whole, view.figure, shown),
        neighbours=_neighbours(view.neighbours, whole, shown),
        distribution=(),
        quarters=tuple(_point(view.code, point, shown) for point in view.quarters),
    )


def _point(code: str, point: PointView, shown: frozenset[Key]) -> PointView:
    return point.model_copy(
        update={
            "figure": _figure(code, point.span, point.figure, shown),
            "neighbours": _neighbours(point.neighbours, point.span, shown),
        }
    )


def _figure(code: str, span: str, figure: FigureView, shown: frozenset[Key]) -> FigureView:
    # The registrations are the total of their tables; every other measure has its own cells.
    key = Key(code, span) if code == MeasureCode.REGISTRATIONS else Key(f"{code}.n", span)
    return figure if key in shown else _withheld(figure)


def _neighbours(
    neighbours: Sequence[NeighbourView], span: str, shown: frozenset[Key], counted: Mapping[str, str] = _COUNTED
) -> tuple[NeighbourView, ...]:
    """Return the listed neighbours; a share stands on its n, which is given with the measure or not at all."""
    return tuple(
        each
        if Key(counted[each.code], span) in shown and (each.figure.unit != "share" or Key("phq9.n", span) in shown)
        else NeighbourView(code=each.code, figure=_withheld(each.figure))
        for each in neighbours
        if each.code in counted
    )


def _withheld(figure: FigureView) -> FigureView:
    return FigureView(unit=figure.unit, value=None, n=None, withheld=True)
