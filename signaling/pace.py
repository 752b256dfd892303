"""How fast a connection may send."""

from signaling.problems import too_many
from signaling.protocol.registry import Pace


class Meter:
    """Counts one connection's events by name, in fixed windows of each event's pace."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[str, tuple[float, int]] = {}

    def hit(self, name: str, pace: Pace, now: float) -> None:
        """Count an event at `now` (seconds, monotonic); raises TooMany("socket.too_many") beyond the pace."""
        begun, count = self._counts.get(name, (now, 0))
        if now - begun >= pace.seconds:
            begun, count = now, 0
        if count >= pace.allowed:
            raise too_many(max(1, round(begun + pace.seconds - now)))
        self._counts[name] = (begun, count + 1)
