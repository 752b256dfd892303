"""The figures by the age of the youngest child, by stage and by district. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from clinic.evaluation.facts.model import AgeBand, Facts, Registration, Stage, Use
from clinic.evaluation.facts.rows import Rows, tally
from clinic.evaluation.measures.figure import Figure, share
from clinic.evaluation.measures.funnel import FirstDays, Step, first_days, registered_in
from clinic.evaluation.measures.outputs import consultations, of_counselling, people_of


class Dimension(StrEnum):
    """By what the figures are told apart; each is an attribute of Registration and of Use."""

    STAGE = "stage"
    AGE = "age"
    DISTRICT = "district"


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a group. `value` is a Stage, an AgeBand or the code of a district; None: nothing is known of it.

    `registrations` are those of the period, by what held on their day; the uses by what held on the day of the use, so
    that a person may be in several groups. `reached` are the steps that those registered have reached, as in the
    funnel, as shares of `registrations`.
    """

    dimension: Dimension
    value: str | None
    registrations: int
    consultations: int
    people: int
    counselling: int
    reached: Mapping[Step, Figure]


def breakdown(facts: Facts, reached: FirstDays | None = None) -> tuple[Group, ...]:
    """Return every stage and every band of age, empty ones too, and the districts there are; None last.

    `reached` is what `first_days` gives, where it is known already.
    """
    reached = reached or first_days(facts)
    cohort = registered_in(facts)
    consulted = consultations(facts.uses)
    counselled = of_counselling(consulted)
    districts = sorted({one for one in _values(facts.registrations, Dimension.DISTRICT) if one is not None})
    values: dict[Dimension, list[str | None]] = {
        Dimension.STAGE: [*Stage],
        Dimension.AGE: [*AgeBand, None],
        Dimension.DISTRICT: [*districts, None],
    }
    return tuple(
        _group(
            dimension,
            value,
            consulted.take(consulted.coded(dimension).being(value)),
            counselled.take(counselled.coded(dimension).being(value)),
            cohort.take(cohort.coded(dimension).being(value)),
            reached,
        )
        for dimension, all_values in values.items()
        for value in all_values
    )


def _values(registrations: Rows[Registration], dimension: Dimension) -> set[str | None]:
    return {value for (value,) in tally(registrations.coded(dimension))}


def _group(
    dimension: Dimension,
    value: str | None,
    consulted: Rows[Use],
    counselled: Rows[Use],
    registered: Rows[Registration],
    reached: FirstDays,
) -> Group:
    persons = registered.numbers("person").numbers
    return Group(
        dimension,
        value,
        registrations=len(registered),
        consultations=len(consulted),
        people=people_of(consulted),
        counselling=len(counselled),
        reached={step: share(int(np.count_nonzero(days[persons])), len(persons)) for step, days in reached.items()},
    )
