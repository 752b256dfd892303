"""Processes that are measured: started, asked for their CPU time and memory by /proc, and stopped."""

import asyncio
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

STREAM_BYTES = 2**24


@asynccontextmanager
async def started(
    *command: str, environment: dict[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run a command until the end of the block. Settings of the caller's environment do not reach it."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HAGUKUMI_")}
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**inherited, **(environment or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=STREAM_BYTES,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


def python(module: str, *arguments: str) -> tuple[str, ...]:
    """Return the command that runs a module with the interpreter of this process."""
    return (sys.executable, "-m", module, *arguments)


def free_port() -> int:
    """Return a port on which nobody listened just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def address_of(server: asyncio.subprocess.Process) -> str:
    """Return the address that a server prints when it listens."""
    assert server.stdout is not None
    async for line in server.stdout:
        if found := re.search(rb"http://localhost:(\d+)", line):
            return f"http://127.0.0.1:{found[1].decode()}"
    raise SystemExit("the server did not start")


def cpu_seconds(pids: Iterable[int]) -> dict[Path, float]:
    """Return the CPU time that each thread of the processes has used, to the nanosecond."""
    used = {}
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            with suppress(FileNotFoundError, ProcessLookupError):
                used[task] = int(task.read_text().split()[0]) / 1e9
    return used


def used_between(before: dict[Path, float], after: dict[Path, float]) -> float:
    """Return the CPU time used from one reading to another; what ended between them is not counted."""
    return sum(seconds - before.get(task, 0.0) for task, seconds in after.items())


def resident_bytes(pid: int) -> int:
    """Return the memory of a process that is in use now."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def backends(database: str) -> list[int]:
    """Return the processes of a PostgreSQL on this machine that serve the database; empty where it is elsewhere."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if command.read_bytes().startswith(b"postgres: ") and database.encode() in command.read_bytes():
                found.append(int(command.parent.name))
    return found
