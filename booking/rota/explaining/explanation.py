"""What is told of a problem that has no rota. Pure, and known without the solver."""

from dataclasses import dataclass
from enum import StrEnum

from booking.rota.checking import Finding
from booking.rota.explaining.relaxation import Relaxation
from booking.rota.problem import Wish


class Outcome(StrEnum):
    """How an explanation ended."""

    POSSIBLE = "possible"
    """There is a rota: nothing conflicts."""
    EXPLAINED = "explained"
    UNKNOWN = "unknown"
    """The time was too short to tell."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Things to let go of; when all of them are, a rota was proven to exist."""

    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The rules, locks, leave and cover that conflict (each a finding with amount 0 and the rule's limit), and wishes.

    `is_minimal`: without any one of them the others can hold together; False where the time was too short to prove it.
    """

    outcome: Outcome
    conflicts: tuple[Finding, ...] = ()
    wishes: tuple[Wish, ...] = ()
    is_minimal: bool = False
    suggestions: tuple[Suggestion, ...] = ()
