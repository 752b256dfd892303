"""Which free times to offer instead of one that is taken. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID


def nearest(
    free: Mapping[datetime, Sequence[UUID]], wanted: datetime, practitioner_id: UUID | None, limit: int
) -> list[datetime]:
    """Return at most `limit` of the free times in order: those nearest to `wanted`, of two equally near the earlier.

    Times of the named practitioner come before all others; the others only fill up.
    """

    def rank(start: datetime) -> tuple[bool, float, datetime]:
        of_another = practitioner_id is not None and practitioner_id not in free[start]
        return of_another, abs((start - wanted).total_seconds()), start

    return sorted(sorted(free, key=rank)[:limit])
