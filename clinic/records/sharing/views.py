"""Shares and breakings of the glass as they come in and go out."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from clinic.records.views import NoteHead
from core.model import Instant, Model
from core.principal import Role
from core.unreadable import Unreadable

ReasonText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class ReasonIn(Model):
    """Why it is opened."""

    reason: ReasonText


class GlassOut(Model):
    """That a clinician opened what is closed to their profession: who, of whom, why and until when.

    `unreadable` says why the reason is empty.
    """

    id: UUID
    person_id: UUID
    person_name: str
    by_name: str
    by_role: Role
    reason: str
    unreadable: Unreadable | None
    broken_at: Instant
    ends_at: Instant


class GlassList(Model):
    """Breakings of the glass, the newest first."""

    breakings: list[GlassOut]


class RecordOut(Model):
    """A page of a person's signed notes as far as the caller may read them, the newest first.

    `closed` counts those that are closed to the caller's profession; `glass_until`: until when the caller reads them
    all the same.
    """

    person_id: UUID
    display_name: str
    notes: list[NoteHead]
    closed: int
    glass_until: Instant | None
