"""Outcome 1: how content people are, the mean of several items of 5 points. Pure."""

from collections import Counter
from math import fsum

from clinic.evaluation.facts.model import Facts
from clinic.evaluation.measures.city import Bar, MeasureCode, Measured, Neighbour
from clinic.evaluation.measures.figure import Unit, count, mean

POINTS = (1, 2, 3, 4, 5)


def satisfaction(facts: Facts) -> Measured:
    """Return the mean of the means of the answered surveys: each survey counts once, however many items it answered.

    Beside it the mean of all items alike, the people, and the surveys skipped. The distribution counts the surveys by
    the whole points of their mean: "3" is 3 or more and less than 4.
    """
    answered = [survey for survey in facts.surveys if not survey.skipped and survey.items_count > 0]
    means = [survey.items_sum / survey.items_count for survey in answered]
    points = Counter(survey.items_sum // survey.items_count for survey in answered)
    items = sum(survey.items_count for survey in answered)
    skipped = sum(survey.skipped for survey in facts.surveys)
    return Measured(
        MeasureCode.SATISFACTION,
        mean(fsum(means), len(means)),
        (
            Neighbour("satisfaction.items", mean(sum(survey.items_sum for survey in answered), items)),
            Neighbour("satisfaction.people", count(Unit.PEOPLE, len({survey.person for survey in answered}))),
            Neighbour("satisfaction.skipped", count(Unit.TIMES, skipped)),
        ),
        tuple(Bar(str(point), points[point]) for point in POINTS) if answered else (),
    )
