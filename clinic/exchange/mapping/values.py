"""What is exported, as plain values: one dataclass for each FHIR resource. Instants are aware, in UTC.

No text that is sealed at rest is among them, but for the answers to scales.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from booking.appointments.states import ClaimState
from booking.rota.problem import DutyKind
from clinic.assessments.due import FormState, Occasion
from clinic.assessments.questionnaire import TextStatus
from clinic.encounters.states import EncounterState, EpisodeOutcome, EpisodeState
from core.audit.events import Action, Entity, Purpose
from core.principal import Role
from core.unreadable import Unreadable
from people.consents.kinds import ConsentKind
from people.persons.ties import OtherTie
from people.practitioners.kinds import Gender


@dataclass(frozen=True, slots=True)
class PatientValue:
    """A person who uses the service; `active` is false while their account is blocked."""

    id: UUID
    active: bool
    name: str
    language: str
    district: str | None
    pregnant_due: date | None
    other_tie: OtherTie | None
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class PractitionerValue:
    """A clinician as parents see them."""

    id: UUID
    active: bool
    name: str
    gender: Gender | None
    languages: tuple[str, ...]
    role: Role
    title_ja: str
    title_en: str
    specialties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScheduleValue:
    """The one schedule of a practitioner, whose id it has: slots refer to it."""

    practitioner_id: UUID
    active: bool


@dataclass(frozen=True, slots=True)
class DutySlotValue:
    """A duty of the published rota: time in which its practitioner is there, or can be called."""

    id: UUID
    practitioner_id: UUID
    role: Role
    duty: DutyKind
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class BookedSlotValue:
    """The time that a standing appointment takes, with its buffers; the id is that of the appointment."""

    id: UUID
    practitioner_id: UUID
    service: str
    busy_from: datetime
    busy_until: datetime


SlotValue = DutySlotValue | BookedSlotValue


@dataclass(frozen=True, slots=True)
class AppointmentValue:
    """A booked consultation, whatever became of it; `service` is the code of its service."""

    id: UUID
    person_id: UUID
    practitioner_id: UUID
    service: str
    modality: str
    state: ClaimState
    starts_at: datetime
    ends_at: datetime
    booked_at: datetime
    changed_at: datetime | None
    arrived_at: datetime | None
    cancelled_late: bool
    extended_minutes: int


@dataclass(frozen=True, slots=True)
class EncounterValue:
    """A consultation that took place or was waited for; without an appointment it is an urgent one."""

    id: UUID
    appointment_id: UUID | None
    person_id: UUID
    practitioner_id: UUID
    episode_id: UUID | None
    state: EncounterState
    arrived_at: datetime
    admitted_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class EpisodeValue:
    """A course of consultations of one kind."""

    id: UUID
    person_id: UUID
    practitioner_id: UUID
    kind: str
    state: EpisodeState
    outcome: EpisodeOutcome | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerValue:
    """An answer: the heading it stands under, its question, its number, and its code (None where it has none)."""

    group: str | None
    item: str
    value: int
    system: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class ResponseValue:
    """A scale as a person answered it. `unreadable` says why its answers are not there although there were some."""

    id: UUID
    person_id: UUID
    questionnaire: str
    version: str
    language: str
    text_id: str
    text_status: TextStatus
    occasion: Occasion
    appointment_id: UUID | None
    episode_id: UUID | None
    state: FormState
    started_at: datetime
    settled_at: datetime | None
    answers: tuple[AnswerValue, ...]
    unreadable: Unreadable | None


@dataclass(frozen=True, slots=True)
class TotalValue:
    """The total of a completed scale, and the band it lies in."""

    response_id: UUID
    person_id: UUID
    scale: str
    settled_at: datetime
    total: int
    band: str | None


@dataclass(frozen=True, slots=True)
class ConsentValue:
    """A consent to a version of a text, and when it was taken back."""

    id: UUID
    person_id: UUID
    kind: ConsentKind
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditValue:
    """An entry of the audit log, without its seal: who did what to which entity of whose record."""

    id: UUID
    recorded_at: datetime
    action: Action
    entity: Entity
    entity_id: UUID | None
    person_id: UUID | None
    account_id: UUID | None
    role: Role | None
    session_id: UUID | None
    purpose: Purpose
    succeeded: bool


Value = (
    PatientValue
    | PractitionerValue
    | ScheduleValue
    | SlotValue
    | AppointmentValue
    | EncounterValue
    | EpisodeValue
    | ResponseValue
    | TotalValue
    | ConsentValue
    | AuditValue
)
