"""Reading what is exported from the stored rows: plain columns alone, in pages, with a fixed number of queries each.

With `since`, of what tells when it last changed only that which changed at that instant or later; the rest is whole.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from booking.rota.tables import Duty
from booking.services.tables import Service
from clinic.assessments import definitions
from clinic.assessments.due import FormState
from clinic.assessments.questionnaire import Questionnaire
from clinic.assessments.scoring.outcome import SCALES
from clinic.assessments.scoring.scale import TOTAL
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse, QuestionnaireScore
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.exchange.mapping import values
from clinic.exchange.paging import PAGE, pages
from core.audit.events import Action, Entity, Purpose
from core.audit.tables import AuditEvent
from core.principal import Role
from core.unit_of_work import UnitOfWork
from core.unreadable import Unreadable, open_or_say
from people.accounts.tables import Account
from people.consents.tables import Consent
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

Stream = AsyncIterator[Sequence[values.Value]]


async def patients(uow: UnitOfWork, _since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the persons, all of them: a name or a block has no instant."""
    query = select(
        Person.id,
        Account.blocked_at,
        Account.display_name,
        Account.locale,
        Person.district,
        Person.pregnant_due,
        Person.other_tie,
        Person.created_at,
    ).join(Account, Account.id == Person.account_id)
    async for rows in pages(uow, query, Person.id, size):
        yield [values.PatientValue(key, blocked is None, *others) for key, blocked, *others in rows]


