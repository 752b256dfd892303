"""Checks a whole rota against its problem."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from booking.rota.checking.cover import cover_findings
from booking.rota.checking.fairness import fairness_findings
from booking.rota.checking.findings import Breach, Finding, Findings
from booking.rota.checking.limits import limit_findings
from booking.rota.checking.sequence import sequence_findings
from booking.rota.problem import Assignment, Problem, Rota, RuleCode


def check(problem: Problem, rota: Rota) -> Findings:
    """Return every violation of the hard rules, of the soft ones with their cost, and the total cost.

    The cost is that of all soft rules, of cover missing and in excess, of unmet wishes and of changed cells. Where a
    cell itself cannot be (Breach), the cost is 0; a person, shift or day that is not there is left out of the rest.
    """
    broken = tuple(_structure(problem, rota))
    gone = {(each.staff_id, day) for each in broken if each.rule is not Breach.NOT_SKILLED for day in each.days}
    rota = frozenset(each for each in rota if (each.staff_id, each.day) not in gone)
    problem = replace(problem, locks=tuple(each for each in problem.locks if (each.staff_id, each.day) not in gone))
    by_staff = _by_staff(problem, rota)
    found = [
        *_locks(problem, by_staff),
        *_overlaps(problem, by_staff),
        *sequence_findings(problem, by_staff),
        *limit_findings(problem, by_staff),
        *cover_findings(problem, rota),
        *fairness_findings(problem, rota),
        *_leave(problem, by_staff),
    ]
    hard = (*broken, *(each for each in found if each.is_hard))
    soft = tuple(each for each in found if not each.is_hard)
    if broken:
        return Findings(hard, soft, 0)
    cost = sum(each.cost for each in soft) + _wishes(problem, by_staff) + _changes(problem, rota)
    return Findings(hard, soft, cost)


def _structure(problem: Problem, rota: Rota) -> Iterator[Finding]:
    seen: set[tuple[str, int]] = set()
    for each in sorted(rota, key=lambda one: (one.staff_id, one.day, one.shift_id, one.role)):
        cell = (each.staff_id, each.day)
        about = {"staff_id": each.staff_id, "days": (each.day,), "shift_id": each.shift_id, "role": each.role}
        person = problem.staff_by_id.get(each.staff_id)
        if person is None or each.shift_id not in problem.shift_by_id or not 0 <= each.day < problem.days:
            yield Finding(Breach.UNKNOWN, True, 1, **about)  # type: ignore[arg-type]
        elif each.role not in person.roles:
            yield Finding(Breach.NOT_SKILLED, True, 1, **about)  # type: ignore[arg-type]
        elif cell in seen:
            yield Finding(Breach.TWICE_A_DAY, True, 1, **about)  # type: ignore[arg-type]
        seen.add(cell)


def _by_staff(problem: Problem, rota: Rota) -> dict[str, dict[int, Assignment]]:
    """Return each person's assignments by day, those of the tail (negative days) included."""
    found = {person.id: {each.day: each for each in person.tail} for person in problem.staff}
    for each in rota:
        found[each.staff_id][each.day] = each
    return found


def _locks(problem: Problem, by_staff: Mapping[str, Mapping[int, Assignment]]) -> Iterator[Finding]:
    for lock in problem.locks:
        if by_staff[lock.staff_id].get(lock.day) != lock.assignment:
            yield Finding(Breach.LOCK, True, 1, staff_id=lock.staff_id, days=(lock.day,))


def _overlaps(problem: Problem, by_staff: Mapping[str, Mapping[int, Assignment]]) -> Iterator[Finding]:
    for staff_id, cells in by_staff.items():
        for before, after in _neighbours(cells):
            if after.day < 0:
                continue
            ends = problem.span(before.day, problem.shift_by_id[before.shift_id])[1]
            begins = problem.span(after.day, problem.shift_by_id[after.shift_id])[0]
            if begins < ends:
                days = (before.day, after.day)
                yield Finding(Breach.OVERLAP, True, ends - begins, staff_id=staff_id, days=days)


def _neighbours(cells: Mapping[int, Assignment]) -> Iterable[tuple[Assignment, Assignment]]:
    days = sorted(cells)
    return [(cells[one], cells[other]) for one, other in pairwise(days)]


def _leave(problem: Problem, by_staff: Mapping[str, Mapping[int, Assignment]]) -> Iterator[Finding]:
    rule = problem.rule(RuleCode.LEAVE)
    if rule is None:
        return
    for person in problem.staff:
        for day in sorted(person.leave):
            if day >= 0 and (each := by_staff[person.id].get(day)) is not None:
                cost = rule.weight or 0
                yield Finding(
                    RuleCode.LEAVE, rule.weight is None, 1, cost, 0, person.id, (day,), each.shift_id, each.role
                )


def _wishes(problem: Problem, by_staff: Mapping[str, Mapping[int, Assignment]]) -> int:
    cost = 0
    for wish in problem.wishes:
        cell = by_staff[wish.staff_id].get(wish.day)
        is_met = cell is not None and (wish.shift_id is None or wish.shift_id == cell.shift_id)
        if is_met != wish.on:
            cost += wish.weight
    return cost


def _changes(problem: Problem, rota: Rota) -> int:
    if problem.previous is None:
        return 0
    cells: defaultdict[tuple[str, int], set[Assignment]] = defaultdict(set)
    for each in rota ^ problem.previous.rota:
        cells[each.staff_id, each.day].add(each)
    people = {staff_id for staff_id, _ in cells}
    return problem.previous.weight * len(cells) + problem.previous.person_weight * len(people)
