"""The steps of a deletion run: what still holds something, since when it is over, and how it is erased.

Rows that figures count stay, without anything that was said in them: encounters, messages (when, from which side),
appointments, completed forms with their totals, notes with their codes, flags. The texts, files and answers go.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, exists, func, or_, select

from booking.appointments.tables import Appointment
from booking.waitlist.tables import WaitlistEntry
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse
from clinic.device_checks.tables import DeviceCheck
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.keeping import erasing
from clinic.keeping.kept import PersonColumn, course_over, encounter_over, is_kept
from clinic.keeping.retention import RecordKind
from clinic.keeping.tables import ErasedRecord, LegalHold
from clinic.records.letters.tables import Letter
from clinic.records.sharing.tables import GlassBreaking
from clinic.records.summaries.tables import Summary
from clinic.records.tables import Note
from clinic.safety.tables import Flag, RiskAssessment
from core.unit_of_work import UnitOfWork
from people.notices.tables import Notice
from people.persons.tables import Person

Source = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of row: `uncut` selects (id, person's id) of those that hold something, in any order.

    `ended` is the condition under which one of them ended before an instant, `cut` erases those with the ids given.
    With `marks` the row does not show what was erased of it: an ErasedRecord does. `documents`: it stays for its years
    also when its person asks for erasure.
    """

    name: str
    kind: RecordKind
    source_id: SQLColumnExpression[UUID]
    person_id: PersonColumn
    uncut: Source
    ended: Callable[[datetime], ColumnElement[bool]]
    cut: Callable[[UnitOfWork, Sequence[UUID]], Awaitable[None]]
    documents: bool = True
    marks: bool = False

    def due(self, before: datetime, now: datetime) -> Source:
        """Select what ended before an instant, of persons whom nothing keeps now."""
        return self.uncut.where(self.ended(before), ~is_kept(self.person_id, now))

    def of_person(self, person_id: UUID | SQLColumnExpression[UUID]) -> Source:
        """Select what is there of a person, however old."""
        return self.uncut.where(self.person_id == person_id)


