"""The three measures of output: notices sent, people registered, uses of counselling. Pure."""

from collections import Counter

import numpy as np

from clinic.evaluation.facts.model import Facts, Use, UseKind
from clinic.evaluation.facts.rows import Mask, Rows
from clinic.evaluation.measures.city import Bar, MeasureCode, Measured, Neighbour
from clinic.evaluation.measures.figure import Unit, Unmeasured, absent, count

COUNSELLING_SERVICE = "counselling"
"""The code of the service of counselling in the catalogue, and of its courses."""


def consultations(uses: Rows[Use]) -> Rows[Use]:
    """Return the uses that count as consultations: the person was admitted, and it is more than followed in writing."""
    return uses.take(uses.coded("admitted").being(True) & ~uses.coded("kind").being(UseKind.FOLLOW_UP))


def of_counselling(consulted: Rows[Use]) -> Rows[Use]:
    """Return the consultations of counselling: sessions, and urgent calls that were answered."""
    return consulted.take(_is_counselling(consulted))


def _is_counselling(consulted: Rows[Use]) -> Mask:
    of_service: Mask = consulted.coded("service").being(COUNSELLING_SERVICE)
    return of_service | consulted.coded("kind").being(UseKind.URGENT)


def people_of(uses: Rows[Use]) -> int:
    """Return how many distinct people used the service."""
    return int(np.count_nonzero(np.bincount(uses.numbers("person").numbers)))


def notices(facts: Facts) -> Measured:
    """Return how often notices were sent to many, and beside it to how many recipients; by kind as distribution."""
    if facts.notices is None:
        nothing = absent(Unit.TIMES, Unmeasured.NOT_BUILT)
        nobody = absent(Unit.PEOPLE, Unmeasured.NOT_BUILT)
        return Measured(MeasureCode.NOTICES, nothing, (Neighbour("notices.recipients", nobody),))
    kinds = Counter(notice.kind for notice in facts.notices)
    recipients = sum(notice.recipients for notice in facts.notices)
    return Measured(
        MeasureCode.NOTICES,
        count(Unit.TIMES, len(facts.notices)),
        (Neighbour("notices.recipients", count(Unit.PEOPLE, recipients)),),
        tuple(Bar(kind, number) for kind, number in sorted(kinds.items())),
    )


def registrations(facts: Facts) -> Measured:
    """Return how many people registered in the period, and beside it all up to its end."""
    new = len(facts.registrations.within(facts.first_day, facts.last_day))
    total = count(Unit.PEOPLE, len(facts.registrations))
    return Measured(MeasureCode.REGISTRATIONS, count(Unit.PEOPLE, new), (Neighbour("registrations.total", total),))


def counselling(facts: Facts) -> Measured:
    """Return the uses of counselling; beside it the people, what of it was urgent, and the uses of all services."""
    consulted = consultations(facts.uses)
    counselled = of_counselling(consulted)
    urgent = np.count_nonzero(counselled.coded("kind").being(UseKind.URGENT))
    follow_ups = np.count_nonzero(facts.uses.coded("kind").being(UseKind.FOLLOW_UP))
    unanswered = len(facts.uses) - len(consulted) - follow_ups
    return Measured(
        MeasureCode.COUNSELLING,
        count(Unit.TIMES, len(counselled)),
        (
            Neighbour("counselling.people", count(Unit.PEOPLE, people_of(counselled))),
            Neighbour("counselling.urgent", count(Unit.TIMES, int(urgent))),
            Neighbour("counselling.urgent_unanswered", count(Unit.TIMES, int(unanswered))),
            Neighbour("uses.all", count(Unit.TIMES, len(consulted))),
            Neighbour("uses.people", count(Unit.PEOPLE, people_of(consulted))),
            Neighbour("uses.follow_ups", count(Unit.TIMES, int(follow_ups))),
        ),
    )
