"""`hagukumi export`: `fhir` writes what is kept as FHIR R4B, `research` de-identified rows."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from clinic.exchange.research import service as research
from clinic.exchange.research.tables import ResearchExport
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.errors import DomainError
from core.live import LiveBus
from core.principal import Principal
from core.unit_of_work import Units
from people.accounts import email_addresses
from people.accounts.service import active_account
from server.cli.loop import run_until_done
from server.settings import Settings


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands."""
    parser = commands.add_parser("export", help="what is kept, for other systems and for research")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    fhir = actions.add_parser("fhir", help="write FHIR R4B as NDJSON; it names people: keep the files as you keep them")
    fhir.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is not there yet")
    fhir.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="of what tells when it changed, only what changed on this day or later",
    )
    fhir.set_defaults(run=run)
    rows = actions.add_parser("research", help="write de-identified rows as CSV; not for publishing")
    rows.add_argument("--out", type=Path, required=True, metavar="DIR", help="a folder that is not there yet")
    rows.add_argument("--from", dest="first_day", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    rows.add_argument("--to", dest="last_day", type=date.fromisoformat, required=True, metavar="YYYY-MM-DD")
    rows.add_argument("--by", required=True, metavar="EMAIL", help="the coordinator who asks for it")
    rows.add_argument("--purpose", required=True, help="what it is for; kept with the audit log's entry")
    rows.add_argument("--approval", required=True, help="under which reference it was approved; kept too")
    rows.add_argument("--k", type=int, default=research.STANDARD_K, help="the smallest group (default: %(default)s)")
    rows.set_defaults(run=run_research)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the files and tell how many resources there are; exits with 1 and no folder when it cannot be done."""
    # The models of FHIR take a fifth of a second to load, which no other command needs.
    from clinic.exchange.lines import NotFhir  # noqa: PLC0415

    try:
        counts = run_until_done(_export(settings, options.out, options.since))
    except FileExistsError:
        return _is_there(options.out)
    except NotFhir as error:
        print(f"Nothing was written: {error} is not valid FHIR. Please report it.", file=sys.stderr)
        return 1
    for kind, count in counts.items():
        print(f"{kind:<22} {count:>8}")
    print(f"{options.out} names people: keep it as you keep the database, and delete it when it was handed over.")
    return 0


def run_research(options: argparse.Namespace, settings: Settings) -> int:
    """Write the files and tell what was withheld; exits with 1 and no folder when it cannot be done."""
    wish = research.Wish(options.first_day, options.last_day, options.purpose, options.approval, options.k)
    try:
        made = run_until_done(_research(settings, options.by, wish, options.out))
    except FileExistsError:
        return _is_there(options.out)
    except (DomainError, ValueError) as error:
        print(f"{error.code}: {error.detail}" if isinstance(error, DomainError) else error, file=sys.stderr)
        return 1
    for file, count in made.counts.items():
        print(f"{file:<22} {count:>8}")
    print(f"people withheld        {made.withheld['people']:>8}")
    for file, count in made.withheld["k"].items():
        print(f"{file:<22} {count:>8} withheld for k = {made.k}, {made.withheld['room'][file]} for their days")
    print("The texts that people agreed to say nothing of research: the operator reviews this before handing it over.")
    return 0


def _is_there(out: Path) -> int:
    print(f"{out} is there already: name a folder that is not.", file=sys.stderr)
    return 1


def _units(settings: Settings) -> Units:
    database = Database(settings.database_url, pool_size=2)
    zone = ServiceZone(settings.zone)
    return Units(database, SystemClock(), zone, Vault(settings.encryption_key_pairs()), LiveBus())


async def _export(settings: Settings, out: Path, since: date | None) -> Mapping[str, int]:
    from clinic.exchange.service import export_fhir  # noqa: PLC0415

    units = _units(settings)
    try:
        return await export_fhir(units, out, since)
    finally:
        await units.database.close()


async def _research(settings: Settings, email: str, wish: research.Wish, out: Path) -> ResearchExport:
    address = email_addresses.normalise(email)
    units = _units(settings)
    try:
        async with units.read() as uow:
            account = await active_account(uow, address)
        # There is no sign-in on the machine.
        return await research.export_research(units, Principal(account.id, account.role, UUID(int=0)), wish, out)
    finally:
        await units.database.close()
