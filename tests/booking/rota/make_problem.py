"""Small rota problems for tests: one role, one early shift and one night, unless told otherwise."""

from dataclasses import replace
from datetime import date

from booking.rota.problem import Assignment, Cover, Problem, Rule, RuleCode, Shift, Staff

ROLE = "midwife"
EARLY = Shift("E", 8 * 60, 8 * 60)
LATE = Shift("L", 13 * 60, 8 * 60)
NIGHT = Shift("N", 21 * 60, 11 * 60, is_night=True)
MONDAY = date(2026, 6, 1)


def person(name: str = "a", **fields: object) -> Staff:
    """Return somebody with the one role."""
    return replace(Staff(name, frozenset({ROLE})), **fields)  # type: ignore[arg-type]  # any field of Staff


def need(day: int, shift: Shift = EARLY, required: int = 1, **fields: object) -> Cover:
    """Return a cover of the one role."""
    return replace(Cover(day, shift.id, ROLE, required), **fields)  # type: ignore[arg-type]  # any field of Cover


def on(name: str, day: int, shift: Shift = EARLY) -> Assignment:
    """Return an assignment in the one role."""
    return Assignment(name, day, shift.id, ROLE)


def problem(
    *rules: Rule, days: int = 7, staff: tuple[Staff, ...] = (), cover: tuple[Cover, ...] = (), **fields: object
) -> Problem:
    """Return a problem with the cover rule and those given."""
    plain = Problem(MONDAY, days, (EARLY, LATE, NIGHT), staff or (person(),), cover, (Rule(RuleCode.COVER), *rules))
    return replace(plain, **fields)  # type: ignore[arg-type]  # any field of Problem
