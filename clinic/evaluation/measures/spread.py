"""The middle and the worst tenth of what was measured. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from clinic.evaluation.facts.rows import Ints, Numbers


@dataclass(frozen=True, slots=True)
class Spread:
    """How many were measured, their median, and the value that nine of ten do not exceed (nearest rank).

    Of an even number the median is the mean of the two in the middle. None: nothing was measured.
    """

    measured: int
    median: float | None
    p90: float | None


def spread(values: Numbers | Ints | Sequence[float]) -> Spread:
    """Return the spread of the values that are not missing."""
    known = np.sort(values.known() if isinstance(values, Numbers) else np.asarray(values))
    count = len(known)
    if not count:
        return Spread(0, None, None)
    low, high, worst = known[[(count - 1) // 2, count // 2, ceil(0.9 * count) - 1]].tolist()
    return Spread(count, high if count % 2 else (low + high) / 2, worst)
