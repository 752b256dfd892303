"""Fairness of nights and of holidays among the staff of a role, pro rata, with what was carried over. Pure."""

from ortools.sat.python import cp_model

from booking.rota.model.cells import Cells
from booking.rota.model.posting import Poster, Reason
from booking.rota.problem import DayKind, Problem, Rule, RuleCode, Staff

HOLIDAYS = frozenset({DayKind.SUNDAY, DayKind.HOLIDAY, DayKind.YEAR_END})


def post(problem: Problem, cells: Cells, poster: Poster) -> None:
    """Post the bounds or weights of the spread of nights and of holidays."""
    nights, holidays = problem.rule(RuleCode.FAIR_NIGHTS), problem.rule(RuleCode.FAIR_HOLIDAYS)
    for rule in (nights, holidays):
        for role in _roles(problem, rule) if rule is not None else ():
            if rule is not None:
                staff = [person for person in problem.staff if role in person.roles and _may(rule, person)]
                _fair(problem, cells, poster, rule, role, staff)


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


def _fair(problem: Problem, cells: Cells, poster: Poster, rule: Rule, role: str, staff: list[Staff]) -> None:
    """Bound the spread; deviations are multiplied by the sum of shares, so that all stay whole numbers."""
    if len(staff) < 2 or (poster.assuming and rule.weight is not None):
        return
    model, nights = poster.model, rule.code is RuleCode.FAIR_NIGHTS
    whole = sum(person.share for person in staff)
    spread = rule.params["spread"]
    counts: list[cp_model.LinearExpr | int] = []
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
        over = model.new_int_var(0, 200 * most + 1, "")
        model.add(100 * (high - low) - whole * over <= spread * whole)
        poster.cost_of(rule.weight, over)
        return
    posted = model.add(100 * (high - low) <= spread * whole)
    if poster.assuming:
        posted.only_enforce_if(poster.assumption(Reason(rule.code, role=role)))
