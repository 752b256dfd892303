"""The server for the browser tests: the real application on a fresh database, with a clock that the tests hold.

Run as `python -m tests.browser.serve --start INSTANT|now --templates FOLDER [SEED ...]` with HAGUKUMI_* settings. Its
first line of output is what the seeding left, as JSON; then it serves. Each line of input, {"set": INSTANT} (the
clock), {"cut": true} (every socket, as a network does), {"drain": true} (its clients move to another node),
{"ice_seconds": NUMBER} or {}, is answered by {"now": INSTANT}.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import import_module
from pathlib import Path

from aiohttp import web
from sqlalchemy.engine import make_url

from core.clock import ServiceZone, as_utc
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


def instant(text: str) -> datetime:
    return datetime.now(UTC) if text == "now" else datetime.fromisoformat(text)


def say(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


async def obey(application: Application, runner: web.AppRunner, clock: HeldClock, ice: IceSettings) -> None:
    """Does as told, line by line."""
    draining: asyncio.Task[None] | None = None
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        if "set" in order:
            clock.set(datetime.fromisoformat(order["set"]))
        if "cut" in order:
            for connection in runner.server.connections:
                connection.transport.abort()
        if "drain" in order:
            draining = draining or asyncio.create_task(application.drain())
        if "ice_seconds" in order:
            # Fewer than the settings allow: no test can wait for minutes.
            object.__setattr__(ice, "turn_lifetime", timedelta(seconds=order["ice_seconds"]))
        say({"now": clock.now().isoformat()})


async def sow(application: Application, clock: HeldClock, seeds: Sequence[str]) -> dict[str, object]:
    return {name: await import_module(f"tests.browser.seeds.{name}").seed(application, clock) for name in seeds}


async def serve(application: Application, clock: HeldClock, ice: IceSettings, left: Mapping[str, object]) -> None:
    async def tell_the_time(_request: web.Request, response: web.StreamResponse) -> None:
        # The client learns the server's time from this header.
        response.headers["Date"] = format_datetime(clock.now(), usegmt=True)

    application.web.on_response_prepare.append(tell_the_time)
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    runner = web.AppRunner(application.web, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await application.start()
    await web.TCPSite(runner, application.settings.host, application.settings.port).start()
    obeying = asyncio.create_task(obey(application, runner, clock, ice))
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
    clock = HeldClock(options.start)

    async def run() -> None:
        ice = ice_of(settings)
        # Tests sign in hundreds of times: the real costs would be minutes.
        hasher = PasswordHasher(time_cost=1, memory_kib=8, parallelism=1)
        application = build(settings, clock=clock, ice=ice, hasher=hasher)
        sown = left
        if sown is None:
            sown = await sow(application, clock, template.seeds)
            template.keep(database, sown)
        await serve(application, clock, ice, sown | await sow(application, clock, template.rest))

    run_until_done(run())


if __name__ == "__main__":
    main()
