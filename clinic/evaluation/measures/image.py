"""Outcome 2: the share of people whose image of the city as a place to raise children became better. Pure."""

from collections import Counter

from clinic.evaluation.facts.model import Facts
from clinic.evaluation.measures.city import Bar, MeasureCode, Measured, Neighbour
from clinic.evaluation.measures.figure import Unit, count, share
from clinic.evaluation.measures.satisfaction import POINTS

BETTER = 4
"""On the item's scale 4 is better and 5 much better."""

UNCHANGED = 3


def image(facts: Facts) -> Measured:
    """Return the share of those who answered, each by their last answer in the period; beside it, who says worse."""
    answers = [(survey.person, survey.image) for survey in facts.surveys if survey.image is not None]
    # The surveys are in the order of the day, so the last one of a person stays.
    last = dict(answers)
    points = Counter(last.values())
    better = sum(number for point, number in points.items() if point >= BETTER)
    worse = sum(number for point, number in points.items() if point < UNCHANGED)
    return Measured(
        MeasureCode.IMAGE,
        share(better, len(last)),
        (
            Neighbour("image.worse", share(worse, len(last))),
            Neighbour("image.answers", count(Unit.TIMES, len(answers))),
        ),
        tuple(Bar(str(point), points[point]) for point in POINTS) if last else (),
    )
