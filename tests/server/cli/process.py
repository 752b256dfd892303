"""The command `hagukumi` as a process of its own, with no settings but those given."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from tests.fixtures.processes import ROOT, Process, start

WAIT_SECONDS = 60.0
END_SECONDS = 20.0


@dataclass(frozen=True)
class Ended:
    """What a process said, and how it ended."""

    code: int
    out: str
    err: str


@dataclass
class Running:
    """A process that goes on until it is told to end."""

    process: Process | asyncio.subprocess.Process

    async def line(self, part: str) -> str:
        """Return the first line with `part` on standard output or, in the log, on standard error."""
        assert self.process.stdout is not None
        async with asyncio.timeout(WAIT_SECONDS):
            while line := (await self.process.stdout.readline()).decode():
                if part in line:
                    return line
        raise AssertionError(f"ended without {part!r}")

    async def end(self, by: signal.Signals) -> Ended:
        """Send the signal and wait for the end."""
        self.process.send_signal(by)
        return await finish(self.process, seconds=END_SECONDS)


def environment(**settings: object) -> dict[str, str]:
    """Return a process environment with these settings, such as `port=0`, and no other."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HAGUKUMI_")}
    return kept | {f"HAGUKUMI_{name.upper()}": str(value) for name, value in settings.items()}


async def run(*arguments: str, stdin: str = "", **settings: object) -> Ended:
    """Run the command to its end."""
    process = await start("server.cli", *arguments, environment=environment(**settings), stdin=stdin.encode())
    return await finish(process)


@asynccontextmanager
async def running(*arguments: str, **settings: object) -> AsyncIterator[Running]:
    """Start the command; what still runs at the end is killed."""
    process = await start("server.cli", *arguments, environment=environment(**settings), together=True)
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def operated(*arguments: str, **settings: object) -> AsyncIterator[Running]:
    """Start the command as it is operated, from nothing, where it matters how soon it ends: a forked one ends later."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.cli",
        *arguments,
        cwd=ROOT,
        env=environment(**settings),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def finish(process: Process | asyncio.subprocess.Process, seconds: float = WAIT_SECONDS) -> Ended:
    """Wait for the end of a process."""
    async with asyncio.timeout(seconds):
        out, err = await process.communicate()
        return Ended(await process.wait(), out.decode(), (err or b"").decode())
