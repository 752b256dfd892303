"""Shifts from wall-clock schedules: several blocks, nights, holidays, exceptions, and clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.schedules.hours import Hours, WeeklyBlock, shift_on, shifts
from booking.slots.availability import Interval, union
from core.clock import ServiceZone

TOKYO = ServiceZone("Asia/Tokyo")
NEW_YORK = ServiceZone("America/New_York")
SYDNEY = ServiceZone("Australia/Sydney")
LORD_HOWE = ServiceZone("Australia/Lord_Howe")
START = date(2026, 1, 1)
DAY = timedelta(days=1)

# The clocks of these zones change between midnight and three: times at which they do not stand twice or not at all.
plain_times = st.builds(time, st.integers(4, 23), st.sampled_from((0, 15, 30, 45)))
days = st.dates(date(2026, 1, 2), date(2027, 12, 30))
zones = st.sampled_from((TOKYO, NEW_YORK, SYDNEY, LORD_HOWE))


@st.composite
def hours(draw):
    starts, ends, over = draw(plain_times), draw(plain_times), draw(st.booleans())
    return Hours(starts, ends, ends_next_day=over or ends <= starts)


blocks = st.builds(WeeklyBlock, st.integers(0, 6), hours(), days, st.none() | days, st.booleans()).filter(
    lambda block: block.valid_to is None or block.valid_to >= block.valid_from
)


def never(_: date) -> bool:
    return False


def on_the_wall(instant: datetime, day: date, each: Hours, zone: ServiceZone) -> bool:
    wall = zone.to_wall(instant).replace(tzinfo=None)
    end_day = day + DAY if each.ends_next_day else day
    return datetime.combine(day, each.starts) <= wall < datetime.combine(end_day, each.ends)


@settings(max_examples=300)
@given(
    st.lists(blocks, max_size=5),
    st.dictionaries(days, st.lists(hours(), max_size=2), max_size=4),
    st.sets(days, max_size=5),
    zones,
    days,
    st.integers(0, 5),
    st.data(),
)
def test_somebody_works_exactly_when_the_clock_on_the_wall_says_so(weekly, exceptions, rests, zone, first, span, data):
    last = first + span * DAY
    found = shifts(weekly, exceptions, rests.__contains__, zone, first, last)
    start, end = zone.day(first)[0], zone.day(last)[1]
    instant = data.draw(st.integers(0, int((end - start).total_seconds()) - 1).map(lambda s: start + timedelta(0, s)))
    today = zone.today(instant)
    expected = any(
        on_the_wall(instant, day, each, zone)
        for day in (today - DAY, today)
        for each in (
            exceptions[day]
            if day in exceptions
            else [block.hours for block in weekly if block.holds_on(day, rest_day=day in rests)]
        )
    )
    assert any(shift.start <= instant < shift.end for shift in found) == expected


@given(zones, days)
def test_a_day_cut_into_blocks_is_the_whole_day_also_when_the_clock_changes(zone, day):
    cuts = [time(0), time(1, 30), time(2, 15), time(3), time(9), time(17)]
    pieces = [Hours(one, other) for one, other in pairwise(cuts)]
    pieces.append(Hours(cuts[-1], time(0), ends_next_day=True))
    whole = union(*(shift_on(day, piece, zone) for piece in pieces))
    assert whole == [Interval(*zone.day(day))]


@pytest.mark.parametrize(("day", "length"), [(date(2026, 3, 7), 7), (date(2026, 10, 31), 9), (date(2026, 6, 1), 8)])
def test_a_night_over_a_clock_change_is_as_long_as_the_time_that_passes(day, length):
    [night] = shift_on(day, Hours(time(22), time(6), ends_next_day=True), NEW_YORK)
    assert night.end - night.start == timedelta(hours=length)


def test_hours_that_a_clock_change_skips_are_no_shift():
    assert shift_on(date(2026, 3, 8), Hours(time(2), time(3)), NEW_YORK) == ()


def test_a_day_may_have_several_blocks():
    weekly = [WeeklyBlock(1, Hours(time(9), time(12)), START), WeeklyBlock(1, Hours(time(13), time(17)), START)]
    day = date(2026, 11, 24)
    assert shifts(weekly, {}, never, TOKYO, day, day) == [
        Interval(datetime(2026, 11, 24, 0, tzinfo=UTC), datetime(2026, 11, 24, 3, tzinfo=UTC)),
        Interval(datetime(2026, 11, 24, 4, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)),
    ]


def test_a_night_is_seen_on_the_day_on_which_it_ends():
    weekly = [WeeklyBlock(0, Hours(time(22), time(6), ends_next_day=True), START)]
    tuesday = date(2026, 11, 24)
    [night] = shifts(weekly, {}, never, TOKYO, tuesday, tuesday)
    assert TOKYO.to_wall(night.start).date() == tuesday - DAY


def test_on_a_holiday_only_those_work_who_work_on_holidays():
    day_shift, night_shift = Hours(time(9), time(17)), Hours(time(18), time(21))
    weekly = [WeeklyBlock(0, day_shift, START), WeeklyBlock(0, night_shift, START, on_holidays=True)]
    holiday = date(2026, 11, 23)
    [found] = shifts(weekly, {}, lambda day: day == holiday, TOKYO, holiday, holiday)
    assert TOKYO.to_wall(found.start).hour == 18


def test_an_exception_replaces_the_week_and_a_closed_day_has_no_hours():
    weekly = [WeeklyBlock(weekday, Hours(time(9), time(17)), START) for weekday in range(7)]
    off, other = date(2026, 11, 24), date(2026, 11, 25)
    [found] = shifts(weekly, {off: [], other: [Hours(time(10), time(11))]}, never, TOKYO, off, other)
    assert TOKYO.to_wall(found.start) == datetime.fromisoformat("2026-11-25T10:00:00+09:00")


def test_a_block_holds_from_its_first_to_its_last_day():
    weekly = [WeeklyBlock(1, Hours(time(9), time(17)), date(2026, 11, 17), date(2026, 11, 24))]
    found = shifts(weekly, {}, never, TOKYO, date(2026, 11, 1), date(2026, 12, 31))
    assert [TOKYO.today(each.start) for each in found] == [date(2026, 11, 17), date(2026, 11, 24)]
