"""The comparisons of two quarters from their facts, for the operator. Pure."""

from collections.abc import Mapping

import numpy as np

from clinic.evaluation.definitions import VERSION
from clinic.evaluation.facts.model import Facts, UseKind
from clinic.evaluation.facts.rows import Numbers
from clinic.evaluation.measures.city import MeasureCode, Measured
from clinic.evaluation.measures.figure import Figure, Unit
from clinic.evaluation.measures.phq9 import high_courses
from clinic.evaluation.measures.series import six_measures
from clinic.evaluation.measures.spread import spread
from clinic.evaluation.review.model import Comparison, Method, Side, Verdict

_COUNTS = (
    MeasureCode.NOTICES,
    MeasureCode.REGISTRATIONS,
    "uses.all",
    MeasureCode.COUNSELLING,
    "counselling.people",
)
_SHARES = (MeasureCode.IMAGE, MeasureCode.PHQ9, "phq9.below_10.complete")


def compare_facts(before: Facts, after: Facts) -> tuple[Comparison, ...]:
    """Return the fixed list of comparisons, always in the same order."""
    sides = (_sides(before), _sides(after))
    return tuple(
        Comparison(code, method, sides[0][code], sides[1][code])
        for code, method in (
            *((str(code), Method.COUNTS) for code in _COUNTS),
            (str(MeasureCode.SATISFACTION), Method.MEANS),
            *((str(code), Method.SHARES) for code in _SHARES),
            ("phq9.missing_ends", Method.SHARES),
            ("no_shows", Method.SHARES),
            ("wait", Method.MEDIANS),
            ("reply", Method.MEDIANS),
        )
    )


def _sides(facts: Facts) -> Mapping[str, Side]:
    measured: dict[str, Measured] = {each.code: each for each in six_measures(facts)}
    figures: dict[str, Figure] = {code: each.figure for code, each in measured.items()}
    figures |= {beside.code: beside.figure for each in measured.values() for beside in each.neighbours}
    surveys = [each for each in facts.surveys if not each.skipped and each.items_count > 0]
    high = high_courses(facts)
    scores = [one for course in high for one in (course.start, course.end) if one is not None]
    on_surveys = frozenset(f"satisfaction {each.version} {each.text_id}" for each in surveys)
    on_scores = frozenset(f"phq-9 {each.version} {each.text_id}" for each in scores)
    states = facts.appointments.coded("state")
    settled, no_shows = (
        int(np.count_nonzero(states.being(*each))) for each in (("fulfilled", "no_show"), ("no_show",))
    )
    booked = facts.uses.take(facts.uses.coded("kind").being(UseKind.APPOINTMENT))
    wordings = {MeasureCode.IMAGE: on_surveys, MeasureCode.PHQ9: on_scores, "phq9.below_10.complete": on_scores}
    return {
        **{str(code): _count(figures[code]) for code in _COUNTS},
        **{str(code): _share(figures[code], wordings[code]) for code in _SHARES},
        str(MeasureCode.SATISFACTION): Side(
            figures[MeasureCode.SATISFACTION].value,
            len(surveys),
            values=tuple(each.items_sum / each.items_count for each in surveys),
            definitions_version=VERSION,
            wordings=on_surveys,
        ),
        "phq9.missing_ends": _of_all(sum(one.end is None for one in high), len(high)),
        "no_shows": _of_all(no_shows, settled),
        "wait": _median(booked.numbers("wait_seconds")),
        "reply": _median(facts.uses.numbers("reply_seconds")),
    }


def _count(figure: Figure) -> Side:
    if figure.value is None:
        return Side(None, None, definitions_version=VERSION, missing=Verdict.UNMEASURED)
    return Side(figure.value, int(figure.value), definitions_version=VERSION)


def _share(figure: Figure, wordings: frozenset[str]) -> Side:
    if figure.unit is not Unit.SHARE:
        raise ValueError("no share")
    reached = round((figure.value or 0) * figure.n)
    return Side(figure.value, figure.n, reached, definitions_version=VERSION, wordings=wordings)


def _of_all(reached: int, n: int) -> Side:
    return Side(reached / n if n else None, n, reached, definitions_version=VERSION)


def _median(seconds: Numbers) -> Side:
    minutes = tuple((seconds.known() / 60).tolist())
    return Side(spread(minutes).median, len(minutes), values=minutes, definitions_version=VERSION)