def _unmarked(step: str, source_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    return ~exists().where(ErasedRecord.step == step, ErasedRecord.source_id == source_id)


def _encounters() -> Source:
    return select(Encounter.id, Encounter.person_id).outerjoin(EpisodeOfCare, EpisodeOfCare.id == Encounter.episode_id)


_MESSAGES = Step(
    name="messages",
    kind=RecordKind.MESSAGES,
    source_id=Encounter.id,
    person_id=Encounter.person_id,
    uncut=_encounters().where(_unmarked("messages", Encounter.id)),
    ended=encounter_over,
    cut=erasing.cut_messages,
    marks=True,
)

_NOTES = Step(
    name="notes",
    kind=RecordKind.NOTES,
    source_id=Encounter.id,
    person_id=Encounter.person_id,
    uncut=_encounters().where(
        _unmarked("notes", Encounter.id),
        or_(exists().where(Note.encounter_id == Encounter.id), exists().where(Summary.encounter_id == Encounter.id)),
    ),
    ended=encounter_over,
    cut=erasing.cut_notes,
    marks=True,
)

_COURSES = Step(
    name="courses",
    kind=RecordKind.NOTES,
    source_id=EpisodeOfCare.id,
    person_id=EpisodeOfCare.person_id,
    uncut=select(EpisodeOfCare.id, EpisodeOfCare.person_id).where(EpisodeOfCare.closing_sealed.is_not(None)),
    ended=lambda before: EpisodeOfCare.closed_at < before,
    cut=erasing.cut_courses,
)

_GLASS = Step(
    name="glass",
    kind=RecordKind.NOTES,
    source_id=GlassBreaking.id,
    person_id=GlassBreaking.person_id,
    uncut=select(GlassBreaking.id, GlassBreaking.person_id),
    ended=lambda before: GlassBreaking.ends_at < before,
    cut=erasing.delete_glass,
)

_LETTERS = Step(
    name="letters",
    kind=RecordKind.NOTES,
    source_id=Letter.id,
    person_id=Letter.person_id,
    uncut=select(Letter.id, Letter.person_id),
    ended=lambda before: Letter.updated_at < before,
    cut=erasing.delete_letters,
)

_ANSWERS = Step(
    name="answers",
    kind=RecordKind.ANSWERS,
    source_id=QuestionnaireResponse.id,
    person_id=QuestionnaireResponse.person_id,
    uncut=select(QuestionnaireResponse.id, QuestionnaireResponse.person_id)
    .outerjoin(Encounter, Encounter.appointment_id == QuestionnaireResponse.appointment_id)
    .outerjoin(EpisodeOfCare, EpisodeOfCare.id == func.coalesce(QuestionnaireResponse.episode_id, Encounter.episode_id))
    .where(exists().where(QuestionnaireAnswer.response_id == QuestionnaireResponse.id)),
    ended=lambda before: (
        (
            func.coalesce(
                QuestionnaireResponse.settled_at,
                QuestionnaireResponse.started_at,
                type_=QuestionnaireResponse.started_at.type,
            )
            < before
        )
        & course_over(before)
    ),
    cut=erasing.delete_answers,
)

_INTAKE = Step(
    name="intake",
    kind=RecordKind.APPOINTMENTS,
    source_id=Appointment.id,
    person_id=Appointment.person_id,
    uncut=select(Appointment.id, Appointment.person_id)
    .outerjoin(Encounter, Encounter.appointment_id == Appointment.id)
    .outerjoin(EpisodeOfCare, EpisodeOfCare.id == Encounter.episode_id)
    .where(Appointment.reason_sealed.is_not(None)),
    ended=lambda before: (Appointment.ends_at < before) & course_over(before),
    cut=erasing.cut_intake,
)

_FLAGS = Step(
    name="flags",
    kind=RecordKind.SAFETY,
    source_id=Flag.id,
    person_id=Flag.person_id,
    uncut=select(Flag.id, Flag.person_id)
    .outerjoin(RiskAssessment, RiskAssessment.id == Flag.assessment_id)
    .where(
        or_(
            Flag.answer_sealed.is_not(None),
            Flag.comment_sealed.is_not(None),
            func.length(RiskAssessment.content_sealed) > 0,
        )
    ),
    ended=lambda before: Flag.closed_at < before,
    cut=erasing.cut_flags,
)

_HOLDS = Step(
    name="holds",
    kind=RecordKind.SAFETY,
    source_id=LegalHold.id,
    person_id=LegalHold.person_id,
    uncut=select(LegalHold.id, LegalHold.person_id).where(func.length(LegalHold.reason_sealed) > 0),
    ended=lambda before: LegalHold.lifted_at < before,
    cut=erasing.cut_holds,
)

_CHECKS = Step(
    name="checks",
    kind=RecordKind.TECHNICAL,
    source_id=DeviceCheck.appointment_id,
    person_id=Appointment.person_id,
    uncut=select(DeviceCheck.appointment_id, Appointment.person_id).join(
        Appointment, Appointment.id == DeviceCheck.appointment_id
    ),
    ended=lambda before: DeviceCheck.checked_at < before,
    cut=erasing.delete_checks,
    documents=False,
)

_WAITS = Step(
    name="waits",
    kind=RecordKind.TECHNICAL,
    source_id=WaitlistEntry.id,
    person_id=WaitlistEntry.person_id,
    uncut=select(WaitlistEntry.id, WaitlistEntry.person_id),
    ended=lambda before: WaitlistEntry.created_at < before,
    cut=erasing.delete_waits,
    documents=False,
)

_NOTICES = Step(
    name="notices",
    kind=RecordKind.NOTICES,
    source_id=Notice.id,
    person_id=Person.id,
    uncut=select(Notice.id, Person.id)
    .outerjoin(Person, Person.account_id == Notice.account_id)
    .where(Notice.key.not_like(f"{erasing.ERASED_KEY}%")),
    ended=lambda before: Notice.created_at < before,
    cut=erasing.cut_notices,
    documents=False,
)

STEPS = (_MESSAGES, _NOTES, _COURSES, _GLASS, _LETTERS, _ANSWERS, _INTAKE, _FLAGS, _HOLDS, _CHECKS, _WAITS, _NOTICES)
"""In the order in which a run takes them; accounts come after them, see closing."""


def has_documents(person_id: SQLColumnExpression[UUID]) -> ColumnElement[bool]:
    """Return the condition under which something of the person's consultations is still kept: it keeps their name."""
    return or_(*(step.of_person(person_id).correlate(Person).exists() for step in STEPS if step.documents))
