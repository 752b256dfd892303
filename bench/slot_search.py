"""Finding free times: how does the cost grow with practitioners, days, slots and years of past appointments?

Run `python -m bench.slot_search [--runs 15] [--out FILE]`: on SQLite and on PostgreSQL, prints a table and writes JSON.
A figure is the CPU time of one search in this process (median and quartiles over the runs). Two baselines stand in
the same run: the search of an installation without a past beside that of one with ten years of appointments, and a
search that tries every grid time against every appointment one by one.
"""

import argparse
import asyncio
import gc
import json
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text

from bench import databases
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment, Claim
from booking.schedules.tables import ScheduleBlock
from booking.services.tables import Modality, Service
from booking.slots import service as slots
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.ids import new_id
from core.live import LiveBus
from core.principal import Principal
from core.unit_of_work import UnitOfWork, Units
from tests.booking.make import make_schedule, make_service
from tests.people.make import make_parent, make_practitioner

SIZES = (10, 50, 200)
DAYS = (7, 28)
HISTORY_OF = 50
HISTORY_YEARS = 10
AHEAD_A_DAY = 2
PAST_A_DAY = 2
CHUNK = 5000

Free = dict[datetime, list[UUID]]


@dataclass(frozen=True)
class Town:
    """Practitioners with hours on every day, each with somebody who meets them twice a day, and one who searches."""

    service: Service
    searcher: Principal
    pairs: Sequence[tuple[UUID, UUID]]


async def _town(units: Units, practitioners: int) -> Town:
    async with units.write() as uow:
        service = await make_service(uow, "midwife")
        pairs: list[tuple[UUID, UUID]] = []
        for number in range(practitioners):
            midwife = await make_practitioner(uow, name=f"助産師{number}")
            parent = await make_parent(uow, f"利用者{number}")
            assert midwife.practitioner_id is not None
            assert parent.person_id is not None
            await make_schedule(uow, midwife.practitioner_id)
            pairs.append((midwife.practitioner_id, parent.person_id))
        town = Town(service, await make_parent(uow, "さがす人"), pairs)
        await _appointments(uow, town, range(1, 36), AHEAD_A_DAY)
    return town


async def _appointments(uow: UnitOfWork, town: Town, days: range, a_day: int) -> None:
    """Adds appointments of each pair on days counted from today, `a_day` of them from nine o'clock on."""
    today = uow.zone.today(uow.now)
    rows: list[dict[str, Any]] = []
    for offset in days:
        opens = uow.zone.to_utc(today + timedelta(days=offset), time(9))
        for number in range(a_day):
            start = opens + number * 2 * town.service.step
            rows += [_row(uow, town.service, pair, start, past=offset < 0) for pair in town.pairs]
        if len(rows) >= CHUNK:
            await uow.session.execute(insert(Appointment), rows)
            rows = []
    if rows:
        await uow.session.execute(insert(Appointment), rows)


def _row(uow: UnitOfWork, service: Service, pair: tuple[UUID, UUID], start: datetime, *, past: bool) -> dict[str, Any]:
    return {
        "id": new_id(),
        "kind": "appointment",
        "practitioner_id": pair[0],
        "person_id": pair[1],
        "service_id": service.id,
        "modality": Modality.VIDEO,
        "starts_at": start,
        "ends_at": start + service.length,
        "busy_from": start - service.before,
        "busy_until": start + service.length + service.after,
        "state": ClaimState.FULFILLED if past else ClaimState.BOOKED,
        "assignment": {"policy": "named", "reasons": []},
        "created_at": uow.now,
        "changed_at": uow.now,
    }


async def _search(units: Units, town: Town, days: int) -> Free:
    async with units.read() as uow:
        first = uow.zone.today(uow.now)
        last = first + timedelta(days=days - 1)
        found = await slots.find(uow, town.searcher, town.service.id, first, last)
        return {start: list(ids) for start, ids in found.free.items()}


async def _one_by_one(units: Units, town: Town, days: int) -> Free:
    """Gives the same answer from the same data in the plainest way: each grid time against each appointment."""
    async with units.read() as uow:
        service, first = town.service, uow.zone.today(uow.now)
        window = slots.window_of(uow, service)
        free: Free = {}
        for candidate in await slots.eligible(uow, service):
            blocks = (
                await uow.session.scalars(select(ScheduleBlock).where(ScheduleBlock.practitioner_id == candidate.id))
            ).all()
            mine = select(Claim.busy_from, Claim.busy_until).where(
                Claim.practitioner_id == candidate.id, slots.takes_time(uow.now), Claim.busy_until > uow.now
            )
            taken = [tuple(row) for row in await uow.session.execute(mine)]
            for day in (first + timedelta(days=offset) for offset in range(days)):
                for block in (each for each in blocks if each.weekday == day.weekday()):
                    start, end = uow.zone.to_utc(day, block.starts), uow.zone.to_utc(day, block.ends)
                    while start + service.length <= end:
                        until = start + service.length + service.after
                        meets = any(start - service.before < other and one < until for one, other in taken)
                        if window.earliest <= start < window.latest and not meets:
                            free.setdefault(start, []).append(candidate.id)
                        start += service.step
        return dict(sorted(free.items()))


