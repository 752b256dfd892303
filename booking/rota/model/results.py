"""What is asked of a solve, what it tells meanwhile, and what comes back. Pure, and known without the solver."""

from dataclasses import dataclass
from enum import StrEnum

from booking.rota.problem import Rota

MODEL_VERSION = "5"
"""Changes whenever the same input could give another rota."""


class Status(StrEnum):
    """How a solve ended: OPTIMAL is proven, INFEASIBLE too; UNKNOWN is no rota found in time."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """How to solve: seconds of wall clock (of CP-SAT's deterministic time in deterministic mode), threads, seed.

    `deterministic` gives the same rota on every run of the same input, on this version of OR-Tools, and uses one
    thread; `first` is a rota to begin from, which may break rules.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 1
    deterministic: bool = False
    first: Rota | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """The best cost so far, the proven bound, the gap (of the best cost) and the seconds; the rota where it is new."""

    best: int | None
    bound: int | None
    gap: float | None
    seconds: float
    rota: Rota | None = None


@dataclass(frozen=True, slots=True)
class SolveResult:
    """What a solve came to; `gap` is (cost - bound) / cost."""

    status: Status
    rota: Rota | None
    cost: int | None
    bound: int | None
    gap: float | None
    seconds: float
    model_version: str = MODEL_VERSION
