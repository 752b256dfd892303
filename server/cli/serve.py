"""`hagukumi serve`: the server."""

import argparse
import os
import sys
from typing import Any

import structlog
from aiohttp import web

from server.app import Application, build
from server.cli.ending import Ending
from server.cli.loop import run_until_done
from server.draining import drain_times
from server.logs import configure_logs
from server.migrations.run import upgrade
from server.settings import Settings

_ALONE_SECONDS = 5.0
# So many may knock at once before any is let in: reminders let many phones come back in the same second.
_BACKLOG = 1024


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("serve", help="serve the service (and work off the outbox, unless set otherwise)")
    parser.add_argument("--no-migrate", action="store_true", help="do not bring the database up to date first")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM. SIGTERM lets clients move to other nodes first; a second signal ends at once."""
    configure_logs(settings.log_level)
    if not options.no_migrate:
        upgrade(settings.database_url)
    return run_until_done(_serve(settings))


async def _serve(settings: Settings) -> int:
    ending = Ending()
    application = build(settings)
    # Alone there was no time before the end in which the proxy brought requests elsewhere.
    shutdown = _ALONE_SECONDS if settings.redis_url is None else drain_times(settings.drain_seconds).ending
    runner = web.AppRunner(application.web, access_log=None, shutdown_timeout=shutdown)
    await runner.setup()
    try:
        await application.start()
        site = web.TCPSite(runner, settings.host, settings.port, backlog=_BACKLOG)
        if not await _listen(site, settings):
            return 1
        _announce(application, runner)
        await ending.asked()
        await ending.after(application.drain())
        # First the door, so that nobody whose socket ends comes back in.
        await site.stop()
    finally:
        await application.stop()
        await runner.cleanup()
        await application.close()
    return 0


async def _listen(site: web.TCPSite, settings: Settings) -> bool:
    try:
        await site.start()
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else type(error).__name__
        advice = "stop what listens there, or set HAGUKUMI_HOST and HAGUKUMI_PORT"
        print(f"hagukumi serve: cannot listen on {settings.host}:{settings.port} ({reason}); {advice}", file=sys.stderr)
        return False
    return True


def _announce(application: Application, runner: web.AppRunner) -> None:
    port = runner.addresses[0][1]
    structlog.get_logger(__name__).info("serving", port=port, jobs=application.settings.run_jobs)
    print(f"はぐくみ  http://localhost:{port}", flush=True)
