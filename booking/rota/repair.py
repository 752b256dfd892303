"""Repairing a rota when somebody falls out: what is asked of the solver, and what it changed. Pure.

Uncovered hours come first, then the fewest changed cells, then the fewest people touched, then all that costs in the
problem itself. What has begun is never touched.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from booking.rota.checking import Breach, check
from booking.rota.problem import DAY_MINUTES, Assignment, Lock, Previous, Problem, Rota, Rule, RuleCode, Staff

MISSING_MINUTE = 10_000
"""What a minute without a person costs in a repair; ten times as much where the cover was hard."""
BROKEN_BEFORE = 1_000_000
"""What a unit of a rule costs that the rota broke already before: it is not broken further without need."""
CHANGE = 20_000
MOST_OVER = 100
"""One too many costs no more than this in a repair: less than a change."""
PERSON = 5_000

_FAIRNESS = frozenset({RuleCode.FAIR_NIGHTS, RuleCode.FAIR_HOLIDAYS})


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that differs: what it held before and holds after; None is a day off."""

    staff_id: str
    day: int
    before: Assignment | None
    after: Assignment | None


def repair_problem(problem: Problem, rota: Rota, away: Mapping[str, frozenset[int]], now: int) -> Problem:
    """Return the problem whose best rota repairs this one.

    `away` are the days on which people fall out, `now` is the minute from the midnight of day 0: shifts that have begun
    stay as they are, also those of people who fall out. The rules of rest and hours stay hard, but for those that the
    rota broke before; fairness, and the minimum hours and runs of those who fall out, do not stand in the way.
    """
    held = {(each.staff_id, each.day): each for each in rota}
    over = cells_over(problem, rota, now)
    lost = {(staff_id, day) for staff_id, days in away.items() for day in days} - over
    kept = tuple(lock for lock in problem.locks if (lock.staff_id, lock.day) not in over | lost)
    base = replace(
        problem,
        staff=tuple(_without(person, over, lost) for person in problem.staff),
        cover=tuple(
            # What has begun can gain nobody; cells that are locked stay without it.
            replace(
                one,
                hard=False,
                under=_price(problem, one.day, one.shift_id) * (10 if one.hard else 1),
                over=min(one.over, MOST_OVER),
            )
            for one in problem.cover
            if not has_begun(problem, one.day, one.shift_id, now)
        ),
        locks=(*kept, *(Lock(staff_id, day, held.get((staff_id, day))) for staff_id, day in sorted(over))),
        previous=Previous(rota, CHANGE, PERSON),
    )
    before = frozenset(each for each in rota if (each.staff_id, each.day) not in lost)
    broken = {finding.rule for finding in check(base, before).hard}
    return replace(base, rules=tuple(_eased(rule, broken) for rule in base.rules))


def changes(before: Rota, after: Rota) -> tuple[Change, ...]:
    """Return the cells that differ, by day and person."""
    was = {(each.day, each.staff_id): each for each in before}
    becomes = {(each.day, each.staff_id): each for each in after}
    return tuple(
        Change(staff_id, day, was.get((day, staff_id)), becomes.get((day, staff_id)))
        for day, staff_id in sorted(was.keys() | becomes.keys())
        if was.get((day, staff_id)) != becomes.get((day, staff_id))
    )


def has_begun(problem: Problem, day: int, shift_id: str, now: int) -> bool:
    """Return whether a shift of a day has begun at a minute from the midnight of day 0."""
    return problem.span(day, problem.shift_by_id[shift_id])[0] <= now


def cells_over(problem: Problem, rota: Rota, now: int) -> set[tuple[str, int]]:
    """Return the cells (person, day) that can change no more: of days that are over, and of shifts that have begun."""
    begun = {(one.staff_id, one.day) for one in rota if has_begun(problem, one.day, one.shift_id, now)}
    days = range(min(max(now // DAY_MINUTES, 0), problem.days))
    return begun | {(person.id, day) for person in problem.staff for day in days}


def _price(problem: Problem, day: int, shift_id: str) -> int:
    start, end = problem.span(day, problem.shift_by_id[shift_id])
    return MISSING_MINUTE * (end - start)


def _without(person: Staff, over: set[tuple[str, int]], lost: set[tuple[str, int]]) -> Staff:
    days = {day for staff_id, day in lost if staff_id == person.id}
    past = {day for staff_id, day in over if staff_id == person.id}
    leave = (person.leave - past) | days
    if not days:
        return replace(person, leave=leave)
    return replace(person, leave=leave, min_minutes=None, min_run=None, min_off_run=None)


def _eased(rule: Rule, broken: set[RuleCode | Breach]) -> Rule:
    # However heavy a soft rule is in a month that is planned: no weight of it outweighs a changed cell here.
    if rule.weight is not None or rule.code in _FAIRNESS:
        return replace(rule, weight=1)
    return replace(rule, weight=BROKEN_BEFORE) if rule.code in broken - {RuleCode.LEAVE, RuleCode.COVER} else rule
