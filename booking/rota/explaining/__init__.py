"""Why there is no rota: the smallest conflict by name, ways out that were proven, and the best effort."""

from booking.rota.explaining.explain import Explanation, Outcome, Suggestion, explain
from booking.rota.explaining.relaxation import Relaxation, RelaxationKind, Uncovered, best_effort, relaxed, uncovered

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
