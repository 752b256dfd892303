"""Days are placed anew: intervals hold, no day is the real one, and enough real days remain possible."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.exchange.research.placing import MINIMUM_ROOM, SHORTEST_PERIOD, place

FIRST = date(2026, 4, 1)
PERIODS = st.integers(SHORTEST_PERIOD, 800)


@given(st.data(), PERIODS, st.integers())
def test_intervals_hold_no_day_is_the_real_one_and_every_day_stays_in_the_period(data, length, seed):
    offsets = data.draw(st.lists(st.integers(0, length - 1), min_size=1, max_size=30))
    days = [FIRST + timedelta(days=each) for each in offsets]
    last = FIRST + timedelta(days=length - 1)
    placing = place(days, FIRST, last, Random(seed))
    kept = [day for day in days if placing.keeps(day)]
    assert min(days) in kept
    shown = [placing.place(day) for day in kept]
    assert all(real != there for real, there in zip(kept, shown, strict=True))
    assert all(FIRST <= day <= last for day in shown)
    assert [day - shown[0] for day in shown] == [day - kept[0] for day in kept]
    # A reader knows the period and how long it went: so many first days are possible.
    assert length - (max(kept) - min(kept)).days - 1 >= MINIMUM_ROOM


def test_what_is_shown_tells_nothing_of_the_real_day_but_that_it_is_another():
    last = FIRST + timedelta(days=SHORTEST_PERIOD - 1)
    span = 60
    everywhere = {FIRST + timedelta(days=each) for each in range(SHORTEST_PERIOD - span)}
    random = Random(1)
    for real in (FIRST, FIRST + timedelta(days=50), last - timedelta(days=span)):
        days = [real, real + timedelta(days=span)]
        shown = {place(days, FIRST, last, random).place(real) for _ in range(4000)}
        assert shown == everywhere - {real}


def test_a_period_that_leaves_no_room_and_days_outside_of_it_are_refused():
    with pytest.raises(ValueError):
        place([FIRST], FIRST, FIRST + timedelta(days=SHORTEST_PERIOD - 2), Random(1))
    with pytest.raises(ValueError):
        place([FIRST - timedelta(days=1)], FIRST, FIRST + timedelta(days=SHORTEST_PERIOD), Random(1))
    with pytest.raises(ValueError):
        place([], FIRST, FIRST + timedelta(days=SHORTEST_PERIOD), Random(1))
