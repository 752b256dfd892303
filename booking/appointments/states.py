"""The states of a claim and of an appointment, and which may follow which."""

from enum import StrEnum

from core.errors import Conflict


class ClaimState(StrEnum):
    """What a claim is: a hold is HELD, an appointment is one of the others."""

    HELD = "held"
    BOOKED = "booked"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    FULFILLED = "fulfilled"


LIVE = (ClaimState.HELD, ClaimState.BOOKED, ClaimState.FULFILLED)
"""The states in which a claim takes its time: no other such claim of the practitioner or the person may overlap it."""

STANDING = (ClaimState.BOOKED, ClaimState.FULFILLED)
"""The states of an appointment that takes place or took place: nobody cancelled it or stayed away."""

_NEXT = {
    ClaimState.BOOKED: frozenset({ClaimState.CANCELLED, ClaimState.NO_SHOW, ClaimState.FULFILLED}),
}


def require_change(present: ClaimState, wanted: ClaimState) -> None:
    """Raise Conflict "booking.state" unless an appointment may go from `present` to `wanted`."""
    if wanted not in _NEXT.get(present, frozenset()):
        raise Conflict("booking.state", "The appointment can no longer be changed in this way.", state=present.value)
