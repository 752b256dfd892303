"""How many appointments of one service a person may have within a period. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta


def exceeds(others: Iterable[datetime], wanted: datetime, count: int, period: timedelta) -> bool:
    """Tell whether with `wanted` more than `count` appointments would start within some stretch of `period`.

    `others` are the starts of the appointments that count, in any order; a stretch includes its start and not its end.
    """
    times = sorted([*others, wanted])
    at = times.index(wanted)
    # Only stretches that hold the wanted one can be new; each begins at an appointment.
    return any(
        first + count < len(times) and times[first + count] - times[first] < period
        for first in range(max(0, at - count), at + 1)
    )
