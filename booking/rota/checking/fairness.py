"""How evenly nights and holidays are shared, pro rata to contracts and with the year's counts carried over."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from booking.rota.checking.findings import Finding
from booking.rota.problem import CoverDayKind, Problem, Rota, RuleCode, Staff

_HOLIDAYS = {CoverDayKind.SUNDAY, CoverDayKind.HOLIDAY, CoverDayKind.YEAR_END}


@dataclass(frozen=True, slots=True)
class Part:
    """What one person has of the nights, or holidays, of a role: carried over, in the horizon, and their fair share."""

    staff_id: str
    carried: int
    count: int
    fair: Fraction

    @property
    def deviation(self) -> Fraction:
        """Return how much more than their fair share they have."""
        return self.carried + self.count - self.fair


def parts(problem: Problem, rota: Rota, code: RuleCode, role: str) -> list[Part]:
    """Return each person's part of a role's nights or holidays; `code` is FAIR_NIGHTS or FAIR_HOLIDAYS."""
    group = [person for person in problem.staff if role in person.roles and _may(code, person)]
    counts = {person.id: 0 for person in group}
    for each in rota:
        if each.role == role and each.staff_id in counts and _counts(problem, code, each.day, each.shift_id):
            counts[each.staff_id] += 1
    total = sum(counts[person.id] + _carried(code, person) for person in group)
    shares = sum(person.share for person in group)
    return [
        Part(person.id, _carried(code, person), counts[person.id], Fraction(total * person.share, shares))
        for person in group
    ]


def spread(of: list[Part]) -> Fraction:
    """Return the greatest deviation less the least; 0 for fewer than two."""
    deviations = [part.deviation for part in of]
    return max(deviations) - min(deviations) if len(deviations) > 1 else Fraction(0)


def roles_with(problem: Problem, code: RuleCode) -> list[str]:
    """Return the roles that have nights, or holidays, to share in the horizon, in order."""
    return sorted(
        {each.role for each in problem.cover if each.required > 0 and _counts(problem, code, each.day, each.shift_id)}
    )


def fairness_findings(problem: Problem, rota: Rota) -> Iterator[Finding]:
    """Yield where the spread is more than the rule's, by how many hundredths begun."""
    for rule in problem.rules:
        if rule.code not in {RuleCode.FAIR_NIGHTS, RuleCode.FAIR_HOLIDAYS}:
            continue
        allowed = rule.params["spread"]
        for role in roles_with(problem, rule.code):
            over = 100 * spread(parts(problem, rota, rule.code, role)) - allowed
            if over > 0:
                amount = -(-over.numerator // over.denominator)
                cost = (rule.weight or 0) * amount
                yield Finding(rule.code, rule.weight is None, amount, cost, allowed, role=role)


def _may(code: RuleCode, person: Staff) -> bool:
    if person.share <= 0:
        return False
    return code is RuleCode.FAIR_HOLIDAYS or person.max_nights != 0


def _carried(code: RuleCode, person: Staff) -> int:
    return person.nights if code is RuleCode.FAIR_NIGHTS else person.holidays


def _counts(problem: Problem, code: RuleCode, day: int, shift_id: str) -> bool:
    if code is RuleCode.FAIR_NIGHTS:
        return problem.shift_by_id[shift_id].is_night
    return problem.kind(day) in _HOLIDAYS
