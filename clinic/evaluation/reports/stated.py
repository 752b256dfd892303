"""States what a report would tell the city: every cell of its tables and measures, and how they hang together. Pure."""

from collections.abc import Callable, Mapping

from clinic.evaluation.disclosure.cells import Cell, Key, Relation, Statement
from clinic.evaluation.disclosure.tables import (
    Dimension,
    Measure,
    Span,
    Table,
    is_small,
    state_measure,
    state_table,
)
from clinic.evaluation.measures.city import MeasureCode
from clinic.evaluation.measures.outputs import COUNSELLING_SERVICE
from clinic.evaluation.reports.content import FigureView, MeasureView, ReportContent, TableView
from clinic.evaluation.reports.listed import NONE

POINTS = 1000
"""A sum of points is stated in thousandths."""

PHQ9_BESIDE = {
    "phq9.below_10.complete": "phq9.below_10",
    "phq9.started_10_or_more": "phq9.started",
    "phq9.missing_ends": "phq9.missing",
}
"""The neighbours of PHQ-9 that the city may have, by what they count; and with `COUNSELLED` no others."""

COUNSELLED = "counselling.people"


def table_of(view: TableView) -> Table:
    """Return a table as it was before it was written down; nothing of it may be withheld."""
    parents = {span.within for span in view.spans}
    overlaps = view.at_most > 1
    values = {(cell.span, cell.category): cell.value or 0 for cell in view.cells if cell.span not in parents}
    return Table(
        name=view.name,
        counted=view.counted,
        spans=tuple(Span(span.name, span.within) for span in view.spans),
        dimensions=(Dimension(view.dimension, tuple(each.code for each in view.categories), view.at_most),),
        counts={(span, category): value for (span, category), value in values.items() if category is not None},
        wholes={span: value for (span, category), value in values.items() if category is None} if overlaps else None,
    )


def count_of(figure: FigureView) -> int:
    """Return the number of successes of a share, or the count of a count."""
    if figure.value is None:
        return 0
    return round(figure.value * (figure.n or 0)) if figure.unit == "share" else round(figure.value)


def state(content: ReportContent, threshold: int) -> Statement:
    """Return the statement of a whole report that is one quarter or one year."""
    spans = quarters_and_year(content)
    measures = {measure.code: measure for measure in content.measures}
    found = [state_table(table_of(view), threshold) for view in content.tables]
    together = Statement.together(
        [
            *found,
            *(state_measure(one, threshold) for one in _as_measures(measures, spans)),
            *(state_table(one, threshold) for one in _phq9_beside(measures[MeasureCode.PHQ9], spans)),
            _counselled(measures[MeasureCode.COUNSELLING], spans, threshold),
            _always_registrations(measures[MeasureCode.REGISTRATIONS], spans, threshold),
        ]
    )
    return Statement(together.cells, (*together.relations, *_joints(together.cells, spans)))


def quarters_and_year(content: ReportContent) -> tuple[Span, ...]:
    """Return the quarters of a report, and its year if it has several."""
    spans = {span.name: span.within for view in content.tables for span in view.spans}
    of_measures = {point.span for measure in content.measures for point in measure.quarters}
    quarters = [Span(name, spans[name]) for name in spans if name in of_measures]
    years = {span.within for span in quarters} - {None}
    return (*quarters, *(Span(name, None) for name in spans if name in years))


def figures_of(view: MeasureView, spans: tuple[Span, ...]) -> dict[str, FigureView]:
    """Return the figures of a measure by span; that of the whole period stands for its only quarter, or its year."""
    figures = {point.span: point.figure for point in view.quarters}
    return {**figures, spans[-1].name: view.figure}


def neighbours_of(view: MeasureView, spans: tuple[Span, ...], code: str) -> dict[str, FigureView]:
    """Return the figures of a neighbour by span."""
    sets = {point.span: point.neighbours for point in view.quarters} | {spans[-1].name: view.neighbours}
    return {span: each.figure for span, beside in sets.items() for each in beside if each.code == code}


