"""Writes the whole report of its inputs: measures with their neighbours, the listed tables, wordings. Pure."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from clinic.evaluation.disclosure.cells import Key
from clinic.evaluation.disclosure.tables import Table
from clinic.evaluation.facts.model import Facts
from clinic.evaluation.facts.narrowing import known_until, narrow
from clinic.evaluation.facts.rows import tally
from clinic.evaluation.measures.city import MeasureCode, Measured
from clinic.evaluation.measures.figure import Figure
from clinic.evaluation.measures.periods import Part, parts
from clinic.evaluation.measures.periods import Span as Quarter
from clinic.evaluation.measures.series import six_measures
from clinic.evaluation.reports.content import (
    BarView,
    CategoryView,
    CellView,
    DefinitionView,
    FigureView,
    MeasureView,
    NeighbourView,
    PointView,
    ReportContent,
    SpanView,
    TableView,
    WordingView,
)
from clinic.evaluation.reports.fiscal import quarter_name
from clinic.evaluation.reports.inputs import Inputs, Label
from clinic.evaluation.reports.listed import Listed, listed_tables
from clinic.records.categories import categories
from core.model import LocalText


def whole_report(inputs: Inputs) -> ReportContent:
    """Return the report of its inputs, with nothing withheld."""
    facts = inputs.facts
    return ReportContent(
        audience="operator",
        first_day=facts.first_day,
        last_day=facts.last_day,
        zone=facts.zone,
        known_at=facts.as_known_at,
        threshold=None,
        definitions_version=inputs.definitions_version,
        categories_version=categories().version,
        measures=_measures(facts),
        tables=tuple(_table(listed) for listed in listed_tables(inputs)),
        wordings=_wordings(facts),
        definitions=tuple(DefinitionView(figure=each.code, text=_text(each)) for each in inputs.definitions),
    )


def _measures(facts: Facts) -> tuple[MeasureView, ...]:
    until = known_until(facts)
    quarters = [part for part in parts(facts.first_day, facts.last_day, Part.QUARTER) if part.first_day <= until]
    by_quarter = [
        (
            quarter,
            {measured.code: measured for measured in six_measures(narrow(facts, quarter.first_day, quarter.last_day))},
        )
        for quarter in quarters
    ]
    return tuple(
        _measure(measured, [(quarter, found[measured.code]) for quarter, found in by_quarter])
        for measured in six_measures(facts)
    )


def _measure(measured: Measured, quarters: Sequence[tuple[Quarter, Measured]]) -> MeasureView:
    code: MeasureCode = measured.code
    return MeasureView(
        code=code,
        target=measured.target.value,
        target_of_year=measured.target.of_year,
        figure=_figure(measured.figure),
        neighbours=_neighbours(measured),
        distribution=tuple(BarView(label=bar.label, count=bar.count) for bar in measured.distribution),
        quarters=tuple(
            PointView(
                span=quarter_name(quarter.first_day),
                first_day=quarter.first_day,
                last_day=quarter.last_day,
                is_whole=quarter.is_whole,
                figure=_figure(found.figure),
                neighbours=_neighbours(found),
            )
            for quarter, found in quarters
        ),
    )


def _neighbours(measured: Measured) -> tuple[NeighbourView, ...]:
    return tuple(NeighbourView(code=each.code, figure=_figure(each.figure)) for each in measured.neighbours)


def _figure(figure: Figure) -> FigureView:
    interval = figure.interval
    return FigureView(
        unit=figure.unit,
        value=figure.value,
        n=figure.n,
        low=None if interval is None else interval.low,
        high=None if interval is None else interval.high,
        unmeasured=figure.unmeasured,
    )


def _table(listed: Listed) -> TableView:
    table: Table = listed.table
    (dimension,) = table.dimensions
    values: dict[Key, int] = table.values()
    return TableView(
        name=table.name,
        title=_text(listed.title),
        counted=table.counted,
        dimension=dimension.name,
        at_most=dimension.at_most,
        spans=tuple(SpanView(name=span.name, within=span.within) for span in table.spans),
        categories=tuple(
            CategoryView(code=category, name=_text(listed.names[category])) for category in dimension.categories
        ),
        cells=tuple(
            CellView(span=span.name, category=category, value=values[table.key(span.name, (category,))])
            for span in table.spans
            for category in (*dimension.categories, None)
        ),
    )


def _wordings(facts: Facts) -> tuple[WordingView, ...]:
    """Return the wordings behind the scores of PHQ-9 before and after, and of what else was asked in the period."""
    used: Counter[tuple[Any, ...]] = Counter()
    screens = facts.screens.take(facts.screens.coded("skipped").being(False))
    words = tally(*(screens.coded(name) for name in ("questionnaire", "version", "text_id", "text_status")))
    used.update(words)
    used.update(
        ("satisfaction", survey.version, survey.text_id, survey.text_status)
        for survey in facts.surveys
        if not survey.skipped
    )
    used.update(
        # A course may have begun before the period; the forms within it are among the screens.
        ("phq-9", score.version, score.text_id, score.text_status)
        for course in facts.courses
        for score in (course.start, course.end)
        if score is not None and not facts.first_day <= score.day <= facts.last_day
    )
    return tuple(
        WordingView(questionnaire=questionnaire, version=version, text_id=text_id, text_status=status, forms=forms)
        for (questionnaire, version, text_id, status), forms in sorted(used.items())
    )


def _text(label: Label) -> LocalText:
    return LocalText(ja=label.ja, en=label.en)
