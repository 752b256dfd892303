"""The solver in a process of its own, as a job sees it."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from typing import Self

from booking.rota.model import Progress, SolveOptions, SolveResult
from booking.rota.problem import Problem
from booking.rota.solving.messages import CANCELLED, read_answer, request_line

LONGEST_LINE = 64 * 2**20
"""Bytes: a rota of a year and 150 people is under two million."""

GRACE_SECONDS = 60.0
"""So long beyond its time limit, for reading and building, a process may go on before it is killed."""


class SolverFailedError(Exception):
    """The process ended without a result: it was killed, ran out of memory or overran its time."""


class SolverProcess:
    """One solve in a child process; it dies when this process does, and whoever waits for it always gets an answer.

    >>> solver = await SolverProcess.start(problem, options, on_progress)
    >>> result = await solver.result()
    """

    def __init__(self, process: asyncio.subprocess.Process, answer: "asyncio.Task[SolveResult | None]") -> None:
        self._process = process
        self._answer = answer

    @classmethod
    async def start(
        cls,
        problem: Problem,
        options: SolveOptions,
        on_progress: Callable[[Progress], Awaitable[None]] | None = None,
    ) -> Self:
        """Start a solve; `on_progress` is awaited for each line of progress, in order."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "booking.rota.solving",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=LONGEST_LINE,
        )
        limit = None if options.deterministic else options.seconds + GRACE_SECONDS
        return cls(process, asyncio.create_task(_follow(process, request_line(problem, options), on_progress, limit)))

    @property
    def pid(self) -> int:
        """Return the id of the child process."""
        return self._process.pid

    async def result(self) -> SolveResult | None:
        """Return the result, or None after `cancel`; raises SolverFailedError where the process ended without one.

        When the one who waits is cancelled, the process is ended.
        """
        try:
            return await asyncio.shield(self._answer)
        except asyncio.CancelledError:
            self.kill()
            raise

    async def stop(self) -> None:
        """End the search and keep the best; the result comes as usual."""
        await self._say(b"stop\n")

    async def cancel(self) -> None:
        """End the process without a result."""
        await self._say(b"cancel\n")

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def _say(self, word: bytes) -> None:
        stdin = self._process.stdin
        if stdin is not None:
            with contextlib.suppress(ConnectionError):
                stdin.write(word)
                await stdin.drain()


async def _follow(
    process: asyncio.subprocess.Process,
    request: bytes,
    on_progress: Callable[[Progress], Awaitable[None]] | None,
    limit: float | None,
) -> SolveResult | None:
    try:
        async with asyncio.timeout(limit):
            found = await _read(process, request, on_progress)
            status = await process.wait()
    except TimeoutError as error:
        raise SolverFailedError("the solver overran its time") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if found is None and status != CANCELLED:
        raise SolverFailedError(f"the solver ended with status {status}")
    return found


async def _read(
    process: asyncio.subprocess.Process,
    request: bytes,
    on_progress: Callable[[Progress], Awaitable[None]] | None,
) -> SolveResult | None:
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise SolverFailedError("the solver has no input or output")
    with contextlib.suppress(ConnectionError):
        stdin.write(request)
        await stdin.drain()
    async for line in stdout:
        answer = read_answer(line)
        if isinstance(answer, SolveResult):
            return answer
        if on_progress is not None:
            await on_progress(answer)
    return None
