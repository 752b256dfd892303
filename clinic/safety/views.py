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
    """A flag. `answer`: the heaviest answer (1..3), the total, or the number of the message; `source_id`: where from.

    `person` is None in a drill. `called_at`: when the chain called the reader last. `overdue_at`: since when it waits
    too long for the assessment of who took it on.
    """

    id: UUID
    kind: FlagKind
    person: FlagPerson | None
    answer: Annotated[int, Field(ge=1)] | None
    source_id: UUID
    practitioner_id: UUID | None
    raised_at: Instant
    called_at: Instant | None
    acknowledged_at: Instant | None
    acknowledged_by: Acknowledger | None
    overdue_at: Instant | None
    closed_at: Instant | None
    comment: str | None


class FlagsOut(Model):
    """Flags that ask something of the reader, the oldest first."""

    flags: list[FlagOut]
