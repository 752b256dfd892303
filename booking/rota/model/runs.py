"""Runs of days of work, of days off and of nights, and weekends. Pure."""

from collections.abc import Mapping

from booking.rota.model.cells import Cells
from booking.rota.model.posting import Literal, Poster, Reason, negated
from booking.rota.model.rests import first_day
from booking.rota.problem import Problem, Rule, RuleCode, Staff

Days = Mapping[int, Literal]


def post(problem: Problem, cells: Cells, poster: Poster) -> None:
    """Post the longest and shortest runs and the weekends."""
    begin = first_day(problem)
    in_a_row, nights = problem.rule(RuleCode.DAYS_IN_A_ROW), problem.rule(RuleCode.NIGHTS_IN_A_ROW)
    min_run, min_off = problem.rule(RuleCode.MIN_RUN), problem.rule(RuleCode.MIN_OFF_RUN)
    weekends = problem.rule(RuleCode.MAX_WEEKENDS)
    for person in problem.staff:
        days = {day: cells.work(person.id, day) for day in range(begin, problem.days)}
        if in_a_row is not None:
            most = person.max_run if person.max_run is not None else in_a_row.params.get("max")
            _longest(poster, in_a_row, person, days, most)
        if nights is not None:
            dark = {day: cells.night(person.id, day) for day in days}
            _longest(poster, nights, person, dark, nights.params["max"])
        if min_run is not None and person.min_run is not None:
            _shortest(poster, min_run, person, days, person.min_run)
        if min_off is not None and person.min_off_run is not None:
            off = {day: negated(on) for day, on in days.items()}
            _shortest(poster, min_off, person, off, person.min_off_run)
        if weekends is not None and person.max_weekends is not None:
            _weekends(problem, poster, weekends, person, days)


def _longest(poster: Poster, rule: Rule, person: Staff, days: Days, most: int | None) -> None:
    if most is None:
        return
    begin, end = min(days, default=0), max(days, default=-1) + 1
    for last in range(end):
        window = [(1, days[day]) for day in range(max(begin, last - most), last + 1)]
        if len(window) > most:
            poster.at_most(rule, Reason(rule.code, person.id, last), window, most)


def _shortest(poster: Poster, rule: Rule, person: Staff, days: Days, least: int) -> None:
    """Forbid each shorter run that begins after day 0 and ends before the last day."""
    end = max(days, default=-1) + 1
    for start in range(1, end):
        for length in range(1, min(least, end - start)):
            run = [negated(days[start + i]) for i in range(length)]
            poster.clause(
                rule, Reason(rule.code, person.id, start), (days[start - 1], *run, days[start + length]), least - length
            )


def _weekends(problem: Problem, poster: Poster, rule: Rule, person: Staff, days: Days) -> None:
    used = list[tuple[int, Literal]]()
    for saturday in range(-1, problem.days):
        if problem.date_of(saturday).weekday() == 5:
            parts = [days[day] for day in (saturday, saturday + 1) if 0 <= day < problem.days]
            used.append((1, _either(poster, parts)))
    if person.max_weekends is not None:
        poster.at_most(rule, Reason(rule.code, person.id), used, person.max_weekends)


def _either(poster: Poster, literals: list[Literal]) -> Literal:
    if any(one is True for one in literals):
        return True
    left = [one for one in literals if not isinstance(one, bool)]
    if len(left) < 2:
        return left[0] if left else False
    some = poster.literal()
    for one in left:
        poster.model.add_implication(one, some)
    return some
