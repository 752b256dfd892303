"""The figures of a period, from stored rows, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.assessments.due import Course, Form, FormState, Occasion, course_of_start
from clinic.assessments.tables import QuestionnaireResponse
from clinic.assessments.tasks import PHQ9, form_of, list_courses
from clinic.encounters.service import COURSE
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.evaluation.phq9 import Answered, ClosedCourse, Phq9Figures, measure
from core.errors import Invalid
from core.unit_of_work import UnitOfWork
from people.persons.tables import Person

_LONGEST_DAYS = 3660
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """How often a service was used in the period, and by how many distinct people."""

    code: str
    name_ja: str
    name_en: str
    consultations: int
    people: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period of local days, both included."""

    first_day: date
    last_day: date
    registrations: int
    registrations_total: int
    services: tuple[ServiceUse, ...]
    consultations: int
    people: int
    running_courses: int
    phq9: Phq9Figures


def period(uow: UnitOfWork, first_day: date, last_day: date) -> tuple[datetime, datetime]:
    """Return the instants between which the local days lie, both included, in the service's zone.

    Raises Invalid("evaluation.period_invalid") when the period ends before it begins, begins before 2000 or is over ten
    years long, and Invalid("evaluation.period_in_future") when it has not begun.
    """
    if first_day < _EARLIEST or not 0 <= (last_day - first_day).days <= _LONGEST_DAYS:
        raise Invalid("evaluation.period_invalid", "Please choose a first day that is not after the last day.")
    if first_day > uow.zone.today(uow.now):
        raise Invalid("evaluation.period_in_future", "This period has not begun yet.")
    begin, _ = uow.zone.day(first_day)
    _, end = uow.zone.day(last_day)
    return begin, end


async def figures(uow: UnitOfWork, first_day: date, last_day: date) -> Figures:
    """Return the figures of the local days from `first_day` to `last_day`, both included. Raises as `period` does."""
    begin, end = period(uow, first_day, last_day)
    new, total = await _registrations(uow, begin, end)
    services = await _services(uow, begin, end)
    consultations, people = await _consultations(uow, begin, end)
    courses, running = await _closed_courses(uow, begin, end)
    return Figures(
        first_day=first_day,
        last_day=last_day,
        registrations=new,
        registrations_total=total,
        services=services,
        consultations=consultations,
        people=people,
        running_courses=running,
        phq9=measure(courses),
    )


async def _registrations(uow: UnitOfWork, begin: datetime, end: datetime) -> tuple[int, int]:
    query = select(func.count().filter(Person.created_at >= begin), func.count()).where(Person.created_at < end)
    new, total = (await uow.session.execute(query)).one()
    return new, total


async def _services(uow: UnitOfWork, begin: datetime, end: datetime) -> tuple[ServiceUse, ...]:
    held = and_(Encounter.appointment_id == Appointment.id, Encounter.admitted_at >= begin, Encounter.admitted_at < end)
    query = (
        select(
            Service.code,
            Service.name_ja,
            Service.name_en,
            func.count(Encounter.id),
            func.count(Encounter.person_id.distinct()),
        )
        .select_from(Service)
        .outerjoin(Appointment, Appointment.service_id == Service.id)
        .outerjoin(Encounter, held)
        .group_by(Service.id, Service.code, Service.name_ja, Service.name_en, Service.position)
        .order_by(Service.position, Service.code)
    )
    return tuple(ServiceUse(*row) for row in await uow.session.execute(query))


async def _consultations(uow: UnitOfWork, begin: datetime, end: datetime) -> tuple[int, int]:
    query = select(func.count(), func.count(Encounter.person_id.distinct())).where(
        Encounter.admitted_at >= begin, Encounter.admitted_at < end
    )
    consultations, people = (await uow.session.execute(query)).one()
    return consultations, people


async def _closed_courses(uow: UnitOfWork, begin: datetime, end: datetime) -> tuple[Sequence[ClosedCourse], int]:
    """Return the courses closed in the period with their forms, and how many courses ran on at its end."""
    running = and_(
        EpisodeOfCare.opened_at < end, or_(EpisodeOfCare.closed_at.is_(None), EpisodeOfCare.closed_at >= end)
    )
    closing = aliased(EpisodeOfCare)
    people = select(closing.person_id).where(
        closing.kind == COURSE, closing.closed_at >= begin, closing.closed_at < end
    )
    courses: Mapping[UUID, list[Course]] = defaultdict(list)
    for person_id, course in await list_courses(uow, EpisodeOfCare.person_id.in_(people)):
        courses[person_id].append(course)
    starts: dict[UUID, Answered] = {}
    ends: dict[UUID, Answered] = {}
    completed = (
        select(QuestionnaireResponse)
        .where(
            QuestionnaireResponse.questionnaire == PHQ9,
            QuestionnaireResponse.state == FormState.COMPLETED,
            QuestionnaireResponse.person_id.in_(people),
        )
        .order_by(QuestionnaireResponse.settled_at, QuestionnaireResponse.id)
    )
    for row in await uow.session.scalars(completed):
        form = form_of(row)
        answered = _answered(uow, form, row.total)
        episode_id = (
            course_of_start(form, courses[row.person_id]) if row.occasion is Occasion.COURSE_START else row.episode_id
        )
        if answered is not None and episode_id is not None:
            # Of several forms of one beginning or end the last one counts.
            (starts if row.occasion is Occasion.COURSE_START else ends)[episode_id] = answered
    closed = [
        ClosedCourse(starts.get(course.episode_id), ends.get(course.episode_id))
        for of_person in courses.values()
        for course in of_person
        if course.closed_at is not None and begin <= course.closed_at < end
    ]
    count = select(func.count()).select_from(EpisodeOfCare).where(EpisodeOfCare.kind == COURSE, running)
    return closed, await uow.session.scalar(count) or 0


def _answered(uow: UnitOfWork, form: Form, total: int | None) -> Answered | None:
    if form.settled_at is None or total is None:
        return None
    return Answered(uow.zone.today(form.settled_at), total)
