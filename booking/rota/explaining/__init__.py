"""Why there is no rota: the smallest conflict by name, ways out that were proven, and the best effort."""

from importlib import import_module
from typing import TYPE_CHECKING

from booking.rota.explaining.explanation import Explanation, Outcome, Suggestion
from booking.rota.explaining.relaxation import Relaxation, RelaxationKind, Uncovered, best_effort, relaxed, uncovered

if TYPE_CHECKING:
    from booking.rota.explaining.searching import explain

__all__ = [
    "Explanation",
    "Outcome",
    "Relaxation",
    "RelaxationKind",
    "Suggestion",
    "Uncovered",
    "best_effort",
    "explain",
    "relaxed",
    "uncovered",
]


def __getattr__(name: str) -> object:
    """Load the search, which needs OR-Tools, when it is asked for: a server explains in other processes."""
    if name != "explain":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = import_module(f"{__name__}.searching").explain
    return found
