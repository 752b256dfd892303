"""`hagukumi doctor`: checks what the service stands on, and says what to do."""

import argparse
from typing import Any

from server.cli.loop import run_until_done
from server.doctor import examine
from server.settings import Settings

_MARKS = {"ok": "ok   ", "note": "note ", "fault": "FAULT"}


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="check settings, database, Redis, TURN, clock and disk")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> int:
    """Print a line for each check; exit with 1 when one found a fault."""
    findings = run_until_done(examine(settings))
    for finding in findings:
        print(f"{_MARKS[finding.grade]} {finding.subject}: {finding.text}")
    return 1 if any(finding.grade == "fault" for finding in findings) else 0
