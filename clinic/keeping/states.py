"""The states of deletion runs, exports and erasure requests, and which step may follow, pure."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

PLAN_HOLDS = timedelta(days=14)
"""A plan that nobody approved in this time is looked at anew: what it counted has changed. The operator's choice."""

EXPORT_KEPT = timedelta(days=3)
"""How long an export can be fetched."""


class DeletionRunState(StrEnum):
    """PROPOSED and to be reviewed; APPROVED and under way; DONE; or DISCARDED."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DONE = "done"
    DISCARDED = "discarded"


class ExportState(StrEnum):
    """ASKED for; READY to be fetched; OVER, its content deleted."""

    ASKED = "asked"
    READY = "ready"
    OVER = "over"


class ErasureState(StrEnum):
    """OPEN until a deletion run; WITHDRAWN before; CLOSED while records stay for their time; DONE when none is left."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    DONE = "done"


class Verdict(StrEnum):
    """Whether a run may be approved."""

    YES = "yes"
    SETTLED = "settled"
    STALE = "stale"
    SECOND_PERSON = "second_person"


def may_approve(
    state: DeletionRunState, proposed_at: datetime, proposed_by: UUID, approver: UUID, now: datetime, *, others: int
) -> Verdict:
    """Judge an approval; `others` is how many administrators there are beside the one who proposed.

    Where there is another, who proposed may not approve.
    """
    if state is not DeletionRunState.PROPOSED:
        return Verdict.SETTLED
    if now - proposed_at > PLAN_HOLDS:
        return Verdict.STALE
    if approver == proposed_by and others > 0:
        return Verdict.SECOND_PERSON
    return Verdict.YES
