"""The six measures of a period, and of each of its years, quarters and months. Pure."""

from dataclasses import dataclass

from clinic.evaluation.facts.model import Facts
from clinic.evaluation.facts.narrowing import known_until, narrow
from clinic.evaluation.measures.city import TARGETS, MeasureCode, Measured
from clinic.evaluation.measures.figure import Figure
from clinic.evaluation.measures.image import image
from clinic.evaluation.measures.outputs import counselling, notices, registrations
from clinic.evaluation.measures.periods import Part, Span, fiscal_year_of, parts
from clinic.evaluation.measures.phq9 import phq9
from clinic.evaluation.measures.satisfaction import satisfaction


@dataclass(frozen=True, slots=True)
class Point:
    """A measure of a part of the period.

    `cumulated` is, of what has a target of the year, the count from the beginning of the fiscal year, or of the period
    if that is later, to the end of the part; None of others, and where nothing was measured.
    """

    span: Span
    figure: Figure
    cumulated: float | None


def six_measures(facts: Facts) -> tuple[Measured, ...]:
    """Return the six measures of the facts' whole period, in the order of the plan."""
    return (
        notices(facts),
        registrations(facts),
        counselling(facts),
        satisfaction(facts),
        image(facts),
        phq9(facts),
    )


Series = dict[MeasureCode, tuple[Point, ...]]


def measures_and_series(facts: Facts) -> tuple[tuple[Measured, ...], dict[Part, Series]]:
    """Return the six measures of the facts' whole period, and of its years, quarters and months that have begun."""
    return six_measures(facts), {part: _series(facts, part) for part in Part}


def _series(facts: Facts, part: Part) -> Series:
    points: dict[MeasureCode, list[Point]] = {code: [] for code in MeasureCode}
    counted: dict[tuple[MeasureCode, int], float] = {}
    last_known = known_until(facts)
    for span in parts(facts.first_day, facts.last_day, part):
        if span.first_day > last_known:
            break
        year = fiscal_year_of(span.first_day)
        for measured in six_measures(narrow(facts, span.first_day, span.last_day)):
            code, figure = measured.code, measured.figure
            cumulated: float | None = None
            if TARGETS[code].of_year and figure.value is not None:
                cumulated = counted[code, year] = counted.get((code, year), 0) + figure.value
            points[code].append(Point(span, figure, cumulated))
    return {code: tuple(of_code) for code, of_code in points.items()}
