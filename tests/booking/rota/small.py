"""Small rota problems for tests."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from booking.rota.problem import Assignment, Cover, DutyKind, Problem, Rota, Rule, RuleCode, Shift, Staff, Watch

MONDAY = date(2026, 11, 30)
HOUR = 60

DAY = Shift("D", 9 * HOUR, 8 * HOUR)
LATE = Shift("L", 14 * HOUR, 8 * HOUR)
NIGHT = Shift("N", 20 * HOUR, 12 * HOUR, is_night=True)
CALL = Shift("C", 18 * HOUR, 14 * HOUR, duty=DutyKind.ON_CALL, counted_minutes=0)
NIGHT_WATCH = Shift("W", 17 * HOUR, 15 * HOUR, watch=Watch.NIGHT, counted_minutes=0)
DAY_WATCH = Shift("V", 9 * HOUR, 8 * HOUR, watch=Watch.DAY, counted_minutes=0)
SHIFTS = (DAY, LATE, NIGHT, CALL, NIGHT_WATCH, DAY_WATCH)


def person(staff_id: str = "a", **values: Any) -> Staff:
    return Staff(**{"id": staff_id, "roles": frozenset({"midwife"}), **values})


def problem(
    *rules: Rule,
    staff: Iterable[Staff] = (person(),),
    days: int = 14,
    cover: Iterable[Cover] = (),
    **values: Any,
) -> Problem:
    """Return a problem from a Monday on with these rules alone."""
    made = Problem(MONDAY, days, SHIFTS, tuple(staff), tuple(cover), rules)
    return replace(made, **values)


def works(pattern: str, staff_id: str = "a", role: str = "midwife", first: int = 0) -> Rota:
    """Return a person's rota as text: a shift's letter or a dash for each day."""
    return frozenset(
        Assignment(staff_id, day, letter, role) for day, letter in enumerate(pattern, start=first) if letter != "-"
    )


def tail(pattern: str, staff_id: str = "a", role: str = "midwife") -> tuple[Assignment, ...]:
    """Return the days before the first one, as text that ends on the day before it."""
    return tuple(sorted(works(pattern, staff_id, role, -len(pattern)), key=lambda each: each.day))


def rule(code: RuleCode, weight: int | None = None, **params: int) -> Rule:
    return Rule(code, params, weight)
