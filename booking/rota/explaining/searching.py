"""Why a problem has no rota, and what would give it one: both proven by the solver. Pure but for the time it takes."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from booking.rota.checking import Breach, Finding
from booking.rota.explaining.core import Cause, conflict_of
from booking.rota.explaining.explanation import Explanation, Outcome, Suggestion
from booking.rota.explaining.relaxation import Relaxation, RelaxationKind, relaxed
from booking.rota.model import Reason, build, split
from booking.rota.problem import Problem, RuleCode, Wish
from booking.rota.rules import BY_CODE

MOST_OF_A_KIND = 3
"""So many suggestions of one kind: a person chooses among few."""

_STEPS = {"max": 1, "minutes": 60, "spread": 100}


def explain(
    problem: Problem,
    granted: Iterable[Wish] = (),
    *,
    seconds: float = 10.0,
    suggest_seconds: float = 20.0,
    since: int = 0,
) -> Explanation:
    """Return why a problem has no rota, or none that grants these wishes.

    `seconds` bounds the search for the conflict, `suggest_seconds` that for ways out, both in wall clock. Days before
    `since` are over: they may be part of a conflict, and no way out concerns them.
    """
    hard = hard_part(problem)
    granted = tuple(granted)
    core = conflict_of(hard, granted, seconds)
    if core is None:
        return Explanation(Outcome.UNKNOWN)
    if not core.causes:
        return Explanation(Outcome.POSSIBLE, is_minimal=True)
    wishes = tuple(cause for cause in core.causes if isinstance(cause, Wish))
    conflicts = tuple(_finding(problem, cause) for cause in core.causes if isinstance(cause, Reason))
    suggestions = () if granted else _suggestions(hard, core.causes, suggest_seconds, since)
    return Explanation(Outcome.EXPLAINED, conflicts, wishes, core.is_minimal, suggestions)


def hard_part(problem: Problem) -> Problem:
    """Return the problem without what only costs: it has a rota exactly when the whole one has."""
    return replace(
        problem,
        rules=tuple(rule for rule in problem.rules if rule.weight is None),
        cover=tuple(replace(one, over=0, under=one.under if one.hard else 0) for one in problem.cover),
        wishes=(),
        previous=None,
    )


def has_rota(problem: Problem, seconds: float) -> bool:
    """Return whether a rota was found within the seconds."""
    until = time.monotonic() + seconds
    parts = sorted(split(hard_part(problem)), key=lambda part: len(part.staff))
    return all(_is_possible(part, until - time.monotonic()) for part in parts)


def _is_possible(part: Problem, seconds: float) -> bool:
    model = build(part)
    model.cp.clear_objective()  # type: ignore[no-untyped-call]  # OR-Tools leaves it untyped
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = max(0.01, seconds)
    return solver.solve(model.cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def _finding(problem: Problem, cause: Reason) -> Finding:
    days = () if cause.day is None else (cause.day,)
    limit = _limit(problem, cause)
    return Finding(cause.code or Breach.LOCK, True, 0, 0, limit, cause.staff_id, days, cause.shift_id, cause.role)


def _limit(problem: Problem, cause: Reason) -> int | None:
    """Return the number that holds here: a person's own, where they have one that comes before the rule's."""
    if cause.code is RuleCode.COVER:
        which = (cause.day, cause.shift_id, cause.role)
        return next((one.required for one in problem.cover if (one.day, one.shift_id, one.role) == which), None)
    rule = None if cause.code is None else problem.rule(cause.code)
    general = next(iter(rule.params.values()), None) if rule is not None else None
    person = None if cause.staff_id is None else problem.staff_by_id[cause.staff_id]
    if person is None or cause.code is None:
        return general
    if cause.code is RuleCode.NIGHTS_A_MONTH:
        return min((most for most in (general, person.max_nights) if most is not None), default=None)
    own = {
        RuleCode.DAYS_IN_A_ROW: person.max_run,
        RuleCode.HOURS_A_WEEK: person.max_week_minutes,
        RuleCode.HOURS_A_MONTH: person.max_month_minutes,
        RuleCode.MIN_RUN: person.min_run,
        RuleCode.MIN_OFF_RUN: person.min_off_run,
        RuleCode.MAX_WEEKENDS: person.max_weekends,
        RuleCode.MAX_SHIFTS: person.max_shifts.get(cause.shift_id or ""),
    }.get(cause.code)
    return general if own is None else own


def _suggestions(problem: Problem, causes: Sequence[Cause], seconds: float, since: int) -> tuple[Suggestion, ...]:
    until = time.monotonic() + seconds

    def works(how: Relaxation) -> bool:
        left = until - time.monotonic()
        return left > 0 and has_rota(relaxed(problem, how), min(left, 3.0))

    reasons = _open(causes, since)
    found = [Suggestion((how,)) for kind in _kinds(problem, reasons, works) for how in kind]
    if not found and (several := _several(problem, causes, until, since)):
        found = [Suggestion(several)]
    best_effort = Relaxation(RelaxationKind.COVER_SOFT)
    if any(reason.code is RuleCode.COVER for reason in reasons) and works(best_effort):
        found.append(Suggestion((best_effort,)))
    return tuple(found)


def _open(causes: Iterable[Cause], since: int) -> list[Reason]:
    """Return the reasons that something can still be done about."""
    reasons = (cause for cause in causes if isinstance(cause, Reason))
    return [reason for reason in reasons if reason.day is None or reason.day >= since]


def _kinds(
    problem: Problem, reasons: Sequence[Reason], works: Callable[[Relaxation], bool]
) -> Iterator[list[Relaxation]]:
    """Yield, for each kind of reason, the few relaxations that were proven to work by themselves."""
    for code in dict.fromkeys(reason.code for reason in reasons):
        mine = [reason for reason in reasons if reason.code is code]
        if code in {None, RuleCode.LEAVE}:
            yield [how for how in map(_cell, mine[: 2 * MOST_OF_A_KIND]) if works(how)][:MOST_OF_A_KIND]
        elif code is RuleCode.COVER:
            lower = (_less_cover(problem, reason, works) for reason in mine[:MOST_OF_A_KIND])
            yield [how for how in lower if how is not None]
        elif code is not None:
            soft = Relaxation(RelaxationKind.RULE_SOFT, code)
            if works(soft):
                number = _number(problem, code, works)
                yield [number, soft] if number is not None else [soft]


def _cell(reason: Reason) -> Relaxation:
    kind = RelaxationKind.UNLOCKED if reason.code is None else RelaxationKind.LEAVE_LIFTED
    return Relaxation(kind, reason.code, staff_id=reason.staff_id, day=reason.day)


def _less_cover(problem: Problem, reason: Reason, works: Callable[[Relaxation], bool]) -> Relaxation | None:
    which = (reason.day, reason.shift_id, reason.role)
    for cover in problem.cover:
        if (cover.day, cover.shift_id, cover.role) == which and cover.hard:
            for to in range(cover.required - 1, -1, -1):
                how = Relaxation(
                    RelaxationKind.COVER_LESS,
                    RuleCode.COVER,
                    was=cover.required,
                    to=to,
                    day=reason.day,
                    shift_id=reason.shift_id,
                    role=reason.role,
                )
                if works(how):
                    return how
    return None


def _number(problem: Problem, code: RuleCode, works: Callable[[Relaxation], bool]) -> Relaxation | None:
    """Return the smallest change of a rule's number that works, found by halving; None where none does."""
    rule = problem.rule(code)
    if rule is None or len(rule.params) != 1:
        return None
    ((param, was),) = rule.params.items()
    bounds = BY_CODE[code].bounds[param]
    is_rest = code in {RuleCode.REST_BETWEEN, RuleCode.REST_AFTER_NIGHT, RuleCode.REST_AFTER_TWO_NIGHTS}
    step = -_STEPS[param] if is_rest else _STEPS[param]
    most = (was - bounds.least if is_rest else bounds.most - was) // abs(step)

    def at(steps: int) -> Relaxation:
        return Relaxation(RelaxationKind.RULE_NUMBER, code, param, was, was + step * steps)

    reach = 1
    while reach < most and not works(at(reach)):
        reach *= 2
    reach = min(reach, most)
    if reach < 1 or not works(at(reach)):
        return None
    low = reach // 2
    while reach - low > 1:
        middle = (low + reach) // 2
        low, reach = (low, middle) if works(at(middle)) else (middle, reach)
    return at(reach)


