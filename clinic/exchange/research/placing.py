"""Where a person's days are put, so that none of them is the real one and what lies between them stays. Pure.

A shift by a bounded number of days would betray those near the ends of the period: who seems to be before its first day
was shifted to the full. So a person's days are placed anew, at random, anywhere in the period they fit (compare
"shift and truncate", Hripcsak et al. 2016, doi 10.1093/jamia/ocw001). Whoever knows the period and sees the days
still has MINIMUM_ROOM or more days to choose from, all of them as likely.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

MINIMUM_ROOM = 90
"""So many days at the least may be a person's real first one. A person whose days leave less room loses the last."""

SHORTEST_PERIOD = 2 * MINIMUM_ROOM
"""A period of fewer days would leave next to nothing of people who came for long."""


@dataclass(frozen=True, slots=True)
class Placing:
    """A person's shift in days, never 0, and the last real day that is kept; later ones are withheld."""

    shift: int
    until: date

    def keeps(self, day: date) -> bool:
        """Tell whether a real day is kept."""
        return day <= self.until

    def place(self, day: date) -> date:
        """Return the day that is shown for a real one."""
        return day + timedelta(days=self.shift)


def place(days: Collection[date], first_day: date, last_day: date, random: Random) -> Placing:
    """Draw where a person's days, one or more within the period, are put; the period is at least SHORTEST_PERIOD long.

    `random` is of this export alone and is thrown away with it. Raises ValueError for another period or no day.
    """
    length = (last_day - first_day).days + 1
    if length < SHORTEST_PERIOD or not days or not all(first_day <= day <= last_day for day in days):
        raise ValueError("no days that can be placed in this period")
    first = min(days)
    longest = length - MINIMUM_ROOM - 1
    span = max((day - first).days for day in days if (day - first).days <= longest)
    real = (first - first_day).days
    # One of the others: the room without the place where it really is.
    drawn = random.randrange(length - span - 1)
    shown = drawn + 1 if drawn >= real else drawn
    return Placing(shown - real, first + timedelta(days=longest))
