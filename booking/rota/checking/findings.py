"""What a checker finds in a rota."""

from dataclasses import dataclass
from enum import StrEnum

from booking.rota.problem import RuleCode


class Breach(StrEnum):
    """What no rota may hold, whatever rules are on."""

    UNKNOWN = "unknown"
    """A person, shift or day that the problem does not have."""
    TWICE_A_DAY = "twice_a_day"
    NOT_SKILLED = "not_skilled"
    OVERLAP = "overlap"
    """A shift that begins before the one of the day before has ended."""
    LOCK = "lock"
    """A locked cell that was changed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation. `amount` is by how much, `limit` what the rule allows, each in the rule's own unit.

    `cost` is what it costs where the rule is soft, 0 where it is hard. `days` are those on which it shows.
    """

    rule: RuleCode | Breach
    is_hard: bool
    amount: int
    cost: int = 0
    limit: int | None = None
    staff_id: str | None = None
    days: tuple[int, ...] = ()
    shift_id: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found; `cost` is what the solver minimises, with unmet wishes and the price of change."""

    hard: tuple[Finding, ...]
    soft: tuple[Finding, ...]
    cost: int

    @property
    def is_clean(self) -> bool:
        """Return whether no hard rule is broken."""
        return not self.hard
