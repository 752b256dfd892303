"""What a weak line does to one direction of datagrams: loses, delays and narrows. Pure: time comes as an argument."""

from dataclasses import dataclass
from random import Random

QUEUE = 0.3
"""Seconds of traffic that wait before a narrow place at most; what comes on top is lost."""


@dataclass(frozen=True)
class Conditions:
    """One direction of a line; as it stands here, a perfect one."""

    loss: float = 0.0
    """The share of datagrams that is lost, 0 to 1, each by itself."""
    delay_ms: float = 0.0
    jitter_ms: float = 0.0
    """On top of the delay, from none to this much, evenly spread. Order is kept, as on a real line."""
    kbit: float | None = None
    """How much passes in a second; None for all."""


class Direction:
    """Decides what becomes of each datagram. The same seed and the same datagrams have the same fate."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._free_at = 0.0
        self._last = 0.0
        self.conditions = Conditions()
        self.passed = 0
        self.lost = 0

    def arrival(self, size: int, now: float) -> float | None:
        """When a datagram of `size` bytes that was sent `now` (seconds) arrives; None when it is lost."""
        line = self.conditions
        chance, late = self._random.random(), self._random.random()
        left = now
        if line.kbit is not None:
            # A token bucket without a bucket: one datagram after the other passes the narrow place.
            self._free_at = max(self._free_at, now)
            if self._free_at - now > QUEUE:
                self.lost += 1
                return None
            left = self._free_at = self._free_at + size * 8 / (line.kbit * 1000)
        if chance < line.loss:
            self.lost += 1
            return None
        self.passed += 1
        self._last = max(self._last, left + (line.delay_ms + late * line.jitter_ms) / 1000)
        return self._last
