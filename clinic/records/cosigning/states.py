"""What a co-signature goes through, and by when it is wanted. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.errors import Conflict

COSIGN_WITHIN = timedelta(days=3)
"""How long a signed counselling note may wait. Our own number: 「運営者の確認が必要です」."""


class CosigningState(StrEnum):
    """It waits; it was co-signed, or returned to its author with a comment; or a newer version waits in its place."""

    WAITING = "waiting"
    COSIGNED = "cosigned"
    RETURNED = "returned"
    REPLACED = "replaced"


class Capacity(StrEnum):
    """As what a psychiatrist deals with a note: its author's supervisor; one of all, as there is none; or a deputy."""

    SUPERVISOR = "supervisor"
    UNSUPERVISED = "unsupervised"
    DEPUTY = "deputy"


def capacity_of(psychiatrist: UUID | None, supervisor: UUID | None) -> Capacity:
    """Return as what a psychiatrist deals with a note whose author has this supervisor."""
    if supervisor is None:
        return Capacity.UNSUPERVISED
    return Capacity.SUPERVISOR if psychiatrist == supervisor else Capacity.DEPUTY


def check_waiting(state: CosigningState) -> None:
    """Raise Conflict("records.cosigning_over") unless it waits."""
    if state is not CosigningState.WAITING:
        raise Conflict("records.cosigning_over", "This note does not wait for a co-signature any more.")


def due_at(asked_at: datetime) -> datetime:
    """Return when a note of `asked_at` is overdue."""
    return asked_at + COSIGN_WITHIN
