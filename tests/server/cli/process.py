"""The command `hagukumi` as a process of its own, with no settings but those given."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
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

    process: asyncio.subprocess.Process

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
    process = await _start(arguments, settings)
    return await finish(process, stdin)


@asynccontextmanager
async def running(*arguments: str, **settings: object) -> AsyncIterator[Running]:
    """Start the command; what still runs at the end is killed."""
    process = await _start(arguments, settings, together=True)
    try:
        yield Running(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def finish(process: asyncio.subprocess.Process, stdin: str = "", seconds: float = WAIT_SECONDS) -> Ended:
    """Wait for the end of a process."""
    async with asyncio.timeout(seconds):
        out, err = await process.communicate(stdin.encode() if process.stdin else None)
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), (err or b"").decode())


async def _start(
    arguments: tuple[str, ...], settings: dict[str, object], *, together: bool = False
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "server.cli",
        *arguments,
        cwd=ROOT,
        env=environment(**settings),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT if together else asyncio.subprocess.PIPE,
    )
