"""The comparisons of two quarters from what was released to the city, and from nothing else. Pure."""

from collections.abc import Iterable, Iterator

from clinic.evaluation.measures.city import MeasureCode
from clinic.evaluation.reports.content import FigureView, PointView, ReportContent, WordingView
from clinic.evaluation.review.model import Comparison, Method, Side, Verdict

_CONSULTATIONS = "consultations_by_service"
"""The table whose totals are the uses of all services."""

_BELOW_10, _STARTED, _MISSING = "phq9.below_10.complete", "phq9.started_10_or_more", "phq9.missing_ends"

_METHODS: tuple[tuple[str, Method], ...] = (
    (MeasureCode.NOTICES, Method.COUNTS),
    (MeasureCode.REGISTRATIONS, Method.COUNTS),
    ("uses.all", Method.COUNTS),
    (MeasureCode.COUNSELLING, Method.COUNTS),
    ("counselling.people", Method.COUNTS),
    (MeasureCode.SATISFACTION, Method.WIDEST_MEANS),
    (MeasureCode.IMAGE, Method.SHARES),
    (MeasureCode.PHQ9, Method.SHARES),
    (_BELOW_10, Method.SHARES),
    (_MISSING, Method.SHARES),
)

_FORMS = {
    MeasureCode.SATISFACTION: "satisfaction",
    MeasureCode.IMAGE: "satisfaction",
    MeasureCode.PHQ9: "phq-9",
    _BELOW_10: "phq-9",
}


def compare_released(
    before: tuple[str, ReportContent | None], after: tuple[str, ReportContent | None]
) -> tuple[Comparison, ...]:
    """Return the fixed list of comparisons of two quarters, each by its name and a released report that has it whole.

    None: there is no such report. A released report that is not the city's is refused by ValueError.
    """
    return tuple(Comparison(str(code), method, _side(code, *before), _side(code, *after)) for code, method in _METHODS)


def _side(code: str, span: str, content: ReportContent | None) -> Side:
    if content is None:
        return Side(None, None, missing=Verdict.NOT_RELEASED)
    if content.audience != "city":
        raise ValueError("not what the city has")
    version = content.definitions_version
    wordings = frozenset(_wordings(code, content))
    if code == "uses.all":
        return _counted(_total(content, span), version)
    figures = {key: figure for point in _points(content, span) for key, figure in _figures(*point)}
    if code == _MISSING:
        started, missing = _value(figures.get(_STARTED)), _value(figures.get(_MISSING))
        if started is None or missing is None:
            return Side(None, None, definitions_version=version, missing=Verdict.WITHHELD)
        share = missing / started if started else None
        return Side(share, started, missing, definitions_version=version)
    figure = figures.get(code)
    if figure is None or figure.withheld:
        return Side(None, None, definitions_version=version, missing=Verdict.WITHHELD)
    if figure.unmeasured == "not_built":
        return Side(None, None, definitions_version=version, missing=Verdict.UNMEASURED)
    if figure.unit in ("share", "points"):
        n = figure.n or 0
        reached = round((figure.value or 0) * n) if figure.unit == "share" else None
        return Side(figure.value, n, reached, definitions_version=version, wordings=wordings)
    return _counted(None if figure.value is None else int(figure.value), version)


def _counted(count: int | None, version: str) -> Side:
    if count is None:
        return Side(None, None, definitions_version=version, missing=Verdict.WITHHELD)
    return Side(count, count, definitions_version=version)


def _total(content: ReportContent, span: str) -> int | None:
    return next(
        (
            cell.value
            for table in content.tables
            if table.name == _CONSULTATIONS
            for cell in table.cells
            if cell.span == span and cell.category is None
        ),
        None,
    )


def _points(content: ReportContent, span: str) -> Iterator[tuple[str, PointView]]:
    for measure in content.measures:
        yield from ((measure.code, point) for point in measure.quarters if point.span == span and point.is_whole)


def _figures(code: str, point: PointView) -> Iterator[tuple[str, FigureView]]:
    yield code, point.figure
    yield from ((beside.code, beside.figure) for beside in point.neighbours)


def _value(figure: FigureView | None) -> int | None:
    return None if figure is None or figure.value is None else int(figure.value)


def _wordings(code: str, content: ReportContent) -> Iterable[str]:
    """Return the wordings behind a figure, where the report is of this quarter alone: others do not tell them apart."""
    form = _FORMS.get(code)
    if form is None or not content.measures or len(content.measures[0].quarters) > 1:
        return ()
    return (_wording(each) for each in content.wordings if each.questionnaire == form)


def _wording(each: WordingView) -> str:
    return f"{each.questionnaire} {each.version} {each.text_id}"
