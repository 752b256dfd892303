from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.slots.alternatives import nearest
from booking.slots.window import booking_window, check_start
from core.clock import ServiceZone
from core.errors import Invalid
from core.ids import new_id

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TOKYO = ServiceZone("Asia/Tokyo")
HOUR = timedelta(hours=1)


def code_of(start: datetime, notice: timedelta = HOUR, horizon: int = 28) -> str | None:
    try:
        check_start(start, NOW, booking_window(NOW, notice, horizon, TOKYO))
    except Invalid as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (NOW - HOUR, "booking.in_the_past"),
        (NOW, "booking.in_the_past"),
        (NOW + HOUR - timedelta(seconds=1), "booking.too_soon"),
        (NOW + HOUR, None),
        (datetime(2026, 12, 22, 14, 59, tzinfo=UTC), None),
        (datetime(2026, 12, 22, 15, 0, tzinfo=UTC), "booking.too_far_ahead"),
    ],
)
def test_a_time_is_bookable_from_the_notice_to_the_end_of_the_last_local_day(start, code):
    assert code_of(start) == code


@given(st.integers(-1000, 2000))
def test_a_start_is_accepted_exactly_when_the_window_holds_it(hours):
    start = NOW + hours * HOUR
    window = booking_window(NOW, HOUR, 28, TOKYO)
    assert (code_of(start) is None) == (window.within(start, start + timedelta(seconds=1)) is not None)


def test_the_nearest_free_times_are_offered_in_order():
    one, other = new_id(), new_id()
    free = {NOW + hours * HOUR: [one] if hours % 2 else [other] for hours in (-3, -1, 1, 2, 5)}
    assert nearest(free, NOW, None, 3) == [NOW - HOUR, NOW + HOUR, NOW + 2 * HOUR]
    assert nearest(free, NOW, other, 2) == [NOW - HOUR, NOW + 2 * HOUR]
    assert nearest({}, NOW, None, 4) == []
