"""What the whole report costs, by its parts, in seconds of CPU of this process.

`python -m bench.report`: 20,000 consultations a year over one, two and five years, each in a database of its own, on
SQLite and on PostgreSQL (whose own process is told beside). Medians of several runs after one to warm up; beside
each, how long always the same loop took in the same minute.
"""

import argparse
import asyncio
import gc
import os
import resource
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles

from sqlalchemy import text

from bench import databases
from bench.report_rows import DISTRICTS, write_city
from clinic.evaluation.disclosure.protecting import THRESHOLD
from clinic.evaluation.facts.collector import collector_at_rest
from clinic.evaluation.facts.gathering import gather
from clinic.evaluation.facts.model import Facts
from clinic.evaluation.facts.narrowing import narrow
from clinic.evaluation.measures.breakdown import breakdown
from clinic.evaluation.measures.calls import call_figures, months_of_calls
from clinic.evaluation.measures.funnel import first_days, funnel
from clinic.evaluation.measures.load import load
from clinic.evaluation.measures.periods import Part, parts
from clinic.evaluation.measures.phq9 import pairs
from clinic.evaluation.measures.series import measures_and_series
from clinic.evaluation.measures.times import times
from clinic.evaluation.reports.city import for_the_city, pattern_of
from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.inputs import Inputs, pack
from clinic.evaluation.reports.listed import listed_tables
from clinic.evaluation.reports.results import gather_results
from clinic.evaluation.reports.service import digest, inputs_of, written
from clinic.evaluation.reports.whole import whole_report
from clinic.evaluation.sheets.csv_sheet import to_csv
from clinic.evaluation.sheets.workbook import to_xlsx
from core.clock import ManualClock, ServiceZone
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.unit_of_work import UnitOfWork, Units
from people.city import City

FIRST_DAY = date(2021, 4, 1)
YEAR = 20_000
YEARS = (1, 2, 5)
RUNS = 5
CITY = City("市", "City", DISTRICTS)

REPORT = ("facts", "notes", "live", "report")
"""The parts that make the figures: from the stored rows to every number of the live and the frozen report."""
BESIDE = ("keeping", "suppression", "files")
"""What is done with them: kept with their inputs, withheld for the city (each fiscal year), written as files."""


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


@dataclass
class Series:
    """The seconds of CPU of each part, run by run."""

    parts: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        began = _cpu()
        yield
        self.parts[name].append(_cpu() - began)

    def of(self, names: Sequence[str]) -> list[float]:
        """The sums of some parts, run by run; the first run warmed up."""
        return [sum(of_run) for of_run in zip(*(self.parts[name][1:] for name in names), strict=True)]


def reckon(facts: Facts) -> None:
    """Reckons everything that the live pages show: the six measures, also by parts, and all that stands beside."""
    measures_and_series(facts)
    reached = first_days(facts)
    funnel(facts, reached)
    breakdown(facts, reached)
    for of_facts in (times, load, pairs):
        of_facts(facts)
    call_figures(facts.calls)
    months_of_calls(facts.calls)


def _beat() -> None:
    """Always the same loop: on a busy machine its seconds grow, and the figures with them."""
    total = 0
    for number in range(3_000_000):
        total += number


async def _seconds_of_server(uow: UnitOfWork) -> float:
    """The seconds of CPU that the connection's own process of PostgreSQL has used, 0 where it runs elsewhere."""
    if uow.dialect == "sqlite":
        return 0.0
    process = await uow.session.scalar(text("SELECT pg_backend_pid()"))
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as state:  # noqa: ASYNC230
            user, system = state.read().rpartition(")")[2].split()[11:13]
    except OSError:
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def run(units: Units, first_day: date, last_day: date, series: Series) -> int:
    """Makes the whole report once, as the routes do, and returns the number of uses."""
    with collector_at_rest():
        async with units.read() as uow:
            before = await _seconds_of_server(uow)
            with series.part("facts"):
                facts = await gather(uow, first_day, last_day)
            with series.part("notes"):
                results = await gather_results(uow, first_day, last_day)
            series.parts["server"].append(await _seconds_of_server(uow) - before)
        inputs = inputs_of(facts, results, CITY)
        with series.part("live"):
            reckon(facts)
        with series.part("report"):
            content = whole_report(inputs)
        with series.part("tables"):
            listed_tables(inputs)
        with series.part("keeping"):
            pack(inputs)
            digest(whole := written(content))
            zlib.compress(whole)
        years = [written(whole_report(_year(inputs, *days))) for days in _fiscal_years(facts)]
        with series.part("suppression"):
            for kept in years:
                _for_the_city(kept)
        with series.part("files"):
            to_xlsx(content)
            to_csv(content)
    with series.part("beat"):
        _beat()
    return len(facts.uses)


