"""`hagukumi db upgrade`: brings the database up to date."""

import argparse
from typing import Any

from server.migrations.run import upgrade
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("db", help="the database")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("upgrade", help="apply the migrations that are missing").set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Apply the migrations that are missing."""
    upgrade(settings.database_url)
    return 0
