"""When the waiting room is open for an appointment, and who still stands in it."""

from datetime import datetime, timedelta

from booking.instants import in_json
from core.errors import Conflict, Gone

OPENS_BEFORE = timedelta(minutes=30)
OPEN_AFTER = timedelta(minutes=60)

SEEN_LASTS = timedelta(minutes=3)
"""Whose page was connected within this time is still there; it is noted every half minute."""


def opens_at(starts_at: datetime) -> datetime:
    """Return the instant from which a client may arrive for an appointment that starts at `starts_at`."""
    return starts_at - OPENS_BEFORE


def closes_at(ends_at: datetime) -> datetime:
    """Return the instant after which it is too late to arrive."""
    return ends_at + OPEN_AFTER


def check_arrival(now: datetime, starts_at: datetime, ends_at: datetime) -> None:
    """Accept an arrival at `now` (all aware); raises Conflict when too early, Gone when too late."""
    if now < opens_at(starts_at):
        raise Conflict(
            "encounters.too_early",
            "The waiting room is not open yet. Please come back a little before your appointment.",
            opens_at=in_json(opens_at(starts_at)),
        )
    if now > closes_at(ends_at):
        raise Gone("encounters.too_late", "The time of this appointment is over. Please book a new one.")


def is_gone(now: datetime, ends_at: datetime, seen_at: datetime | None) -> bool:
    """Return whether one who came and was not let in waits no more (all aware).

    That is so when the room of their appointment is closed and their page, last connected at `seen_at`, is away. As
    long as the room is open an absence says nothing: a telephone that sleeps belongs to somebody who waits.
    """
    return now > closes_at(ends_at) and (seen_at is None or seen_at < now - SEEN_LASTS)
