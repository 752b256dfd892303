"""How far those who registered in the period have come: used, screened, offered counselling, counselled, ended. Pure.

The steps are counted each for itself: who was counselled without having been screened is in the one and not in the
other. Only what happened within the period counts, so that the latest to register have had the least time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from clinic.evaluation.facts.model import Facts, Registration
from clinic.evaluation.facts.rows import Ints, Rows
from clinic.evaluation.measures.figure import Figure, share
from clinic.evaluation.measures.outputs import consultations, of_counselling
from clinic.evaluation.measures.spread import Spread, spread


class Step(StrEnum):
    """The steps, in order."""

    REGISTERED = "registered"
    USED = "used"
    """Was admitted to a consultation of any kind."""
    SCREENED = "screened"
    """Completed a scale: PHQ-2, PHQ-9, GAD-7 or EPDS."""
    OFFERED = "offered"
    """Their tier of risk became high, from when on counselling is offered first."""
    COUNSELLED = "counselled"
    """Was admitted to counselling, or to an urgent call."""
    ENDED = "ended"
    """A course of counselling was closed, whatever its outcome."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people reached a step: their share of those registered, and the days it took from the registration."""

    step: Step
    people: int
    share: Figure
    days: Spread


FirstDays = Mapping[Step, Ints]
"""For each person, by number, the day on which they reached a step first, as `date.toordinal` gives it; 0: never."""


def funnel(facts: Facts, reached: FirstDays | None = None) -> tuple[Reached, ...]:
    """Return the steps of those who registered in the facts' period; `reached` as `first_days` gives it, if known."""
    cohort = registered_in(facts)
    persons, registered = cohort.numbers("person").numbers, cohort.days().ordinals
    found: list[Reached] = []
    for step, first in {Step.REGISTERED: None, **(reached or first_days(facts))}.items():
        days = registered if first is None else first[persons]
        did = days > 0
        people = int(np.count_nonzero(did))
        found.append(Reached(step, people, share(people, len(cohort)), spread((days - registered)[did])))
    return tuple(found)


def registered_in(facts: Facts) -> Rows[Registration]:
    """Return who registered in the period."""
    return facts.registrations.within(facts.first_day, facts.last_day)


def first_days(facts: Facts) -> FirstDays:
    """Return the first day in the period on which each person reached a step, in the order of the steps."""
    consulted = consultations(facts.uses)
    counselled = of_counselling(consulted)
    screens = facts.screens.take(facts.screens.coded("skipped").being(False))
    closed = [(course.person, course.closed) for course in facts.courses if course.closed is not None]
    ended = sorted((pair for pair in closed if facts.first_day <= pair[1] <= facts.last_day), key=lambda pair: pair[1])
    days: dict[Step, tuple[Ints, Ints]] = {
        Step.USED: (consulted.numbers("person").numbers, consulted.days().ordinals),
        Step.SCREENED: (screens.numbers("person").numbers, screens.days().ordinals),
        Step.OFFERED: _pairs((offer.person, offer.day) for offer in facts.offers),
        Step.COUNSELLED: (counselled.numbers("person").numbers, counselled.days().ordinals),
        Step.ENDED: _pairs(ended),
    }
    people = max(len(facts.registrations), *(int(persons.max(initial=-1)) + 1 for persons, _ in days.values()))
    return {step: _first(people, *of_step) for step, of_step in days.items()}


def _pairs(pairs: Iterable[tuple[int, date]]) -> tuple[Ints, Ints]:
    found = np.array([(person, day.toordinal()) for person, day in pairs], np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def _first(people: int, persons: Ints, days: Ints) -> Ints:
    first: Ints = np.zeros(people, np.int64)
    # Of several entries of a person the last one stays, and the days are in their order.
    first[persons[::-1]] = days[::-1]
    return first
