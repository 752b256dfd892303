"""What is measured of a stretch of work: wall time, CPU time, and how long each piece took."""

import resource
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


@dataclass
class Figures:
    """The durations of the pieces in seconds, and the process's CPU seconds over all of them."""

    pieces: list[float] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0

    def percentile(self, share: float) -> float:
        ordered = sorted(self.pieces)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def line(self, name: str) -> str:
        count = len(self.pieces)
        return (
            f"{name:<34}{count:>7} {count / self.wall:>9.0f}/s {self.cpu / count * 1e6:>8.0f} us CPU"
            f"   p50 {self.percentile(0.5) * 1e3:>7.1f} ms   p95 {self.percentile(0.95) * 1e3:>7.1f} ms"
        )

    async def piece(self, work: Callable[[], Awaitable[object]]) -> None:
        """Does one piece and notes how long it took."""
        began = time.perf_counter()
        await work()
        self.pieces.append(time.perf_counter() - began)

    async def over(self, work: Awaitable[object]) -> None:
        """Does the whole and notes its wall and CPU time."""
        began, used = time.perf_counter(), _cpu()
        await work
        self.wall, self.cpu = time.perf_counter() - began, _cpu() - used


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
