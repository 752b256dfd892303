"""Whether two quarters differ by more than chance: an interval and a p for shares, counts, means and medians. Pure.

Every interval is of 95 % and every p is of both sides. They hold for one comparison alone and take each case as
independent of the others; somebody who comes often breaks that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, sqrt
from statistics import NormalDist

from clinic.evaluation.measures.spread import spread
from clinic.evaluation.measures.wilson import wilson
from clinic.evaluation.review.distributions import (
    binomial_log_mass,
    bisected,
    incomplete_beta,
    student_quantile,
    student_two_sided,
)

_NORMAL = NormalDist()
_Z = _NORMAL.inv_cdf(0.975)
_AS_LIKELY = 1e-7
"""Two outcomes whose probabilities differ by less, relatively, count as equally likely, as in R's tests."""


@dataclass(frozen=True, slots=True)
class Change:
    """From the earlier to the later: a difference, or of counts the ratio of the rates; its interval, and the p."""

    effect: float
    low: float
    high: float
    p: float
    is_ratio: bool = False


@dataclass(frozen=True, slots=True)
class Moments:
    """How many values there are, their mean, and their variance (by n - 1)."""

    n: int
    mean: float
    variance: float


def change_of_shares(before: tuple[int, int], after: tuple[int, int]) -> Change:
    """Return the difference of two shares, each as (reached, of how many).

    The interval is Newcombe's of Wilson's intervals (1998, Stat Med 17:873, method 10),
    the p Fisher's exact one. Raises ValueError for no share.
    """
    low_before, high_before = _bounds(before)
    low_after, high_after = _bounds(after)
    first, second = before[0] / before[1], after[0] / after[1]
    difference = second - first
    return Change(
        difference,
        difference - sqrt((second - low_after) ** 2 + (high_before - first) ** 2),
        difference + sqrt((high_after - second) ** 2 + (first - low_before) ** 2),
        _fisher(before, after),
    )


def change_of_counts(before: int, after: int, days_before: int, days_after: int) -> Change:
    """Return the ratio of two rates, each a count of some days, at least one of the counts above 0.

    Given their sum, the later count is binomial, so interval (Clopper and Pearson 1934) and p are exact (Przyborowski
    and Wilenski 1940; as R's poisson.test). The ratio is infinite where there was none before. Raises ValueError.
    """
    n = before + after
    if before < 0 or after < 0 or n == 0 or days_before < 1 or days_after < 1:
        raise ValueError("no rates")
    expected = days_after / (days_before + days_after)
    seen = binomial_log_mass(after, n, expected)
    masses = (binomial_log_mass(k, n, expected) for k in range(n + 1))
    p = min(1.0, sum(exp(mass) for mass in masses if mass <= seen + _AS_LIKELY))
    # The probability of `after` or more rises with the share, and so does the bound that leaves 2.5 %.
    low = 0.0 if after == 0 else bisected(lambda x: 0.025 - incomplete_beta(after, n - after + 1, x), 0, 1)
    high = 1.0 if after == n else bisected(lambda x: 0.975 - incomplete_beta(after + 1, n - after, x), 0, 1)
    scale = days_before / days_after
    return Change(_odds(after / n) * scale, _odds(low) * scale, _odds(high) * scale, p, is_ratio=True)


def moments(values: Sequence[float]) -> Moments:
    """Return the moments of two values or more; raises ValueError for fewer."""
    if len(values) < 2:
        raise ValueError("no variance")
    mean = sum(values) / len(values)
    return Moments(len(values), mean, sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def widest_moments(n: int, mean: float, least: float, most: float) -> Moments:
    """Return the moments with the largest variance that values from `least` to `most` of this mean can have.

    It is that of values at the ends alone (Bhatia and Davis 2000, doi 10.1080/00029890.2000.12005203). What differs
    beyond chance with it does so with every other. Raises ValueError for a mean outside, or fewer than two values.
    """
    if n < 2 or not least <= mean <= most:
        raise ValueError("no such mean")
    return Moments(n, mean, (most - mean) * (mean - least) * n / (n - 1))


def change_of_means(before: Moments, after: Moments) -> Change | None:
    """Return the difference of two means (Welch 1947, doi 10.1093/biomet/34.1-2.28), None where nothing varies."""
    errors = (before.variance / before.n, after.variance / after.n)
    error = sqrt(sum(errors))
    if error == 0:
        return None
    degrees = sum(errors) ** 2 / (errors[0] ** 2 / (before.n - 1) + errors[1] ** 2 / (after.n - 1))
    difference = after.mean - before.mean
    reach = student_quantile(degrees) * error
    p = student_two_sided(difference / error, degrees)
    return Change(difference, difference - reach, difference + reach, p)


def change_of_medians(before: Sequence[float], after: Sequence[float]) -> Change | None:
    """Return the difference of two medians of three values or more each, None where their middles do not vary.

    The error of each is taken from its order statistics, whatever its distribution is (Bonett and Price 2002, doi
    10.1037/1082-989X.7.3.370); interval and p are then normal.
    """
    error = sqrt(_error_of_median(before) ** 2 + _error_of_median(after) ** 2)
    first, second = spread(before).median, spread(after).median
    if error == 0 or first is None or second is None:
        return None
    difference = second - first
    p = 2 * _NORMAL.cdf(-abs(difference) / error)
    return Change(difference, difference - _Z * error, difference + _Z * error, p)


def holm(ps: Sequence[float]) -> tuple[float, ...]:
    """Return each p adjusted for all of them (Holm 1979): below 5 % stays what is, whatever the others are."""
    order = sorted(range(len(ps)), key=lambda index: ps[index])
    adjusted = [0.0] * len(ps)
    reached = 0.0
    for place, index in enumerate(order):
        reached = max(reached, min(1.0, (len(ps) - place) * ps[index]))
        adjusted[index] = reached
    return tuple(adjusted)


def _bounds(share: tuple[int, int]) -> tuple[float, float]:
    interval = wilson(*share)
    return interval.low, interval.high


def _fisher(before: tuple[int, int], after: tuple[int, int]) -> float:
    """Return the probability of tables as likely as this one or less, with the same sums."""
    (reached, n), (reached_after, n_after) = before, after
    total, whole = reached + reached_after, n + n_after

    def log_mass(k: int) -> float:
        return _log_choose(n, k) + _log_choose(n_after, total - k) - _log_choose(whole, total)

    seen = log_mass(reached)
    masses = (log_mass(k) for k in range(max(0, total - n_after), min(n, total) + 1))
    return min(1.0, sum(exp(mass) for mass in masses if mass <= seen + _AS_LIKELY))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _error_of_median(values: Sequence[float]) -> float:
    ordered, n = sorted(values), len(values)
    if n < 3:
        raise ValueError("too few for a median")
    place = max(1, round((n + 1) / 2 - sqrt(n)))
    outside = sum(exp(binomial_log_mass(k, n, 0.5)) for k in range(place))
    z = _NORMAL.inv_cdf(1 - outside)
    return (ordered[n - place] - ordered[place - 1]) / (2 * z)


def _odds(share: float) -> float:
    return inf if share == 1 else share / (1 - share)
