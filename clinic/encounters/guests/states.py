"""Who may be asked to join a consultation, how far that has come, and how many at most. Pure.

The numbers are ours and need the operator's review, but for the four: a mesh sends its picture to each of the others.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from clinic.encounters.arrival import closes_at
from core.errors import Conflict, Gone

GUESTS_AT_ONCE = 2
"""With the client and the practitioner four people."""

INVITATIONS = 2
"""Open invitations at once, beside one for a supervisor."""

GOOD_FOR = timedelta(days=30)
"""An invitation is good for so long at most."""


class GuestKind(StrEnum):
    """Who somebody is to the client, or that they supervise the practitioner."""

    OTHER_PARENT = "other_parent"
    GRANDPARENT = "grandparent"
    INTERPRETER = "interpreter"
    OTHER = "other"
    SUPERVISOR = "supervisor"


class GuestState(StrEnum):
    """How far it has come: the client is asked, the link is out, they wait, they are inside, it is over."""

    ASKED = "asked"
    INVITED = "invited"
    WAITING = "waiting"
    PRESENT = "present"
    OVER = "over"


def state_of(
    *, agreed_at: datetime | None, redeemed_at: datetime | None, admitted_at: datetime | None, ended_at: datetime | None
) -> GuestState:
    """Return the state that the instants of a guest say."""
    if ended_at is not None:
        return GuestState.OVER
    if agreed_at is None:
        return GuestState.ASKED
    if admitted_at is not None:
        return GuestState.PRESENT
    return GuestState.INVITED if redeemed_at is None else GuestState.WAITING


def good_until(asked_at: datetime, ends_at: datetime) -> datetime:
    """Return until when an invitation of `asked_at` to an appointment that ends at `ends_at` may be used."""
    return min(closes_at(ends_at), asked_at + GOOD_FOR)


def check_link(
    now: datetime,
    *,
    good_until: datetime,
    agreed_at: datetime | None,
    redeemed_at: datetime | None,
    ended_at: datetime | None,
) -> None:
    """Accept the use of a link at `now`.

    Raises Gone: "guests.link_used" for a second use, "guests.link_over" when revoked or too late; and
    Conflict("guests.not_agreed") while the client has not agreed.
    """
    if ended_at is not None or now > good_until:
        raise link_over()
    if redeemed_at is not None:
        raise Gone("guests.link_used", "This invitation has been used already. Please ask for a new one.")
    if agreed_at is None:
        raise Conflict("guests.not_agreed", "The family has not agreed to this yet. Please try again a little later.")


def check_room(present: int) -> None:
    """Raise Conflict("guests.full") when `present` guests are inside already and one more wants to come in."""
    if present >= GUESTS_AT_ONCE:
        raise Conflict("guests.full", "Four people at most can take part. Somebody has to leave first.")


def check_invitations(open_invitations: int) -> None:
    """Raise Conflict("guests.too_many") when so many are invited already."""
    if open_invitations >= INVITATIONS:
        raise Conflict("guests.too_many", "Two people at most can be invited. Please take one invitation back first.")


def link_over() -> Gone:
    """Return the refusal of a link that is unknown, taken back, or too late: all alike."""
    return Gone("guests.link_over", "This invitation is no longer good. Please ask for a new one.")