def _fiscal_years(facts: Facts) -> list[tuple[date, date]]:
    return [(year.first_day, year.last_day) for year in parts(facts.first_day, facts.last_day, Part.YEAR)]


def _year(inputs: Inputs, first_day: date, last_day: date) -> Inputs:
    return replace(
        inputs, facts=narrow(inputs.facts, first_day, last_day), results=inputs.results.within(first_day, last_day)
    )


def _for_the_city(kept: bytes) -> None:
    """Withholds what the city may not have of a fiscal year's kept report, as its release does."""
    content = ReportContent.model_validate_json(kept)
    pattern = pattern_of(content, THRESHOLD, ())
    digest(written(for_the_city(content, THRESHOLD, pattern.shown)))


async def measure(url: str, years: int, per_year: int, runs: int) -> tuple[Series, int]:
    """Returns the seconds of the parts, run by run, and the number of uses."""
    last_day = date(FIRST_DAY.year + years, 3, 31)
    clock = ManualClock(datetime(last_day.year, last_day.month, last_day.day, 16, tzinfo=UTC))
    # A busy machine may take long to write years at once.
    database = Database(url, statement_seconds=None)
    units = Units(database, clock, ServiceZone(), Vault([("bench", os.urandom(32))]), LiveBus())
    series, uses = Series(), 0
    try:
        await write_city(units, years * per_year, FIRST_DAY, (last_day - FIRST_DAY).days - 1)
        clock.advance(timedelta(hours=1))
        for _ in range(runs + 1):
            uses = await run(units, FIRST_DAY, last_day, series)
            gc.collect()
    finally:
        await database.close()
    return series, uses


def _told(seconds: Sequence[float]) -> str:
    low, _, high = quantiles(seconds, n=4, method="inclusive") if len(seconds) > 1 else seconds * 3
    return f"{median(seconds):.2f} ({low:.2f} to {high:.2f})"


def _line(kind: str, years: int, uses: int, series: Series) -> str:
    each = ", ".join(f"{name} {median(series.of([name])):.2f}" for name in (*REPORT, *BESIDE))
    return (
        f"{kind:<11}{years} years {uses:>7} uses   report {_told(series.of(REPORT))}"
        f"   with keeping, suppression and files {_told(series.of((*REPORT, *BESIDE)))} s CPU\n"
        f"{'':<11}{each}; tables alone {median(series.of(['tables'])):.2f}"
        f"; database's process {median(series.of(['server'])):.2f}; beat {_told(series.of(['beat']))}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--per-year", type=int, default=YEAR, help="consultations in a year")
    parser.add_argument("--years", type=int, nargs="+", default=YEARS)
    parser.add_argument("--runs", type=int, default=RUNS)
    databases.ask_for_kind(parser)
    options = parser.parse_args()
    for kind, fresh in databases.chosen(options).items():
        costs: dict[int, float] = {}
        for years in options.years:
            with fresh() as url:
                series, uses = asyncio.run(measure(url, years, options.per_year, options.runs))
            costs[years] = median(series.of(REPORT))
            print(_line(kind, years, uses, series), flush=True)
        least = min(costs)
        growth = ", ".join(f"{years} years {cost / costs[least]:.2f}" for years, cost in costs.items())
        print(f"{kind:<11}the report as a multiple of {least}: {growth}")


if __name__ == "__main__":
    main()
