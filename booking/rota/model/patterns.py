"""A person's whole row of a rota: the kinds of a day, what each costs, and the limits that a row must keep. Pure.

A row is a tuple with, for each day, the number of a kind of work or OFF.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import gcd, prod

import numpy as np
import numpy.typing as npt

from booking.rota.model.first import is_plain
from booking.rota.problem import Assignment, Problem, Rota, RuleCode, Shift, Staff

OFF = -1
"""A day off in a row."""

Row = tuple[int, ...]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

FEW = 6
"""Shifts of a type that may be had so seldom are always counted; others where a row turns out to have too many."""
MOST_PLACES = 5_000
"""Shifts are counted as long as there are no more combinations of weekends, counts and minutes than this."""

NEVER_WORTH = -(1 << 40)


@dataclass(frozen=True, slots=True)
class Shape:
    """The limits of a person's row. Whoever has the same is priced at once.

    `counted` are the shifts whose number is counted, with the most of each; all other minutes are counted by `step`.
    """

    max_run: int | None
    min_run: int
    min_off_run: int
    max_weekends: int | None
    least: int
    most: int
    step: int
    counted: tuple[tuple[str, int], ...]

    @property
    def axes(self) -> tuple[int, ...]:
        """Return how many values there are of weekends, of each count, and of steps of minutes."""
        return ((self.max_weekends or 0) + 1, *(most + 1 for _, most in self.counted), self.most // self.step + 1)

    @property
    def places(self) -> int:
        """Return how many combinations of these there are."""
        return prod(self.axes)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: a shift in a role."""

    shift: Shift
    role: str


