"""Parses the command line and calls the command."""

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

# Every table: a key to one that nobody loaded could not be followed.
from server import tables as _tables  # noqa: F401
from server.settings import SettingsError, read_settings

# Each is a module beside this one.
_COMMANDS = (
    "serve",
    "worker",
    "db",
    "demo",
    "simulate",
    "account",
    "questionnaire",
    "report",
    "audit",
    "keys",
    "retention",
    "export",
    "doctor",
    "calltest",
    "push-key",
    "openapi",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; exits with 0, with 1 when it failed, with 2 when it was used wrongly."""
    parser = argparse.ArgumentParser(
        prog="hagukumi", description="はぐくみ: telehealth for pregnancy and child-rearing"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    words = sys.argv[1:] if arguments is None else arguments
    for command in _load(words[:1] if words and words[0] in _COMMANDS else _COMMANDS):
        command.register(commands)
    options = parser.parse_args(words)
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


def _load(names: Sequence[str]) -> list[Any]:
    """Import the commands of these names: one that only looks at a file need not load the whole service."""
    # What is imported stays to the end: to look through it again and again would be a fifth of the start.
    gc.disable()
    try:
        return [import_module(f"server.cli.{name.replace('-', '_')}") for name in names]
    finally:
        gc.freeze()
        gc.enable()


def _reason(error: Exception) -> str:
    if isinstance(error, OSError):
        return "something does not answer or cannot be opened" + (f" ({error.strerror})" if error.strerror else "")
    what = "Redis does not answer" if isinstance(error, RedisError) else "the database cannot be used"
    root: BaseException = error
    while root.__cause__ is not None:
        root = root.__cause__
    return f"{what} ({type(root).__name__})"
