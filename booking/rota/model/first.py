"""A first rota for large problems, person by person, where only cover joins them. Pure.

Days of work are found by a dynamic programme over runs, with the set of counts that each state can still reach; one
type of shift that a person may do as often is put on all of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ortools.sat.python import cp_model

from booking.rota.model.building import build
from booking.rota.problem import DAY_MINUTES, Assignment, Problem, Rota, RuleCode, Staff

KNOWN = {
    RuleCode.SUCCESSION,
    RuleCode.MAX_SHIFTS,
    RuleCode.PERIOD_MINUTES,
    RuleCode.DAYS_IN_A_ROW,
    RuleCode.MIN_RUN,
    RuleCode.MIN_OFF_RUN,
    RuleCode.MAX_WEEKENDS,
    RuleCode.LEAVE,
    RuleCode.COVER,
}
"""The rules that this keeps, whether they are hard or not."""

MOST_TURNS = 4
"""From so many weeks, evenly chosen, the weekends that a person may work begin."""

State = tuple[bool, int, bool]


def first_rota(problem: Problem) -> Rota | None:
    """Return a rota that keeps every hard rule, or None where this way finds none or does not know a rule."""
    if not is_plain(problem):
        return None
    missing = {(one.day, one.shift_id, one.role): one.required for one in problem.cover}
    roles = sorted({(shift_id, role) for _, shift_id, role in missing})
    found: list[Assignment] = []
    for person in problem.staff:
        plan = _best_plan(problem, person, [one for one in roles if one[1] in person.roles], missing)
        if plan is None:
            plan = _solved(problem, person, missing)
        if plan is None:
            return None
        for one in plan:
            missing[one.day, one.shift_id, one.role] -= 1
        found += plan
    return frozenset(found)


def is_plain(problem: Problem) -> bool:
    """Return whether nothing but the known rules, and cover that may be missed, is asked of people without a past."""
    return not (
        {rule.code for rule in problem.rules} - KNOWN
        or problem.locks
        or problem.spans
        or any(person.tail for person in problem.staff)
        or any(cover.hard or cover.most is not None for cover in problem.cover)
        or any(shift.minutes > DAY_MINUTES for shift in problem.shifts)
    )


def _best_plan(
    problem: Problem, person: Staff, roles: list[tuple[str, str]], missing: Mapping[tuple[int, str, str], int]
) -> list[Assignment] | None:
    """Return the plan with one type of shift that fills the most open cover."""
    best: list[Assignment] | None = None
    most = -1
    for shift_id, role in sorted(roles, key=lambda one: -sum(missing.get((day, *one), 0) for day in range(28))):
        plan = _plan(problem, person, shift_id, role, missing)
        useful = -1 if plan is None else sum(missing[one.day, shift_id, role] > 0 for one in plan)
        if useful > most:
            best, most = plan, useful
        # In a long horizon each further plan takes too long.
        if best is not None and (most * 5 >= len(best) * 4 or problem.days > 60):
            break
    return best


def _solved(problem: Problem, person: Staff, missing: Mapping[tuple[int, str, str], int]) -> list[Assignment] | None:
    """Return the plan that CP-SAT finds for one person alone, or None where there is none."""
    alone = build(
        replace(
            problem,
            staff=(person,),
            cover=tuple(
                replace(one, required=max(missing[one.day, one.shift_id, one.role], 0)) for one in problem.cover
            ),
            wishes=(),
            previous=None,
        )
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.stop_after_first_solution = True
    if solver.solve(alone.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return sorted(alone.rota(solver), key=lambda one: one.day)


def plain_cost(problem: Problem, rota: Rota) -> int:
    """Return what a rota that breaks no rule costs: cover, unmet wishes and changed cells."""
    on = Counter((one.day, one.shift_id, one.role) for one in rota)
    held = {(one.staff_id, one.day): one.shift_id for one in rota}
    cost = 0
    for cover in problem.cover if problem.rule(RuleCode.COVER) is not None else ():
        missing = cover.required - on[cover.day, cover.shift_id, cover.role]
        cost += missing * cover.under if missing > 0 else -missing * cover.over
    for wish in problem.wishes:
        shift_id = held.get((wish.staff_id, wish.day))
        is_met = shift_id is not None and wish.shift_id in (None, shift_id)
        cost += wish.weight * (is_met != wish.on)
    if problem.previous is not None:
        changed = {(one.staff_id, one.day) for one in rota ^ problem.previous.rota}
        cost += problem.previous.weight * len(changed)
    return cost


def _plan(
    problem: Problem, person: Staff, shift_id: str, role: str, missing: Mapping[tuple[int, str, str], int]
) -> list[Assignment] | None:
    shift = problem.shift_by_id[shift_id]
    if shift_id in shift.forbids or not shift.counted:
        return None
    least = -(-(person.min_minutes or 0) // shift.counted)
    most = problem.days if person.max_minutes is None else person.max_minutes // shift.counted
    most = min(most, person.max_shifts.get(shift_id, most))
    if least > most:
        return None
    if not least:
        return []
    for weekends in _weekends(problem, person):
        free = [
            (day, shift_id, role) in missing
            and day not in person.leave
            and (problem.date_of(day).weekday() < 5 or weekends.get(_week(problem, day), True))
            for day in range(problem.days)
        ]
        if sum(free) < least:
            continue
        days = _days(problem, person, free, (1 << (most + 1)) - (1 << least))
        if days:
            return [Assignment(person.id, day, shift_id, role) for day in days]
    return None


def _week(problem: Problem, day: int) -> int:
    return (day + problem.first.weekday()) // 7


def _weekends(problem: Problem, person: Staff) -> Iterator[dict[int, bool]]:
    """Yield choices of the weeks whose weekend a person may work: spread evenly, or side by side."""
    if person.max_weekends is None:
        yield {}
        return
    most, weeks = person.max_weekends, _week(problem, problem.days - 1) + 1
    turns = range(0, weeks, max(weeks // MOST_TURNS, 1))
    for turn in turns:
        even = [(week + 1) * most // weeks > week * most // weeks for week in range(weeks)]
        yield {(week + turn) % weeks: on for week, on in enumerate(even)}
    for turn in turns:
        yield {(week + turn) % weeks: week < most for week in range(weeks)}


def _days(problem: Problem, person: Staff, free: list[bool], wanted: int) -> list[int]:
    """Return days of work within the bounds of runs whose number is one of the bits of `wanted`; none if there are."""
    rule = problem.rule(RuleCode.DAYS_IN_A_ROW)
    longest = person.max_run if person.max_run is not None else (rule.params.get("max") if rule else None)
    most_run, min_run, min_off = longest or problem.days, person.min_run or 1, person.min_off_run or 1

    layers: list[dict[State, int]] = [{(False, 1, True): 1, **({(True, 1, True): 2} if free[0] else {})}]
    for day in range(1, problem.days):
        last, layer = layers[-1], dict[State, int]()
        for (works, length, began), counts in last.items():
            for then in _after(works, length, began, (most_run, min_run, min_off)):
                if not then[0] or free[day]:
                    layer[then] = layer.get(then, 0) | (counts << 1 if then[0] else counts)
        layers.append(layer)
    ends = [(state, counts & wanted) for state, counts in layers[-1].items() if counts & wanted]
    if not ends:
        return []
    state, counts = max(ends, key=lambda end: end[1])
    count = counts.bit_length() - 1
    days: list[int] = []
    for day in range(problem.days - 1, -1, -1):
        if state[0]:
            days.append(day)
            count -= 1
        if day:
            state = next(
                earlier
                for earlier, bits in layers[day - 1].items()
                if state in _after(*earlier, (most_run, min_run, min_off)) and bits >> count & 1
            )
    return days[::-1]


def _after(works: bool, length: int, began: bool, bounds: tuple[int, int, int]) -> Iterator[State]:
    most_run, min_run, min_off = bounds
    if not works:
        # Days off beyond the least all are one state.
        yield False, min(length + 1, min_off), began and length < min_off
    elif length < most_run:
        yield True, length + 1, began
    if began or length >= (min_run if works else min_off):
        yield not works, 1, False
