"""`python -m bench.record_history [--rounds 60]`: opening a record with ten years of history, beside one with none.

A real server on a database of its own, SQLite and PostgreSQL. Both persons are in a consultation with the same
counsellor now; the one has ten years behind her (bench.record_history_rows), the other came for the first time. What
the clinician's browser asks for on two pages is sent at once over as many connections as a browser opens:

- consultation: what stands beside the running consultation (glance, trend, note, summary, appointment, course);
- record: the person's page of notes and letters.

Not in it are the clinician's own lists, which are the same for both. Each opening is one of a new sign-in, so that the
audit log gets all its entries. The two persons alternate, and so does which of them begins.

Prints medians with their spread and the ratio; writes artefacts/bench/record-history.json; gives 1 over the limit.
"""

import argparse
import asyncio
import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID

from aiohttp import ClientSession, TCPConnector

from bench import databases
from bench.processes import address_of, python, started
from bench.record_history_rows import Staff, write_history
from clinic.records import service as records
from core.clock import ServiceZone, SystemClock
from core.crypto import Vault
from core.database import Database
from core.live import LiveBus
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork, Units
from people.accounts import sessions
from people.accounts.access_tokens import AccessTokens, SigningKey
from server.settings import Settings
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_encounter
from tests.clinic.records.make import make_content
from tests.people.make import make_parent, make_practitioner

FIGURES = Path("artefacts/bench/record-history.json")
LIMIT = 1.5
CONNECTIONS = 6
"""As many as browsers open to one server by HTTP/1.1."""
WARMING = 5
PERSONS = ("ten_years", "none")
_ID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class World:
    """The addresses of each page by person, and a token for each opening."""

    pages: dict[str, dict[str, list[str]]]
    tokens: list[str]


def addresses(person: UUID, encounter: UUID, appointment: UUID) -> dict[str, list[str]]:
    """Return what the browser asks for on each page of a person, in its order."""
    return {
        "consultation": [
            f"/api/appointments/{appointment}",
            f"/api/persons/{person}/family-glance",
            f"/api/persons/{person}/score-trends",
            f"/api/encounters/{encounter}/note",
            "/api/note-forms",
            f"/api/encounters/{encounter}/summary",
            f"/api/appointments/{appointment}/follow-up",
            f"/api/encounters/{encounter}/extension",
        ],
        "record": [f"/api/persons/{person}/record?limit=10", f"/api/persons/{person}/letters"],
    }


async def make_world(url: str, openings: int) -> World:
    """Make both persons and their consultation, and sign the counsellor in as often as there are openings."""
    settings = Settings(database_url=url)
    tokens = AccessTokens(
        [SigningKey(key, value.encode()) for key, value in settings.token_key_pairs()], life=timedelta(hours=1)
    )
    database = Database(url)
    units = Units(database, SystemClock(), ServiceZone(), Vault(settings.encryption_key_pairs()), LiveBus())
    pages: dict[str, dict[str, list[str]]] = {}
    try:
        async with units.write() as uow:
            staff = Staff({role: await make_practitioner(uow, role) for role in _PROFESSIONS})
        counsellor = staff.by_role[Role.COUNSELLOR]
        for number, person in enumerate(PERSONS):
            async with units.write() as uow:
                parent = await make_parent(uow)
                if person == "ten_years":
                    await write_history(uow, parent, staff)
                encounter, appointment = await _consultation(uow, parent, counsellor, number)
            assert parent.person_id is not None
            pages[person] = addresses(parent.person_id, encounter, appointment)
        async with units.write() as uow:
            opened = [
                await sessions.open_session(uow, counsellor.account_id, timedelta(hours=1)) for _ in range(openings)
            ]
        now = datetime.now(UTC)
        signed_in = [tokens.issue(counsellor.account_id, session, counsellor.role, now)[0] for session, _ in opened]
        return World(pages, signed_in)
    finally:
        await database.close()


