"""Building very many small objects without Python's collector looking through them again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class _Rest:
    """How many hold the collector at rest, and whether it ran before the first of them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held = 0
        self._ran = False

    def begin(self) -> None:
        with self._lock:
            if self._held == 0:
                self._ran = gc.isenabled()
                gc.disable()
            self._held += 1

    def end(self) -> None:
        with self._lock:
            self._held -= 1
            if self._held == 0 and self._ran:
                gc.enable()


_rest = _Rest()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let the collector of cycles rest while facts are made and looked through.

    They hold no cycles, and its passes through them cost half as much again. Several may hold it at once, in any
    thread; it goes on after the last.
    """
    _rest.begin()
    try:
        yield
    finally:
        _rest.end()
