"""The process that solves one rota, or explains why there is none.

A request comes on standard input; progress and the result go to standard output.

"stop" on standard input ends the search and keeps the best; "cancel", or the end of the input, ends the process at
once: so it never outlives the one who started it.
"""

import os
import resource
import sys
import threading
import time

from booking.rota.explaining import explain
from booking.rota.model import Progress, solve
from booking.rota.solving.messages import (
    CANCELLED,
    ExplainOptions,
    explanation_line,
    progress_line,
    read_request,
    result_line,
)

BOUND_EVERY, ROTA_EVERY = 0.2, 1.0
"""Seconds between lines that tell a bound alone, and between rotas; a new best cost is always told."""


def main() -> None:
    """Solve or explain what standard input asks, in as many bytes of memory as the first argument allows."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    problem, options = read_request(sys.stdin.readline())
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    if isinstance(options, ExplainOptions):
        found = explain(problem, seconds=options.seconds, suggest_seconds=options.suggest_seconds, since=options.since)
        _write(explanation_line(found))
    else:
        _write(result_line(solve(problem, options, _Told().tell, stop)))
    # The listening thread waits for input that may never come.
    os._exit(0)


class _Told:
    def __init__(self) -> None:
        self._at, self._rota_at = float("-inf"), float("-inf")

    def tell(self, progress: Progress) -> None:
        """Write a line, unless it would be one of too many."""
        now = time.monotonic()
        with_rota = progress.rota is not None and now - self._rota_at >= ROTA_EVERY
        if progress.rota is None and now - self._at < BOUND_EVERY:
            return
        self._at = now
        if with_rota:
            self._rota_at = now
        _write(progress_line(progress, with_rota=with_rota))


def _listen(stop: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            stop.set()
        elif line.strip() == "cancel":
            break
    os._exit(CANCELLED)


def _write(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
