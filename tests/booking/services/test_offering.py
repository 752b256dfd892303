from dataclasses import dataclass, field

from booking.services.offering import in_order_for, may_book
from people.risk.kinds import RiskLevel


@dataclass
class Some:
    name: str
    first_for: list[RiskLevel] = field(default_factory=list)


def test_without_tiers_everyone_may_book():
    assert all(may_book(tier, []) for tier in RiskLevel)


def test_with_tiers_only_they_may_book():
    assert [tier for tier in RiskLevel if may_book(tier, [RiskLevel.HIGH])] == [RiskLevel.HIGH]


def test_what_is_first_for_a_tier_comes_first_and_the_rest_keeps_its_order():
    services = [Some("midwife"), Some("doctor"), Some("counselling", [RiskLevel.HIGH]), Some("talk")]
    assert [each.name for each in in_order_for(RiskLevel.HIGH, services)] == [
        "counselling",
        "midwife",
        "doctor",
        "talk",
    ]
    assert in_order_for(RiskLevel.LOW, services) == services
