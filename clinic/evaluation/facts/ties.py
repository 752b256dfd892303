"""What ties a person to the service on a given day, from what is known today. Pure.

The past of a profile is not kept: a child that was entered later was expected before it was born.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from clinic.evaluation.facts.model import AgeBand, Stage, age_band
from clinic.evaluation.facts.rows import Coded, Days, Ints

PREGNANCY = timedelta(days=280)
"""From the beginning to the due date, 40 weeks as they are counted."""

OVERDUE = timedelta(days=14)
"""For so long after the due date the child counts as not yet born, to 42 weeks; then as born where nothing was told."""


@dataclass(frozen=True, slots=True)
class Ties:
    """A person's due date, the months of birth of the household's children (their first days, in order), any other tie.

    `has_other_tie`: they said that they are a partner, a grandparent or another.
    """

    due: date | None
    births: Sequence[date]
    has_other_tie: bool


_SAME_BIRTH = timedelta(days=62)
"""A child whose month of birth begins within this of the due date is the one that was expected."""


def tie_on(ties: Ties, day: date) -> tuple[Stage, AgeBand | None]:
    """Return the stage on a day, and the band of age of the youngest child that was born by then, None without one."""
    due, births = ties.due, ties.births
    # These are the usual cases, and it is asked for every use.
    if due is None:
        if births and births[-1] <= day:
            return Stage.CHILD, age_band(_months(births[-1], day))
    elif not births:
        if day > due + OVERDUE:
            return Stage.CHILD, age_band(_months(due, day))
        return (Stage.PREGNANT if due - day <= PREGNANCY else Stage.OTHER), None
    born = [birth for birth in births if birth <= day]
    # Somebody's partner is not pregnant, although a child of the household was born later.
    expected = [] if ties.has_other_tie else [birth for birth in births if birth > day]
    if due is not None and all(abs(birth - due) > _SAME_BIRTH for birth in births):
        if day > due + OVERDUE:
            born.append(due)
        else:
            expected.append(max(due, day))
    age = age_band(_months(max(born), day)) if born else None
    if any(birth - day <= PREGNANCY for birth in expected):
        return Stage.PREGNANT, age
    return Stage.CHILD if born else Stage.OTHER, age


Told = tuple[int | None, Sequence[int], bool]
"""As `Ties`, days being the numbers that `date.toordinal` gives."""


@dataclass(frozen=True, slots=True, eq=False)
class TiesOfAll:
    """The ties of people by their number, for many at once."""

    told: Sequence[Told]
    usual: Ints
    """`_BORN` or `_DUE` of whom only the distance of a day from their date counts, `_UNTIED`, or `_OTHERWISE`."""
    dates: Ints

    @classmethod
    def of(cls, told: Sequence[Told]) -> "TiesOfAll":
        """Return these ties, which are in the order of the people's numbers."""
        found = [_usual(due, births) for due, births, _ in told]
        usual, dates = np.array(found, np.int64).reshape(-1, 2).T
        return cls(told, usual, dates)

    def on(self, numbers: Ints, days: Days) -> tuple[Coded, Coded]:
        """Return the stages, and the bands of age of the youngest child, of people each on a day, as `tie_on` does."""
        at, dates, usual = days.ordinals, self.dates[numbers], self.usual[numbers]
        is_born = (usual == _BORN) & (dates <= at)
        is_overdue = (usual == _DUE) & (at > dates + OVERDUE.days)
        is_due = (usual == _DUE) & ~is_overdue
        is_child = is_born | is_overdue
        stages = np.where(is_child, _STAGES.index(Stage.CHILD), _STAGES.index(Stage.OTHER))
        stages[is_due & (dates - at <= PREGNANCY.days)] = _STAGES.index(Stage.PREGNANT)
        ages = np.full(len(numbers), _AGES.index(None))
        months = _month_numbers(at[is_child]) - _month_numbers(dates[is_child])
        ages[is_child] = _AGE_OF_MONTHS[np.minimum(months, len(_AGE_OF_MONTHS) - 1)]
        for place in np.flatnonzero((usual == _OTHERWISE) | ((usual == _BORN) & ~is_born)).tolist():
            due, births, has_other_tie = self.told[numbers[place]]
            ties = Ties(_day(due), [date.fromordinal(birth) for birth in births], has_other_tie)
            stage, age = tie_on(ties, date.fromordinal(int(at[place])))
            stages[place], ages[place] = _STAGES.index(stage), _AGES.index(age)
        return Coded(stages, _STAGES), Coded(ages, _AGES)


def _usual(due: int | None, births: Sequence[int]) -> tuple[int, int]:
    """Return the case that a person is, and the date that counts."""
    if due is None:
        return (_BORN, births[-1]) if births else (_UNTIED, 0)
    return (_OTHERWISE, 0) if births else (_DUE, due)


def _day(number: int | None) -> date | None:
    return None if number is None else date.fromordinal(number)


_OTHERWISE, _BORN, _DUE, _UNTIED = range(4)
_STAGES = tuple(Stage)
_AGES = (*AgeBand, None)
_AGE_OF_MONTHS = np.array([_AGES.index(age_band(months)) for months in range(73)], np.int64)


def _month_numbers(ordinals: Ints) -> Ints:
    """Return the months since 1970-01 of days."""
    days = (ordinals - date(1970, 1, 1).toordinal()).astype("datetime64[D]")
    numbers: Ints = days.astype("datetime64[M]").astype(np.int64)
    return numbers


def _months(birth: date, day: date) -> int:
    return (day.year - birth.year) * 12 + day.month - birth.month
