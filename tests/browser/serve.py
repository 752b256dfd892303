"""The server for the browser tests: the real application on a fresh database, with a clock that the tests hold.

Run as `python -m tests.browser.serve --start INSTANT|now --templates FOLDER [SEED ...]` with HAGUKUMI_* settings. Its
first line of output is what the seeding left, as JSON; then it serves. Each line of input, {"set": INSTANT} (the
clock), {"cut": true} (every socket, as a network does), {"drain": true} (its clients move to another node),
{"forget": true} (how often anybody did anything until now), {"ice_seconds": NUMBER} or {}, is answered by
{"now": INSTANT}.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import import_module
from pathlib import Path

from aiohttp import web
from sqlalchemy.engine import make_url

from core.clock import ServiceZone, as_utc
from core.rate_limit import MemoryRateLimiter
from people.accounts.passwords import PasswordHasher
from server.app import Application, build, ice_of
from server.cli.loop import run_until_done
from server.logs import configure_logs
from server.migrations.run import upgrade
from server.settings import read_settings
from signaling.ice import IceSettings
from tests.browser.templates import Template


class HeldClock:
    """A clock that starts where it is told and goes on from there at the usual pace."""

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def set(self, instant: datetime) -> None:
        self._start, self._since = as_utc(instant), time.monotonic()


class HeldLimiter:
    """Counts as one node does, and forgets when it is told to: tests that share a server sign in as the same people."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._counts = MemoryRateLimiter()

    async def hit(self, key: str, allowed: int, window: int) -> None:
        await self._counts.hit(key, allowed, window)


def instant(text: str) -> datetime:
    return datetime.now(UTC) if text == "now" else datetime.fromisoformat(text)


def say(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Held:
    """What the tests hold of a server."""

    clock: HeldClock
    limiter: HeldLimiter
    ice: IceSettings


async def obey(application: Application, runner: web.AppRunner, held: Held) -> None:
    """Does as told, line by line."""
    draining: asyncio.Task[None] | None = None
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        if "set" in order:
            held.clock.set(datetime.fromisoformat(order["set"]))
        if "cut" in order:
            for connection in runner.server.connections:
                connection.transport.abort()
        if "drain" in order:
            draining = draining or asyncio.create_task(application.drain())
        if "forget" in order:
            held.limiter.forget()
        if "ice_seconds" in order:
            # Fewer than the settings allow: no test can wait for minutes.
            object.__setattr__(held.ice, "turn_lifetime", timedelta(seconds=order["ice_seconds"]))
        say({"now": held.clock.now().isoformat()})


async def sow(application: Application, clock: HeldClock, seeds: Sequence[str]) -> dict[str, object]:
    return {name: await import_module(f"tests.browser.seeds.{name}").seed(application, clock) for name in seeds}


async def serve(application: Application, held: Held, left: Mapping[str, object]) -> None:
    async def tell_the_time(_request: web.Request, response: web.StreamResponse) -> None:
        # The client learns the server's time from this header.
        response.headers["Date"] = format_datetime(held.clock.now(), usegmt=True)

    application.web.on_response_prepare.append(tell_the_time)
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    runner = web.AppRunner(application.web, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await application.start()
    await web.TCPSite(runner, application.settings.host, application.settings.port).start()
    obeying = asyncio.create_task(obey(application, runner, held))
    say(left)
    await stopping.wait()
    obeying.cancel()
    await application.stop()
    await runner.cleanup()
    await application.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", required=True, type=instant)
    parser.add_argument("--templates", required=True, type=Path)
    parser.add_argument("seeds", nargs="*")
    options = parser.parse_args()
    settings = read_settings()
    configure_logs(settings.log_level)
    database = Path(make_url(settings.database_url).database or "")
    day = ServiceZone(settings.zone).today(options.start).isoformat()
    template = Template(options.templates, day, options.seeds)
    left = template.copy(database)
    upgrade(settings.database_url)
    held = Held(HeldClock(options.start), HeldLimiter(), ice_of(settings))

    async def run() -> None:
        # Tests sign in hundreds of times: the real costs would be minutes.
        hasher = PasswordHasher(time_cost=1, memory_kib=8, parallelism=1)
        # Several nodes count in Redis together.
        limiter = None if settings.redis_url else held.limiter
        application = build(settings, clock=held.clock, ice=held.ice, hasher=hasher, limiter=limiter)
        sown = left
        if sown is None:
            sown = await sow(application, held.clock, template.seeds)
            template.keep(database, sown)
        await serve(application, held, sown | await sow(application, held.clock, template.rest))

    run_until_done(run())


if __name__ == "__main__":
    main()
