"""The server for the browser tests: the real application on a fresh database, with a clock that the tests hold.

Run as `python -m tests.browser.serve --start INSTANT|now [SEED ...]` with HAGUKUMI_* settings. Its first line of output
is what the seeding left, as JSON; then it serves. Each line of input, {"set": INSTANT} (the clock), {"cut": true}
(every socket, as a network does), {"ice_seconds": NUMBER} or {}, is answered by {"now": INSTANT}.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from importlib import import_module

from aiohttp import web

from core.clock import as_utc
from server.app import Application, build, ice_of
from server.cli.loop import run_until_done
from server.logs import configure_logs
from server.migrations.run import upgrade
from server.settings import read_settings
from signaling.ice import IceSettings


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


async def obey(runner: web.AppRunner, clock: HeldClock, ice: IceSettings) -> None:
    """Does as told, line by line."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        if "set" in order:
            clock.set(datetime.fromisoformat(order["set"]))
        if "cut" in order:
            for connection in runner.server.connections:
                connection.transport.abort()
        if "ice_seconds" in order:
            # Fewer than the settings allow: no test can wait for minutes.
            object.__setattr__(ice, "turn_lifetime", timedelta(seconds=order["ice_seconds"]))
        say({"now": clock.now().isoformat()})


async def serve(application: Application, clock: HeldClock, ice: IceSettings, seeds: list[str]) -> None:
    async def tell_the_time(_request: web.Request, response: web.StreamResponse) -> None:
        # The client learns the server's time from this header.
        response.headers["Date"] = format_datetime(clock.now(), usegmt=True)

    application.web.on_response_prepare.append(tell_the_time)
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    left: dict[str, object] = {}
    for seed in seeds:
        left[seed] = await import_module(f"tests.browser.seeds.{seed}").seed(application, clock)
    runner = web.AppRunner(application.web, access_log=None, shutdown_timeout=2)
    await runner.setup()
    await application.start()
    await web.TCPSite(runner, application.settings.host, application.settings.port).start()
    obeying = asyncio.create_task(obey(runner, clock, ice))
    say(left)
    await stopping.wait()
    obeying.cancel()
    await application.stop()
    await runner.cleanup()
    await application.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", required=True, type=instant)
    parser.add_argument("seeds", nargs="*")
    options = parser.parse_args()
    settings = read_settings()
    configure_logs(settings.log_level)
    upgrade(settings.database_url)
    clock = HeldClock(options.start)

    async def run() -> None:
        ice = ice_of(settings)
        await serve(build(settings, clock=clock, ice=ice), clock, ice, options.seeds)

    run_until_done(run())


if __name__ == "__main__":
    main()