async def _measure(work: Callable[[], Awaitable[Free]], runs: int) -> dict[str, float]:
    """Returns milliseconds of CPU (median, quartiles) and of wall time, and what was found."""
    cpu: list[float] = []
    wall: list[float] = []
    for _ in range(3):
        found = await work()
    gc.collect()
    for _ in range(runs):
        used, began = process_time(), perf_counter()
        found = await work()
        cpu.append((process_time() - used) * 1e3)
        wall.append((perf_counter() - began) * 1e3)
    low, _, high = quantiles(cpu, n=4)
    return {
        "cpu_ms": round(median(cpu), 2),
        "cpu_ms_low": round(low, 2),
        "cpu_ms_high": round(high, 2),
        "wall_ms": round(median(wall), 2),
        "starts": len(found),
        "slots": sum(map(len, found.values())),
    }


async def _run(url: str, practitioners: int, runs: int) -> list[dict[str, Any]]:
    database = Database(url)
    units = Units(database, SystemClock(), ServiceZone(), Vault([("bench", os.urandom(32))]), LiveBus())
    try:
        town = await _town(units, practitioners)
        figures: list[dict[str, Any]] = []

        async def note(days: int, search: str) -> None:
            work = _one_by_one if search == "one by one" else _search
            cost = await _measure(lambda: work(units, town, days), runs)
            row = {"practitioners": practitioners, "days": days, "search": search, **cost}
            figures.append(row)
            print(_line(row))

        for days in DAYS:
            if await _search(units, town, days) != await _one_by_one(units, town, days):
                raise AssertionError("the two searches find different times")
            await note(days, "one by one")
            await note(days, "search")
        return figures
    finally:
        await database.close()


async def _beside(url: str, without: str, runs: int) -> dict[str, Any]:
    """Compares a search after ten years with one without a past, in turn: no machine is steady for long."""
    opened = [Database(each) for each in (url, without)]
    places: list[tuple[Units, Town]] = []
    try:
        for database in opened:
            units = Units(database, SystemClock(), ServiceZone(), Vault([("bench", os.urandom(32))]), LiveBus())
            places.append((units, await _town(units, HISTORY_OF)))
        units, town = places[0]
        async with units.write() as uow:
            await _appointments(uow, town, range(-365 * HISTORY_YEARS, 0), PAST_A_DAY)
        for units, _ in places:
            async with units.write() as uow:
                await uow.session.execute(text("ANALYZE"))
        cpu: tuple[list[float], list[float]] = ([], [])
        gc.collect()
        for number in range(3 + runs):
            for figures, (units, town) in zip(cpu, places, strict=True):
                used = process_time()
                await _search(units, town, DAYS[-1])
                if number >= 3:
                    figures.append((process_time() - used) * 1e3)
        ratios = [after / before for after, before in zip(*cpu, strict=True)]
        low, _, high = quantiles(ratios, n=4)
        return {
            "with_past_cpu_ms": round(median(cpu[0]), 2),
            "without_cpu_ms": round(median(cpu[1]), 2),
            "ratio": round(median(ratios), 3),
            "ratio_low": round(low, 3),
            "ratio_high": round(high, 3),
        }
    finally:
        for database in opened:
            await database.close()


def _line(row: dict[str, Any]) -> str:
    return (
        f"{row['practitioners']:>4} x {row['days']:>2} days  {row['search']:<11}"
        f"{row['slots']:>8} slots  {row['cpu_ms']:>8.2f} ms CPU ({row['cpu_ms_low']:.2f} to {row['cpu_ms_high']:.2f})"
        f"  {row['cpu_ms'] * 1e3 / max(row['slots'], 1):>6.2f} us a slot  {row['wall_ms']:>8.2f} ms wall"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--out", type=Path)
    databases.ask_for_server(parser)
    options = parser.parse_args()
    result: dict[str, Any] = {}
    for kind, database in databases.kinds(options).items():
        print(kind)
        rows: list[dict[str, Any]] = []
        for practitioners in SIZES:
            with database() as url:
                rows += asyncio.run(_run(url, practitioners, options.runs))
        with database() as url, database() as without:
            past = asyncio.run(_beside(url, without, options.runs))
        result[kind] = {"rows": rows, "past": past}
        print(
            f"  {HISTORY_OF} by {DAYS[-1]} days: {past['without_cpu_ms']} ms CPU; with {HISTORY_YEARS} years of past"
            f" {past['with_past_cpu_ms']} ms, {past['ratio']} times ({past['ratio_low']} to {past['ratio_high']})"
        )
    if options.out:
        options.out.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