def _as_measures(measures: Mapping[str, MeasureView], spans: tuple[Span, ...]) -> list[Measure]:
    def parts(code: str, **of: Callable[[FigureView], int]) -> dict[str, dict[str, int]]:
        figures = figures_of(measures[code], spans)
        return {part: {span: reckon(figure) for span, figure in figures.items()} for part, reckon in of.items()}

    points = parts(
        MeasureCode.SATISFACTION, n=_n, points=lambda figure: round(_n(figure) * (figure.value or 0) * POINTS)
    )
    if len(spans) > 1:
        # The year's own sum may be rounded otherwise than those of its quarters.
        *quarters, year = (span.name for span in spans)
        points["points"][year] = sum(points["points"][quarter] for quarter in quarters)
    reached = (("reached", "n"),)
    return [
        Measure(MeasureCode.NOTICES, spans, "n", parts(MeasureCode.NOTICES, n=_n)),
        Measure(MeasureCode.COUNSELLING, spans, "n", parts(MeasureCode.COUNSELLING, n=_n)),
        Measure(MeasureCode.SATISFACTION, spans, "n", points),
        Measure(
            MeasureCode.IMAGE, spans, "n", parts(MeasureCode.IMAGE, n=_n, reached=count_of), reached, distinct=True
        ),
        Measure(MeasureCode.PHQ9, spans, "n", parts(MeasureCode.PHQ9, n=_n, reached=count_of), reached),
    ]


def _n(figure: FigureView) -> int:
    return figure.n or 0


def _phq9_beside(view: MeasureView, spans: tuple[Span, ...]) -> list[Table]:
    """Return the neighbours of PHQ-9 as counts that add up over time, and who is not below 10, which nobody is told."""
    parents = {span.within for span in spans}
    n = {span: _n(figure) for span, figure in figures_of(view, spans).items()}
    counts = {
        counted: {span: count_of(figure) for span, figure in neighbours_of(view, spans, code).items()}
        for code, counted in PHQ9_BESIDE.items()
    }
    below = counts["phq9.below_10"]
    counts["phq9.not_below_10"] = {span: n[span] - below[span] for span in below}
    return [
        Table(counted, counted, spans, (), {(span,): value for span, value in by_span.items() if span not in parents})
        for counted, by_span in counts.items()
    ]


def _counselled(view: MeasureView, spans: tuple[Span, ...], threshold: int) -> Statement:
    """Return the distinct people of counselling: no more than its uses, and no sum over time."""
    people = {span: count_of(figure) for span, figure in neighbours_of(view, spans, COUNSELLED).items()}
    cells = {
        Key(COUNSELLED, span): Cell(value, is_small(value, threshold), weight=20) for span, value in people.items()
    }
    relations = [
        Relation(((Key("counselling.n", span), 1), (Key(COUNSELLED, span), -1)), slack=True) for span in people
    ]
    relations += [
        Relation(((Key(COUNSELLED, span.within), 1), (Key(COUNSELLED, span.name), -1)), slack=True)
        for span in spans
        if span.within is not None
    ]
    return Statement(cells, tuple(relations))


def _always_registrations(view: MeasureView, spans: tuple[Span, ...], threshold: int) -> Statement:
    """Return the total of the tables of registrations once more: that of a year is given, whatever follows."""
    value = count_of(view.figure)
    always = len(spans) > 1
    cell = Cell(value, is_small(value, threshold), always=always)
    return Statement({Key(MeasureCode.REGISTRATIONS, spans[-1].name): cell}, ())


def _joints(cells: Mapping[Key, Cell], spans: tuple[Span, ...]) -> list[Relation]:
    """Return what joins measures with one another and with the tables."""
    found: list[Relation] = []
    for span in (span.name for span in spans):
        n, reached, below = Key("phq9.n", span), Key("phq9.reached", span), Key("phq9.below_10", span)
        found += [
            Relation(((n, 1), (below, -1), (Key("phq9.not_below_10", span), -1))),
            Relation(((Key("phq9.started", span), 1), (n, -1), (Key("phq9.missing", span), -1))),
            Relation(((reached, 1), (below, -1)), slack=True),
        ]
        counselled = [Key("consultations", span, (f"service:{code}",)) for code in (COUNSELLING_SERVICE, NONE)]
        found.append(Relation(((Key("counselling.n", span), 1), *((key, -1) for key in counselled if key in cells))))
    return found
