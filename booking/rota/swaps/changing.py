"""What a swap makes of a rota, and what becomes worse by it. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from booking.rota.checking import Breach, Finding
from booking.rota.problem import Assignment, Problem, Rota, RuleCode, Staff

Moves = Mapping[Assignment, Assignment]
"""What is taken out of a rota, and what comes in its place."""


_BY_DAY = frozenset(
    {
        Breach.OVERLAP,
        RuleCode.LEAVE,
        RuleCode.REST_BETWEEN,
        RuleCode.REST_AFTER_NIGHT,
        RuleCode.REST_AFTER_TWO_NIGHTS,
        RuleCode.SUCCESSION,
        RuleCode.COVER,
        RuleCode.SENIOR_PRESENT,
    }
)
"""The rules that are broken on certain days, not in a certain number."""


def moves_of(given: Assignment, taker: str, back: Assignment | None) -> Moves:
    """Return the moves of a swap: `given` goes to `taker`, and `back`, a duty of theirs, to who gave it."""
    moved = {given: replace(given, staff_id=taker)}
    if back is not None:
        moved[back] = replace(back, staff_id=given.staff_id)
    return moved


def moved(rota: Rota, moves: Moves) -> Rota:
    """Return the rota after moves whose duties are in it."""
    return (rota - moves.keys()) | frozenset(moves.values())


def possible(problem: Problem, rota: Rota) -> Rota:
    """Return what of a published rota can still be checked: without people and shifts that the settings lost."""
    return frozenset(
        one
        for one in rota
        if one.shift_id in problem.shift_by_id
        and (person := problem.staff_by_id.get(one.staff_id)) is not None
        and one.role in person.roles
    )


def with_tails(problem: Problem, moves: Moves, month_days: int) -> Problem:
    """Return the problem of the following month after moves in the one of `month_days` days before it."""
    gone = {_earlier(one, month_days) for one in moves}
    come = [_earlier(one, month_days) for one in moves.values()]

    def tail_of(person: Staff) -> tuple[Assignment, ...]:
        kept = [one for one in person.tail if one not in gone]
        return tuple(sorted([*kept, *(one for one in come if one.staff_id == person.id)], key=lambda one: one.day))

    touched = {one.staff_id for one in (*moves, *moves.values())}
    staff = tuple(replace(person, tail=tail_of(person)) if person.id in touched else person for person in problem.staff)
    return replace(problem, staff=staff)


def _earlier(one: Assignment, days: int) -> Assignment:
    return replace(one, day=one.day - days)


def worse(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of those rules, people and shifts of which there is more after than before."""
    found = list(after)
    amounts = Counter[tuple[object, ...]]()
    for each in before:
        amounts[_about(each)] -= each.amount
    for each in found:
        amounts[_about(each)] += each.amount
    return tuple(each for each in found if amounts[_about(each)] > 0)


def _about(found: Finding) -> tuple[object, ...]:
    # One broken rest, or shift on a day of leave, does not make up for another; of numbers the amount is what counts.
    days = found.days if found.rule in _BY_DAY else ()
    return found.rule, found.is_hard, found.staff_id, found.shift_id, found.role, days
