"""What a person is asked now, read from the stored appointments, courses and responses."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments.due import Course, Due, Form, Visit, what_is_due
from clinic.assessments.tables import QuestionnaireResponse
from clinic.encounters.service import COURSE
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from core.unit_of_work import UnitOfWork
from people.consents.service import has_sensitive_data

PHQ9 = "phq-9"


async def list_due(uow: UnitOfWork, person_id: UUID) -> Sequence[Due]:
    """Return what the person is asked now; nothing without the consent to the handling of sensitive health data."""
    if not await has_sensitive_data(uow, person_id):
        return ()
    visits = await _visits(uow, person_id)
    courses = await list_courses(uow, EpisodeOfCare.person_id == person_id)
    forms = await list_forms(uow, person_id)
    return what_is_due(visits, [course for _, course in courses], forms, uow.now)


async def list_courses(uow: UnitOfWork, condition: ColumnElement[bool]) -> Sequence[tuple[UUID, Course]]:
    """Return the courses of counselling under a condition on episodes of care, each with its person's id."""
    sessions: dict[UUID | None, list[tuple[UUID, EncounterState]]] = defaultdict(list)
    held = (
        select(Encounter.episode_id, Encounter.appointment_id, Encounter.state)
        .join(EpisodeOfCare, EpisodeOfCare.id == Encounter.episode_id)
        .where(EpisodeOfCare.kind == COURSE, condition)
    )
    for episode_id, appointment_id, state in await uow.session.execute(held):
        # An urgent encounter has no appointment, and is no session of a course.
        if appointment_id is not None:
            sessions[episode_id].append((appointment_id, state))
    episodes = select(
        EpisodeOfCare.person_id, EpisodeOfCare.id, EpisodeOfCare.opened_at, EpisodeOfCare.closed_at
    ).where(EpisodeOfCare.kind == COURSE, condition)
    return [
        (
            person_id,
            Course(
                episode_id,
                opened_at,
                closed_at,
                met=any(state is EncounterState.FINISHED for _, state in sessions[episode_id]),
                appointment_ids=frozenset(appointment_id for appointment_id, _ in sessions[episode_id]),
            ),
        )
        for person_id, episode_id, opened_at, closed_at in await uow.session.execute(episodes)
    ]


async def list_forms(uow: UnitOfWork, person_id: UUID) -> Sequence[Form]:
    """Return a person's PHQ-9 responses as the rules of what is due see them."""
    rows = await uow.session.scalars(
        select(QuestionnaireResponse).where(
            QuestionnaireResponse.person_id == person_id, QuestionnaireResponse.questionnaire == PHQ9
        )
    )
    return [form_of(row) for row in rows]


def form_of(row: QuestionnaireResponse) -> Form:
    """Return a response as the rules of what is due see it."""
    return Form(
        response_id=row.id,
        occasion=row.occasion,
        state=row.state,
        appointment_id=row.appointment_id,
        episode_id=row.episode_id,
        started_at=row.started_at,
        settled_at=row.settled_at,
    )


async def _visits(uow: UnitOfWork, person_id: UUID) -> Sequence[Visit]:
    query = (
        select(Appointment.id, Appointment.ends_at, Appointment.state)
        .join(Service, Service.id == Appointment.service_id)
        .where(Appointment.person_id == person_id, Service.code == COURSE)
    )
    return [Visit(row.id, row.ends_at, row.state in STANDING) for row in await uow.session.execute(query)]
