"""The cells of a rota as literals: who is on which shift, in which role, at work or on a night. Pure."""

from collections import defaultdict
from collections.abc import Mapping

from booking.rota.model.posting import Literal, Poster, Reason, negated
from booking.rota.problem import Assignment, Problem, RuleCode, Staff


class Cells:
    """One literal for each assignment that is possible; the tail and what is settled are constants.

    A shift is possible for a person in a role of theirs in which that day's shift has a cover entry, and where a lock
    puts them. In normal mode leave (where hard), limits of zero and locks settle a cell; under assumptions they are
    posted instead, each with its reason.
    """

    def __init__(self, problem: Problem, poster: Poster) -> None:
        self.problem = problem
        self._poster = poster
        self._shift: dict[tuple[str, int], dict[str, Literal]] = {}
        self._role: dict[tuple[str, int], dict[tuple[str, str], Literal]] = {}
        self._work: dict[tuple[str, int], Literal] = {}
        self._night: dict[tuple[str, int], Literal] = {}
        self.nights = frozenset(shift.id for shift in problem.shifts if shift.is_night)
        offered: dict[int, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        for cover in problem.cover:
            offered[cover.day][cover.shift_id].setdefault(cover.role)
        locks = {(lock.staff_id, lock.day): lock.assignment for lock in problem.locks}
        for person in problem.staff:
            for assignment in person.tail:
                cell = person.id, assignment.day
                self._shift[cell] = {assignment.shift_id: True}
                self._work[cell] = True
                self._night[cell] = assignment.shift_id in self.nights
            barred = self._barred(person)
            for day in range(problem.days):
                locked = (person.id, day) in locks
                if locked and not poster.assuming:
                    self._settle(person.id, day, locks[person.id, day])
                    self._leave(person, day)
                    continue
                self._open(person, day, offered.get(day, {}), barred)
                if locked:
                    self._lock(person.id, day, locks[person.id, day])

    def _barred(self, person: Staff) -> frozenset[str]:
        if self._poster.assuming:
            return frozenset()
        problem, barred = self.problem, set[str]()
        limits, nights = problem.rule(RuleCode.MAX_SHIFTS), problem.rule(RuleCode.NIGHTS_A_MONTH)
        if limits is not None and limits.weight is None:
            barred |= {shift for shift, most in person.max_shifts.items() if most <= 0}
        if nights is not None and nights.weight is None and person.max_nights == 0:
            barred |= self.nights
        return frozenset(barred)

    def _settle(self, staff_id: str, day: int, assignment: Assignment | None) -> None:
        cell = staff_id, day
        self._work[cell] = assignment is not None
        self._night[cell] = assignment is not None and assignment.shift_id in self.nights
        self._shift[cell] = {assignment.shift_id: True} if assignment else {}
        self._role[cell] = {(assignment.shift_id, assignment.role): True} if assignment else {}

    def _open(self, person: Staff, day: int, offered: Mapping[str, Mapping[str, None]], barred: frozenset[str]) -> None:
        poster, cell = self._poster, (person.id, day)
        leave = self.problem.rule(RuleCode.LEAVE) if day in person.leave else None
        shifts: dict[str, Literal] = {}
        roles: dict[tuple[str, str], Literal] = {}
        if leave is None or leave.weight is not None or poster.assuming:
            for shift_id, wanted in offered.items():
                mine = [role for role in wanted if role in person.roles]
                if not mine or shift_id in barred:
                    continue
                on = poster.literal()
                shifts[shift_id] = on
                if len(mine) == 1:
                    roles[shift_id, mine[0]] = on
                else:
                    parts = [poster.literal() for _ in mine]
                    roles.update({(shift_id, role): part for role, part in zip(mine, parts, strict=True)})
                    poster.model.add_exactly_one([*parts, ~on])
        self._shift[cell], self._role[cell] = shifts, roles
        self._work[cell] = self._any([*shifts.values()])
        nights = [on for shift_id, on in shifts.items() if shift_id in self.nights]
        self._night[cell] = self._work[cell] if len(nights) == len(shifts) else self._any(nights)
        self._leave(person, day)

    def _leave(self, person: Staff, day: int) -> None:
        leave = self.problem.rule(RuleCode.LEAVE) if day in person.leave else None
        if leave is not None:
            work = self._work[person.id, day]
            self._poster.clause(leave, Reason(RuleCode.LEAVE, person.id, day), (negated(work),))

    def _any(self, literals: list[Literal]) -> Literal:
        if not literals:
            return False
        if len(literals) == 1:
            return literals[0]
        some = self._poster.literal()
        self._poster.model.add_exactly_one([*(one for one in literals if not isinstance(one, bool)), ~some])
        return some

    def _lock(self, staff_id: str, day: int, assignment: Assignment | None) -> None:
        reason, work = Reason(None, staff_id, day), self._work[staff_id, day]
        if assignment is None:
            self._poster.clause(None, reason, (negated(work),))
            return
        key = assignment.shift_id, assignment.role
        held = self._role[staff_id, day].get(key)
        if held is None:
            # Nobody needs it and yet it is locked: the cell holds the one assignment that no cover offers.
            held = self._poster.literal()
            self._role[staff_id, day][key] = held
            shifts = self._shift[staff_id, day]
            shifts.setdefault(assignment.shift_id, held)
            if shifts[assignment.shift_id] is held:
                self._work[staff_id, day] = self._any([*shifts.values()])
                nights = [on for shift_id, on in shifts.items() if shift_id in self.nights]
                self._night[staff_id, day] = self._any(nights)
        self._poster.clause(None, reason, (held,))

    def shifts(self, staff_id: str, day: int) -> Mapping[str, Literal]:
        """Return the literal of each shift that a person may have on a day, also in the tail."""
        return self._shift.get((staff_id, day), {})

    def roles(self, staff_id: str, day: int) -> Mapping[tuple[str, str], Literal]:
        """Return the literal of each shift and role that a person may have on a day of the horizon."""
        return self._role.get((staff_id, day), {})

    def work(self, staff_id: str, day: int) -> Literal:
        """Return whether a person has a shift on a day."""
        return self._work.get((staff_id, day), False)

    def night(self, staff_id: str, day: int) -> Literal:
        """Return whether a person has a night on a day."""
        return self._night.get((staff_id, day), False)
