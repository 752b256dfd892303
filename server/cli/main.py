"""Parses the command line and calls the command."""

import argparse
import sys
from collections.abc import Sequence

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from server.cli import account, audit, calltest, db, demo, doctor, keys, openapi, push_key, questionnaire, serve, worker
from server.settings import SettingsError, read_settings

_COMMANDS = (serve, worker, db, demo, account, questionnaire, audit, keys, doctor, calltest, push_key, openapi)


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
    try:
        sys.exit(options.run(options, settings))
    except KeyboardInterrupt:
        sys.exit(130)
    except (OSError, RedisError, SQLAlchemyError) as error:
        # Without a traceback: it may hold the rows that could not be written.
        reason = f"{_reason(error)}; `hagukumi doctor` looks at everything and says what to do"
        print(f"hagukumi {options.command}: {reason}", file=sys.stderr)
        sys.exit(1)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return "something does not answer or cannot be opened" + (f" ({error.strerror})" if error.strerror else "")
    what = "Redis does not answer" if isinstance(error, RedisError) else "the database cannot be used"
    root: BaseException = error
    while root.__cause__ is not None:
        root = root.__cause__
    return f"{what} ({type(root).__name__})"
