"""Summaries as they come in and go out."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from core.model import Instant, LocalText, Model
from core.unreadable import Unreadable

SummaryText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class ReleaseIn(Model):
    """The whole text, and the number of the release that it was written on (0: there was none)."""

    text: SummaryText
    number: Annotated[int, Field(ge=0, le=2**31 - 1)]


class Reader(Model):
    """Somebody of the household to whom a summary can be shown."""

    account_id: UUID
    display_name: str


class SummaryShareOut(Reader):
    """To whom it is shown, and since when."""

    id: UUID
    shared_at: Instant


class SummaryOut(Model):
    """What was released of a consultation; `text` is None where nothing is. The rest is for the person themselves.

    `number` counts the releases, also those that were withdrawn. `readers` are those it could be shown to.
    """

    encounter_id: UUID
    number: int
    text: str | None
    released_at: Instant | None
    author_name: str | None
    author_title: LocalText | None
    shares: list[SummaryShareOut]
    readers: list[Reader]


class ShareIn(Model):
    """To whom."""

    account_id: UUID


class SharedSummary(Model):
    """A summary that another person of the household shows to the caller; `unreadable` says why it has no text."""

    share_id: UUID
    person_name: str
    held_at: Instant
    text: str
    unreadable: Unreadable | None
    author_name: str
    author_title: LocalText


class SharedSummaries(Model):
    """Summaries that others show to the caller, the newest consultation first."""

    summaries: list[SharedSummary]
