"""Letters as they come in and go out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.records.letters.forms import LetterForm
from clinic.records.letters.grounds import Grounds
from clinic.records.letters.states import Basis, LetterKind, LetterState
from clinic.records.sharing.views import ReasonText
from clinic.records.views import MAX_FIELDS, AsideText, FieldId, NoteFields, Version
from core.model import Instant, LocalText, Model
from core.principal import Role

MAX_NOTES = 20
"""From as many notes at once can be taken."""


class LetterFormsOut(Model):
    """The forms of letters in all versions, and the grounds; `needs_review` until the operator looked through them."""

    forms: list[LetterForm]
    grounds: Grounds
    needs_review: bool


class BeginIn(Model):
    """What kind of letter is begun."""

    kind: LetterKind


class LetterIn(Model):
    """A draft, and the version it was written on."""

    fields: NoteFields
    asides: Annotated[dict[FieldId, AsideText], Field(max_length=MAX_FIELDS)] = Field(default_factory=dict)
    version: Version


class LetterVersionIn(Model):
    """The version that the caller sees."""

    version: Version


class NotesIn(Model):
    """The encounters whose signed notes something is taken from."""

    encounter_ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_NOTES)]


class ProposalOut(Model):
    """Texts for the fields of the letter by id; nothing of them is written yet."""

    fields: dict[str, str]


class IssueIn(Model):
    """On what basis the version goes out.

    With "written" the day on which the person signed, with "ground" its code and why; then also why the person is not
    told, if they are not.
    """

    version: Version
    basis: Basis
    written_on: date | None = None
    ground: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[a-z][a-z0-9_]*$")] | None = None
    ground_reason: ReasonText | None = None
    withheld_reason: ReasonText | None = None


class AnswerLetterIn(Model):
    """Whether the person agrees to the version they see."""

    version: Version
    agrees: bool


class QuestionOut(Model):
    """That the person was asked, and what they answered."""

    asked_at: Instant
    agrees: bool | None
    answered_at: Instant | None
    ended_at: Instant | None


class LetterHead(Model):
    """A letter in a list; `institution` is where it goes."""

    id: UUID
    kind: LetterKind
    state: LetterState
    institution: str
    author_name: str
    updated_at: Instant
    number: str | None
    issued_at: Instant | None
    is_own: bool


class LettersOut(Model):
    """Letters about a person that the caller reads, the newest first."""

    letters: list[LetterHead]


class LetterOut(LetterHead):
    """A letter. `questions` are what the person was asked, the last one first; `told_at`: since when they read it."""

    person_id: UUID
    person_name: str
    form: str
    form_version: int
    version: int
    fields: dict[str, str]
    asides: dict[str, str]
    author_role: Role
    sender_title: LocalText
    may_revoke: bool
    basis: Basis | None
    written_on: date | None
    ground: str | None
    ground_reason: str | None
    withheld_reason: str | None
    told_at: Instant | None
    questions: list[QuestionOut]
    revoked_at: Instant | None
    revocation: str | None


class OwnLetterOut(Model):
    """A letter about the caller: to be answered, or what was sent to whom. `agrees` is their answer so far."""

    id: UUID
    kind: LetterKind
    state: LetterState
    form: str
    form_version: int
    version: int
    fields: dict[str, str]
    author_name: str
    author_title: LocalText
    asked_at: Instant | None
    agrees: bool | None
    number: str | None
    issued_at: Instant | None
    basis: Basis | None
    ground: str | None
    revoked_at: Instant | None
    revocation: str | None


class OwnLettersOut(Model):
    """The letters about the caller, the newest first."""

    letters: list[OwnLetterOut]