_PROFESSIONS = (Role.COUNSELLOR, Role.MIDWIFE, Role.DOCTOR)


async def _consultation(uow: UnitOfWork, parent: Principal, counsellor: Principal, number: int) -> tuple[UUID, UUID]:
    """Return the encounter and the appointment of a consultation that began, with a draft of its note."""
    starts_at = uow.now + timedelta(minutes=25 - 70 * number)
    booked = await make_appointment(uow, parent, counsellor, starts_at, "counselling")
    encounter = await make_encounter(uow, booked, admitted=True)
    await records.save(uow, counsellor, encounter.id, make_content(Role.COUNSELLOR), 0)
    return encounter.id, booked.id


async def open_page(session: ClientSession, base: str, token: str, page: list[str]) -> dict[str, float]:
    """Return the milliseconds of the whole page, and of each of its requests from when the page began."""
    headers = {"Authorization": f"Bearer {token}"}
    began = time.perf_counter()

    async def ask(address: str) -> float:
        async with session.get(base + address, headers=headers) as answer:
            body = await answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address}: {answer.status} {body.decode()}")
        return (time.perf_counter() - began) * 1000

    each = await asyncio.gather(*map(ask, page))
    return {"whole": max(each), **dict(zip(map(_name, page), each, strict=True))}


def _name(address: str) -> str:
    *_, kind, last = address.partition("?")[0].split("/")
    return kind if len(last) == _ID_LENGTH else last


async def measure(url: str, rounds: int) -> dict[str, dict[str, list[dict[str, float]]]]:
    """Return the openings of each page by person."""
    world = await make_world(url, 2 * 2 * (rounds + WARMING))
    tokens = iter(world.tokens)
    taken: dict[str, dict[str, list[dict[str, float]]]] = {}
    settings = {"HAGUKUMI_DATABASE_URL": url, "HAGUKUMI_LOG_LEVEL": "error", "HAGUKUMI_PORT": "0"}
    async with (
        started(*python("server.cli", "serve", "--no-migrate"), environment=settings) as server,
        ClientSession(connector=TCPConnector(limit=CONNECTIONS)) as session,
    ):
        base = await address_of(server)
        for page in ("consultation", "record"):
            openings: dict[str, list[dict[str, float]]] = {person: [] for person in PERSONS}
            for number in range(rounds + WARMING):
                for person in PERSONS if number % 2 else reversed(PERSONS):
                    opened = await open_page(session, base, next(tokens), world.pages[person][page])
                    if number >= WARMING:
                        openings[person].append(opened)
            taken[page] = openings
    return taken


def _line(name: str, values: list[float]) -> str:
    low, middle, high = quantiles(values, n=4)
    return f"    {name:<12}{middle:>8.1f} ms  ({low:.1f} to {high:.1f}, worst {max(values):.1f})"


def main() -> int:
    """Measure and print; gives 1 when a ratio is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    databases.ask_for_kind(parser)
    options = parser.parse_args()
    runs: dict[str, dict[str, dict[str, list[dict[str, float]]]]] = {}
    ratios: dict[str, float] = {}
    for kind, fresh in databases.chosen(options).items():
        with fresh() as url:
            runs[kind] = asyncio.run(measure(url, options.rounds))
        for page, openings in runs[kind].items():
            sys.stdout.write(f"{kind}, {page}\n")
            for person in PERSONS:
                sys.stdout.write(_line(person, [each["whole"] for each in openings[person]]) + "\n")
            for part in openings["none"][0]:
                long, short = (median(each[part] for each in openings[person]) for person in PERSONS)
                sys.stdout.write(f"      {part:<20}{long:>8.1f} beside {short:.1f} ms: {long / short:.2f}\n")
                if part == "whole":
                    ratios[f"{kind}, {page}"] = long / short
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps({"limit": LIMIT, "ratios": ratios, "runs": runs}, indent=2))
    return 0 if max(ratios.values()) <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
