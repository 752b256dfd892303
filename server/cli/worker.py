"""`hagukumi worker`: works off the outbox, alone."""

import argparse
import asyncio
import signal
from datetime import timedelta
from typing import Any

import structlog

from server.app import build
from server.cli.loop import run_until_done
from server.logs import configure_logs
from server.settings import Settings
from signaling.redis_nodes import HintRelay


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("worker", help="work off the outbox without serving")
    parser.add_argument("--lease", type=float, default=30, metavar="SECONDS", help="how long a claimed job is ours")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Work until SIGINT or SIGTERM."""
    configure_logs(settings.log_level)
    run_until_done(_work(settings, timedelta(seconds=options.lease)))
    return 0


async def _work(settings: Settings, lease: timedelta) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stopping.set)
    application = build(settings, lease=lease)
    relay = HintRelay(settings.redis_url) if settings.redis_url else None
    if relay is not None:
        application.live.subscribe(relay.hear)
    await application.start_jobs()
    structlog.get_logger(__name__).info("working")
    await stopping.wait()
    await application.stop_jobs()
    if relay is not None:
        await relay.close()
    await application.close()
