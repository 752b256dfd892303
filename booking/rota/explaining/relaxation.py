"""What can be let go of so that a rota becomes possible, as data, and the problem after it. Pure."""

from dataclasses import dataclass, replace
from enum import StrEnum

from booking.rota.problem import Assignment, Problem, Rota, RuleCode

SOFT_WEIGHT = 1000
"""What a violation costs of a rule that is made soft."""


class RelaxationKind(StrEnum):
    """What is done: each concerns one rule, one cell or one cover."""

    RULE_NUMBER = "rule_number"
    """The rule's parameter `param` becomes `to`."""
    RULE_SOFT = "rule_soft"
    """The rule is kept where possible, at a cost."""
    COVER_LESS = "cover_less"
    """The shift needs only `to` people of the role on that day."""
    LEAVE_LIFTED = "leave_lifted"
    """The person works on that day although they are on leave."""
    UNLOCKED = "unlocked"
    """The cell may change."""
    COVER_SOFT = "cover_soft"
    """All cover is filled where possible: the best effort, with uncovered hours."""


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One thing to let go of; only what its kind names is given. `was` is the number before."""

    kind: RelaxationKind
    code: RuleCode | None = None
    param: str | None = None
    was: int | None = None
    to: int | None = None
    staff_id: str | None = None
    day: int | None = None
    shift_id: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """People missing on a shift of a day, and their minutes all together."""

    day: int
    shift_id: str
    role: str
    missing: int
    minutes: int


def relaxed(problem: Problem, how: Relaxation) -> Problem:
    """Return the problem with one thing let go of."""
    match how.kind:
        case RelaxationKind.RULE_NUMBER:
            changed = {} if how.param is None or how.to is None else {how.param: how.to}
            rules = (
                replace(rule, params={**rule.params, **changed}) if rule.code is how.code else rule
                for rule in problem.rules
            )
            return replace(problem, rules=tuple(rules))
        case RelaxationKind.RULE_SOFT:
            rules = (replace(rule, weight=SOFT_WEIGHT) if rule.code is how.code else rule for rule in problem.rules)
            return replace(problem, rules=tuple(rules))
        case RelaxationKind.COVER_LESS:
            which = (how.day, how.shift_id, how.role)
            cover = (
                replace(one, required=how.to)
                if (one.day, one.shift_id, one.role) == which and how.to is not None
                else one
                for one in problem.cover
            )
            return replace(problem, cover=tuple(cover))
        case RelaxationKind.LEAVE_LIFTED:
            staff = (
                replace(one, leave=one.leave - {how.day}) if one.id == how.staff_id else one for one in problem.staff
            )
            return replace(problem, staff=tuple(staff))
        case RelaxationKind.UNLOCKED:
            cell = (how.staff_id, how.day)
            return replace(problem, locks=tuple(one for one in problem.locks if (one.staff_id, one.day) != cell))
        case RelaxationKind.COVER_SOFT:
            return best_effort(problem)


def best_effort(problem: Problem) -> Problem:
    """Return the problem with every cover soft: one that was hard costs ten times as much as the dearest soft one."""
    dearest = max((one.under for one in problem.cover if not one.hard), default=1000)
    cover = (replace(one, hard=False, under=max(one.under, 10 * dearest)) if one.hard else one for one in problem.cover)
    return replace(problem, cover=tuple(cover))


def uncovered(problem: Problem, rota: Rota) -> tuple[Uncovered, ...]:
    """Return where people are missing, in the order of the cover."""
    on: dict[tuple[int, str, str], list[Assignment]] = {}
    for each in rota:
        on.setdefault((each.day, each.shift_id, each.role), []).append(each)
    found = []
    for cover in problem.cover:
        missing = cover.required - len(on.get((cover.day, cover.shift_id, cover.role), ()))
        if missing > 0:
            start, end = problem.span(cover.day, problem.shift_by_id[cover.shift_id])
            found.append(Uncovered(cover.day, cover.shift_id, cover.role, missing, missing * (end - start)))
    return tuple(found)
