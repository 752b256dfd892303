"""What a presented refresh token is worth. Each is rotated once; a later use is a sign of theft."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Verdict(StrEnum):
    """What to do with a presented token."""

    ROTATE = "rotate"
    GRACE = "grace"
    REUSED = "reused"
    SIGNED_OUT = "signed_out"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Presented:
    """A known token and its session, at the moment of presentation. Instants are aware; `rotated_at` is the token's."""

    generation: int
    rotated_at: datetime | None
    session_generation: int
    session_expires_at: datetime
    session_revoked_at: datetime | None


def judge(presented: Presented, now: datetime, grace: timedelta) -> Verdict:
    """Return what to do.

    The newest generation is rotated. A rotated token of the one before is good for `grace` longer, for its answer may
    have been lost: the page was left, the phone slept or had no network, or two tabs asked at once. It gives another
    token of the newest generation, and of those only one is ever rotated. Any other is REUSED: two hold a copy, and the
    session ends.
    """
    if presented.session_revoked_at is not None:
        return Verdict.SIGNED_OUT
    if presented.session_expires_at <= now:
        return Verdict.EXPIRED
    if presented.generation == presented.session_generation:
        return Verdict.ROTATE
    if (
        presented.generation == presented.session_generation - 1
        and presented.rotated_at is not None
        and now - presented.rotated_at <= grace
    ):
        return Verdict.GRACE
    return Verdict.REUSED
