"""`hagukumi account create`: makes a member of staff."""

import argparse
import getpass
import sys
from typing import Any

from core.errors import DomainError
from core.principal import STAFF, Role
from people.accounts import email_addresses, password_rules
from people.administration.service import create_staff_account
from people.practitioners.kinds import Gender, Specialty
from server.app import build
from server.cli.loop import run_until_done
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("account", help="accounts")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make an account for a member of staff; the password is asked for")
    create.add_argument("email")
    create.add_argument("--name", required=True, help="the name shown to others")
    create.add_argument("--role", required=True, choices=[role.value for role in Role if role in STAFF])
    create.add_argument("--specialty", action="append", default=[], choices=[each.value for each in Specialty])
    create.add_argument(
        "--language", action="append", default=[], help="a language spoken, such as ja; may be repeated"
    )
    create.add_argument("--gender", choices=[each.value for each in Gender])
    create.add_argument("--title-ja")
    create.add_argument("--title-en")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    create.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Make the account; exits with 1 and a sentence when it cannot be."""
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else getpass.getpass("Password: ")
    try:
        run_until_done(_create(options, settings, password))
    except (DomainError, ValueError) as error:
        print(error.detail if isinstance(error, DomainError) else error, file=sys.stderr)
        return 1
    print(f"{options.email} may sign in.")
    return 0


async def _create(options: argparse.Namespace, settings: Settings, password: str) -> None:
    email = email_addresses.normalise(options.email)
    password_rules.check(password, email)
    application = build(settings)
    try:
        password_hash = await application.people.hasher.hash(password)
        async with application.units.write() as uow:
            await create_staff_account(
                uow,
                email=email,
                password_hash=password_hash,
                display_name=options.name,
                role=Role(options.role),
                specialties=tuple(Specialty(each) for each in options.specialty),
                languages=tuple(options.language) or ("ja",),
                gender=Gender(options.gender) if options.gender else None,
                title_ja=options.title_ja,
                title_en=options.title_en,
            )
    finally:
        await application.close()
