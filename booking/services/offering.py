"""Which services a person is offered, and in which order. Pure."""

from collections.abc import Collection, Iterable
from typing import Protocol, TypeVar

from people.risk.kinds import RiskLevel


class Offered(Protocol):
    """What has tiers for which it comes first."""

    first_for: list[RiskLevel]


S = TypeVar("S", bound=Offered)


def may_book(tier: RiskLevel, tiers: Collection[RiskLevel]) -> bool:
    """Tell whether a person of a tier may book what is meant for `tiers`; none stands for everyone."""
    return not tiers or tier in tiers


def in_order_for(tier: RiskLevel, services: Iterable[S]) -> list[S]:
    """Return the services with those that come first for the tier at the front; otherwise their order stays."""
    return sorted(services, key=lambda each: tier not in each.first_for)
