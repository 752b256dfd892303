"""`hagukumi keys rotate`: brings every data key under the first master key, while everything runs."""

import argparse
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any

from core.crypto import Vault
from core.database import Database
from core.keys.rotating import Progress, rotate
from server.cli.loop import run_until_done
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("keys", help="the keys of the texts at rest")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = actions.add_parser("rotate", help="seal all data keys under the first of HAGUKUMI_ENCRYPTION_KEYS")
    action.set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Rotate; exits with 1 when a data key is under a master key that is not given."""
    last = run_until_done(_rotate(settings))
    first = settings.encryption_key_pairs()[0][0]
    if last.lost:
        print(f"{last.lost} keys are under a master key that is not among HAGUKUMI_ENCRYPTION_KEYS: put it back.")
        return 1
    print(f"All keys are under {first!r}. The others may be taken out of HAGUKUMI_ENCRYPTION_KEYS.")
    return 0


async def _rotate(settings: Settings) -> Progress:
    database = Database(settings.database_url, pool_size=1)
    last = Progress(0, 0, 0)
    try:
        steps = rotate(database, Vault(settings.encryption_key_pairs()), datetime.now(UTC))
        async with aclosing(steps):
            async for last in steps:
                print(f"{last.done} of {last.total} keys")
    finally:
        await database.close()
    return last
