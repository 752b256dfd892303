"""A course of counselling as it went, made through the services with the clock set back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from booking.appointments import service as appointments
from booking.services.tables import Modality, Service
from clinic.assessments import responses
from clinic.assessments.due import Occasion
from clinic.encounters import episodes
from clinic.encounters import service as encounters
from clinic.encounters.states import EpisodeOutcome
from clinic.records import service as records
from clinic.records.cosigning import service as cosigning
from clinic.records.views import NoteContent
from core.clock import ManualClock
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import Units
from people.accounts.tables import Account
from people.persons.tables import Person
from people.practitioners.tables import Practitioner


@dataclass(frozen=True, slots=True)
class FirstSession:
    """What the first session of a course left."""

    appointment_id: UUID
    encounter_id: UUID
    episode_id: UUID
    response_id: UUID
    total: int | None


def at(units: Units, clock: ManualClock) -> Units:
    """Return units of work on the same database whose time is `clock`'s."""
    return Units(units.database, clock, units.zone, units.vault, units.live)


async def principal_of(units: Units, email: str) -> Principal:
    """Return the principal of an account, as if signed in; raises NoResultFound."""
    async with units.read() as uow:
        query = (
            select(Account, Person.id, Practitioner.id)
            .outerjoin(Person, Person.account_id == Account.id)
            .outerjoin(Practitioner, Practitioner.account_id == Account.id)
            .where(Account.email == email)
        )
        account, person_id, practitioner_id = (await uow.session.execute(query)).one()
    return Principal(account.id, account.role, new_id(), person_id, practitioner_id, account.locale)


async def answer_phq9(
    units: Units,
    client: Principal,
    occasion: Occasion,
    answers: Sequence[int],
    *,
    appointment: UUID | None,
    episode: UUID | None,
) -> tuple[UUID, int | None]:
    """Let the client answer the nine items in order; returns the response's id and its total."""
    async with units.write() as uow:
        response = await responses.start(
            uow,
            client,
            questionnaire="phq-9",
            language=client.locale,
            occasion=occasion,
            appointment_id=appointment,
            episode_id=episode,
        )
    for number, value in enumerate(answers, start=1):
        async with units.write() as uow:
            await responses.answer(uow, client, response.id, str(number), value)
    async with units.write() as uow:
        done = await responses.complete(uow, client, response.id)
    return response.id, done.total


async def first_session(
    units: Units,
    client: Principal,
    counsellor: Principal,
    starts_at: datetime,
    answers: Sequence[int],
    note: NoteContent,
) -> FirstSession:
    """Book, ask PHQ-9, meet and sign the note: the first session of counselling, at `starts_at` in the past.

    The counsellor must have a free slot then; `answers` are those of PHQ-9's nine items.
    """
    clock = ManualClock(starts_at - timedelta(days=2))
    past = at(units, clock)
    async with past.write() as uow:
        service_id = (await uow.session.scalars(select(Service.id).where(Service.code == encounters.COURSE))).one()
        appointment = await appointments.book(
            uow, client, service_id, starts_at, counsellor.practitioner_id, Modality.VOICE
        )
    response_id, total = await answer_phq9(
        past, client, Occasion.COURSE_START, answers, appointment=appointment.id, episode=None
    )
    clock.set(starts_at - timedelta(minutes=5))
    async with past.write() as uow:
        encounter = await encounters.arrive(uow, client, appointment.id, "自宅")
    clock.set(starts_at)
    async with past.write() as uow:
        await encounters.admit(uow, counsellor, encounter.id)
    clock.set(starts_at + timedelta(minutes=50))
    async with past.write() as uow:
        await encounters.finish(uow, counsellor, encounter.id)
    async with past.write() as uow:
        saved = await records.save(uow, counsellor, encounter.id, note, 0)
    async with past.write() as uow:
        await records.sign(uow, counsellor, encounter.id, saved.version)
    if encounter.episode_id is None:
        raise RuntimeError("counselling opened no course")
    return FirstSession(appointment.id, encounter.id, encounter.episode_id, response_id, total)


async def cosign_waiting(units: Units, psychiatrist: Principal, when: datetime) -> None:
    """Let the psychiatrist open and co-sign, at `when`, every counselling note that waits for them."""
    past = at(units, ManualClock(when))
    async with past.read() as uow:
        waiting = await cosigning.list_waiting(uow, psychiatrist)
    for each in waiting:
        async with past.write() as uow:
            await cosigning.open_note(uow, psychiatrist, each.id)
        async with past.write() as uow:
            await cosigning.cosign(uow, psychiatrist, each.id)


async def close_course(
    units: Units, client: Principal, counsellor: Principal, episode_id: UUID, when: datetime, answers: Sequence[int]
) -> int | None:
    """Close the course at `when` and let the client answer PHQ-9 the same day; returns the total."""
    clock = ManualClock(when)
    past = at(units, clock)
    async with past.write() as uow:
        await episodes.close_episode(uow, counsellor, episode_id, EpisodeOutcome.COMPLETED, "目標に届いた")
    clock.advance(timedelta(hours=3))
    _, total = await answer_phq9(past, client, Occasion.COURSE_END, answers, appointment=None, episode=episode_id)
    return total
