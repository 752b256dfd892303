"""Wilson's interval of a share."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.measures.wilson import wilson

shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    # Newcombe 1998, table I (81/263, 15/148, 0/20, 1/29), method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_intervals_come_out(successes, n, low, high):
    found = wilson(successes, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@settings(max_examples=80)
@given(shares)
def test_it_holds_the_share_lies_within_0_and_1_and_mirrors(share):
    successes, n = share
    found = wilson(successes, n)
    assert 0 <= found.low <= successes / n <= found.high <= 1
    mirrored = wilson(n - successes, n)
    assert found.low == pytest.approx(1 - mirrored.high, abs=1e-12)


@settings(max_examples=40)
@given(shares)
def test_more_cases_of_the_same_share_narrow_it(share):
    successes, n = share
    few, many = wilson(successes, n), wilson(10 * successes, 10 * n)
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (1, 0), (-1, 3), (4, 3)])
def test_what_is_no_share_is_refused(successes, n):
    with pytest.raises(ValueError):
        wilson(successes, n)
