"""The file that a person gets of everything that is theirs: JSON of this shape, described in docs/export.md.

Instants are UTC, days are local, ids are those of the service. Of each text either `text` is there or `unreadable` says
why not ("server.sealed": its key is lost; "server.erased": its time of keeping was over).
"""

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from core.model import Instant, LocalText, Model
from core.principal import Role
from core.unreadable import Unreadable

FORMAT = "hagukumi-export"
FORMAT_VERSION = 1

LEFT_OUT = (
    "notes",
    "letters",
    "alerts",
    "risk_tier",
    "guests",
    "unsent",
    "technical",
    "passwords",
)
"""What is kept of a person and not in their file, by codes that the client's catalogue and docs/export.md explain.

Staff's notes are in it as far as a clinician released a summary of them.
"""

_IN_EVERY_ANSWER = ConfigDict(json_schema_serialization_defaults_required=True)
"""What has a default for the sake of older files is in every answer all the same."""


class ExportText(Model):
    """A text, or why it cannot be read."""

    text: str | None
    unreadable: Unreadable | None


class ExportContact(Model):
    """Whom to reach in danger."""

    name: str
    telephone: str
    relation: str


class ExportProfile(Model):
    """What the person told about themselves; months of birth are YYYY-MM."""

    account_id: UUID
    person_id: UUID
    display_name: str
    email: str
    email_confirmed: bool
    role: Role
    language: str
    registered_at: Instant
    pregnant_due: date | None
    children: list[str]
    tie: str | None
    district: str | None
    telephone: ExportText | None
    may_ring: bool
    may_leave_message: bool
    emergency_contact: ExportContact | None
    emergency_contact_unreadable: Unreadable | None


class ExportConsent(Model):
    """A consent, and when it was taken back."""

    kind: str
    version: str
    given_at: Instant
    withdrawn_at: Instant | None


class ExportAppointment(Model):
    """A booked time, and what was written when booking."""

    id: UUID
    service: LocalText
    practitioner_name: str
    modality: str
    starts_at: Instant
    ends_at: Instant
    state: str
    booked_at: Instant
    reason: ExportText | None


class ExportFile(Model):
    """A file in a message; of the person's own, up to a bound, the content stands in the file (base 64)."""

    kind: str
    media_type: str
    size: int
    content_base64: str | None
    left_out: bool


class ExportMessage(Model):
    """A message; of one that was withdrawn nothing is given out any more."""

    sequence: int
    sent_at: Instant
    author_name: str
    author_role: Role
    is_own: bool
    withdrawn: bool
    body: ExportText
    file: ExportFile | None


class ExportShare(Model):
    """To whom a summary was shown, and until when."""

    name: str
    shared_at: Instant
    ended_at: Instant | None


class ExportSummary(Model):
    """What a clinician released of a consultation, and to whom the person showed it."""

    model_config = _IN_EVERY_ANSWER

    released_at: Instant
    author_name: str
    body: ExportText
    shown_to: list[ExportShare] = Field(default_factory=list)


class ExportConsultation(Model):
    """A consultation with its messages and its released summary; `urgent`: without an appointment."""

    id: UUID
    appointment_id: UUID | None
    urgent: bool
    practitioner_name: str
    practitioner_role: Role
    arrived_at: Instant
    admitted_at: Instant | None
    finished_at: Instant | None
    place: ExportText | None
    messages: list[ExportMessage]
    summary: ExportSummary | None


class ExportLetterPart(Model):
    """What stands in a field of a letter, under its name."""

    name: LocalText
    text: str


class ExportLetter(Model):
    """A letter about the person as far as they see it: one they were asked about, or one that went out.

    `agrees` is their last answer while it holds. Without `parts`, `unreadable` says why there are none.
    """

    id: UUID
    kind: str
    state: str
    author_name: str
    asked_at: Instant | None
    agrees: bool | None
    number: str | None
    issued_at: Instant | None
    basis: str | None
    ground: str | None
    parts: list[ExportLetterPart]
    unreadable: Unreadable | None
    revoked_at: Instant | None
    revocation: ExportText | None


class ExportAnswer(Model):
    """The answer to one item, by its link id: its number, its text, or several numbers."""

    item: str
    value: int | str | list[int] | None
    unreadable: Unreadable | None


class ExportResponse(Model):
    """A questionnaire as it was answered."""

    id: UUID
    questionnaire: str
    version: str
    language: str
    occasion: str
    state: str
    started_at: Instant
    settled_at: Instant | None
    total: int | None
    answers: list[ExportAnswer]


class ExportWait(Model):
    """A wait for a free time of a service, from the local day `first` to `last`."""

    service: LocalText
    first: date
    last: date
    state: str
    began_at: Instant


class ExportReminders(Model):
    """What the person chose to be reminded of, by codes of how long before."""

    in_app: list[str]
    by_mail: list[str]
    news_by_mail: bool


class ExportNotice(Model):
    """Something that was told in the application, by its code."""

    kind: str
    told_at: Instant
    seen_at: Instant | None


class ExportSignIn(Model):
    """A browser that was signed in."""

    began_at: Instant
    last_used_at: Instant
    ended_at: Instant | None


class ExportAccess(Model):
    """What somebody else did with the person's record."""

    at: Instant
    name: str | None
    role: Role
    action: str
    entity: str
    purpose: str


class ExportMember(Model):
    """Somebody whom the person invited into their household, by the name that they gave them."""

    name: str
    kind: str
    invited_at: Instant
    joined_at: Instant | None
    ended_at: Instant | None


class ExportJoined(Model):
    """A household of somebody else that the person joined."""

    inviter_name: str
    kind: str
    joined_at: Instant
    ended_at: Instant | None


class ExportHousehold(Model):
    """Whom the person invited, and where they joined."""

    members: list[ExportMember]
    joined: list[ExportJoined]


class PersonExport(Model):
    """Everything that is kept about a person and theirs to have, as it was at `made_at`.

    `unreadable` counts the texts whose key is lost; `left_out` names what is not in it. A field that came later has a
    default: a file that was made before an update is read after it.
    """

    model_config = _IN_EVERY_ANSWER

    format: Literal["hagukumi-export"]
    format_version: Literal[1]
    made_at: Instant
    time_zone: str
    profile: ExportProfile
    household: ExportHousehold = Field(default_factory=lambda: ExportHousehold(members=[], joined=[]))
    consents: list[ExportConsent]
    appointments: list[ExportAppointment]
    consultations: list[ExportConsultation]
    letters: list[ExportLetter] = Field(default_factory=list)
    questionnaires: list[ExportResponse]
    waits: list[ExportWait]
    reminders: ExportReminders | None
    notices: list[ExportNotice]
    sign_ins: list[ExportSignIn]
    record_access: list[ExportAccess]
    left_out: list[str]
    unreadable: int

    def without_contents(self) -> "PersonExport":
        """Return it for reading on a page: files are named, their contents are not in it."""
        return self.model_copy(
            update={
                "consultations": [
                    consultation.model_copy(
                        update={"messages": [_without_content(message) for message in consultation.messages]}
                    )
                    for consultation in self.consultations
                ]
            }
        )


def _without_content(message: ExportMessage) -> ExportMessage:
    if message.file is None or message.file.content_base64 is None:
        return message
    return message.model_copy(update={"file": message.file.model_copy(update={"content_base64": None})})
