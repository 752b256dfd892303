"""`hagukumi questionnaire load`: takes in an operator's licensed text of a questionnaire."""

import argparse
import sys
from pathlib import Path
from typing import Any

from clinic.assessments.translations import load
from core.errors import DomainError
from server.app import build
from server.cli.loop import run_until_done
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("questionnaire", help="questionnaires")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    action = actions.add_parser("load", help="take in a licensed text: JSON with texts, source and permission")
    action.add_argument("file", type=Path)
    action.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Load the file; exits with 1 and a sentence when it cannot be taken."""
    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"{options.file}: {error.strerror}", file=sys.stderr)
        return 1
    try:
        print(run_until_done(_load(settings, content)))
    except DomainError as error:
        print(f"{error.code}: {error.detail}", file=sys.stderr)
        return 1
    return 0


async def _load(settings: Settings, content: bytes) -> str:
    application = build(settings)
    try:
        async with application.units.write() as uow:
            loaded = await load(uow, content)
    finally:
        await application.close()
    done = "is loaded" if loaded.created else "was there already"
    return f"{loaded.questionnaire} {loaded.version} ({loaded.language}) {done}."
