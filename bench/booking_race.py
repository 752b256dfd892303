"""Many clients want few slots, over HTTP, against spawned servers: is each slot sold once, and how fast?

Run `python -m bench.booking_race [--clients 1000] [--slots 100] [--out FILE]`: on PostgreSQL with two server processes,
on SQLite with one. Prints a table and writes JSON. The baseline in the same run is the same number of clients as slots,
each with a slot of its own, so that nobody is refused.
"""

import argparse
import asyncio
import json
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import aiohttp
from sqlalchemy import text

from bench import databases
from booking.slots.service import find
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.principal import Principal
from core.unit_of_work import Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from server.settings import Settings
from tests.booking.make import make_schedule, make_service
from tests.people.make import make_parent, make_practitioner

PRACTITIONERS = 10

OVERLAPS = """
SELECT count(*) FROM claims one JOIN claims other ON one.id < other.id
AND (one.practitioner_id = other.practitioner_id OR one.person_id = other.person_id)
AND one.busy_from < other.busy_until AND other.busy_from < one.busy_until
WHERE one.state IN ('held', 'booked', 'fulfilled') AND other.state IN ('held', 'booked', 'fulfilled')
"""


class Race:
    """One database, its servers, and the people who want a time."""

    def __init__(self, url: str, processes: int, clients: int, slots: int) -> None:
        self.settings = Settings(database_url=url)
        self.processes = processes
        self.clients = clients
        self.slots = slots
        self.database = Database(url)
        vault = Vault(self.settings.encryption_key_pairs())
        self.units = Units(self.database, SystemClock(), ServiceZone(), vault, LiveBus())
        self.tokens = AccessTokens([SigningKey(key, value.encode()) for key, value in self.settings.token_key_pairs()])
        self.people: list[Principal] = []
        self.wishes: list[dict[str, Any]] = []

    async def run(self) -> dict[str, Any]:
        """Returns the figures of the baseline and of the race."""
        try:
            await self._prepare()
            async with self._servers() as addresses:
                baseline = await self._rush(addresses, self.people[: self.slots], self.wishes[self.slots :])
                before = await self._count("SELECT count(*) FROM claims")
                race = await self._rush(addresses, self.people[self.slots :], self.wishes[: self.slots])
                race["appointments"] = await self._count("SELECT count(*) FROM claims") - before
                race["overlaps"] = await self._count(OVERLAPS)
            return {"processes": self.processes, "slots": self.slots, "baseline": baseline, "race": race}
        finally:
            await self.database.close()

    async def _prepare(self) -> None:
        async with self.units.write() as uow:
            service = await make_service(uow, "midwife")
            for number in range(PRACTITIONERS):
                midwife = await make_practitioner(uow, name=f"助産師{number}")
                assert midwife.practitioner_id is not None
                await make_schedule(uow, midwife.practitioner_id, hours=((time(0), time(23, 59)),))
            self.people = [await make_parent(uow, f"利用者{n}") for n in range(self.clients + self.slots)]
        async with self.units.read() as uow:
            first = uow.zone.today(uow.now)
            found = await find(uow, self.people[0], service.id, first, first + timedelta(days=7))
        pairs = [(start, each) for start, ids in found.free.items() for each in ids][: 2 * self.slots]
        if len(pairs) < 2 * self.slots:
            raise SystemExit(f"there are only {len(pairs) // 2} slots")
        self.wishes = [
            {
                "service_id": str(service.id),
                "starts_at": start.isoformat(),
                "practitioner_id": str(practitioner_id),
                "modality": "video",
            }
            for start, practitioner_id in pairs
        ]

    @asynccontextmanager
    async def _servers(self) -> AsyncIterator[list[str]]:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("HAGUKUMI_")},
            "HAGUKUMI_DATABASE_URL": self.settings.database_url,
            "HAGUKUMI_PORT": "0",
            "HAGUKUMI_LOG_LEVEL": "error",
        }
        started = [
            await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "server.cli",
                "serve",
                "--no-migrate",
                env=environment,
                stdout=asyncio.subprocess.PIPE,
            )
            for _ in range(self.processes)
        ]
        try:
            yield [await _address(each) for each in started]
        finally:
            for each in started:
                if each.returncode is None:
                    each.send_signal(signal.SIGTERM)
            await asyncio.gather(*(each.wait() for each in started))

    async def _rush(
        self, addresses: list[str], people: list[Principal], wishes: list[dict[str, Any]]
    ) -> dict[str, Any]:
        latencies: list[float] = []
        now = datetime.now(UTC)

        async def book(session: aiohttp.ClientSession, number: int, person: Principal) -> str:
            token, _ = self.tokens.issue(person.account_id, person.session_id, person.role, now)
            began = perf_counter()
            # A connection that breaks is an outcome, and a failure.
            try:
                return await answered(session, number, token, began)
            except aiohttp.ClientError as error:
                return f"599 {type(error).__name__}"

        async def answered(session: aiohttp.ClientSession, number: int, token: str, began: float) -> str:
            async with session.post(
                f"{addresses[number % len(addresses)]}/api/appointments",
                json=wishes[number % len(wishes)],
                headers={"Authorization": f"Bearer {token}"},
            ) as answer:
                body = await answer.json(content_type=None)
                latencies.append(perf_counter() - began)
                return "booked" if answer.status == 201 else f"{answer.status} {body.get('code')}"

        async with aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(300)
        ) as session:
            began = perf_counter()
            outcomes = Counter(await asyncio.gather(*(book(session, n, each) for n, each in enumerate(people))))
            wall = perf_counter() - began
        latencies.sort()
        return {
            "clients": len(people),
            "outcomes": dict(outcomes),
            "server_errors": sum(count for outcome, count in outcomes.items() if outcome.startswith("5")),
            "wall_seconds": round(wall, 3),
            "answers_a_second": round(len(people) / wall, 1),
            "bookings_a_second": round(outcomes["booked"] / wall, 1),
            "p50_ms": round(latencies[len(latencies) // 2] * 1e3, 1),
            "p95_ms": round(latencies[int(len(latencies) * 0.95)] * 1e3, 1),
        }

    async def _count(self, statement: str) -> int:
        async with self.units.read() as uow:
            return int(await uow.session.scalar(text(statement)))


async def _address(server: asyncio.subprocess.Process) -> str:
    assert server.stdout is not None
    async for line in server.stdout:
        if found := re.search(rb"http://localhost:(\d+)", line):
            return f"http://127.0.0.1:{found[1].decode()}"
    raise SystemExit("the server did not start")


def _table(results: dict[str, dict[str, Any]]) -> str:
    lines = [f"{'':<22}{'clients':>8}{'booked':>8}{'refused':>8}{'5xx':>5}{'a second':>10}{'p50 ms':>9}{'p95 ms':>9}"]
    for name, result in results.items():
        for kind in ("baseline", "race"):
            row = result[kind]
            booked = row["outcomes"].get("booked", 0)
            lines.append(
                f"{name + ', ' + kind:<22}{row['clients']:>8}{booked:>8}{row['clients'] - booked:>8}"
                f"{row['server_errors']:>5}{row['answers_a_second']:>10}{row['p50_ms']:>9}{row['p95_ms']:>9}"
            )
        lines.append(f"  {result['race']['appointments']} appointments, {result['race']['overlaps']} overlaps in SQL")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--slots", type=int, default=100)
    parser.add_argument("--out", type=Path, help="where to write the JSON; without it, it is printed")
    databases.ask_for_server(parser)
    parser.add_argument("--runs", type=int, default=1, help="each on a database of its own; the table says the spread")
    options = parser.parse_args()
    made: dict[str, tuple[Callable[[], AbstractContextManager[str]], int]] = {
        "PostgreSQL": (lambda: databases.postgresql(options.postgres), 2),
        "SQLite": (databases.sqlite, 1),
    }
    results: dict[str, list[dict[str, Any]]] = {name: [] for name in made}
    for _ in range(options.runs):
        for name, (database, processes) in made.items():
            with database() as url:
                race = Race(url, processes, options.clients, options.slots)
                results[name].append(asyncio.run(race.run()))
    written = json.dumps(results, indent=2)
    if options.out is None:
        print(written)
    else:
        options.out.write_text(written + "\n")
    for name, runs in results.items():
        for run in runs:
            print(_table({name: run}))
        rates = [run["race"]["answers_a_second"] for run in runs]
        print(
            f"  {name}: median {median(rates):.1f} answers a second ({min(rates)} to {max(rates)} in {len(rates)} runs)"
        )
    sold_once = all(
        each["race"]["appointments"] == options.slots and each["race"]["overlaps"] == each["race"]["server_errors"] == 0
        for runs in results.values()
        for each in runs
    )
    return 0 if sold_once else 1


if __name__ == "__main__":
    sys.exit(main())
