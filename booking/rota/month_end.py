"""What the end of a month does to the following one, where that is published already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from booking.rota.checking import Finding, check
from booking.rota.month_tables import RotaVersion
from booking.rota.planning import Plan, read_plan
from booking.rota.problem import Assignment, Problem, Rota, Staff, Wish
from booking.rota.problem_building import TAIL_DAYS
from booking.rota.problem_json import rota_from_json
from booking.rota.swaps.changing import possible
from core.unit_of_work import UnitOfWork

BARRED = 1_000_000_000
"""What a shift costs that the following month does not bear: more than anything else, since it cannot be published."""

_REACH = 3
"""So many days of a month's end are looked at for shifts that the following month does not bear."""


@dataclass(frozen=True)
class Following:
    """The following month as it is published; `days` is the length of the month before it."""

    problem: Problem
    rota: Rota
    days: int

    def broken_by(self, rota: Rota) -> Sequence[Finding]:
        """Return the hard rules that this rota of the month before breaks over its end, days as that month counts."""
        tails: defaultdict[str, list[Assignment]] = defaultdict(list)
        for one in sorted(rota, key=lambda one: one.day):
            if one.day >= self.days - TAIL_DAYS:
                tails[one.staff_id].append(replace(one, day=one.day - self.days))
        staff = tuple(replace(person, tail=tuple(tails[person.id])) for person in self.problem.staff)
        found = check(replace(self.problem, staff=staff, cover=()), self.rota).hard
        return [
            replace(each, days=tuple(day + self.days for day in each.days))
            for each in found
            if each.days and min(each.days) < 0 <= max(each.days)
        ]

    def barred(self) -> tuple[Wish, ...]:
        """Return the shifts of the month's last days that the following one does not bear, as wishes not to have them.

        Only what one shift alone breaks is known here.
        """
        held: defaultdict[str, list[Assignment]] = defaultdict(list)
        for one in self.rota:
            if one.day <= _REACH:
                held[one.staff_id].append(one)
        return tuple(
            Wish(person.id, self.days + day, shift.id, False, BARRED)
            for person in self.problem.staff
            if held[person.id]
            for day in range(-_REACH, 0)
            for shift in self.problem.shifts
            if self._clashes(person, Assignment(person.id, day, shift.id, min(person.roles, default="")), held)
        )

    def _clashes(self, person: Staff, one: Assignment, held: dict[str, list[Assignment]]) -> bool:
        # Days before are not known, and what breaks a rule without this shift is not for it to mend.
        alone = replace(person, leave=frozenset(), tail=(one,), min_minutes=None)
        small = replace(self.problem, staff=(alone,), cover=(), locks=(), wishes=(), previous=None)
        found = check(small, frozenset(held[person.id])).hard
        return any(one.day in each.days for each in found)


async def following(uow: UnitOfWork, plan: Plan) -> Following | None:
    """Return the month after a plan's as it is published, or None where it is not."""
    days = plan.problem.days
    first = plan.problem.first + timedelta(days=days)
    query = select(RotaVersion.rota).where(RotaVersion.first == first).order_by(RotaVersion.number.desc()).limit(1)
    stored = await uow.session.scalar(query)
    if stored is None:
        return None
    problem = (await read_plan(uow, first)).problem
    return Following(problem, possible(problem, rota_from_json(stored)), days)
