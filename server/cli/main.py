"""Parses the command line and calls the command."""

import argparse
import sys
from collections.abc import Sequence

from server.cli import account, db, demo, doctor, openapi, serve, worker
from server.settings import SettingsError, read_settings

_COMMANDS = (serve, worker, db, demo, account, doctor, openapi)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exits with 0, with 1 when it failed, with 2 when it was used wrongly."""
    parser = argparse.ArgumentParser(
        prog="hagukumi", description="はぐくみ: telehealth for pregnancy and child-rearing"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.register(commands)
    options = parser.parse_args(arguments)
    try:
        settings = read_settings()
    except SettingsError as error:
        for line in error.lines:
            print(line, file=sys.stderr)
        sys.exit(2)
    sys.exit(options.run(options, settings))