async def practitioners(uow: UnitOfWork, _since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the practitioners, all of them."""
    query = select(
        Practitioner.id,
        Account.blocked_at,
        Account.display_name,
        Practitioner.gender,
        Practitioner.languages,
        Account.role,
        Practitioner.title_ja,
        Practitioner.title_en,
        Practitioner.specialties,
    ).join(Account, Account.id == Practitioner.account_id)
    async for rows in pages(uow, query, Practitioner.id, size):
        yield [
            values.PractitionerValue(
                key, blocked is None, name, gender, tuple(languages), role, ja, en, tuple(specialties)
            )
            for key, blocked, name, gender, languages, role, ja, en, specialties in rows
        ]


async def schedules(uow: UnitOfWork, _since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the schedule of each practitioner, all of them."""
    query = select(Practitioner.id, Account.blocked_at).join(Account, Account.id == Practitioner.account_id)
    async for rows in pages(uow, query, Practitioner.id, size):
        yield [values.ScheduleValue(key, blocked is None) for key, blocked in rows]


async def slots(uow: UnitOfWork, since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the duties, all of them, and then the times that standing appointments take."""
    query = select(Duty.id, Duty.practitioner_id, Duty.role, Duty.duty, Duty.starts_at, Duty.ends_at)
    async for rows in pages(uow, query, Duty.id, size):
        yield [values.DutySlotValue(*row) for row in rows]
    taken = (
        select(
            Appointment.id,
            Appointment.practitioner_id,
            Service.code,
            Appointment.busy_from,
            Appointment.busy_until,
        )
        .join(Service, Service.id == Appointment.service_id)
        .where(Appointment.state.in_(STANDING), _changed_appointment(since))
    )
    async for rows in pages(uow, taken, Appointment.id, size):
        yield [values.BookedSlotValue(*row) for row in rows]


async def appointments(uow: UnitOfWork, since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the appointments, whatever became of them."""
    query = (
        select(
            Appointment.id,
            Appointment.person_id,
            Appointment.practitioner_id,
            Service.code,
            Appointment.modality,
            Appointment.state,
            Appointment.starts_at,
            Appointment.ends_at,
            Appointment.created_at,
            Appointment.changed_at,
            Appointment.arrived_at,
            Appointment.cancelled_late,
            Appointment.extended_minutes,
        )
        .join(Service, Service.id == Appointment.service_id)
        .where(_changed_appointment(since))
    )
    async for rows in pages(uow, query, Appointment.id, size):
        yield [
            values.AppointmentValue(
                id=row.id,
                person_id=row.person_id,
                practitioner_id=row.practitioner_id,
                service=row.code,
                modality=row.modality.value,
                state=row.state,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                booked_at=row.created_at,
                changed_at=row.changed_at,
                arrived_at=row.arrived_at,
                cancelled_late=bool(row.cancelled_late),
                extended_minutes=row.extended_minutes or 0,
            )
            for row in rows
        ]


async def encounters(uow: UnitOfWork, since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the consultations; one that is not over may have changed at any time."""
    query = select(
        Encounter.id,
        Encounter.appointment_id,
        Encounter.person_id,
        Encounter.practitioner_id,
        Encounter.episode_id,
        Encounter.state,
        Encounter.arrived_at,
        Encounter.admitted_at,
        Encounter.finished_at,
    ).where(_later(since, Encounter.arrived_at, Encounter.finished_at, Encounter.state != EncounterState.FINISHED))
    async for rows in pages(uow, query, Encounter.id, size):
        yield [values.EncounterValue(*row) for row in rows]


async def episodes(uow: UnitOfWork, _since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the courses, all of them: who leads one changes without an instant."""
    query = select(
        EpisodeOfCare.id,
        EpisodeOfCare.person_id,
        EpisodeOfCare.practitioner_id,
        EpisodeOfCare.kind,
        EpisodeOfCare.state,
        EpisodeOfCare.outcome,
        EpisodeOfCare.opened_at,
        EpisodeOfCare.closed_at,
    )
    async for rows in pages(uow, query, EpisodeOfCare.id, size):
        yield [values.EpisodeValue(*row) for row in rows]


async def responses(uow: UnitOfWork, since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the scales with their answers. Surveys are not among them: nobody but the person reads these."""
    of = QuestionnaireResponse
    query = select(
        of.id,
        of.person_id,
        of.questionnaire,
        of.version,
        of.language,
        of.text_id,
        of.text_status,
        of.occasion,
        of.appointment_id,
        of.episode_id,
        of.state,
        of.started_at,
        of.settled_at,
    ).where(
        of.questionnaire.in_(SCALES), _later(since, of.started_at, of.settled_at, of.state == FormState.IN_PROGRESS)
    )
    async for rows in pages(uow, query, of.id, size):
        answers, unreadable = await _answers(uow, [row.id for row in rows])
        known = await definitions.of_versions(uow, {(row.questionnaire, row.version) for row in rows})
        yield [
            values.ResponseValue(
                id=row.id,
                person_id=row.person_id,
                questionnaire=row.questionnaire,
                version=row.version,
                language=row.language,
                text_id=row.text_id,
                text_status=row.text_status,
                occasion=row.occasion,
                appointment_id=row.appointment_id,
                episode_id=row.episode_id,
                state=row.state,
                started_at=row.started_at,
                settled_at=row.settled_at,
                answers=_in_order(known[row.questionnaire, row.version], answers.get(row.id, {})),
                unreadable=unreadable.get(row.id),
            )
            for row in rows
        ]


async def totals(uow: UnitOfWork, since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the totals of completed scales."""
    of = QuestionnaireResponse
    query = (
        select(of.id, of.person_id, of.questionnaire, of.settled_at, QuestionnaireScore.value, of.band)
        .join(QuestionnaireScore, QuestionnaireScore.response_id == of.id)
        .where(
            QuestionnaireScore.code == TOTAL,
            of.questionnaire.in_(SCALES),
            of.state == FormState.COMPLETED,
            _later(since, of.settled_at),
        )
    )
    async for rows in pages(uow, query, of.id, size):
        yield [values.TotalValue(*row) for row in rows]


async def consents(uow: UnitOfWork, since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the consents, those taken back too."""
    query = select(
        Consent.id, Consent.person_id, Consent.kind, Consent.version, Consent.given_at, Consent.withdrawn_at
    ).where(_later(since, Consent.given_at, Consent.withdrawn_at))
    async for rows in pages(uow, query, Consent.id, size):
        yield [values.ConsentValue(*row) for row in rows]


async def audit_events(uow: UnitOfWork, since: datetime | None, size: int = PAGE) -> Stream:
    """Yield the entries of the audit log."""
    query = select(
        AuditEvent.id,
        AuditEvent.recorded_at,
        AuditEvent.action,
        AuditEvent.entity,
        AuditEvent.entity_id,
        AuditEvent.person_id,
        AuditEvent.account_id,
        AuditEvent.role,
        AuditEvent.session_id,
        AuditEvent.purpose,
        AuditEvent.succeeded,
    ).where(_later(since, AuditEvent.recorded_at))
    async for rows in pages(uow, query, AuditEvent.id, size):
        yield [
            values.AuditValue(
                id=row.id,
                recorded_at=row.recorded_at,
                action=Action(row.action),
                entity=Entity(row.entity),
                entity_id=row.entity_id,
                person_id=row.person_id,
                account_id=row.account_id,
                role=None if row.role is None else Role(row.role),
                session_id=row.session_id,
                purpose=Purpose(row.purpose),
                succeeded=row.succeeded,
            )
            for row in rows
        ]


STREAMS: Mapping[str, Callable[..., Stream]] = {
    "Patient": patients,
    "Practitioner": practitioners,
    "Schedule": schedules,
    "Slot": slots,
    "Appointment": appointments,
    "Encounter": encounters,
    "EpisodeOfCare": episodes,
    "QuestionnaireResponse": responses,
    "Observation": totals,
    "Consent": consents,
    "AuditEvent": audit_events,
}
"""How each type of resource is read, in the order in which they are written."""


def _later(since: datetime | None, *instants: Any) -> ColumnElement[bool]:
    """Return whether one of the instants is `since` or later, or one of the conditions among them holds."""
    if since is None:
        return true()
    return or_(*(each if each.type.python_type is bool else each >= since for each in instants))


def _changed_appointment(since: datetime | None) -> ColumnElement[bool]:
    return _later(since, Appointment.created_at, Appointment.changed_at, Appointment.arrived_at)


async def _answers(
    uow: UnitOfWork, response_ids: Sequence[UUID]
) -> tuple[Mapping[UUID, Mapping[str, int]], Mapping[UUID, Unreadable]]:
    query = select(
        QuestionnaireAnswer.id,
        QuestionnaireAnswer.response_id,
        QuestionnaireAnswer.link_id,
        QuestionnaireAnswer.answer_sealed,
    ).where(QuestionnaireAnswer.response_id.in_(response_ids))
    found: dict[UUID, dict[str, int]] = {}
    unreadable: dict[UUID, Unreadable] = {}
    for key, response_id, link_id, sealed in await uow.session.execute(query):
        said, fault = open_or_say(uow.vault, sealed, f"answer:{key}")
        if fault is None:
            found.setdefault(response_id, {})[link_id] = int(said)
        else:
            unreadable[response_id] = fault
    # Half of a form is not given out for the whole.
    return {key: answers for key, answers in found.items() if key not in unreadable}, unreadable


def _in_order(questionnaire: Questionnaire, given: Mapping[str, int]) -> tuple[values.AnswerValue, ...]:
    found = []
    for group in questionnaire.groups:
        for item in group.items:
            if item.link_id not in given:
                continue
            number = given[item.link_id]
            coding = next((option.coding for option in item.options if option.value == number), None)
            system, code = (None, None) if coding is None else (coding.system, coding.code)
            found.append(values.AnswerValue(group.link_id, item.link_id, number, system, code))
    return tuple(found)
