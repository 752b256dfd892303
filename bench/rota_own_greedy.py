"""The baseline: a rota as it is made by hand, duty after duty, each given to whoever has had the least of its kind.

It asks the independent checker about each step and never goes back on one.
"""

from collections import defaultdict
from dataclasses import replace

from booking.rota.checking import check
from booking.rota.problem import Assignment, Cover, CoverDayKind, Problem, Rota, RuleCode, Staff

TOGETHER = (RuleCode.COVER, RuleCode.FAIR_NIGHTS, RuleCode.FAIR_HOLIDAYS, RuleCode.SENIOR_PRESENT)
HOLIDAYS = (CoverDayKind.SUNDAY, CoverDayKind.HOLIDAY, CoverDayKind.YEAR_END)


def greedy(problem: Problem, begun: Rota = frozenset()) -> Rota:
    """Return a rota that keeps every person's hard rules; cover that nobody can take stays open."""
    made = _Greedy(problem, begun)
    for cover in sorted(problem.cover, key=lambda one: (not one.hard, one.day, one.shift_id, one.role)):
        made.fill(cover)
    return frozenset(each for cells in made.held.values() for each in cells.values())


class _Greedy:
    def __init__(self, problem: Problem, begun: Rota) -> None:
        self._problem = problem
        self.held: dict[str, dict[int, Assignment]] = {person.id: {} for person in problem.staff}
        for each in begun:
            self.held[each.staff_id][each.day] = each
        rules = tuple(rule for rule in problem.rules if rule.code not in TOGETHER)
        self._alone = {
            person.id: replace(
                problem,
                staff=(person,),
                cover=(),
                rules=rules,
                wishes=(),
                previous=None,
                locks=tuple(lock for lock in problem.locks if lock.staff_id == person.id),
            )
            for person in problem.staff
        }

    def fill(self, cover: Cover) -> None:
        """Give what a cover still misses to those who may take it, whoever has had the least first."""
        here = [
            each.staff_id
            for cells in self.held.values()
            for each in cells.values()
            if (each.day, each.shift_id, each.role) == (cover.day, cover.shift_id, cover.role)
        ]
        missing = cover.required - len(here)
        has_senior = any(self._problem.staff_by_id[staff_id].senior for staff_id in here)
        for _ in range(missing):
            needs_senior = cover.needs_senior and not has_senior
            able = [one for one in self._problem.staff if self._may(one, cover) and (one.senior or not needs_senior)]
            chosen = next(
                (one for one in sorted(able, key=lambda one: self._had(one, cover)) if self._can(one, cover)), None
            )
            if chosen is None:
                return
            self.held[chosen.id][cover.day] = Assignment(chosen.id, cover.day, cover.shift_id, cover.role)
            has_senior = has_senior or chosen.senior

    def _may(self, person: Staff, cover: Cover) -> bool:
        free = cover.day not in self.held[person.id] and cover.day not in person.leave
        return free and cover.role in person.roles and person.share > 0

    def _can(self, person: Staff, cover: Cover) -> bool:
        alone, cells = self._alone[person.id], frozenset(self.held[person.id].values())
        with_it = cells | {Assignment(person.id, cover.day, cover.shift_id, cover.role)}
        return len(check(alone, with_it).hard) <= len(check(alone, cells).hard)

    def _had(self, person: Staff, cover: Cover) -> tuple[float, float, str]:
        """Return how much a person has had pro rata: of nights, or of holidays, and of all."""
        counts: dict[str, int] = defaultdict(int, nights=person.nights, holidays=person.holidays)
        for each in self.held[person.id].values():
            counts["nights"] += self._problem.shift_by_id[each.shift_id].is_night
            counts["holidays"] += self._problem.kind(each.day) in HOLIDAYS
            counts["all"] += 1
        is_night = self._problem.shift_by_id[cover.shift_id].is_night
        is_holiday = self._problem.kind(cover.day) in HOLIDAYS
        kind = "nights" if is_night else "holidays" if is_holiday else "all"
        return counts[kind] / person.share, counts["all"] / person.share, person.id
