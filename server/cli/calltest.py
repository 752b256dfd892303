"""`hagukumi calltest`: tries each way on which a call may go, and says which does not work."""

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from core.clock import SystemClock
from server.calltest import try_calls
from server.cli.loop import run_until_done
from server.settings import Settings

_MARKS = {"ok": "ok   ", "note": "note ", "fault": "FAULT"}


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("calltest", help="try STUN and TURN over UDP, TCP and TLS, with a call in small")
    parser.add_argument("--quiet", action="store_true", help="say only what does not work, for cron")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--seconds", type=float, default=90.0, help="give up after so many (90)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print a line for each check; exit with 1 when a way does not work, with 2 when there is none to try."""
    if not settings.stun_urls and not settings.turn_urls:
        sys.stderr.write("There is nothing to try: set HAGUKUMI_TURN_URLS (docs/operations.md, TURN).\n")
        return 2
    findings = run_until_done(try_calls(settings, SystemClock(), options.seconds))
    works = all(finding.grade != "fault" for finding in findings)
    if options.json:
        print(json.dumps({"works": works, "checks": [asdict(finding) for finding in findings]}, ensure_ascii=False))
        return 0 if works else 1
    for finding in findings:
        if not options.quiet or finding.grade == "fault":
            print(f"{_MARKS[finding.grade]} {finding.subject} {finding.text}")
    if not options.quiet:
        print("Calls find their way." if works else "Not every call finds its way: see the lines with FAULT.")
    return 0 if works else 1
