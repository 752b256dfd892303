"""How constraints are posted: hard, weighted, or under a named assumption. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import gcd
from typing import cast

from ortools.sat.python import cp_model

from booking.rota.problem import Rule, RuleCode

OpenLiteral = cp_model.IntVar | cp_model.NotBooleanVariable
"""A literal that the solver decides, also a negated one."""

Literal = OpenLiteral | bool
"""A literal of the model, or what is already settled."""

Term = tuple[int, Literal]


@dataclass(frozen=True, slots=True)
class Reason:
    """What a constraint stands for, as narrowly as it can be told: a rule, or None for a lock.

    And whom, which day, shift and role it concerns; a limit over a week or month is named by its last day here.
    """

    code: RuleCode | None
    staff_id: str | None = None
    day: int | None = None
    shift_id: str | None = None
    role: str | None = None


class Poster:
    """Posts constraints on a CP-SAT model and gathers the cost.

    With `assumptions` every hard constraint holds only while the literal of its reason is true; weighted ones stay out,
    and what has no reason always holds.
    """

    def __init__(self, *, assumptions: bool = False) -> None:
        self.model = cp_model.CpModel()
        self.assuming = assumptions
        self.assumptions: dict[Reason, cp_model.IntVar] = {}
        self.cost_literals: list[OpenLiteral] = []
        self.cost_weights: list[int] = []
        self.cost_constant = 0

    def literal(self) -> cp_model.IntVar:
        """Return a new literal."""
        return self.model.new_bool_var("")

    def cost(self, weight: int, on: Literal) -> None:
        """Let it cost `weight` when the literal holds."""
        if isinstance(on, bool):
            self.cost_constant += weight * on
        elif weight:
            self.cost_literals.append(on)
            self.cost_weights.append(weight)

    def cost_of(self, weight: int, amount: cp_model.IntVar) -> None:
        """Let each unit of an amount cost `weight`."""
        if weight:
            self.cost_literals.append(amount)
            self.cost_weights.append(weight)

    def clause(self, rule: Rule | None, reason: Reason | None, literals: Iterable[Literal], units: int = 1) -> None:
        """Let at least one of the literals hold; a weighted rule pays for so many units where none does."""
        open_ones: list[OpenLiteral] = []
        for literal in literals:
            if isinstance(literal, bool):
                if literal:
                    return
            else:
                open_ones.append(literal)
        if rule is not None and rule.weight is not None:
            if self.assuming:
                return
            if not open_ones:
                self.cost_constant += rule.weight * units
                return
            failed = self.literal()
            open_ones.append(failed)
            self.cost(rule.weight * units, failed)
            self.model.add_bool_or(open_ones)
            return
        if self.assuming and reason is not None:
            open_ones.append(cast("OpenLiteral", ~self.assumption(reason)))
        self.model.add_bool_or(open_ones)

    def at_most_one(
        self, rule: Rule | None, reason: Reason | None, first: Sequence[Literal], then: Sequence[Literal]
    ) -> None:
        """Let no literal of `first` hold together with one of `then`; each of them holds at most once by itself."""
        if rule is not None and rule.weight is not None:
            for one in first:
                for other in then:
                    self.clause(rule, reason, (negated(one), negated(other)))
            return
        literals = [one for one in (*first, *then) if one is not False]
        settled = sum(1 for one in literals if one is True)
        rest = [one for one in literals if not isinstance(one, bool)]
        if settled == 0 and len(rest) < 2:
            return
        if settled == 0 and not self.assuming:
            self.model.add_at_most_one(rest)
            return
        if settled < 2:
            posted = self.model.add(cp_model.LinearExpr.sum(rest) <= 1 - settled) if rest else None
        else:
            posted = self.model.add_bool_or([])
        if self.assuming and reason is not None and posted is not None:
            posted.only_enforce_if(self.assumption(reason))

    def at_most(
        self, rule: Rule | None, reason: Reason | None, terms: Iterable[Term], limit: int, unit: int = 1
    ) -> None:
        """Let the weighted sum be at most `limit`; a weighted rule pays for each `unit` begun above it."""
        weights: list[int] = []
        literals: list[OpenLiteral] = []
        for weight, literal in terms:
            if isinstance(literal, bool):
                limit -= weight * literal
            elif weight:
                weights.append(weight)
                literals.append(literal)
        most = sum(weight for weight in weights if weight > 0)
        if most <= limit:
            return
        if rule is not None and rule.weight is not None:
            if self.assuming:
                return
            excess = self.model.new_int_var(0, -(-(most - limit) // unit), "")
            self.cost_of(rule.weight, excess)
            self.model.add(cp_model.LinearExpr.weighted_sum([*literals, excess], [*weights, -unit]) <= limit)
            return
        step = gcd(*weights) if weights else 1
        if step > 1:
            weights = [weight // step for weight in weights]
            limit //= step
        posted = self.model.add(cp_model.LinearExpr.weighted_sum(literals, weights) <= limit) if literals else None
        if posted is None:
            posted = self.model.add_bool_or([])
        if self.assuming and reason is not None:
            posted.only_enforce_if(self.assumption(reason))

    def at_least(
        self, rule: Rule | None, reason: Reason | None, terms: Iterable[Term], limit: int, unit: int = 1
    ) -> None:
        """Let the weighted sum be at least `limit`; a weighted rule pays for each `unit` begun below it."""
        self.at_most(rule, reason, [(-weight, literal) for weight, literal in terms], -limit, unit)

    def assumption(self, reason: Reason) -> cp_model.IntVar:
        """Return the literal under which the constraints of a reason hold."""
        found = self.assumptions.get(reason)
        if found is None:
            found = self.assumptions[reason] = self.literal()
        return found

    def finish(self) -> None:
        """Set the objective; call it once, last."""
        if not self.assuming and self.cost_literals:
            costs = cp_model.LinearExpr.weighted_sum(self.cost_literals, self.cost_weights)
            self.model.minimize(costs + self.cost_constant)
        elif not self.assuming:
            self.model.minimize(self.cost_constant)


def negated(literal: Literal) -> Literal:
    """Return the opposite of a literal."""
    if isinstance(literal, bool):
        return not literal
    # OR-Tools types the negation by its base class, which the module does not name.
    return cast("OpenLiteral", ~literal)
