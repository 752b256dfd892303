"""Totals of a person over weeks, months and the horizon: hours, nights, watches, shifts of a type. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable

from booking.rota.model.cells import Cells
from booking.rota.model.posting import Poster, Reason, Term
from booking.rota.model.rests import first_day
from booking.rota.problem import Problem, Rule, RuleCode, Shift, Staff, Watch

HOUR = 60
"""Minutes: weighted rules on hours pay by the hour begun."""

Amount = Callable[[Shift], int]
Most = Callable[[Staff, int | None], int | None]
"""A person's limit, from the rule's number."""


def post(problem: Problem, cells: Cells, poster: Poster) -> None:
    """Post the limits of hours, nights, watches and shifts of a type."""

    def week(day: int) -> Hashable:
        return (day + problem.first.weekday()) // 7

    def month(day: int) -> Hashable:
        date = problem.date_of(day)
        return date.year, date.month

    limits: tuple[tuple[RuleCode, Callable[[int], Hashable], Amount, Most], ...] = (
        (RuleCode.HOURS_A_WEEK, week, lambda shift: shift.counted, _own(lambda person: person.max_week_minutes)),
        (RuleCode.HOURS_A_MONTH, month, lambda shift: shift.counted, _own(lambda person: person.max_month_minutes)),
        (RuleCode.NIGHTS_A_MONTH, month, lambda shift: int(shift.is_night), _fewest_nights),
        (RuleCode.NIGHT_WATCH_A_WEEK, week, lambda shift: int(shift.watch is Watch.NIGHT), lambda _, most: most),
        (RuleCode.DAY_WATCH_A_MONTH, month, lambda shift: int(shift.watch is Watch.DAY), lambda _, most: most),
    )
    for code, period, amount, most in limits:
        rule = problem.rule(code)
        if rule is not None:
            general = rule.params.get("minutes", rule.params.get("max"))
            for person in problem.staff:
                limit = most(person, general)
                if limit is not None:
                    _limit(problem, cells, poster, rule, person, limit, period, amount)
    _horizon(problem, cells, poster)


def _own(value: Callable[[Staff], int | None]) -> Most:
    return lambda person, general: general if value(person) is None else value(person)


def _fewest_nights(person: Staff, general: int | None) -> int | None:
    return min((most for most in (person.max_nights, general) if most is not None), default=None)


def _limit(
    problem: Problem,
    cells: Cells,
    poster: Poster,
    rule: Rule,
    person: Staff,
    limit: int,
    period: Callable[[int], Hashable],
    amount: Amount,
) -> None:
    """Limit a person's sum in each period that reaches into the horizon."""
    sums: dict[Hashable, list[Term]] = defaultdict(list)
    for day in range(first_day(problem), problem.days):
        for shift_id, on in cells.shifts(person.id, day).items():
            units = amount(problem.shift_by_id[shift_id])
            if units:
                sums[period(day)].append((units, on))
    unit = HOUR if rule.code in (RuleCode.HOURS_A_WEEK, RuleCode.HOURS_A_MONTH) else 1
    last = {period(day): day for day in range(problem.days)}
    for which, terms in sums.items():
        if which in last:
            poster.at_most(rule, Reason(rule.code, person.id, last[which]), terms, limit, unit)


def _horizon(problem: Problem, cells: Cells, poster: Poster) -> None:
    minutes, types = problem.rule(RuleCode.PERIOD_MINUTES), problem.rule(RuleCode.MAX_SHIFTS)
    for person in problem.staff:
        by_shift: dict[str, list[Term]] = defaultdict(list)
        for day in range(problem.days):
            for shift_id, on in cells.shifts(person.id, day).items():
                by_shift[shift_id].append((1, on))
        if types is not None:
            for shift_id, most in person.max_shifts.items():
                poster.at_most(types, Reason(types.code, person.id, None, shift_id), by_shift.get(shift_id, ()), most)
        if minutes is not None:
            terms = [(problem.shift_by_id[shift_id].counted, on) for shift_id, ons in by_shift.items() for _, on in ons]
            reason = Reason(minutes.code, person.id)
            if person.max_minutes is not None:
                poster.at_most(minutes, reason, terms, person.max_minutes, HOUR)
            if person.min_minutes is not None:
                poster.at_least(minutes, reason, terms, person.min_minutes, HOUR)
