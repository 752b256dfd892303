"""The interval of a share: Wilson's score interval (Wilson 1927, doi 10.1080/01621459.1927.10502953). Pure."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of a share, 0 to 1."""

    low: float
    high: float


def wilson(successes: int, n: int) -> Interval:
    """Return the 95 % interval of the share `successes` / `n`; raises ValueError without 0 <= successes <= n, n > 0."""
    if not 0 <= successes <= n or n == 0:
        raise ValueError("no share")
    share = successes / n
    middle = share + _Z**2 / (2 * n)
    reach = _Z * sqrt(share * (1 - share) / n + (_Z / (2 * n)) ** 2)
    scale = 1 + _Z**2 / n
    # At the ends the bound is the end itself; rounding must not leave it on either side.
    low = 0.0 if successes == 0 else max(0.0, (middle - reach) / scale)
    high = 1.0 if successes == n else min(1.0, (middle + reach) / scale)
    return Interval(low, high)
