"""Ten years of one person's history for bench.record_history: rows like those that the services leave, notes sealed."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, insert

from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments.tables import QuestionnaireResponse
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.records.contents import amendment_columns, columns
from clinic.records.forms import Form, form_for
from clinic.records.letters.contents import Content, put
from clinic.records.letters.forms import letter_form_for
from clinic.records.letters.states import Basis, LetterKind, LetterState
from clinic.records.letters.tables import Letter
from clinic.records.tables import Note, NoteAmendment
from clinic.records.views import NoteContent
from core.ids import new_id
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.persons.tables import Child, Person
from people.risk.tables import RiskTier
from tests.booking.make import make_service
from tests.clinic.records.make import SERVICES, make_content

YEARS = 10
MONTHS = YEARS * 12
_TEXT = "眠れない日が続き、日中の疲れと不安が強いと話される。家族の手伝いは週に二日ほど。" * 6
"""Some 240 characters, in each of a note's fields."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Staff:
    """Who consults: the practitioner of each profession."""

    by_role: Mapping[Role, Principal]


async def write_history(uow: UnitOfWork, parent: Principal, staff: Staff, seed: int = 1) -> None:
    """Write a consultation with a signed note in each month of ten years, and what else gathers in that time.

    Two in five are counselling, in four courses of a year; each course has PHQ-9 at its beginning, its sessions and its
    end. One note in ten was amended. There are 84 completed scales, 24 entries of the risk tier and 10 letters.
    """
    chance = random.Random(seed)
    rows: dict[type, list[Row]] = {
        kind: []
        for kind in (EpisodeOfCare, Appointment, Encounter, Note, NoteAmendment, QuestionnaireResponse, RiskTier)
    }
    services = {role: await make_service(uow, code) for role, code in SERVICES.items()}
    person = await uow.session.get_one(Person, parent.person_id)
    for birth in (date(uow.now.year - 9, 3, 1), date(uow.now.year - 4, 8, 1)):
        uow.session.add(Child(household_id=person.household_id, birth_month=birth, created_at=uow.now))
    episode: Row | None = None
    for month in range(MONTHS):
        at = uow.now - timedelta(days=30 * (MONTHS - month) + 5)
        year, of_year = divmod(month, 12)
        is_counselling = year % 2 == 0 and year < 8
        if is_counselling and of_year == 0:
            episode = _episode(parent, staff, at)
            rows[EpisodeOfCare].append(episode)
        role = Role.COUNSELLOR if is_counselling else (Role.MIDWIFE, Role.DOCTOR)[month % 2]
        course = episode if is_counselling else None
        _consultation(uow, chance, rows, parent, staff.by_role[role], role, services[role], at, course)
        if is_counselling and course is not None:
            occasion = "course_start" if of_year == 0 else "course_end" if of_year == 11 else "session"
            rows[QuestionnaireResponse].append(_form(chance, parent, "phq-9", at, occasion, course["id"]))
        if month % 3 == 0:
            rows[QuestionnaireResponse].append(_form(chance, parent, "phq-2", at, "consultation", None))
        if month % 5 == 0:
            rows[RiskTier].append(_tier(chance, parent, staff, at))
    for table, values in rows.items():
        await uow.session.execute(insert(cast("Table", table.__table__)), values)  # type: ignore[attr-defined]
    for year in range(YEARS):
        _letter(uow, parent, staff.by_role[Role.MIDWIFE], uow.now - timedelta(days=360 * (year + 1)), year)


def _episode(parent: Principal, staff: Staff, at: datetime) -> Row:
    return {
        "id": new_id(),
        "person_id": parent.person_id,
        "practitioner_id": staff.by_role[Role.COUNSELLOR].practitioner_id,
        "kind": "counselling",
        "state": "finished",
        "outcome": "completed",
        "opened_at": at,
        "closed_at": at + timedelta(days=335),
    }


