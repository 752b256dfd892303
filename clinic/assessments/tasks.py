"""What people are asked now, read from the stored appointments, courses and responses."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments.asking import in_force
from clinic.assessments.asking.deciding import Asked, Meeting, Situation, looked_back_to, stages_of, what_is_asked
from clinic.assessments.asking.rules import Rules
from clinic.assessments.due import PHQ9, Course, Form, Occasion
from clinic.assessments.tables import QuestionnaireResponse
from clinic.assessments.translations import having_texts
from clinic.encounters.service import COURSE
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.safety.flags import alerted
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.consents.service import with_sensitive_data
from people.persons.service import families
from people.persons.tables import Person
from people.practitioners.tables import Practitioner
from people.risk.kinds import RiskLevel
from people.risk.service import current_tiers

__all__ = ["PHQ9", "form_of", "list_asked", "list_courses", "list_due", "situations"]


async def list_due(uow: UnitOfWork, person_id: UUID) -> Sequence[Asked]:
    """Return what the person is asked now; nothing without the consent to the handling of sensitive health data."""
    rules = await in_force.rules(uow)
    return (await list_asked(uow, rules, [person_id])).get(person_id, ())


async def list_asked(uow: UnitOfWork, rules: Rules, person_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Asked]]:
    """Return what each person is asked now by the rules, in a fixed number of queries."""
    found = await situations(uow, rules, person_ids)
    return {person_id: what_is_asked(rules, situation, uow.now) for person_id, situation in found.items()}


async def situations(uow: UnitOfWork, rules: Rules, person_ids: Collection[UUID]) -> Mapping[UUID, Situation]:
    """Return what the rules look at, of each person who consents to the handling of sensitive health data."""
    people = await with_sensitive_data(uow, person_ids)
    if not people:
        return {}
    today = uow.zone.today(uow.now)
    since, _ = uow.zone.day(looked_back_to(today))
    meetings: dict[UUID, list[Meeting]] = defaultdict(list)
    for person_id, meeting in await _meetings(uow, people, since):
        meetings[person_id].append(meeting)
    courses: dict[UUID, list[Course]] = defaultdict(list)
    not_over = or_(EpisodeOfCare.closed_at.is_(None), EpisodeOfCare.closed_at >= since)
    for person_id, course in await list_courses(uow, and_(EpisodeOfCare.person_id.in_(people), not_over)):
        courses[person_id].append(course)
    forms: dict[UUID, list[Form]] = defaultdict(list)
    begun = select(QuestionnaireResponse).where(
        QuestionnaireResponse.person_id.in_(people), QuestionnaireResponse.started_at >= since
    )
    for row in await uow.session.scalars(begun):
        forms[row.person_id].append(form_of(row))
    stages = {
        person_id: stages_of(family.pregnant_due, family.birth_months, today)
        for person_id, family in (await families(uow, people)).items()
    }
    registered: Mapping[UUID, datetime] = {}
    if any(rule.occasion is Occasion.REGISTRATION for rule in rules.active):
        created = select(Person.id, Person.created_at).where(Person.id.in_(people))
        registered = {row.id: row.created_at for row in await uow.session.execute(created)}
    tiers = await current_tiers(uow, people)
    flagged = await alerted(uow, people)
    available = await having_texts(uow, {rule.questionnaire for rule in rules.active})
    return {
        person_id: Situation(
            meetings=tuple(meetings[person_id]),
            courses=tuple(courses[person_id]),
            forms=tuple(forms[person_id]),
            stages=stages.get(person_id, frozenset()),
            tier=tiers.get(person_id, RiskLevel.LOW),
            alerted=person_id in flagged,
            available=available,
            registered_at=registered.get(person_id),
        )
        for person_id in people
    }


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
        questionnaire=row.questionnaire,
        total=row.total,
    )


async def _meetings(uow: UnitOfWork, person_ids: Collection[UUID], since: datetime) -> Sequence[tuple[UUID, Meeting]]:
    query = (
        select(
            Appointment.person_id,
            Appointment.id,
            Service.code,
            Account.role,
            Appointment.created_at,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.state,
            Encounter.finished_at,
        )
        .join(Service, Service.id == Appointment.service_id)
        .join(Practitioner, Practitioner.id == Appointment.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .outerjoin(Encounter, Encounter.appointment_id == Appointment.id)
        .where(Appointment.person_id.in_(person_ids), Appointment.ends_at >= since)
    )
    return [
        (
            row.person_id,
            Meeting(
                appointment_id=row.id,
                service=row.code,
                profession=row.role,
                booked_at=row.created_at,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                stands=row.state in STANDING,
                finished_at=row.finished_at,
            ),
        )
        for row in await uow.session.execute(query)
    ]
