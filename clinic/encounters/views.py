"""What others see of encounters, messages and episodes: the models shared by the HTTP edge and the socket."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.appointments.extension import Hindrance
from booking.services.tables import Modality
from clinic.encounters.attachments.views import AttachmentOut
from clinic.encounters.states import EncounterState, EpisodeOutcome, EpisodeState
from core.model import Instant, LocalText, Model
from core.principal import Role
from core.unreadable import Unreadable
from people.accounts.tables import Account
from people.practitioners.tables import Practitioner

_NONE = UUID(int=0)


class EncounterService(Model):
    """The service that was booked."""

    id: UUID
    code: str
    name: LocalText


class EncounterAppointment(Model):
    """The booked time that the encounter fulfils; `extended_minutes` of it were added while it went on.

    An urgent encounter has none: `id` is its own then, which its pages are found by, and the times are its own.
    """

    id: UUID
    starts_at: Instant
    ends_at: Instant
    extended_minutes: int
    modality: Modality
    service: EncounterService


class EncounterPerson(Model):
    """The client."""

    id: UUID
    display_name: str


class EncounterPractitioner(Model):
    """The clinician."""

    id: UUID
    display_name: str
    role: Role
    title: LocalText

    @classmethod
    def of(cls, practitioner: Practitioner, account: Account) -> "EncounterPractitioner":
        """Return a stored practitioner with the name of their account as they go out."""
        return cls(
            id=practitioner.id,
            display_name=account.display_name,
            role=account.role,
            title=LocalText(ja=practitioner.title_ja, en=practitioner.title_en),
        )


class EncounterOut(Model):
    """A consultation as its participants see it; `place` is given to clinicians only, `place_unreadable` says why not.

    `urgent`: the person called who is on duty; until somebody answers, `practitioner` is whom the rota names.
    Until `writing_until` both may write on after its end. `unanswered`: the last message that stands is the
    client's.
    `waiting_since`: since when they wait, or waited last. `put_back_at`: when they were sent back to the waiting room.
    `alerted_at`: when others were told that they wait too long. `gone`: they were not let in, their room is closed
    and their page is away, so that they wait no more. `practitioner_busy`: while they wait, the practitioner
    is in another consultation. Of two views the one with the higher `revision` is the newer.
    """

    id: UUID
    urgent: bool
    appointment: EncounterAppointment
    state: EncounterState
    arrived_at: Instant
    waiting_since: Instant
    admitted_at: Instant | None
    put_back_at: Instant | None
    alerted_at: Instant | None
    gone: bool
    practitioner_busy: bool
    finished_at: Instant | None
    writing_until: Instant | None
    unanswered: bool
    person: EncounterPerson
    practitioner: EncounterPractitioner
    place: str | None
    place_unreadable: Unreadable | None
    episode_id: UUID | None
    revision: int


class ExtensionOut(Model):
    """By how many minutes a consultation may last longer than `ends_at`, and what stands against more.

    `next_at`: when the practitioner's next appointment begins.
    """

    ends_at: Instant
    minutes: tuple[int, ...]
    hindrance: Hindrance | None
    next_at: Instant | None


def for_guest(view: EncounterOut) -> EncounterOut:
    """Return what a guest sees: who meets whom and when, and nothing of what it is about or of what came before."""
    name = LocalText(ja="オンライン相談", en="Online consultation")
    service = EncounterService(id=_NONE, code="consultation", name=name)
    return view.model_copy(
        update={
            "appointment": view.appointment.model_copy(update={"service": service}),
            "person": view.person.model_copy(update={"id": _NONE}),
            "writing_until": None,
            "unanswered": False,
            "place": None,
            "place_unreadable": None,
            "episode_id": None,
        }
    )


class Author(Model):
    """Who wrote a message, as the server knows it."""

    account_id: UUID
    display_name: str
    role: Role


class MessageOut(Model):
    """An entry of the log of a consultation; `sequence` counts from 1 in each encounter, without gaps.

    `withdraws` is the number of the message that this entry withdraws; such an entry has no text of its own. Of a
    message that is `withdrawn` text and file are given to nobody any more. `body` may be empty where there is a `file`;
    where the text cannot be read it is, and `unreadable` says why.
    """

    id: UUID
    sequence: Annotated[int, Field(ge=1)]
    client_id: UUID
    author: Author
    body: str
    file: AttachmentOut | None
    sent_at: Instant
    withdraws: int | None
    withdrawn: bool
    unreadable: Unreadable | None


class Receipt(Model):
    """How far an account has got in the messages: the number up to which it has them, and has read them."""

    account_id: UUID
    delivered: Annotated[int, Field(ge=0)]
    read: Annotated[int, Field(ge=0)]


class EpisodeOut(Model):
    """A course of consultations of one kind (EpisodeOfCare)."""

    id: UUID
    kind: str
    state: EpisodeState
    outcome: EpisodeOutcome | None
    opened_at: Instant
    closed_at: Instant | None
    person: EncounterPerson
    practitioner: EncounterPractitioner
