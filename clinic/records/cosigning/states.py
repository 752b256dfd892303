"""What a co-signature goes through, and by when it is wanted. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import Conflict

COSIGN_WITHIN = timedelta(days=3)
"""How long a signed counselling note may wait. Our own number: 「運営者の確認が必要です」."""


class CosigningState(StrEnum):
    """It waits; it was co-signed, or returned to its author with a comment; or a newer version waits in its place."""

    WAITING = "waiting"
    COSIGNED = "cosigned"
    RETURNED = "returned"
    REPLACED = "replaced"


def check_waiting(state: CosigningState) -> None:
    """Raise Conflict("records.cosigning_over") unless it waits."""
    if state is not CosigningState.WAITING:
        raise Conflict("records.cosigning_over", "This note does not wait for a co-signature any more.")


def due_at(asked_at: datetime) -> datetime:
    """Return when a note of `asked_at` is overdue."""
    return asked_at + COSIGN_WITHIN
