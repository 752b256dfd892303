"""Rests between shifts, by their real instants: pairs of shifts that do not go together. Pure."""

from collections.abc import Callable, Iterable, Iterator

from booking.rota.model.cells import Cells
from booking.rota.model.posting import Poster, Reason, negated
from booking.rota.problem import Problem, Rule, RuleCode, Shift

FARTHEST = 8
"""Days: no rest that a rule asks for reaches farther."""

Clash = Callable[[Shift, int, Shift, int], bool]
"""Whether a shift of a day and a later one of a later day do not go together."""


def post(problem: Problem, cells: Cells, poster: Poster) -> None:
    """Post that shifts do not overlap, and the rules on succession, rest, duties that touch, and rests after nights."""
    _pairs(
        problem,
        cells,
        poster,
        None,
        lambda one, day, other, later: problem.span(later, other)[0] < problem.span(day, one)[1],
        gaps=1,
    )
    between, succession = problem.rule(RuleCode.REST_BETWEEN), problem.rule(RuleCode.SUCCESSION)
    if succession is not None:
        _pairs(problem, cells, poster, succession, lambda one, _, other, __: other.id in one.forbids, gaps=1)
    if between is not None:
        rest = between.params["minutes"]
        _pairs(
            problem,
            cells,
            poster,
            between,
            lambda one, day, other, later: problem.span(later, other)[0] < problem.span(day, one)[1] + rest,
        )
    longest = problem.rule(RuleCode.LONGEST_DUTY)
    if longest is not None:
        _longest(problem, cells, poster, longest)
    after_night, after_two = problem.rule(RuleCode.REST_AFTER_NIGHT), problem.rule(RuleCode.REST_AFTER_TWO_NIGHTS)
    if after_night is not None:
        _after_night(problem, cells, poster, after_night)
    if after_two is not None:
        _after_two_nights(problem, cells, poster, after_two)


def first_day(problem: Problem) -> int:
    """Return the earliest day that anyone's tail knows; 0 without a tail."""
    return min((assignment.day for person in problem.staff for assignment in person.tail), default=0)


def _pairs(
    problem: Problem, cells: Cells, poster: Poster, rule: Rule | None, clash: Clash, gaps: int = FARTHEST
) -> None:
    for day in range(max(first_day(problem), -gaps), problem.days):
        for later in range(max(day + 1, 0), min(day + gaps + 1, problem.days)):
            groups = _cliques(problem.shifts, day, later, clash)
            if not groups:
                # Nights go on on the next day and rest after that: farther ones may clash although these do not.
                if later == day + 1:
                    continue
                break
            for person in problem.staff:
                one, other = cells.shifts(person.id, day), cells.shifts(person.id, later)
                if not one or not other:
                    continue
                reason = Reason(rule.code, person.id, later) if rule else None
                for befores, afters in groups:
                    poster.at_most_one(
                        rule, reason, [one[s] for s in befores if s in one], [other[s] for s in afters if s in other]
                    )


def _cliques(shifts: Iterable[Shift], day: int, later: int, clash: Clash) -> list[tuple[list[str], list[str]]]:
    """Group the pairs that clash, so that each is in exactly one group of shifts before and shifts after."""
    shifts = tuple(shifts)
    by_after: dict[frozenset[str], list[str]] = {}
    for one in shifts:
        after = frozenset(other.id for other in shifts if clash(one, day, other, later))
        if after:
            by_after.setdefault(after, []).append(one.id)
    return [(befores, sorted(after)) for after, befores in by_after.items()]


def _longest(problem: Problem, cells: Cells, poster: Poster, rule: Rule) -> None:
    for day in range(first_day(problem), problem.days):
        for shift in problem.shifts:
            for chain in _too_long(problem, rule.params["minutes"], (shift,), day, *problem.span(day, shift)):
                last = day + len(chain) - 1
                for person in problem.staff if last >= 0 else ():
                    held = [cells.shifts(person.id, day + i).get(one.id, False) for i, one in enumerate(chain)]
                    poster.clause(rule, Reason(rule.code, person.id, last), [negated(one) for one in held])


def _too_long(
    problem: Problem, limit: int, chain: tuple[Shift, ...], day: int, start: int, end: int
) -> Iterator[tuple[Shift, ...]]:
    """Yield the shortest chains of shifts of consecutive days, from this one on, that touch and last too long."""
    if end - start > limit:
        yield chain
        return
    after = day + len(chain)
    for shift in problem.shifts if after < problem.days else ():
        begins, ends = problem.span(after, shift)
        if begins == end:
            yield from _too_long(problem, limit, (*chain, shift), day, start, ends)


def _after_night(problem: Problem, cells: Cells, poster: Poster, rule: Rule) -> None:
    rest = rule.params["minutes"]

    def clash(one: Shift, day: int, other: Shift, later: int) -> bool:
        goes_on = later == day + 1 and other.is_night
        return one.is_night and not goes_on and problem.span(later, other)[0] < problem.span(day, one)[1] + rest

    _pairs(problem, cells, poster, rule, clash)


def _after_two_nights(problem: Problem, cells: Cells, poster: Poster, rule: Rule) -> None:
    for day in range(max(first_day(problem), -FARTHEST), problem.days):
        for night in problem.shifts:
            until = problem.span(day, night)[1] + rule.params["minutes"]
            for later in range(max(day + 1, 0), min(day + FARTHEST + 1, problem.days)) if night.is_night else ():
                early = [
                    shift.id
                    for shift in problem.shifts
                    if problem.span(later, shift)[0] < until and not (later == day + 1 and shift.is_night)
                ]
                for person in problem.staff:
                    held = cells.shifts(person.id, day).get(night.id, False)
                    second = (negated(cells.night(person.id, day - 1)), negated(held))
                    others = cells.shifts(person.id, later)
                    for shift_id in early:
                        on = others.get(shift_id, False)
                        poster.clause(rule, Reason(rule.code, person.id, later), (*second, negated(on)))
