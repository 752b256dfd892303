"""The server for the browser tests: the real application on a fresh database, with a clock that the tests hold.

Run as `python -m tests.browser.serve --start INSTANT [SEED ...]` with HAGUKUMI_* settings. Its first line of output is
what the seeding left, as JSON; then it serves. Each line of input, {"set": INSTANT} or {}, is answered by
{"now": INSTANT}.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from datetime import datetime, timedelta
from email.utils import format_datetime
from importlib import import_module

from aiohttp import web

from core.clock import as_utc
from server.app import Application, build
from server.cli.loop import run_until_done
from server.logs import configure_logs
from server.migrations.run import upgrade
from server.settings import read_settings


class HeldClock:
    """A clock that starts where it is told and goes on from there at the usual pace."""

    def __init__(self, start: datetime) -> None:
        self.set(start)

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def set(self, instant: datetime) -> None:
        self._start, self._since = as_utc(instant), time.monotonic()


def say(answer: object) -> None:
    sys.stdout.write(f"{json.dumps(answer)}\n")
    sys.stdout.flush()


async def obey(clock: HeldClock) -> None:
    """Sets the clock as told, line by line."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        if "set" in order:
            clock.set(datetime.fromisoformat(order["set"]))
        say({"now": clock.now().isoformat()})


async def serve(application: Application, clock: HeldClock, seeds: list[str]) -> None:
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
    obeying = asyncio.create_task(obey(clock))
    say(left)
    await stopping.wait()
    obeying.cancel()
    await application.stop()
    await runner.cleanup()
    await application.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", required=True, type=datetime.fromisoformat)
    parser.add_argument("seeds", nargs="*")
    options = parser.parse_args()
    settings = read_settings()
    configure_logs(settings.log_level)
    upgrade(settings.database_url)
    clock = HeldClock(options.start)

    async def run() -> None:
        await serve(build(settings, clock=clock), clock, options.seeds)

    run_until_done(run())


if __name__ == "__main__":
    main()
