"""Telling that a time became free."""

from uuid import UUID

from core.ids import new_id
from core.unit_of_work import UnitOfWork

LOOK_JOB = "booking.waitlist_look"
"""The job of the waitlist that looks for times for those who wait; its payload is {"service_id": ...}."""


def tell_waitlist(uow: UnitOfWork, service_id: UUID) -> None:
    """Let the waitlist look, after this transaction, whether a time of a service is there for somebody."""
    uow.enqueue(LOOK_JOB, {"service_id": str(service_id)}, key=f"{LOOK_JOB}:{new_id()}")
