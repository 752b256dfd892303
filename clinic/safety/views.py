"""Flags as those who must answer them see them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from clinic.safety.kinds import FlagKind
from core.model import Instant, Model


class FlagTelephone(Model):
    """The person's number, and what they allow."""

    number: str
    may_ring: bool
    may_leave_message: bool


class FlagContact(Model):
    """Whom the person named for an emergency."""

    name: str
    telephone: str
    relation: str


class FlagPerson(Model):
    """Whom the flag is about, and how to reach them."""

    id: UUID
    display_name: str
    telephone: FlagTelephone | None
    emergency_contact: FlagContact | None


class Acknowledger(Model):
    """Who took the flag on."""

    account_id: UUID
    display_name: str


class FlagOut(Model):
    """A flag; `answer` (1..3) is the heaviest that was given, `source_id` the questionnaire response."""

    id: UUID
    kind: FlagKind
    person: FlagPerson
    answer: Annotated[int, Field(ge=1, le=3)]
    source_id: UUID
    practitioner_id: UUID | None
    raised_at: Instant
    acknowledged_at: Instant | None
    acknowledged_by: Acknowledger | None
    comment: str | None


class FlagsOut(Model):
    """Open flags, the oldest first."""

    flags: list[FlagOut]
