"""`hagukumi simulate`: fills a database with a year of made-up people, for demonstrations, tests and benchmarks."""

import argparse
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from core.clock import ServiceZone, SystemClock
from server.cli.loop import run_until_done
from server.demo.seed import PASSWORD
from server.demo.staff import STAFF
from server.logs import configure_logs
from server.settings import Settings
from server.simulate.city import Holds
from server.simulate.year import Plan, Refused, is_over, last_fiscal_year, simulate

_MOST_PEOPLE = 20_000
_REFUSALS = {
    Holds.OTHERS: "the database holds accounts that are not the demonstration's, so it may be about real people",
    Holds.A_YEAR: "the database holds a simulated year already; take an empty one",
}


def register(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser(
        "simulate",
        help="fill a database with a year of made-up people",
        description="Fills an empty database, or one of the demonstration, with a year of made-up people. "
        "Nothing is sent to anybody. Let nothing else work on the database meanwhile.",
    )
    parser.add_argument("--people", type=int, default=200, metavar="N", help="how many register in the year (200)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another one gives another year (1)")
    parser.add_argument(
        "--from",
        dest="first_day",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help="the year's first day; by default that of the last whole fiscal year",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Simulate; refused in production and where others than the demonstration have accounts."""
    if settings.environment == "production":
        return _refused("is not for production: the people are made up, and everybody knows their password")
    if not 1 <= options.people <= _MOST_PEOPLE:
        return _refused(f"--people must be 1 to {_MOST_PEOPLE}", code=2)
    today = ServiceZone(settings.zone).today(SystemClock().now())
    first_day = options.first_day or last_fiscal_year(today)
    if not date(2000, 1, 1) <= first_day or not is_over(first_day, today):
        return _refused("--from must begin a year that was over a week ago", code=2)
    configure_logs("critical")
    plan = Plan(options.people, options.seed, first_day)
    try:
        counts = run_until_done(simulate(settings, plan, _tell))
    except Refused as refused:
        return _refused(_REFUSALS[refused.why])
    print(f"A year of {plan.people} made-up people, {plan.first_day} to {plan.last_day}, from seed {plan.seed}:")
    for what, count in sorted(counts.items()):
        print(f"  {what:<24} {count:>7}")
    coordinator = next(member for member in STAFF if member.key == "nakamura")
    print(f"\nSign in as {coordinator.email} (password: {PASSWORD}) to see its figures.")
    return 0


def _tell(month: date, counts: Mapping[str, int]) -> None:
    registered, held = counts.get("registrations", 0), counts.get("consultations", 0)
    print(f"simulate: {month:%Y-%m} begins; {registered} people, {held} consultations so far", file=sys.stderr)


def _refused(why: str, code: int = 1) -> int:
    print(f"simulate: {why}", file=sys.stderr)
    return code
