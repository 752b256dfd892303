"""A rest after a failure, so that not everybody waits for something that does not answer."""

import time
from collections.abc import Callable

SECONDS = 2.0


class Pause:
    """Whether something that failed a moment ago is left alone."""

    def __init__(self, seconds: float = SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._until = float("-inf")

    def begin(self) -> None:
        """Leave it alone for a while."""
        self._until = self._now() + self._seconds

    def __bool__(self) -> bool:
        """Return whether it is left alone now."""
        return self._now() < self._until
