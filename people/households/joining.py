"""How long an invitation into a household is good, and how many there may be."""

from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import Conflict, Gone

INVITATION_LIFE = timedelta(days=3)
MOST_MEMBERS = 6
"""Those invited and those who joined, of one household."""
MOST_JOINED = 10
"""Households that one person has joined."""


class MemberState(StrEnum):
    """How far it has come with somebody who was invited."""

    INVITED = "invited"
    JOINED = "joined"
    OVER = "over"


def state_of(
    now: datetime, *, expires_at: datetime, joined_at: datetime | None, ended_at: datetime | None
) -> MemberState:
    """Return the state: an invitation that nobody used in time is over without anybody's act."""
    if ended_at is not None:
        return MemberState.OVER
    if joined_at is not None:
        return MemberState.JOINED
    return MemberState.INVITED if now < expires_at else MemberState.OVER


def check_invitations(standing: int) -> None:
    """Raise Conflict("household.too_many") when no more can be invited beside `standing` ones."""
    if standing >= MOST_MEMBERS:
        raise Conflict("household.too_many", "You cannot invite more people.", maximum=MOST_MEMBERS)


def check_joined(joined: int) -> None:
    """Raise Conflict("household.too_many_joined") for who has joined as many households as there may be."""
    if joined >= MOST_JOINED:
        raise Conflict("household.too_many_joined", "You have joined several families already.")


def link_over() -> Gone:
    """Return the answer to every link that is not good: unknown, used, taken back, out of time, of a closed account."""
    return Gone("household.link_over", "This invitation is no longer good. Please ask for a new one.")
