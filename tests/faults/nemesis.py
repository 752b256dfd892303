"""Plans which faults come when. Pure: the same seed gives the same plan, and every fault is over before its end."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    # of a server process
    "kill node",
    "stop node",
    "refuse node",
    # of what the servers stand on
    "redis down",
    "redis hung",
    "redis cut",
    "database restarted",
    "database crashed",
    "database cut",
    "database half-open",
    "database read-only",
    "database full",
    # of the lines of clients; for some of them
    "cut",
    "delay",
    "black hole",
    # of the clients themselves
    "reload",
    "sleep",
]

# Where a fault acts: two of the same place never overlap.
PLACES: Mapping[str, tuple[Kind, ...]] = {
    "node": ("kill node", "stop node", "refuse node"),
    "redis": ("redis down", "redis hung", "redis cut"),
    "database": (
        "database restarted",
        "database crashed",
        "database cut",
        "database half-open",
        "database read-only",
        "database full",
    ),
    "lines": ("cut", "delay", "black hole"),
    "clients": ("reload", "sleep"),
}

SEVERAL_NODES: tuple[Kind, ...] = (
    *PLACES["node"],
    *PLACES["redis"],
    "database restarted",
    "database crashed",
    "database cut",
    "database read-only",
    *PLACES["lines"],
    *PLACES["clients"],
)
SLOW: tuple[Kind, ...] = ("database half-open",)
"""Takes its time to be noticed: for the full run with several nodes."""

ONE_NODE: tuple[Kind, ...] = (
    *PLACES["node"],
    "database full",
    *PLACES["lines"],
    *PLACES["clients"],
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: from `at` for `seconds`. `pick` in [0, 1) is for the node, `share` for the clients or lines."""

    at: float
    seconds: float
    kind: Kind
    pick: float
    share: float

    @property
    def place(self) -> str:
        """Where it acts."""
        return next(place for place, kinds in PLACES.items() if self.kind in kinds)

    @property
    def ends(self) -> float:
        return self.at + self.seconds


def plan(
    seed: int,
    seconds: float,
    kinds: Sequence[Kind],
    *,
    longest: float,
    set_lengths: Mapping[Kind, Sequence[float]] | None = None,
) -> list[Fault]:
    """Return faults of each of `kinds` over `seconds`, by time.

    Each kind comes at least once, in a seeded order in each place, for up to `longest` seconds; `set_lengths` says how
    long the first ones of a kind are instead. Raises ValueError where `seconds` are too few for that.
    """
    rng = random.Random(seed)
    faults = [
        fault
        for place in PLACES.values()
        for fault in _plan_place(rng, seconds, [kind for kind in place if kind in kinds], longest, set_lengths or {})
    ]
    return sorted(faults, key=lambda fault: fault.at)


def _plan_place(
    rng: random.Random,
    seconds: float,
    kinds: list[Kind],
    longest: float,
    set_lengths: Mapping[Kind, Sequence[float]],
) -> list[Fault]:
    """Return the faults of one place, one after the other with a rest between them; the set ones come first."""
    due = [(kind, length) for kind in kinds for length in set_lengths.get(kind, (0.0,))]
    rng.shuffle(due)
    faults: list[Fault] = []
    now = rng.uniform(0, longest / 2)
    while kinds:
        kind, length = due.pop() if due else (rng.choice(kinds), 0.0)
        length = length or rng.uniform(longest / 4, longest)
        if now + length >= seconds:
            if due or len({fault.kind for fault in faults}) < len(kinds):
                raise ValueError(f"{seconds} s are too few for one of each of {kinds}")
            break
        faults.append(Fault(round(now, 3), round(length, 3), kind, rng.random(), rng.uniform(0.1, 0.6)))
        now += length + rng.uniform(longest / 2, 1.5 * longest)
    return faults
