"""`hagukumi questionnaire`: an operator's texts, surveys and rules, and questionnaires that were answered elsewhere."""

import argparse
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from clinic.assessments import definitions
from clinic.assessments.asking import in_force
from clinic.assessments.importing.service import take_in
from clinic.assessments.translations import load
from core.errors import DomainError, Invalid
from core.unit_of_work import UnitOfWork
from server.app import build
from server.cli.loop import run_until_done
from server.settings import Settings

Deed = Callable[[UnitOfWork, bytes, argparse.Namespace], Awaitable[str]]


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("questionnaire", help="questionnaires")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, deed, about in (
        ("load", _load, "take in a licensed text: JSON with texts, source and permission"),
        ("define", _define, "publish a survey, or a new version of one: a FHIR R4 Questionnaire"),
        ("rules", _rules, "put rules in force of when what is asked: JSON"),
        ("import", _import, "take in completed questionnaires of a person: a FHIR R4B Bundle or QuestionnaireResponse"),
    ):
        action = actions.add_parser(name, help=about)
        action.add_argument("file", type=Path)
        if name == "import":
            action.add_argument("--person", type=UUID, required=True, help="the id of the person they are of")
        action.set_defaults(run=run, deed=deed)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do it with the file; exits with 1 and a sentence when it cannot be taken."""
    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"{options.file}: {error.strerror}", file=sys.stderr)
        return 1
    try:
        print(run_until_done(_do(settings, content, options)))
    except DomainError as error:
        places = error.params.get("at")
        at = ", ".join(map(str, places)) if isinstance(places, list) else ""
        print(f"{error.code}: {error.detail}{f' ({at})' if at else ''}", file=sys.stderr)
        return 1
    return 0


async def _do(settings: Settings, content: bytes, options: argparse.Namespace) -> str:
    application = build(settings)
    deed: Deed = options.deed
    try:
        async with application.units.write() as uow:
            return await deed(uow, content, options)
    finally:
        await application.close()


async def _load(uow: UnitOfWork, content: bytes, _options: argparse.Namespace) -> str:
    loaded = await load(uow, content)
    done = "is loaded" if loaded.created else "was there already"
    return f"{loaded.questionnaire} {loaded.version} ({loaded.language}) {done}."


async def _define(uow: UnitOfWork, content: bytes, _options: argparse.Namespace) -> str:
    try:
        resource = json.loads(content)
    except (ValueError, RecursionError):
        resource = None
    if not isinstance(resource, dict):
        raise Invalid("assessments.definition_malformed", "This is no questionnaire as asked here.")
    found = await definitions.publish(uow, resource)
    return f"{found.code} {found.version} is asked from now on."


async def _rules(uow: UnitOfWork, content: bytes, _options: argparse.Namespace) -> str:
    return f"The rules are in force, as version {await in_force.put_in_force(uow, content)}."


async def _import(uow: UnitOfWork, content: bytes, options: argparse.Namespace) -> str:
    found = await take_in(uow, options.person, content)
    return f"{found.taken} taken in, {found.known} there already."
