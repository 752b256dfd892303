"""What a run is asked: the month as it stands, with what is over settled."""

from collections import defaultdict
from dataclasses import replace

from booking.rota.checking import Breach, check
from booking.rota.explaining import best_effort
from booking.rota.planning import Plan
from booking.rota.problem import DAY_MINUTES, Lock, Problem, Rota, RuleCode
from booking.rota.repair import BROKEN_BEFORE, cells_over, has_begun, repair_problem
from booking.rota.runs.states import RunKind

_OPEN_ENDED = frozenset(
    {RuleCode.MIN_RUN, RuleCode.MIN_OFF_RUN, RuleCode.PERIOD_MINUTES, RuleCode.FAIR_NIGHTS, RuleCode.FAIR_HOLIDAYS}
)
"""Rules that a part of a month can seem to break and the whole keeps."""


def asked(plan: Plan, kind: RunKind, now: int) -> Problem:
    """Return the problem of a run that begins `now`, in minutes from the midnight of day 0.

    What has begun stays as it is and needs nobody more; nothing that breaks a rule in the past makes the future
    impossible.
    """
    problem = replace(plan.problem, locks=plan.locks)
    rota = frozenset(one for one in plan.rota if one.staff_id in problem.staff_by_id)
    if kind is RunKind.REPAIR:
        return repair_problem(problem, rota, _fallen_out(problem, rota), now)
    problem = _with_past_settled(problem, rota, now)
    return best_effort(problem) if kind is RunKind.BEST_EFFORT else problem


def _fallen_out(problem: Problem, rota: Rota) -> dict[str, frozenset[int]]:
    """Return the days of leave of those who are on the rota on one of them."""
    days: defaultdict[str, set[int]] = defaultdict(set)
    for one in rota:
        if one.day in problem.staff_by_id[one.staff_id].leave:
            days[one.staff_id].add(one.day)
    return {staff_id: frozenset(each) for staff_id, each in days.items()}


def _with_past_settled(problem: Problem, rota: Rota, now: int) -> Problem:
    over = cells_over(problem, rota, now)
    held = {(one.staff_id, one.day): one for one in rota}
    locks = {(lock.staff_id, lock.day): lock for lock in problem.locks}
    locks |= {(staff_id, day): Lock(staff_id, day, held.get((staff_id, day))) for staff_id, day in sorted(over)}
    settled = replace(
        problem,
        staff=tuple(
            replace(person, leave=person.leave - {day for staff_id, day in over if staff_id == person.id})
            for person in problem.staff
        ),
        cover=tuple(each for each in problem.cover if not has_begun(problem, each.day, each.shift_id, now)),
        locks=tuple(locks.values()),
    )
    broken = _broken(settled, frozenset(one for cell, one in held.items() if cell in over), now // DAY_MINUTES)
    return replace(
        settled,
        rules=tuple(
            replace(rule, weight=BROKEN_BEFORE) if rule.weight is None and rule.code in broken else rule
            for rule in settled.rules
        ),
    )


def _broken(problem: Problem, past: Rota, today: int) -> frozenset[RuleCode | Breach]:
    """Return the hard rules that what is over breaks by itself."""
    found = check(replace(problem, cover=(), locks=()), past).hard
    return frozenset(each.rule for each in found if each.rule not in _OPEN_ENDED or _is_past(each.days, today))


def _is_past(days: tuple[int, ...], today: int) -> bool:
    # A run that reaches the last day may still become longer.
    return bool(days) and max(days) < today - 1