def _consultation(
    uow: UnitOfWork,
    chance: random.Random,
    rows: dict[type, list[Row]],
    parent: Principal,
    practitioner: Principal,
    role: Role,
    service: Service,
    at: datetime,
    episode: Row | None,
) -> None:
    claim, encounter = new_id(), new_id()
    rows[Appointment].append(
        {
            "id": claim,
            "kind": "appointment",
            "practitioner_id": practitioner.practitioner_id,
            "person_id": parent.person_id,
            "service_id": service.id,
            "modality": "video",
            "starts_at": at,
            "ends_at": at + timedelta(minutes=30),
            "busy_from": at,
            "busy_until": at + timedelta(minutes=30),
            "state": "fulfilled",
            "assignment": {},
            "created_at": at - timedelta(days=7),
        }
    )
    rows[Encounter].append(
        {
            "id": encounter,
            "appointment_id": claim,
            "person_id": parent.person_id,
            "practitioner_id": practitioner.practitioner_id,
            "episode_id": None if episode is None else episode["id"],
            "state": "finished",
            "arrived_at": at,
            "admitted_at": at,
            "finished_at": at + timedelta(minutes=30),
            "last_sequence": 0,
            "revision": 3,
        }
    )
    content = make_content(role, None, complaint=_TEXT, situation=_TEXT, advice=_TEXT, next_action=_TEXT)
    note = new_id()
    rows[Note].append(_note(uow, note, encounter, practitioner, form_for(role), content, at))
    if chance.random() < 0.1:
        amendment = new_id()
        rows[NoteAmendment].append(
            {
                "id": amendment,
                "note_id": note,
                "number": 1,
                "practitioner_id": practitioner.practitioner_id,
                "reason_sealed": uow.vault.seal("聞きまちがい", f"note_amendment_reason:{amendment}"),
                **amendment_columns(uow, amendment, content),
                "written_at": at + timedelta(hours=2),
            }
        )


def _note(
    uow: UnitOfWork, key: UUID, encounter: UUID, author: Principal, form: Form, content: NoteContent, at: datetime
) -> Row:
    signed = at + timedelta(minutes=40)
    return {
        "id": key,
        "encounter_id": encounter,
        "practitioner_id": author.practitioner_id,
        "form": form.form,
        "form_version": form.version,
        "version": 4,
        **columns(uow, key, content),
        "created_at": at,
        "updated_at": signed,
        "signed_at": signed,
    }


def _form(
    chance: random.Random, parent: Principal, questionnaire: str, at: datetime, occasion: str, episode: UUID | None
) -> Row:
    return {
        "id": new_id(),
        "person_id": parent.person_id,
        "questionnaire": questionnaire,
        "version": "1",
        "text_id": "ja",
        "text_status": "unvalidated",
        "language": "ja",
        "occasion": occasion,
        "episode_id": episode,
        "state": "completed",
        "started_at": at,
        "settled_at": at + timedelta(minutes=3),
        "total": chance.randrange(25 if questionnaire == "phq-9" else 7),
        "band": "mild",
    }


def _tier(chance: random.Random, parent: Principal, staff: Staff, at: datetime) -> Row:
    return {
        "id": new_id(),
        "person_id": parent.person_id,
        "tier": chance.choice(["low", "middle", "high"]),
        "reason": "note",
        "source_id": new_id(),
        "practitioner_id": staff.by_role[Role.MIDWIFE].practitioner_id,
        "decided_at": at,
    }


def _letter(uow: UnitOfWork, parent: Principal, author: Principal, at: datetime, number: int) -> None:
    form = letter_form_for(LetterKind.REFERRAL)
    letter = Letter(
        id=new_id(),
        person_id=parent.person_id,
        practitioner_id=author.practitioner_id,
        kind=LetterKind.REFERRAL,
        form=form.form,
        form_version=form.version,
        state=LetterState.ISSUED,
        version=2,
        closed=False,
        created_at=at,
        updated_at=at,
        number=f"bench-{number}",
        issued_at=at,
        basis=Basis.CONSENT,
        written_on=at.date(),
        told_at=at,
    )
    put(uow, letter, Content(form.whole({field.id: _TEXT[:100] for field in form.fields if field.kind == "text"})))
    uow.session.add(letter)
