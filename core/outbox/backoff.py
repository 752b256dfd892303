"""When a failed job is tried again, and when no more."""

from datetime import timedelta

MAX_ATTEMPTS = 12
_FIRST = timedelta(seconds=1)
_LONGEST = timedelta(minutes=10)


def next_delay(attempts: int) -> timedelta | None:
    """Return how long to wait after `attempts` (1 or more) failed, doubling up to ten minutes; None: it is dead."""
    if attempts >= MAX_ATTEMPTS:
        return None
    return min(_FIRST * (1 << (attempts - 1)), _LONGEST)
