"""When a failed job is tried again, and when no more."""

from dataclasses import dataclass
from datetime import timedelta

_FIRST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a job is tried, and how long it waits at the longest between two attempts."""

    attempts: int
    longest: timedelta

    def next_delay(self, attempts: int) -> timedelta | None:
        """Return how long to wait after `attempts` (1 or more) failed, doubling from a second; None: it is dead."""
        if attempts >= self.attempts:
            return None
        # Past this power the wait is the longest anyway; the number would only grow.
        return min(_FIRST * (1 << min(attempts - 1, 30)), self.longest)


SHORT = Patience(attempts=12, longest=timedelta(minutes=10))
"""For what a moment mends: about half an hour."""

LONG = Patience(attempts=200, longest=timedelta(minutes=15))
"""For what others must mend, such as a mail server that is away: about two days."""


def endless(longest: timedelta) -> Patience:
    """Return the patience that never ends, with at most `longest` between two attempts."""
    return Patience(attempts=1 << 31, longest=longest)
