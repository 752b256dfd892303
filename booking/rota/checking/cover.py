"""Whether each shift has the people it needs, and one of them is senior where that is asked."""

from collections import defaultdict
from collections.abc import Iterator

from booking.rota.checking.findings import Finding
from booking.rota.problem import Problem, Rota, RuleCode


def cover_findings(problem: Problem, rota: Rota) -> Iterator[Finding]:
    """Yield what is missing, what is too much, and where nobody on a shift is senior."""
    on: defaultdict[tuple[int, str, str], list[str]] = defaultdict(list)
    for each in rota:
        on[each.day, each.shift_id, each.role].append(each.staff_id)
    cover_rule, senior_rule = problem.rule(RuleCode.COVER), problem.rule(RuleCode.SENIOR_PRESENT)
    for cover in problem.cover:
        people = on[cover.day, cover.shift_id, cover.role]
        about = ((cover.day,), cover.shift_id, cover.role)
        missing, excess = cover.required - len(people), len(people) - cover.required
        if cover_rule is not None and missing > 0:
            cost = 0 if cover.hard else missing * cover.under
            yield Finding(RuleCode.COVER, cover.hard, missing, cost, cover.required, None, *about)
        if cover_rule is not None and cover.most is not None and len(people) > cover.most:
            yield Finding(RuleCode.COVER, True, len(people) - cover.most, 0, cover.most, None, *about)
        elif cover_rule is not None and excess > 0 and cover.over:
            yield Finding(RuleCode.COVER, False, excess, excess * cover.over, cover.most, None, *about)
        is_junior = people and not any(problem.staff_by_id[each].senior for each in people)
        if senior_rule is not None and cover.needs_senior and is_junior:
            weight = senior_rule.weight
            yield Finding(RuleCode.SENIOR_PRESENT, weight is None, 1, weight or 0, 1, None, *about)
