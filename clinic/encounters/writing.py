"""Going on in writing after a consultation, where its time was too short. Pure.

The numbers are ours and need the operator's review.
"""

from datetime import datetime, timedelta

from clinic.encounters.states import EncounterState
from core.errors import Conflict

WRITING_FOR = timedelta(days=7)
"""For so long both may write."""

OPENED_WITHIN = timedelta(days=14)
"""So long after the end its practitioner may open it."""

REMIND_BEFORE = timedelta(hours=24)
"""Whoever has not answered by then is told."""


def is_open(writing_until: datetime | None, now: datetime) -> bool:
    """Tell whether both may still write at `now`."""
    return writing_until is not None and now < writing_until


def check_opening(
    state: EncounterState, finished_at: datetime | None, writing_until: datetime | None, now: datetime
) -> None:
    """Raise Conflict unless a consultation may go on in writing from `now`.

    "encounters.not_finished" before its end, "encounters.writing_late" too long after it, "encounters.writing_over"
    when it went on in writing once already.
    """
    if state is not EncounterState.FINISHED or finished_at is None:
        raise Conflict("encounters.not_finished", "Please end the consultation first.")
    if writing_until is not None:
        raise Conflict("encounters.writing_over", "This consultation has gone on in writing once, and that is over.")
    if now > finished_at + OPENED_WITHIN:
        raise Conflict("encounters.writing_late", "This consultation ended too long ago to go on in writing.")
