"""How the time of a drain is divided."""

from dataclasses import dataclass

ALONE_SECONDS = 2
"""Within so many seconds the clients of the only node are told to come back."""

_NOTICE_SECONDS = 2.0
_REST_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class DrainTimes:
    """Seconds: until the proxy noticed, for the clients to move in, and at the end for requests and for jobs each."""

    notice: float
    moving: int
    ending: float


def drain_times(seconds: int) -> DrainTimes:
    """Divide the whole time of a drain, in seconds (5 or more)."""
    notice = min(_NOTICE_SECONDS, 0.2 * seconds)
    rest = min(_REST_SECONDS, 0.4 * seconds)
    return DrainTimes(notice, int(seconds - notice - rest), rest / 2 - 0.5)
