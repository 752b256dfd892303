"""Intervals and p against published examples, and against calculations by other ways."""

from itertools import product
from math import comb, inf, isclose
from random import Random
from statistics import NormalDist, median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.evaluation.review.change import (
    change_of_counts,
    change_of_means,
    change_of_medians,
    change_of_shares,
    holm,
    moments,
    widest_moments,
)
from clinic.evaluation.review.distributions import incomplete_beta, student_quantile, student_two_sided

NEWCOMBE = [
    # Newcombe 1998 (Stat Med 17:873-890), table II, method 10: the first share less the second.
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((6, 7), (2, 7), 0.0582, 0.8062),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((0, 10), (0, 10), -0.2775, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
    ((10, 10), (0, 10), 0.6075, 1.0000),
]


@pytest.mark.parametrize(("first", "second", "low", "high"), NEWCOMBE)
def test_the_interval_of_two_shares_is_that_of_the_published_examples(first, second, low, high):
    change = change_of_shares(second, first)
    assert (round(change.low, 4), round(change.high, 4)) == (low, high)
    turned = change_of_shares(first, second)
    assert (round(turned.low, 4), round(turned.high, 4)) == (-high, -low)


@pytest.mark.parametrize(("first", "second"), list(product([(0, 6), (3, 7), (5, 5), (2, 9)], repeat=2)))
def test_the_p_of_two_shares_is_fishers_by_counting_all_tables(first, second):
    (x, m), (y, n) = first, second
    tables = {k: comb(m, k) * comb(n, x + y - k) for k in range(m + 1) if 0 <= x + y - k <= n}
    p = sum(each for each in tables.values() if each <= tables[x]) / sum(tables.values())
    assert isclose(change_of_shares(first, second).p, p, rel_tol=1e-9)


def test_the_tasting_lady_is_as_fisher_told_her():
    # Fisher 1935: three of four cups told rightly, of both sides.
    assert round(change_of_shares((1, 4), (3, 4)).p, 4) == 0.4857


def test_two_rates_are_as_in_the_example_of_rs_poisson_test():
    # poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)), from R's documentation.
    change = change_of_counts(6 + 8 + 7, 11, 1083 + 1050 + 878, 800)
    assert round(change.effect, 6) == 1.971488
    assert (round(change.low, 7), round(change.high, 7)) == (0.8584264, 4.2772659)
    assert round(change.p, 5) == 0.07967


@given(st.integers(0, 40), st.integers(0, 40), st.integers(88, 92), st.integers(88, 92))
def test_the_p_of_two_counts_is_that_of_the_binomial_by_whole_numbers(before, after, days_before, days_after):
    n = before + after
    if n == 0:
        with pytest.raises(ValueError):
            change_of_counts(before, after, days_before, days_after)
        return
    ways = [comb(n, k) * days_after**k * days_before ** (n - k) for k in range(n + 1)]
    p = sum(each for each in ways if each <= ways[after]) / sum(ways)
    change = change_of_counts(before, after, days_before, days_after)
    assert isclose(change.p, p, rel_tol=1e-6)
    assert change.low <= change.effect <= change.high


def test_a_rate_that_was_nothing_before_grew_without_bound_and_its_interval_has_a_beginning():
    change = change_of_counts(0, 12, 90, 90)
    assert (change.effect, change.high) == (inf, inf)
    # Clopper and Pearson's bound of 12 of 12 is 0.025 ** (1 / 12).
    bound = 0.025 ** (1 / 12)
    assert isclose(change.low, bound / (1 - bound), rel_tol=1e-9)


def test_two_means_are_welchs_by_drawing_at_random_from_the_distribution():
    random = np.random.default_rng(1)
    first, second = random.normal(3.4, 0.9, 40), random.normal(3.9, 0.5, 25)
    change = change_of_means(moments(first.tolist()), moments(second.tolist()))
    assert change is not None
    error = np.sqrt(first.var(ddof=1) / 40 + second.var(ddof=1) / 25)
    t = (second.mean() - first.mean()) / error
    degrees = error**4 / ((first.var(ddof=1) / 40) ** 2 / 39 + (second.var(ddof=1) / 25) ** 2 / 24)
    drawn = np.abs(random.standard_t(degrees, 2_000_000))
    assert abs(change.p - (drawn >= abs(t)).mean()) < 4 * np.sqrt(change.p / 2_000_000) + 1e-5
    assert isclose(change.effect, second.mean() - first.mean(), rel_tol=1e-12)
    assert abs((change.high - change.effect) / error - np.quantile(drawn, 0.95)) < 0.01


@pytest.mark.parametrize(("degrees", "t"), [(1, 12.706), (5, 2.571), (10, 2.228), (30, 2.042), (120, 1.980)])
def test_the_quantiles_of_student_are_those_of_the_tables(degrees, t):
    assert round(student_quantile(degrees), 3) == t
    assert isclose(student_two_sided(t, degrees), 0.05, abs_tol=5e-5)


@given(st.integers(1, 60), st.integers(1, 60), st.floats(0.001, 0.999))
def test_the_incomplete_beta_of_whole_numbers_is_a_sum_of_the_binomial(a, b, x):
    n = a + b - 1
    tail = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert isclose(incomplete_beta(a, b, x), tail, rel_tol=1e-9, abs_tol=1e-13)


@given(st.lists(st.integers(1, 5), min_size=2, max_size=50))
def test_no_values_from_1_to_5_vary_more_than_the_widest(values):
    real = moments(values)
    assert real.variance <= widest_moments(real.n, real.mean, 1, 5).variance * (1 + 1e-9) + 1e-9


def test_two_medians_miss_no_change_about_one_time_in_twenty():
    random = Random(5)
    far = near = 0
    rounds = 1500
    for _ in range(rounds):
        before, after = ([random.lognormvariate(2, 1) for _ in range(n)] for n in (60, 45))
        change = change_of_medians(before, after)
        assert change is not None
        assert isclose(change.effect, median(after) - median(before), rel_tol=1e-12)
        far += change.p < 0.05
        near += change.low <= 0 <= change.high
    # Of 1,500 at 5 % it is 75; the estimate of the error is known to be somewhat wide.
    assert 30 <= far <= 100
    assert near == rounds - far


@pytest.mark.parametrize(
    ("first", "second", "difference", "low", "high"),
    [
        (
            [32, 39, 26, 35, 43, 27, 40, 37, 34, 29],
            [36, 44, 47, 42, 49, 39, 46, 31, 33, 48],
            -8.5,
            -16.95977,
            -0.04022524,
        ),
        (
            [70, 394, 43, 95, 62, 128, 2, 203, 81, 436, 85, 35, 156, 1, 3, 27, 63, 181, 184, 18],
            [102, 120, 78, 78, 417, 124, 86, 171, 176, 129, 230, 194, 100, 157, 306, 411, 164, 103, 193, 312],
            -85,
            -157.7441,
            -12.25589,
        ),
    ],
)
def test_two_medians_are_as_in_the_examples_of_bonetts_statpsych(first, second, difference, low, high):
    # ci.median2 of R's package statpsych, from its documentation: the first median less the second.
    change = change_of_medians(second, first)
    assert change is not None
    assert (change.effect, f"{change.low:.7g}", f"{change.high:.7g}") == (difference, f"{low:.7g}", f"{high:.7g}")


def test_the_error_of_a_median_is_that_of_its_order_statistics():
    # By hand: of nine values the second and the eighth, and the z of 1 - P(Binomial(9, 1/2) <= 1).
    values = [1, 3, 4, 8, 9, 10, 14, 20, 90]
    z = NormalDist().inv_cdf(1 - 10 / 512)
    change = change_of_medians(values, [each + 5 for each in values])
    assert change is not None
    error = (20 - 3) / (2 * z) * 2**0.5
    assert isclose(change.p, 2 * NormalDist().cdf(-5 / error), rel_tol=1e-9)


def test_where_nothing_varies_nothing_is_said():
    assert change_of_medians([5.0] * 9, [6.0] * 9) is None
    assert change_of_means(moments([4.0] * 9), moments([5.0] * 9)) is None


def test_holm_is_as_he_wrote_it():
    assert holm([0.01, 0.04, 0.03, 0.005]) == (0.03, 0.06, 0.06, 0.02)
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=12))
def test_an_adjusted_p_is_no_smaller_and_in_the_same_order(ps):
    adjusted = holm(ps)
    assert all(p <= after <= 1 for p, after in zip(ps, adjusted, strict=True))
    order = sorted(range(len(ps)), key=lambda index: ps[index])
    assert [adjusted[index] for index in order] == sorted(adjusted)
