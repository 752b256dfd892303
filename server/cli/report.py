"""`hagukumi report`: the figures of a period as they are known now, whole, for the operator."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.service import gather_inputs, written
from clinic.evaluation.reports.whole import whole_report
from clinic.evaluation.sheets import csv_sheet, workbook
from core.audit.events import Action, Entity
from core.errors import DomainError
from server.app import build
from server.cli.loop import run_until_done
from server.settings import Settings

_FORMS = {"json": written, "xlsx": workbook.to_xlsx, "csv": csv_sheet.to_csv}


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "report", help="the figures of a period, with nothing withheld: for the operator, not for the city"
    )
    parser.add_argument("--from", dest="first_day", type=_day, required=True, metavar="DAY", help="such as 2026-04-01")
    parser.add_argument("--to", dest="last_day", type=_day, required=True, metavar="DAY", help="the last day, included")
    parser.add_argument("--format", choices=sorted(_FORMS), default="json")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write it (default: standard output)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Write the report; exits with 1 and a sentence when it cannot be made."""
    try:
        content = run_until_done(_report(settings, options.first_day, options.last_day))
    except DomainError as error:
        print(f"{error.code}: {error.detail}", file=sys.stderr)
        return 1
    report = _FORMS[options.format](content)
    if options.out is None:
        sys.stdout.buffer.write(report)
    else:
        options.out.write_bytes(report)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("is no day such as 2026-04-01") from None


async def _report(settings: Settings, first_day: date, last_day: date) -> ReportContent:
    application = build(settings)
    try:
        async with application.units.read() as uow:
            inputs = await gather_inputs(uow, application.people.city, first_day, last_day)
            uow.audit(None, Action.READ, Entity.REPORT)
        return whole_report(inputs)
    finally:
        await application.close()
