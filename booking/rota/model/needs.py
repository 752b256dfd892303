"""What the service needs and people wish: cover, a senior with the juniors, wishes, the price of change. Pure."""

from collections import defaultdict

from ortools.sat.python import cp_model

from booking.rota.model.cells import Cells
from booking.rota.model.posting import Literal, Poster, Reason, Term, negated
from booking.rota.problem import Cover, Problem, Rule, RuleCode


def post(problem: Problem, cells: Cells, poster: Poster) -> None:
    """Post the cover, the seniors, the wishes and the price of change."""
    cover_rule, senior_rule = problem.rule(RuleCode.COVER), problem.rule(RuleCode.SENIOR_PRESENT)
    serving: dict[tuple[int, str, str], list[tuple[str, Literal]]] = defaultdict(list)
    for person in problem.staff:
        for day in range(problem.days):
            for (shift_id, role), on in cells.roles(person.id, day).items():
                serving[day, shift_id, role].append((person.id, on))
    for cover in problem.cover:
        people = serving.get((cover.day, cover.shift_id, cover.role), [])
        if cover_rule is not None:
            _cover(poster, cover_rule, cover, [on for _, on in people])
        if senior_rule is not None and cover.needs_senior:
            _senior(problem, poster, senior_rule, cover, people)
    if not poster.assuming:
        _wishes(problem, cells, poster)
        _changes(problem, cells, poster)


def _wishes(problem: Problem, cells: Cells, poster: Poster) -> None:
    for wish in problem.wishes:
        held = (
            cells.work(wish.staff_id, wish.day)
            if wish.shift_id is None
            else cells.shifts(wish.staff_id, wish.day).get(wish.shift_id, False)
        )
        poster.cost(wish.weight, negated(held) if wish.on else held)


def _changes(problem: Problem, cells: Cells, poster: Poster) -> None:
    if problem.previous is None:
        return
    weight, person_weight = problem.previous.weight, problem.previous.person_weight
    before = {(one.staff_id, one.day): (one.shift_id, one.role) for one in problem.previous.rota}
    for person in problem.staff:
        differs: list[Literal] = []
        for day in range(problem.days):
            key = before.get((person.id, day))
            held = cells.roles(person.id, day)
            differs.append(cells.work(person.id, day) if key is None else negated(held.get(key, False)))
            poster.cost(weight, differs[-1])
        if person_weight:
            touched = True if any(one is True for one in differs) else poster.literal()
            poster.cost(person_weight, touched)
            for one in differs:
                poster.clause(None, None, (negated(one), touched))


def _cover(poster: Poster, rule: Rule, cover: Cover, people: list[Literal]) -> None:
    reason = Reason(rule.code, None, cover.day, cover.shift_id, cover.role)
    terms: list[Term] = [(1, on) for on in people]
    if cover.hard:
        poster.at_least(None, reason, terms, cover.required)
    if cover.most is not None:
        poster.at_most(None, reason, terms, cover.most)
    if poster.assuming:
        return
    settled = sum(1 for on in people if on is True)
    left = [on for on in people if not isinstance(on, bool)]
    missing, spare = max(cover.required - settled, 0), max(settled + len(left) - cover.required, 0)
    parts: list[cp_model.IntVar | cp_model.NotBooleanVariable] = list(left)
    weights = [1] * len(left)
    if not cover.hard and cover.under:
        under = poster.model.new_int_var(0, missing, "")
        poster.cost_of(cover.under, under)
        poster.model.add(cp_model.LinearExpr.weighted_sum([*parts, under], [*weights, 1]) >= cover.required - settled)
    if cover.over:
        over = poster.model.new_int_var(0, spare, "")
        poster.cost_of(cover.over, over)
        poster.model.add(cp_model.LinearExpr.weighted_sum([*parts, over], [*weights, -1]) <= cover.required - settled)


def _senior(problem: Problem, poster: Poster, rule: Rule, cover: Cover, people: list[tuple[str, Literal]]) -> None:
    seniors = [on for staff_id, on in people if problem.staff_by_id[staff_id].senior]
    juniors = [on for staff_id, on in people if not problem.staff_by_id[staff_id].senior]
    reason = Reason(rule.code, None, cover.day, cover.shift_id, cover.role)
    if rule.weight is None:
        for junior in juniors:
            poster.clause(rule, reason, (negated(junior), *seniors))
        return
    if poster.assuming or not juniors:
        return
    alone = poster.literal()
    poster.cost(rule.weight, alone)
    for junior in juniors:
        poster.clause(None, reason, (negated(junior), alone, *seniors))
