"""`hagukumi demo`: fills an empty database with a demonstration."""

import argparse
import sys
from typing import Any

from server.app import build
from server.cli.loop import run_until_done
from server.demo.families import GUESTS
from server.demo.seed import PASSWORD, seed
from server.demo.staff import STAFF
from server.logs import configure_logs
from server.settings import DEVELOPMENT_CITY_CODE, Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="fill an empty database with a small city's staff and families")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Seed the database, unless it holds accounts, and print who can sign in; refused in production."""
    if settings.environment == "production":
        print("demo: is not for production, since everybody knows its password", file=sys.stderr)
        return 1
    configure_logs("warning")
    seeded = run_until_done(_seed(settings))
    if not seeded:
        print("The database holds accounts already; the demonstration leaves them as they are.")
    people = [*((member.email, member.role.value, member.name) for member in STAFF)]
    people += [(guest.email, "client", guest.name) for guest in GUESTS]
    print(f"\nWho can sign in (password: {PASSWORD}):")
    for email, role, name in people:
        print(f"  {email:<30} {role:<14} {name}")
    print(f"\nRegister as a parent with the city's code: {DEVELOPMENT_CITY_CODE}\n")
    return 0


async def _seed(settings: Settings) -> bool:
    application = build(settings)
    try:
        return await seed(application.units, application.people)
    finally:
        await application.close()
