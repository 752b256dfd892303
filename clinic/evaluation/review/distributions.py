"""The two distributions that the exact tests need. Pure.

scipy is no dependency, and these few lines are all that would be used of it.
"""

from collections.abc import Callable
from math import exp, lgamma, log, log1p

_TINY = 1e-300
_CLOSE = 1e-15
_MOST_STEPS = 10_000


def incomplete_beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22).

    Raises ValueError unless a and b are positive and x is 0 to 1.
    """
    if a <= 0 or b <= 0 or not 0 <= x <= 1:
        raise ValueError("outside of what the function is of")
    if x in (0, 1):
        return float(x)
    # The fraction converges quickly below this point; above it the other tail does.
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(a, b, x)


def student_two_sided(t: float, degrees: float) -> float:
    """Return the probability that Student's t of these degrees of freedom is as far from 0 as `t` or farther."""
    return incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t))


def student_quantile(degrees: float) -> float:
    """Return the t that is exceeded on either side with 5 % in all."""
    return bisected(lambda t: student_two_sided(t, degrees) - 0.05, 0.0, 1e6)


def binomial_log_mass(k: int, n: int, p: float) -> float:
    """Return the logarithm of the probability of `k` of `n`, for 0 < p < 1."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p)


def bisected(falling: Callable[[float], float], low: float, high: float) -> float:
    """Return where a falling function is 0 between the bounds."""
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if falling(middle) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _fraction(a: float, b: float, x: float) -> float:
    """Return the continued fraction, by the modified method of Lentz (Thompson and Barnett 1986)."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _MOST_STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            d = 1 / _off_zero(1 + coefficient * d)
            c = _off_zero(1 + coefficient / c)
            value *= c * d
        if abs(c * d - 1) < _CLOSE:
            return value
    return value


def _off_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
