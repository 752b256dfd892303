"""The smallest set of reasons that cannot hold together: a proof of the conflict, shrunk by deletion. Pure."""

import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from booking.rota.model import Model, Reason, build, split
from booking.rota.problem import Problem, Wish

Cause = Reason | Wish
"""Something that is asked: a constraint's reason, or a wish to be granted."""


@dataclass(frozen=True, slots=True)
class Core:
    """Causes that conflict; with `is_minimal` the rest can hold together as soon as any one of them goes."""

    causes: tuple[Cause, ...]
    is_minimal: bool


class Trials:
    """Asks the solver which causes can hold together, within a limit of time."""

    def __init__(self, model: Model, wishes: Iterable[Wish], seconds: float) -> None:
        self._cp = model.cp
        self._until = time.monotonic() + seconds
        self._literals: dict[Cause, cp_model.IntVar] = {cause: literal for cause, literal in model.assumptions.items()}  # noqa: C416  # widens the key
        for wish in wishes:
            held = (
                model.cells.work(wish.staff_id, wish.day)
                if wish.shift_id is None
                else model.cells.shifts(wish.staff_id, wish.day).get(wish.shift_id, False)
            )
            granted = self._literals[wish] = self._cp.new_bool_var("")
            if isinstance(held, bool):
                if held != wish.on:
                    self._cp.add(granted == 0)
            else:
                self._cp.add(held == int(wish.on)).only_enforce_if(granted)

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Return everything that is asked."""
        return tuple(self._literals)

    @property
    def seconds(self) -> float:
        """Return the seconds that are left."""
        return self._until - time.monotonic()

    def conflict(self, causes: Sequence[Cause], longest: float = 60.0) -> frozenset[Cause] | None:
        """Return those of the causes that a proof of their conflict used; empty where they can hold together.

        None: the time was too short to tell.
        """
        solver = self._solver(longest)
        trial = self._without(causes)
        assumed = {self._literals[cause].index: cause for cause in causes}
        trial.add_assumptions([self._literals[cause] for cause in causes])
        found = solver.solve(trial)
        if found in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return frozenset()
        if found != cp_model.INFEASIBLE:
            return None
        return frozenset(assumed[index] for index in solver.sufficient_assumptions_for_infeasibility()) or frozenset(
            causes
        )

    def can_hold(self, causes: Iterable[Cause], longest: float = 60.0) -> bool | None:
        """Return whether the causes can hold together; None where the time was too short to tell."""
        causes = tuple(causes)
        trial = self._without(causes)
        trial.add_bool_and([self._literals[cause] for cause in causes])
        found = self._solver(longest).solve(trial)
        if found in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return True
        return False if found == cp_model.INFEASIBLE else None

    def _without(self, causes: Iterable[Cause]) -> cp_model.CpModel:
        kept = set(causes)
        trial = self._cp.clone()
        trial.add_bool_and([~literal for cause, literal in self._literals.items() if cause not in kept])
        return trial

    def narrow(self, causes: Iterable[Cause]) -> None:
        """Forget every cause but these, with what was posted for them: later questions take less time."""
        kept = set(causes)
        gone = {~literal.index for cause, literal in self._literals.items() if cause not in kept}
        self._literals = {cause: literal for cause, literal in self._literals.items() if cause in kept}
        for posted in self._cp.proto.constraints:
            if any(~literal in gone for literal in posted.enforcement_literal):
                posted.enforcement_literal.clear()
                posted.clear_linear()
                posted.clear_bool_or()
            elif posted.has_bool_or() and any(literal in gone for literal in posted.bool_or.literals):
                posted.clear_bool_or()

    def _solver(self, longest: float) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = 2
        # Many small questions are asked: a thorough preparation of each would take most of the time.
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.max_time_in_seconds = max(0.01, min(longest, self.seconds))
        return solver


def conflict_of(problem: Problem, granted: Iterable[Wish], seconds: float) -> Core | None:
    """Return a smallest set of what conflicts in a problem that has no weights, when these wishes are to be granted.

    No causes where nothing conflicts; None where it took too long to tell. What conflicts does so among people whom
    roles join, so each of the problem's parts is asked by itself.
    """
    until = time.monotonic() + seconds
    parts = sorted(split(replace(problem, wishes=tuple(granted))), key=lambda part: len(part.staff))
    is_sure = True
    for at, part in enumerate(parts):
        left = until - time.monotonic()
        trials = Trials(build(part, assumptions=True), part.wishes, left)
        core = core_of(trials, longest=left / (len(parts) - at))
        if core is not None and core.causes:
            return core
        is_sure = is_sure and core is not None
    return Core((), is_minimal=True) if is_sure else None


def core_of(trials: Trials, longest: float = 60.0) -> Core | None:
    """Return a smallest set of causes that conflict; no causes where they do not; None where it took too long to tell.

    Whether they do is asked for `longest` seconds. First whole kinds of causes are let go of, then all of one person or
    day, then single ones, so that few rules are named.
    """
    left = trials.conflict(trials.causes, longest)
    if left is None:
        together = trials.can_hold(trials.causes, longest)
        if together is not False:
            return None if together is None else Core((), is_minimal=True)
        left = frozenset(trials.causes)
    if not left:
        return Core((), is_minimal=True)
    is_sure = True
    needed: set[frozenset[Cause]] = set()
    for key in (_code, _person, _day, _itself):
        trials.narrow(left)
        for group in _groups(left, key):
            if not group <= left or group in needed:
                continue
            rest = tuple(sorted(left - group, key=_order))
            found = trials.conflict(rest, longest=2.0)
            if found:
                left = found
            elif found is not None:
                # What the conflict needs, it needs in each smaller one too.
                needed.add(group)
            elif key is _itself:
                is_sure = False
    return Core(tuple(sorted(left, key=_order)), is_sure)


def _groups(causes: Iterable[Cause], key: Callable[[Cause], Hashable]) -> list[frozenset[Cause]]:
    groups: dict[Hashable, set[Cause]] = {}
    for cause in sorted(causes, key=_order, reverse=True):
        groups.setdefault(key(cause), set()).add(cause)
    return [frozenset(group) for group in groups.values()]


def _code(cause: Cause) -> str:
    return "wish" if isinstance(cause, Wish) else cause.code or "lock"


def _person(cause: Cause) -> Hashable:
    return _code(cause), cause.staff_id


def _day(cause: Cause) -> Hashable:
    return _code(cause), cause.day


def _itself(cause: Cause) -> Hashable:
    return cause


def _order(cause: Cause) -> tuple[str, str, int, str, str]:
    role = "" if isinstance(cause, Wish) else cause.role or ""
    day = -1 if cause.day is None else cause.day
    return _code(cause), cause.staff_id or "", day, cause.shift_id or "", role
