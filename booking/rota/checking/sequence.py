"""Rules on what follows what: rests, runs of work and of days off, nights, successions."""

from collections.abc import Iterator, Mapping

from booking.rota.checking.findings import Finding
from booking.rota.problem import DAY_MINUTES, Assignment, Problem, Rule, RuleCode, Shift, Staff

Cells = Mapping[int, Assignment]
"""A person's assignments by day, those of the tail included."""


def sequence_findings(problem: Problem, by_staff: Mapping[str, Cells]) -> Iterator[Finding]:
    """Yield the violations of every rule on sequences that is on."""
    for rule in problem.rules:
        finder = _FINDERS.get(rule.code)
        if finder is not None:
            for person in problem.staff:
                yield from finder(_Person(problem, rule, person, by_staff[person.id]))


class _Person:
    """One person's cells under one rule."""

    def __init__(self, problem: Problem, rule: Rule, staff: Staff, cells: Cells) -> None:
        self.problem = problem
        self.rule = rule
        self.staff = staff
        self.cells = cells
        self.worked = sorted(cells)

    def shift(self, day: int) -> Shift:
        return self.problem.shift_by_id[self.cells[day].shift_id]

    def span(self, day: int) -> tuple[int, int]:
        return self.problem.span(day, self.shift(day))

    def is_night(self, day: int) -> bool:
        return day in self.cells and self.shift(day).is_night

    def found(self, days: tuple[int, ...], amount: int = 1, limit: int | None = None) -> Finding:
        weight = self.rule.weight
        shift_id = self.cells[days[-1]].shift_id if days[-1] in self.cells else None
        return Finding(
            self.rule.code, weight is None, amount, (weight or 0) * amount, limit, self.staff.id, days, shift_id
        )

    def pairs(self, minutes: int = 0) -> Iterator[tuple[int, int]]:
        """Yield each two days with shifts that can be less than `minutes` apart, the later one in the horizon."""
        reach = minutes // DAY_MINUTES + 3
        for at, after in enumerate(self.worked):
            if after >= 0:
                for before in self.worked[max(0, at - reach) : at]:
                    yield before, after

    def windows(self, days: int) -> Iterator[range]:
        """Yield the stretches of so many days that end in the horizon."""
        for last in range(self.problem.days):
            yield range(last - days + 1, last + 1)


def _rest_between(person: _Person) -> Iterator[Finding]:
    least = person.rule.params["minutes"]
    for before, after in person.pairs(least):
        rest = person.span(after)[0] - person.span(before)[1]
        if 0 <= rest < least:
            yield person.found((before, after), limit=least)


def _longest_duty(person: _Person) -> Iterator[Finding]:
    most = person.rule.params["minutes"]
    for first in person.worked:
        start, end = person.span(first)
        day = first
        while end - start <= most and day + 1 in person.cells and person.span(day + 1)[0] == end:
            day += 1
            end = person.span(day)[1]
        # Of a chain, only the shortest part that is too long counts: a longer one holds it.
        if day >= 0 and end - start > most:
            yield person.found(tuple(range(first, day + 1)), limit=most)


def _nights_in_a_row(person: _Person) -> Iterator[Finding]:
    most = person.rule.params["max"]
    for days in person.windows(most + 1):
        if all(person.is_night(day) for day in days):
            yield person.found(tuple(days), limit=most)


def _days_in_a_row(person: _Person) -> Iterator[Finding]:
    most = person.rule.params["max"] if person.staff.max_run is None else person.staff.max_run
    for days in person.windows(most + 1):
        if all(day in person.cells for day in days):
            yield person.found(tuple(days), limit=most)


def _rest_after_night(person: _Person) -> Iterator[Finding]:
    least = person.rule.params["minutes"]
    for before, after in person.pairs(least):
        goes_on = after == before + 1 and person.is_night(after)
        if person.is_night(before) and not goes_on and 0 <= person.span(after)[0] - person.span(before)[1] < least:
            yield person.found((before, after), limit=least)


def _rest_after_two_nights(person: _Person) -> Iterator[Finding]:
    least = person.rule.params["minutes"]
    for before, after in person.pairs(least):
        goes_on = after == before + 1 and person.is_night(after)
        are_two = person.is_night(before) and person.is_night(before - 1)
        if are_two and not goes_on and 0 <= person.span(after)[0] - person.span(before)[1] < least:
            yield person.found((before - 1, before, after), limit=least)


def _succession(person: _Person) -> Iterator[Finding]:
    for before, after in person.pairs():
        if after == before + 1 and person.cells[after].shift_id in person.shift(before).forbids:
            yield person.found((before, after))


def _min_run(person: _Person) -> Iterator[Finding]:
    yield from _short_runs(person, person.staff.min_run, worked=True)


def _min_off_run(person: _Person) -> Iterator[Finding]:
    yield from _short_runs(person, person.staff.min_off_run, worked=False)


def _short_runs(person: _Person, least: int | None, *, worked: bool) -> Iterator[Finding]:
    if least is None:
        return
    first = 0
    while first < person.problem.days:
        last = first
        if (first in person.cells) != worked:
            first += 1
            continue
        while last + 1 < person.problem.days and (last + 1 in person.cells) == worked:
            last += 1
        is_inside = first > 0 and last < person.problem.days - 1
        if is_inside and last - first + 1 < least:
            yield person.found(tuple(range(first, last + 1)), least - (last - first + 1), least)
        first = last + 1


_FINDERS = {
    RuleCode.REST_BETWEEN: _rest_between,
    RuleCode.LONGEST_DUTY: _longest_duty,
    RuleCode.NIGHTS_IN_A_ROW: _nights_in_a_row,
    RuleCode.DAYS_IN_A_ROW: _days_in_a_row,
    RuleCode.REST_AFTER_NIGHT: _rest_after_night,
    RuleCode.REST_AFTER_TWO_NIGHTS: _rest_after_two_nights,
    RuleCode.SUCCESSION: _succession,
    RuleCode.MIN_RUN: _min_run,
    RuleCode.MIN_OFF_RUN: _min_off_run,
}
