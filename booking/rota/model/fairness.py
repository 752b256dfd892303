"""Fairness of nights and of holidays among the staff of a role, pro rata, with what was carried over. Pure."""

from dataclasses import replace
from enum import StrEnum

from ortools.sat.python import cp_model

from booking.rota.model.cells import Cells
from booking.rota.model.least_spread import Range, least_excess
from booking.rota.model.posting import Poster, Reason
from booking.rota.problem import CoverDayKind, Problem, Rule, RuleCode, Staff

HOLIDAYS = frozenset({CoverDayKind.SUNDAY, CoverDayKind.HOLIDAY, CoverDayKind.YEAR_END})


class Excess(StrEnum):
    """What is posted of the least excess of the spread that whole numbers allow."""

    ANY = "any"
    """Nothing: it is not worked out."""
    LEAST = "least"
    """The excess is not less."""
    ONLY_LEAST = "only_least"
    """The excess is just that: fewer rotas, found sooner."""


def post(problem: Problem, cells: Cells, poster: Poster, excess: Excess = Excess.ANY) -> None:
    """Post the bounds or weights of the spread of nights and of holidays."""
    nights, holidays = problem.rule(RuleCode.FAIR_NIGHTS), problem.rule(RuleCode.FAIR_HOLIDAYS)
    for rule in (nights, holidays):
        for role in _roles(problem, rule) if rule is not None else ():
            if rule is not None:
                staff = [person for person in problem.staff if role in person.roles and _may(rule, person)]
                _fair(problem, cells, poster, rule, role, staff, excess)


def _roles(problem: Problem, rule: Rule) -> list[str]:
    return sorted(
        {one.role for one in problem.cover if one.required > 0 and _counts(problem, rule, one.day, one.shift_id)}
    )


def _counts(problem: Problem, rule: Rule, day: int, shift_id: str) -> bool:
    if rule.code is RuleCode.FAIR_NIGHTS:
        return problem.shift_by_id[shift_id].is_night
    return problem.kind(day) in HOLIDAYS


def _may(rule: Rule, person: Staff) -> bool:
    return person.share > 0 and (rule.code is RuleCode.FAIR_HOLIDAYS or person.max_nights != 0)


def _fair(
    problem: Problem, cells: Cells, poster: Poster, rule: Rule, role: str, staff: list[Staff], excess: Excess
) -> None:
    """Bound the spread; deviations are multiplied by the sum of shares, so that all stay whole numbers."""
    if len(staff) < 2 or (poster.assuming and rule.weight is not None):
        return
    model, nights = poster.model, rule.code is RuleCode.FAIR_NIGHTS
    whole = sum(person.share for person in staff)
    spread = rule.params["spread"]
    counts: list[cp_model.LinearExpr | int] = []
    ranges: list[Range] = []
    most = 0
    for person in staff:
        carried = person.nights if nights else person.holidays
        held = [
            on
            for day in range(problem.days)
            for (shift_id, as_what), on in cells.roles(person.id, day).items()
            if as_what == role and _counts(problem, rule, day, shift_id)
        ]
        settled = carried + sum(1 for on in held if on is True)
        left = [on for on in held if not isinstance(on, bool)]
        counts.append(cp_model.LinearExpr.sum(left) + settled if left else settled)
        ranges.append(Range(person.share, settled, settled + len(left)))
        most += settled + len(left)
    total = model.new_int_var(0, most, "")
    model.add(cp_model.LinearExpr.sum(counts) == total)
    widest = whole * most
    low, high = model.new_int_var(-widest, widest, ""), model.new_int_var(-widest, widest, "")
    for person, count in zip(staff, counts, strict=True):
        deviation = whole * count - person.share * total
        model.add(deviation >= low)
        model.add(deviation <= high)
    if rule.weight is not None:
        least = 0 if excess is Excess.ANY else _least(problem, rule, role, staff, ranges)
        over = model.new_int_var(least, least if excess is Excess.ONLY_LEAST else max(200 * most + 1, least), "")
        model.add(100 * (high - low) - whole * over <= spread * whole)
        poster.cost_of(rule.weight, over)
        return
    posted = model.add(100 * (high - low) <= spread * whole)
    if poster.assuming:
        posted.only_enforce_if(poster.assumption(Reason(rule.code, role=role)))


def _least(problem: Problem, rule: Rule, role: str, staff: list[Staff], ranges: list[Range]) -> int:
    """Return the least excess that is proven by counting alone."""
    nights = rule.code is RuleCode.FAIR_NIGHTS
    group = {person.id for person in staff}
    limit = problem.rule(RuleCode.NIGHTS_A_MONTH)
    if nights and limit is not None and limit.weight is None:
        months = len({(date.year, date.month) for date in map(problem.date_of, range(problem.days))})
        ranges = [
            replace(of, most=max(of.least, min(of.most, person.nights + months * _most_nights(limit, person))))
            for of, person in zip(ranges, staff, strict=True)
        ]
    # Whoever is not counted may serve as well, and then nobody who is counted has to.
    is_shared = any(role in person.roles and person.id not in group for person in problem.staff) or any(
        lock.assignment is not None and lock.assignment.role == role and lock.staff_id not in group
        for lock in problem.locks
    )
    cover = problem.rule(RuleCode.COVER)
    required = {
        (one.day, one.shift_id): one.required
        for one in problem.cover
        if cover is not None and one.hard and one.role == role and _counts(problem, rule, one.day, one.shift_id)
    }
    carried = sum(person.nights if nights else person.holidays for person in staff)
    return least_excess(ranges, carried + (0 if is_shared else sum(required.values())), rule.params["spread"])


def _most_nights(limit: Rule, person: Staff) -> int:
    most = limit.params["max"]
    return most if person.max_nights is None else min(most, person.max_nights)
