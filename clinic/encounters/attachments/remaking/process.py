"""Making files anew in child processes, few at a time."""

import asyncio
import contextlib
import os
import sys

from clinic.encounters.attachments.kinds import MAX_BYTES, format_of
from clinic.encounters.attachments.remaking.remade import Remade, UnfitError, read_answer
from core.errors import Unavailable

MEMORY_BYTES = 1_500_000_000
"""Address space of a child: a picture of the largest size, of the greediest format, needs less."""

CPU_SECONDS = 30
WALL_SECONDS = 90.0
_ANSWER_BYTES = 2 * MAX_BYTES
_CHUNK = 65_536
# The settings, with their keys, are no business of a process that reads what strangers send.
_INHERITED = ("PATH", "PYTHONPATH", "LANG", "LD_LIBRARY_PATH")


def busy() -> Unavailable:
    """Return the refusal of a file while too many others are on their way."""
    return Unavailable("attachments.busy", "Many files are coming in right now. Please try again in a moment.")


class Remaker:
    """Makes files anew, `at_once` at a time; at most `waiting` more stand in line."""

    def __init__(
        self,
        *,
        at_once: int = 2,
        waiting: int = 16,
        memory: int = MEMORY_BYTES,
        seconds: int = CPU_SECONDS,
        wall: float = WALL_SECONDS,
    ) -> None:
        self._turn = asyncio.Semaphore(at_once)
        self._room = at_once + waiting
        self._under_way = 0
        self._limits = (str(memory), str(seconds))
        self._wall = wall

    async def remake(self, content: bytes) -> Remade:
        """Return a file made anew from `content`.

        Raises UnfitError, as broken also where the process died of the file or overran its bounds, and
        Unavailable("attachments.busy") when too many wait.
        """
        if format_of(content) is None:
            raise UnfitError("unknown_kind")
        if self._under_way >= self._room:
            raise busy()
        self._under_way += 1
        try:
            async with self._turn:
                return await self._ask(content)
        finally:
            self._under_way -= 1

    async def _ask(self, content: bytes) -> Remade:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "clinic.encounters.attachments.remaking",
            *self._limits,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in _INHERITED if name in os.environ},
        )
        try:
            async with asyncio.timeout(self._wall):
                _, answer = await asyncio.gather(_give(process, content), _take(process))
                status = await process.wait()
        except TimeoutError:
            raise UnfitError("broken") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if status != 0:
            raise UnfitError("broken")
        return read_answer(answer)


async def _give(process: asyncio.subprocess.Process, content: bytes) -> None:
    if process.stdin is None:
        return
    with contextlib.suppress(ConnectionError):
        process.stdin.write(content)
        await process.stdin.drain()
    process.stdin.close()


async def _take(process: asyncio.subprocess.Process) -> bytes:
    parts: list[bytes] = []
    size = 0
    while process.stdout is not None and (part := await process.stdout.read(_CHUNK)):
        size += len(part)
        if size > _ANSWER_BYTES:
            raise UnfitError("broken")
        parts.append(part)
    return b"".join(parts)
