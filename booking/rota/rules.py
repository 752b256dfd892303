"""The catalogue of rules: what a new installation starts with, between which bounds, and where each comes from.

The sources are those that facts about duty hours were looked up in; what has none is marked for the operator's review.
Their words for people stand in the client's catalogue under the code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from booking.rota.problem import Rule, RuleCode
from core.errors import Invalid

JNA = "日本看護協会「看護職の夜勤・交代制勤務に関するガイドライン」"
WATCH_PERMIT = "宿日直許可（令和元年 基発0701第8号）"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and greatest value of a parameter."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class CatalogueRule:
    """A rule as the catalogue has it.

    `source` is None where no source is known: the operator must review it. `weight` None: hard.
    """

    code: RuleCode
    source: str | None
    params: Mapping[str, int] = field(default_factory=dict)
    bounds: Mapping[str, Bounds] = field(default_factory=dict)
    is_on: bool = True
    weight: int | None = None


_MINUTES = {"minutes": Bounds(0, 10_080)}
_SPREAD = {"spread": Bounds(0, 3000)}


def _most(most: int) -> Mapping[str, Bounds]:
    return {"max": Bounds(0, most)}


CATALOGUE: tuple[CatalogueRule, ...] = (
    CatalogueRule(RuleCode.REST_BETWEEN, JNA, {"minutes": 660}, _MINUTES),
    CatalogueRule(RuleCode.LONGEST_DUTY, JNA, {"minutes": 780}, _MINUTES),
    CatalogueRule(RuleCode.NIGHTS_IN_A_ROW, JNA, {"max": 2}, _most(31)),
    CatalogueRule(RuleCode.DAYS_IN_A_ROW, JNA, {"max": 5}, _most(31)),
    CatalogueRule(RuleCode.REST_AFTER_NIGHT, JNA, {"minutes": 1440}, _MINUTES),
    CatalogueRule(RuleCode.REST_AFTER_TWO_NIGHTS, JNA, {"minutes": 2880}, _MINUTES),
    CatalogueRule(RuleCode.NIGHTS_A_MONTH, JNA, {"max": 8}, _most(31)),
    CatalogueRule(RuleCode.NIGHT_WATCH_A_WEEK, WATCH_PERMIT, {"max": 1}, _most(7)),
    CatalogueRule(RuleCode.DAY_WATCH_A_MONTH, WATCH_PERMIT, {"max": 1}, _most(31)),
    CatalogueRule(RuleCode.HOURS_A_WEEK, None, {"minutes": 2400}, _MINUTES),
    CatalogueRule(RuleCode.HOURS_A_MONTH, None, {"minutes": 10_200}, {"minutes": Bounds(0, 44_640)}),
    CatalogueRule(RuleCode.SENIOR_PRESENT, None),
    CatalogueRule(RuleCode.MAX_SHIFTS, None),
    CatalogueRule(RuleCode.PERIOD_MINUTES, None),
    CatalogueRule(RuleCode.MIN_RUN, None, is_on=False),
    CatalogueRule(RuleCode.MIN_OFF_RUN, None, is_on=False),
    CatalogueRule(RuleCode.MAX_WEEKENDS, None),
    CatalogueRule(RuleCode.SUCCESSION, None),
    CatalogueRule(RuleCode.LEAVE, None),
    CatalogueRule(RuleCode.COVER, None),
    CatalogueRule(RuleCode.FAIR_NIGHTS, None, {"spread": 100}, _SPREAD, weight=10),
    CatalogueRule(RuleCode.FAIR_HOLIDAYS, None, {"spread": 100}, _SPREAD, weight=10),
)

BY_CODE: Mapping[RuleCode, CatalogueRule] = {rule.code: rule for rule in CATALOGUE}

ALWAYS_ON = frozenset({RuleCode.LEAVE, RuleCode.COVER})
"""What cannot be switched off: without it there is no rota to speak of."""

ALWAYS_HARD = frozenset({RuleCode.LEAVE})
"""What can have no weight. Cover has its weights at each cover."""


def starting_rules() -> tuple[Rule, ...]:
    """Return the rules that are on in a new installation."""
    return tuple(Rule(rule.code, dict(rule.params), rule.weight) for rule in CATALOGUE if rule.is_on)


def check_rules(rules: Sequence[Rule]) -> None:
    """Raise Invalid for rules that cannot be.

    "rota.rule_twice", "rota.rule_always_on", "rota.rule_always_hard", and "rota.rule_params" for a parameter that the
    rule does not have, that is missing, or that is out of its bounds. Each names the rule's `code`.
    """
    codes = [rule.code for rule in rules]
    for code in codes:
        if codes.count(code) > 1:
            raise Invalid("rota.rule_twice", "A rule is given twice.", rule=code.value)
    for code in ALWAYS_ON.difference(codes):
        raise Invalid("rota.rule_always_on", "This rule cannot be switched off.", rule=code.value)
    for rule in rules:
        if rule.weight is not None and rule.code in ALWAYS_HARD:
            raise Invalid("rota.rule_always_hard", "This rule always holds and has no weight.", rule=rule.code.value)
        bounds = BY_CODE[rule.code].bounds
        fits = rule.params.keys() == bounds.keys() and all(
            bounds[name].least <= value <= bounds[name].most for name, value in rule.params.items()
        )
        if not fits or (rule.weight is not None and not 1 <= rule.weight <= 100_000):
            raise Invalid("rota.rule_params", "A number of this rule does not fit.", rule=rule.code.value)
