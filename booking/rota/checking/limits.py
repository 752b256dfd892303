"""Rules on how much: nights, watches, hours, shifts of a type, weekends."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date

from booking.rota.checking.findings import Finding
from booking.rota.problem import Assignment, Problem, Rule, RuleCode, Staff, Watch

Cells = Mapping[int, Assignment]

_HOUR = 60


def limit_findings(problem: Problem, by_staff: Mapping[str, Cells]) -> Iterator[Finding]:
    """Yield the violations of every rule on amounts that is on; minutes are counted in hours begun."""
    for rule in problem.rules:
        finder = _FINDERS.get(rule.code)
        if finder is not None:
            for person in problem.staff:
                yield from finder(problem, rule, person, by_staff[person.id])


def _found(
    rule: Rule, person: Staff, days: tuple[int, ...], amount: int, limit: int, shift_id: str | None = None
) -> Finding:
    cost = (rule.weight or 0) * amount
    return Finding(rule.code, rule.weight is None, amount, cost, limit, person.id, days, shift_id)


def _month(day: date) -> Hashable:
    return day.year, day.month


def _week(day: date) -> Hashable:
    return day.isocalendar()[:2]


def _by_period(
    problem: Problem, cells: Cells, period: Callable[[date], Hashable], counts: Callable[[Assignment], int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield, for each period that reaches into the horizon, the sum of what counts and the days that do."""
    days: defaultdict[Hashable, list[int]] = defaultdict(list)
    reached = {period(problem.date_of(day)) for day in range(problem.days)}
    for day, cell in sorted(cells.items()):
        of = period(problem.date_of(day))
        if of in reached and counts(cell):
            days[of].append(day)
    for counted in days.values():
        yield sum(counts(cells[day]) for day in counted), tuple(counted)


def _nights_a_month(problem: Problem, rule: Rule, person: Staff, cells: Cells) -> Iterator[Finding]:
    most = rule.params["max"] if person.max_nights is None else min(rule.params["max"], person.max_nights)
    for count, days in _by_period(
        problem, cells, _month, lambda cell: int(problem.shift_by_id[cell.shift_id].is_night)
    ):
        if count > most:
            yield _found(rule, person, days, count - most, most)


def _watches(kind: Watch, period: Callable[[date], Hashable]) -> Callable[..., Iterator[Finding]]:
    def find(problem: Problem, rule: Rule, person: Staff, cells: Cells) -> Iterator[Finding]:
        most = rule.params["max"]
        counts = _by_period(problem, cells, period, lambda cell: int(problem.shift_by_id[cell.shift_id].watch is kind))
        for count, days in counts:
            if count > most:
                yield _found(rule, person, days, count - most, most)

    return find


def _hours(own: Callable[[Staff], int | None], period: Callable[[date], Hashable]) -> Callable[..., Iterator[Finding]]:
    def find(problem: Problem, rule: Rule, person: Staff, cells: Cells) -> Iterator[Finding]:
        mine = own(person)
        most = rule.params["minutes"] if mine is None else mine
        for minutes, days in _by_period(
            problem, cells, period, lambda cell: problem.shift_by_id[cell.shift_id].counted
        ):
            if minutes > most:
                yield _found(rule, person, days, -(-(minutes - most) // _HOUR), most)

    return find


def _max_shifts(_problem: Problem, rule: Rule, person: Staff, cells: Cells) -> Iterator[Finding]:
    for shift_id, most in person.max_shifts.items():
        days = tuple(day for day, cell in sorted(cells.items()) if day >= 0 and cell.shift_id == shift_id)
        if len(days) > most:
            yield _found(rule, person, days, len(days) - most, most, shift_id)


def _period_minutes(problem: Problem, rule: Rule, person: Staff, cells: Cells) -> Iterator[Finding]:
    minutes = sum(problem.shift_by_id[cell.shift_id].counted for day, cell in cells.items() if day >= 0)
    if person.min_minutes is not None and minutes < person.min_minutes:
        yield _found(rule, person, (), -(-(person.min_minutes - minutes) // _HOUR), person.min_minutes)
    if person.max_minutes is not None and minutes > person.max_minutes:
        yield _found(rule, person, (), -(-(minutes - person.max_minutes) // _HOUR), person.max_minutes)


def _max_weekends(problem: Problem, rule: Rule, person: Staff, cells: Cells) -> Iterator[Finding]:
    if person.max_weekends is None:
        return
    weekends: defaultdict[Hashable, list[int]] = defaultdict(list)
    for day in sorted(cells):
        if day >= 0 and problem.date_of(day).weekday() >= 5:
            weekends[_week(problem.date_of(day))].append(day)
    if len(weekends) > person.max_weekends:
        days = tuple(day for each in weekends.values() for day in each)
        yield _found(rule, person, days, len(weekends) - person.max_weekends, person.max_weekends)


_FINDERS: Mapping[RuleCode, Callable[[Problem, Rule, Staff, Cells], Iterator[Finding]]] = {
    RuleCode.NIGHTS_A_MONTH: _nights_a_month,
    RuleCode.NIGHT_WATCH_A_WEEK: _watches(Watch.NIGHT, _week),
    RuleCode.DAY_WATCH_A_MONTH: _watches(Watch.DAY, _month),
    RuleCode.HOURS_A_WEEK: _hours(lambda person: person.max_week_minutes, _week),
    RuleCode.HOURS_A_MONTH: _hours(lambda person: person.max_month_minutes, _month),
    RuleCode.MAX_SHIFTS: _max_shifts,
    RuleCode.PERIOD_MINUTES: _period_minutes,
    RuleCode.MAX_WEEKENDS: _max_weekends,
}
