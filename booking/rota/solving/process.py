"""The solver in a process of its own, as a job sees it."""

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from typing import Generic, Self, TypeVar

from booking.rota.explaining import Explanation
from booking.rota.model import Progress, SolveOptions, SolveResult
from booking.rota.problem import Problem
from booking.rota.solving.messages import CANCELLED, ExplainOptions, read_answer, request_line

Answer = TypeVar("Answer", bound=SolveResult | Explanation)
Tell = Callable[[Progress], Awaitable[None]]

LONGEST_LINE = 64 * 2**20
"""Bytes: a rota of a year and 150 people is under two million."""

MEMORY_BYTES = 4 * 2**30
"""More than this a process may not hold; then it fails, and no other process of the server with it."""

GRACE_SECONDS = 60.0
"""So long beyond its time limit, for reading and building, a process may go on before it is killed."""


class SolverFailedError(Exception):
    """The process ended without a result: it was killed, ran out of memory or overran its time."""


class ChildProcess(Generic[Answer]):
    """One question to a child process: it dies when this process does, and whoever waits always gets an answer."""

    def __init__(self, process: asyncio.subprocess.Process, answer: "asyncio.Task[Answer | None]") -> None:
        self._process = process
        self._answer = answer

    @property
    def pid(self) -> int:
        """Return the id of the child process."""
        return self._process.pid

    async def result(self) -> Answer | None:
        """Return the result, or None after `cancel`; raises SolverFailedError where the process ended without one.

        When the one who waits is cancelled, the process is ended.
        """
        try:
            return await asyncio.shield(self._answer)
        except asyncio.CancelledError:
            self.kill()
            raise

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


class SolverProcess(ChildProcess[SolveResult]):
    """A solve in a child process.

    >>> solver = await SolverProcess.start(problem, options, on_progress)
    >>> result = await solver.result()
    """

    @classmethod
    async def start(cls, problem: Problem, options: SolveOptions, on_progress: Tell | None = None) -> Self:
        """Start a solve; `on_progress` is awaited for each line of progress, in order."""
        process = await _spawn(request_line(problem, options))
        limit = None if options.deterministic else options.seconds + GRACE_SECONDS
        return cls(process, asyncio.create_task(_follow(process, SolveResult, on_progress, limit)))

    async def stop(self) -> None:
        """End the search and keep the best; the result comes as usual."""
        await self._say(b"stop\n")


class ExplainerProcess(ChildProcess[Explanation]):
    """The search for why there is no rota, in a child process."""

    @classmethod
    async def start(cls, problem: Problem, options: ExplainOptions) -> Self:
        """Start to explain."""
        process = await _spawn(request_line(problem, options))
        limit = options.seconds + options.suggest_seconds + GRACE_SECONDS
        return cls(process, asyncio.create_task(_follow(process, Explanation, None, limit)))


async def _spawn(request: bytes) -> asyncio.subprocess.Process:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "booking.rota.solving",
        str(MEMORY_BYTES),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
    )
    if process.stdin is not None:
        # Before anything else can be said to it; it is waited for where the answer is read.
        process.stdin.write(request)
    return process


async def _follow(
    process: asyncio.subprocess.Process,
    wanted: type[Answer],
    on_progress: Tell | None,
    limit: float | None,
) -> Answer | None:
    try:
        async with asyncio.timeout(limit):
            found = await _read(process, wanted, on_progress)
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
    wanted: type[Answer],
    on_progress: Tell | None,
) -> Answer | None:
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise SolverFailedError("the solver has no input or output")
    with contextlib.suppress(ConnectionError):
        await stdin.drain()
    async for line in stdout:
        answer = read_answer(line)
        if isinstance(answer, wanted):
            return answer
        if on_progress is not None and isinstance(answer, Progress):
            await on_progress(answer)
    return None
