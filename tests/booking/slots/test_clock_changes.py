"""Starting times where clocks change: inside the hours on the wall, never two at once, nights as long as they are."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.schedules.hours import Hours, WeeklyBlock, shifts
from booking.slots.availability import Interval, Shape, starts
from core.clock import ServiceZone

BERLIN = ServiceZone("Europe/Berlin")
NEW_YORK = ServiceZone("America/New_York")
TOKYO = ServiceZone("Asia/Tokyo")
DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)

# Nights on which the clocks of Berlin or New York change, in both directions, with a day on each side.
CHANGES = (date(2026, 3, 8), date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 1))
days = st.builds(lambda day, offset: day + offset * DAY, st.sampled_from(CHANGES), st.integers(-1, 1))
zones = st.sampled_from((BERLIN, NEW_YORK, TOKYO))
# From four o'clock on no wall-clock time of these zones stands twice or not at all.
plain_times = st.builds(time, st.integers(4, 23), st.sampled_from((0, 15, 30, 45)))
all_week_hours = st.builds(lambda one, other: Hours(one, other, ends_next_day=other <= one), plain_times, plain_times)


def never(_: date) -> bool:
    return False


@settings(max_examples=200)
@given(zones, days, all_week_hours, st.integers(5, 90), st.integers(0, 20))
def test_slots_lie_in_the_hours_on_the_wall_and_never_overlap(zone, day, hours, minutes, pause):
    length = timedelta(minutes=minutes)
    shape = Shape(length, length + timedelta(minutes=pause))
    weekly = [WeeklyBlock(weekday, hours, date(2020, 1, 1)) for weekday in range(7)]
    window = Interval(zone.day(day)[0], zone.day(day)[1])
    found = starts(shifts(weekly, {}, never, zone, day, day), [], shape, window)
    for start in found:
        opened = zone.to_wall(start).date()
        if hours.ends_next_day and zone.to_wall(start).time() < hours.starts:
            opened -= DAY
        first = datetime.combine(opened, hours.starts)
        last = datetime.combine(opened + DAY if hours.ends_next_day else opened, hours.ends)
        assert first <= zone.to_wall(start).replace(tzinfo=None)
        assert zone.to_wall(start + length).replace(tzinfo=None) <= last
    assert all(one + length <= other for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        (BERLIN, date(2026, 3, 28), 7),
        (BERLIN, date(2026, 10, 24), 9),
        (NEW_YORK, date(2026, 3, 7), 7),
        (NEW_YORK, date(2026, 10, 31), 9),
        (TOKYO, date(2026, 3, 28), 8),
    ],
)
def test_a_night_has_as_many_slots_as_hours_really_pass(zone, evening, hours):
    weekly = [WeeklyBlock(evening.weekday(), Hours(time(22), time(6), ends_next_day=True), evening, evening)]
    [night] = shifts(weekly, {}, never, zone, evening, evening)
    assert len(starts([night], [], Shape(HALF_HOUR, HALF_HOUR), night)) == 2 * hours
