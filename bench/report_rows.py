"""Years of a made-up city for bench.report, written straight into the tables: nobody opens what would be sealed."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert, select

from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments.tables import QuestionnaireResponse
from clinic.calls.tables import CallReport
from clinic.encounters.tables import Encounter, EpisodeOfCare, Message
from clinic.records.categories import MAX_REASONS, categories
from clinic.records.tables import Note
from core.ids import new_id
from core.principal import Role
from core.unit_of_work import UnitOfWork, Units
from people.accounts.tables import Account
from people.city import District
from people.persons.tables import Child, Household, Person
from people.risk.tables import RiskTier
from tests.booking.make import make_service
from tests.people.make import make_practitioner

DISTRICTS = tuple(District(code, code, code) for code in ("d1", "d2", "d3", "d4"))
_AT_ONCE = 20_000
_SEALED = bytes(140)
_ROLES = {
    "midwife": Role.MIDWIFE,
    "paediatrician": Role.DOCTOR,
    "obstetrician": Role.DOCTOR,
    "counselling": Role.COUNSELLOR,
}
_WRITTEN = 8
"""Messages of a consultation held by text."""

Row = dict[str, Any]
Rows = dict[type, list[Row]]


async def write_city(units: Units, consultations: int, first_day: date, days: int, seed: int = 1) -> None:
    """Write so many consultations, a fifth as many people, and what belongs to them, spread evenly over the days.

    Three in ten are held by text with eight messages; of the others both sides reported their stay in the call. One
    appointment in ten was cancelled or missed. Each consultation has a signed note with up to three reasons, one in
    twenty without an outcome. A tenth of the people have a course of counselling with PHQ-9.
    """
    chance = random.Random(seed)
    begin = datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC)
    async with units.write() as uow:
        staff = await _staff(uow)
        people = _people(chance, begin, days, max(1, consultations // 5))
        await _insert(uow, people)
        members = [(row["id"], row["account_id"], row["created_at"]) for row in people[Person]]
    for number in range(0, consultations, _AT_ONCE):
        rows = _consultations(chance, begin, days, members, staff, number, min(_AT_ONCE, consultations - number))
        async with units.write() as uow:
            await _insert(uow, rows)
    async with units.write() as uow:
        await _insert(uow, _courses(chance, begin, days, members, staff))


async def _staff(uow: UnitOfWork) -> Sequence[tuple[str, UUID, UUID, UUID]]:
    """Return the service's code and id, and the practitioner's id and account, of those who consult."""
    await make_service(uow)
    ids = {code: key for code, key in await uow.session.execute(select(Service.code, Service.id))}  # noqa: C416
    found: list[tuple[str, UUID, UUID, UUID]] = []
    for code, role in _ROLES.items():
        for _ in range(5):
            one = await make_practitioner(uow, role)
            if one.practitioner_id is None:
                raise RuntimeError("no practitioner")
            found.append((code, ids[code], one.practitioner_id, one.account_id))
    return found


async def _insert(uow: UnitOfWork, rows: Rows) -> None:
    for table, values in rows.items():
        if values:
            await uow.session.execute(insert(cast("Table", table.__table__)), values)  # type: ignore[attr-defined]


def _people(chance: random.Random, begin: datetime, days: int, count: int) -> Rows:
    rows: Rows = {Account: [], Household: [], Person: [], Child: []}
    for number in range(count):
        at = begin + timedelta(days=days * number / count)
        account, household, person = new_id(), new_id(), new_id()
        rows[Account].append(
            {
                "id": account,
                "email": f"{number}@bench.test",
                "password_hash": "none",
                "display_name": "x",
                "role": Role.PARENT,
                "locale": "ja",
                "created_at": at,
            }
        )
        rows[Household].append({"id": household, "created_at": at})
        is_pregnant = chance.random() < 0.4
        rows[Person].append(
            {
                "id": person,
                "account_id": account,
                "household_id": household,
                "pregnant_due": at.date() + timedelta(days=chance.randrange(10, 250)) if is_pregnant else None,
                "district": chance.choice([*(each.code for each in DISTRICTS), None]),
                "may_ring": False,
                "may_leave_message": False,
                "created_at": at,
                "updated_at": at,
            }
        )
        if not is_pregnant:
            birth = (at - timedelta(days=chance.randrange(1, 1800))).date().replace(day=1)
            rows[Child].append({"id": new_id(), "household_id": household, "birth_month": birth, "created_at": at})
    return rows


def _consultations(
    chance: random.Random,
    begin: datetime,
    days: int,
    members: Sequence[tuple[UUID, UUID, datetime]],
    staff: Sequence[tuple[str, UUID, UUID, UUID]],
    first: int,
    count: int,
) -> Rows:
    rows: Rows = {Appointment: [], Encounter: [], CallReport: [], Message: [], Note: []}
    for number in range(first, first + count):
        # Evenly spread, so that no two of a practitioner or a person overlap.
        at = begin + timedelta(seconds=days * 86_400 * number // (5 * len(members)))
        day = (at - begin).days
        known = max(1, int(len(members) * (day + 1) / days))
        person, account, _ = members[(number * 7) % known]
        _, service, practitioner, writer = staff[number % len(staff)]
        is_text = chance.random() < 0.3
        held = chance.random() >= 0.1
        claim = {
            "id": new_id(),
            "kind": "appointment",
            "practitioner_id": practitioner,
            "person_id": person,
            "service_id": service,
            "modality": "text" if is_text else "video",
            "starts_at": at,
            "ends_at": at + timedelta(minutes=1),
            "busy_from": at,
            "busy_until": at + timedelta(minutes=1),
            "state": "fulfilled" if held else chance.choice(["cancelled", "no_show"]),
            "assignment": {},
            "created_at": at - timedelta(days=chance.randrange(1, 20)),
        }
        rows[Appointment].append(claim)
        if not held:
            # Another appointment for it, so that there are as many consultations as were asked for.
            claim = {**claim, "id": new_id(), "state": "fulfilled"}
            rows[Appointment].append(claim)
        rows[Encounter].append(_encounter(chance, claim, at, _WRITTEN if is_text else 0))
        encounter = rows[Encounter][-1]["id"]
        rows[Note].append(_note(chance, encounter, practitioner, at + timedelta(minutes=50)))
        if is_text:
            rows[Message] += _messages(encounter, account, writer, at)
        else:
            rows[CallReport] += _reports(chance, encounter, at)
    return rows


def _encounter(chance: random.Random, claim: Row, at: datetime, written: int) -> Row:
    return {
        "id": new_id(),
        "appointment_id": claim["id"],
        "person_id": claim["person_id"],
        "practitioner_id": claim["practitioner_id"],
        "state": "finished",
        "arrived_at": at - timedelta(minutes=5),
        "admitted_at": at + timedelta(seconds=chance.randrange(900)),
        "finished_at": at + timedelta(minutes=40),
        "last_sequence": written,
        "revision": 3,
    }


def _note(chance: random.Random, encounter: UUID, practitioner: UUID, at: datetime) -> Row:
    known = categories()
    return {
        "id": new_id(),
        "encounter_id": encounter,
        "practitioner_id": practitioner,
        "form": "midwife",
        "form_version": 1,
        "version": 2,
        "fields_sealed": _SEALED,
        "reasons": chance.sample([each.code for each in known.reasons], chance.randrange(MAX_REASONS + 1)),
        "outcome": None if chance.random() < 0.05 else chance.choice(known.outcomes).code,
        "created_at": at,
        "updated_at": at,
        "signed_at": at,
    }


def _messages(encounter: UUID, account: UUID, writer: UUID, at: datetime) -> Iterator[Row]:
    for sequence in range(1, _WRITTEN + 1):
        yield {
            "id": new_id(),
            "encounter_id": encounter,
            "sequence": sequence,
            "author_account_id": account if sequence % 2 else writer,
            "client_id": new_id(),
            "body_sealed": _SEALED,
            "sent_at": at + timedelta(minutes=sequence),
        }


def _reports(chance: random.Random, encounter: UUID, at: datetime) -> Iterator[Row]:
    for role in (Role.PARENT, Role.MIDWIFE):
        yield {
            "id": new_id(),
            "encounter_id": encounter,
            "connection_id": new_id(),
            "entry": 1,
            "role": role,
            "started_at": at,
            "reported_at": at,
            "seconds": 1200,
            "setup_ms": chance.randrange(200, 3000),
            "loss_percent": chance.random() * 5,
            "relayed": chance.random() < 0.2,
            "reconnects": 0,
            "rung": "full",
        }


def _courses(
    chance: random.Random,
    begin: datetime,
    days: int,
    members: Sequence[tuple[UUID, UUID, datetime]],
    staff: Sequence[tuple[str, UUID, UUID, UUID]],
) -> Rows:
    rows: Rows = {EpisodeOfCare: [], QuestionnaireResponse: [], RiskTier: []}
    counsellors = [practitioner for code, _, practitioner, _ in staff if code == "counselling"]
    end = begin + timedelta(days=days)
    for person, _, registered in members[::10]:
        opened, closed = registered + timedelta(days=7), registered + timedelta(days=60)
        is_closed = closed < end
        course = new_id()
        rows[EpisodeOfCare].append(
            {
                "id": course,
                "person_id": person,
                "practitioner_id": chance.choice(counsellors),
                "kind": "counselling",
                "state": "finished" if is_closed else "active",
                "outcome": "completed" if is_closed else None,
                "opened_at": opened,
                "closed_at": closed if is_closed else None,
            }
        )
        answered = [("course_start", opened, chance.randrange(4, 28))]
        if is_closed and chance.random() < 0.8:
            answered.append(("course_end", closed, chance.randrange(0, 20)))
        for occasion, at, total in answered:
            rows[QuestionnaireResponse].append(
                {
                    "id": new_id(),
                    "person_id": person,
                    "questionnaire": "phq-9",
                    "version": "1",
                    "text_id": "ja",
                    "text_status": "unvalidated",
                    "language": "ja",
                    "occasion": occasion,
                    "episode_id": course,
                    "state": "completed",
                    "started_at": at,
                    "settled_at": at,
                    "total": total,
                    "band": "x",
                }
            )
        source, at = new_id(), opened - timedelta(days=1)
        tier = {"id": new_id(), "person_id": person, "tier": "high", "reason": "phq9_total", "source_id": source}
        rows[RiskTier].append({**tier, "decided_at": at})
    return rows