class Patterns:
    """What rows the people of a problem may have, and what a row costs its person.

    Only for problems in which `are_for` holds: there rows and cover are all that costs, and every rule on rows is hard.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        keys = sorted({(cover.shift_id, cover.role) for cover in problem.cover})
        self.kinds = tuple(Kind(problem.shift_by_id[shift_id], role) for shift_id, role in keys)
        self._number = {key: number for number, key in enumerate(keys)}
        self.weekday = [problem.date_of(day).weekday() for day in range(problem.days)]
        offered = np.zeros((problem.days, len(keys)), dtype=bool)
        for cover in problem.cover:
            offered[cover.day, self.kind_of(cover.shift_id, cover.role)] = True
        self.may = [self._may(person, offered) for person in problem.staff]
        self.off_costs, self.costs = self._wishes()

    def kind_of(self, shift_id: str, role: str) -> int:
        """Return the number of a kind; raises KeyError where no cover asks for it."""
        return self._number[shift_id, role]

    def _may(self, person: Staff, offered: Bools) -> Bools:
        may = offered.copy()
        limited = self.problem.rule(RuleCode.MAX_SHIFTS) is not None
        for number, kind in enumerate(self.kinds):
            if kind.role not in person.roles or (limited and person.max_shifts.get(kind.shift.id, 1) <= 0):
                may[:, number] = False
        if self.problem.rule(RuleCode.LEAVE) is not None:
            may[[day for day in person.leave if 0 <= day < self.problem.days], :] = False
        return may

    def _wishes(self) -> tuple[Ints, Ints]:
        problem = self.problem
        off = np.zeros((len(problem.staff), problem.days), dtype=np.int64)
        work = np.zeros((len(problem.staff), problem.days, len(self.kinds)), dtype=np.int64)
        at = {person.id: number for number, person in enumerate(problem.staff)}
        for wish in problem.wishes:
            person = at[wish.staff_id]
            if wish.on:
                off[person, wish.day] += wish.weight
            for number, kind in enumerate(self.kinds):
                if (wish.shift_id in (None, kind.shift.id)) != wish.on:
                    work[person, wish.day, number] += wish.weight
        return off, work

    def follows(self, before: int, after: int) -> bool:
        """Return whether one kind may be worked on the day after another."""
        one, other = self.kinds[before].shift, self.kinds[after].shift
        if self.problem.rule(RuleCode.SUCCESSION) is not None and other.id in one.forbids:
            return False
        return self.problem.span(1, other)[0] >= self.problem.span(0, one)[1]

    def shape(self, number: int, counted: frozenset[str]) -> Shape:
        """Return the limits of a person's row, with the shifts counted that are to be and those that always are."""
        problem, person = self.problem, self.problem.staff[number]

        def own(code: RuleCode, value: int | None) -> int | None:
            return value if problem.rule(code) is not None else None

        in_a_row = problem.rule(RuleCode.DAYS_IN_A_ROW)
        longest = person.max_run if person.max_run is not None else in_a_row.params.get("max") if in_a_row else None
        limits: Mapping[str, int] = person.max_shifts if problem.rule(RuleCode.MAX_SHIFTS) is not None else {}
        may = np.flatnonzero(self.may[number].any(axis=0))
        mine = {(shift := self.kinds[kind].shift).id: shift for kind in may}
        weekends = own(RuleCode.MAX_WEEKENDS, person.max_weekends)
        shape = Shape(
            longest if in_a_row else None,
            own(RuleCode.MIN_RUN, person.min_run) or 1,
            own(RuleCode.MIN_OFF_RUN, person.min_off_run) or 1,
            weekends if weekends is not None and weekends < (problem.days + 13) // 7 else None,
            own(RuleCode.PERIOD_MINUTES, person.min_minutes) or 0,
            (whole := self._most(person, own(RuleCode.PERIOD_MINUTES, person.max_minutes))),
            _step(mine, (), whole),
            (),
        )
        for most, name in sorted((limits.get(name, problem.days), name) for name in mine):
            if most < problem.days and (most <= FEW or name in counted):
                names = tuple(sorted((*shape.counted, (name, most))))
                more = replace(shape, counted=names, step=_step(mine, names, shape.most))
                if more.places <= MOST_PLACES:
                    shape = more
        return shape

    def _most(self, person: Staff, most: int | None) -> int:
        longest = max((kind.shift.counted for kind in self.kinds if kind.role in person.roles), default=0)
        whole = longest * self.problem.days
        return whole if most is None else min(most, whole)

    def too_many(self, person: int, row: Row) -> frozenset[str]:
        """Return the shifts that a row has oftener than the person may."""
        if self.problem.rule(RuleCode.MAX_SHIFTS) is None:
            return frozenset()
        limits = self.problem.staff[person].max_shifts
        held: dict[str, int] = {}
        for kind in row:
            if kind != OFF:
                name = self.kinds[kind].shift.id
                held[name] = held.get(name, 0) + 1
        return frozenset(name for name, count in held.items() if count > limits.get(name, count))

    def without(self, person: int, crowded: frozenset[str], worth: Ints) -> Bools:
        """Return where a person may work if each crowded shift is left only on as many days as it may be had.

        These are the days on which it is worth most.
        """
        may = self.may[person].copy()
        for name in crowded:
            kinds = [number for number, kind in enumerate(self.kinds) if kind.shift.id == name]
            best = np.where(may[:, kinds], worth[:, kinds], NEVER_WORTH).max(axis=1)
            days = np.argsort(-best, kind="stable")[self.problem.staff[person].max_shifts[name] :]
            may[days[:, np.newaxis], kinds] = False
        return may

    def cost(self, person: int, row: Row) -> int:
        """Return what the wishes that a row leaves unmet cost."""
        off, work = self.off_costs[person], self.costs[person]
        return int(sum(off[day] if kind == OFF else work[day, kind] for day, kind in enumerate(row)))

    def rows(self, rota: Rota) -> list[Row]:
        """Return each person's row of a rota."""
        at = {person.id: number for number, person in enumerate(self.problem.staff)}
        rows = [[OFF] * self.problem.days for _ in self.problem.staff]
        for one in rota:
            rows[at[one.staff_id]][one.day] = self.kind_of(one.shift_id, one.role)
        return [tuple(row) for row in rows]

    def rota(self, rows: Sequence[Row]) -> Rota:
        """Return the rota of a row for each person."""
        return frozenset(
            Assignment(person.id, day, self.kinds[kind].shift.id, self.kinds[kind].role)
            for person, row in zip(self.problem.staff, rows, strict=True)
            for day, kind in enumerate(row)
            if kind != OFF
        )


def _step(shifts: Mapping[str, Shift], counted: Iterable[tuple[str, int]], most: int) -> int:
    """Return the step in which minutes of the shifts that are not counted add up; more than `most` without any."""
    names = {name for name, _ in counted}
    return gcd(*(shift.counted for name, shift in shifts.items() if name not in names)) or most + 1


def are_for(problem: Problem) -> bool:
    """Return whether rows of people, and cover, are all that a problem's rules speak of."""
    return (
        is_plain(problem)
        and problem.previous is None
        and all(rule.weight is None for rule in problem.rules)
        and all(wish.staff_id in problem.staff_by_id and 0 <= wish.day < problem.days for wish in problem.wishes)
    )
