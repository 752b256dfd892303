"""Co-signatures as they come in and go out."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from booking.bounds import CalendarDate
from clinic.records.cosigning.states import Capacity
from clinic.records.views import NoteVersionsOut
from core.model import Instant, Model

CommentText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class WaitingOut(Model):
    """A counselling note that waits: whose it is and since when; `number` is above 0 for an amendment.

    `capacity`: as what the caller deals with it. `supervisor_away_until` is the last day of the supervisor's absence,
    None while they are there.
    """

    id: UUID
    person_name: str
    author_name: str
    held_at: Instant
    number: int
    asked_at: Instant
    due_at: Instant
    is_overdue: bool
    opened_at: Instant | None
    opened_by_name: str | None
    capacity: Capacity
    supervisor_name: str | None
    supervisor_away_until: CalendarDate | None


class WaitingList(Model):
    """What the caller may co-sign: of those they supervise, of those nobody does, as a deputy; the longest first."""

    waiting: list[WaitingOut]


class CosigningOut(WaitingOut):
    """One of them with the note itself."""

    note: NoteVersionsOut


class ReturnIn(Model):
    """What the author is asked to look at again."""

    comment: CommentText