def _several(problem: Problem, causes: Sequence[Cause], until: float, since: int) -> tuple[Relaxation, ...]:
    """Return relaxations that work together, one for each conflict found in turn.

    Empty where time ran out, or a conflict lies in days that are over.
    """
    chosen: list[Relaxation] = []
    while causes and until > time.monotonic():
        reasons = _open(causes, since)
        if not reasons:
            return ()
        chosen.append(_gentlest(problem, reasons))
        problem = relaxed(problem, chosen[-1])
        core = conflict_of(hard_part(problem), (), until - time.monotonic())
        if core is None:
            return ()
        causes = core.causes
    return tuple(chosen) if not causes else ()


def _gentlest(problem: Problem, reasons: Sequence[Reason]) -> Relaxation:
    """Return what to let go of in one conflict: a lock before a rule, a rule before cover, leave last."""
    order = {None: 0, RuleCode.COVER: 2, RuleCode.LEAVE: 3}
    reason = min(reasons, key=lambda one: order.get(one.code, 1))
    if reason.code in {None, RuleCode.LEAVE}:
        return _cell(reason)
    if reason.code is not RuleCode.COVER:
        return Relaxation(RelaxationKind.RULE_SOFT, reason.code)
    which = (reason.day, reason.shift_id, reason.role)
    was = next(one.required for one in problem.cover if (one.day, one.shift_id, one.role) == which)
    return Relaxation(
        RelaxationKind.COVER_LESS,
        RuleCode.COVER,
        was=was,
        to=was - 1,
        day=reason.day,
        shift_id=reason.shift_id,
        role=reason.role,
    )
