"""How a time is refused, in one place for both databases."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from booking.appointments.tables import NO_PERSON_OVERLAP, NO_PRACTITIONER_OVERLAP, Appointment, Claim
from booking.instants import in_json
from core.errors import Conflict, NotFound

_DEADLOCK_OR_SERIALIZATION = frozenset({"40001", "40P01"})


def is_collision(error: DBAPIError) -> bool:
    """Tell whether a database refused a claim because another took the time, at the same moment or before."""
    said = str(error.orig)
    if NO_PRACTITIONER_OVERLAP in said or NO_PERSON_OVERLAP in said:
        return True
    return getattr(error.orig, "sqlstate", None) in _DEADLOCK_OR_SERIALIZATION


def names_person(error: DBAPIError) -> bool:
    """Tell whether it was the person who had another claim at the time."""
    return NO_PERSON_OVERLAP in str(error.orig)


def slot_taken(free: Mapping[datetime, Sequence[UUID]], times: Sequence[datetime], length: timedelta) -> Conflict:
    """Return the refusal of a taken time, with the `times` that are still free."""
    return Conflict(
        "booking.slot_taken",
        "Someone has just taken this time. Please choose another one.",
        alternatives=[
            {
                "starts_at": in_json(start),
                "ends_at": in_json(start + length),
                "practitioner_ids": [str(each) for each in free[start]],
            }
            for start in times
        ],
    )


def person_busy(other: Claim | None) -> Conflict:
    """Return the refusal of a time at which the person has another appointment, named when it is known."""
    return Conflict(
        "booking.person_busy",
        "You already have an appointment at this time.",
        appointment_id=str(other.id) if isinstance(other, Appointment) else None,
    )


def offered_to_them() -> Conflict:
    """Return the refusal of a time that overlaps what the waitlist keeps for the person: they answer that first."""
    return Conflict(
        "booking.offered_to_you", "A time is kept for you then. Please answer that offer first, on the start page."
    )


def not_found() -> NotFound:
    """Return the answer for an appointment that is not among those the caller may see."""
    return NotFound("booking.not_found", "There is no such appointment among yours.")
