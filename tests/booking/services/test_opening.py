from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.schedules.hours import Hours
from booking.services.opening import HOLIDAY, OpeningHours, check_opening, open_times, opening_of
from booking.slots.availability import Interval
from core.clock import ServiceZone
from core.errors import Invalid

TOKYO = ServiceZone("Asia/Tokyo")
BERLIN = ServiceZone("Europe/Berlin")
MONDAY = date(2026, 11, 30)
NIGHT = Hours(time(22), time(6), ends_next_day=True)


def never(_: date) -> bool:
    return False


def at(zone: ServiceZone, day: date, hour: int) -> datetime:
    return zone.to_utc(day, time(hour))


def test_it_is_open_on_its_weekdays_in_the_services_zone():
    opening = [OpeningHours(0, Hours(time(9), time(17)))]
    assert open_times(opening, never, TOKYO, MONDAY, MONDAY + timedelta(days=6)) == [
        Interval(datetime(2026, 11, 30, 0, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC))
    ]


def test_on_a_holiday_the_hours_of_holidays_hold_and_not_the_weekdays():
    opening = [OpeningHours(0, Hours(time(9), time(17))), OpeningHours(HOLIDAY, Hours(time(10), time(12)))]
    assert open_times(opening, lambda day: day == MONDAY, TOKYO, MONDAY, MONDAY) == [
        Interval(at(TOKYO, MONDAY, 10), at(TOKYO, MONDAY, 12))
    ]


def test_the_night_before_reaches_into_the_first_day():
    opening = [OpeningHours(day, NIGHT) for day in range(8)]
    first, *_ = open_times(opening, never, TOKYO, MONDAY, MONDAY)
    assert first == Interval(at(TOKYO, MONDAY - timedelta(days=1), 22), at(TOKYO, MONDAY, 6))


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_night_over_a_clock_change_is_as_long_as_it_really_is(day: date):
    opening = [OpeningHours(each, NIGHT) for each in range(8)]
    for night in open_times(opening, never, BERLIN, day, day):
        assert BERLIN.to_wall(night.start).time() == time(22)
        assert BERLIN.to_wall(night.end).time() == time(6)
        assert night.end - night.start in {timedelta(hours=7), timedelta(hours=8), timedelta(hours=9)}


def test_hours_that_overlap_or_end_before_they_start_are_refused():
    with pytest.raises(Invalid) as overlap:
        check_opening([OpeningHours(0, Hours(time(9), time(12))), OpeningHours(0, Hours(time(11), time(13)))])
    assert overlap.value.code == "booking.opening_overlaps"
    with pytest.raises(Invalid) as reversed_:
        check_opening([OpeningHours(0, Hours(time(12), time(9)))])
    assert reversed_.value.code == "booking.block_ends_before_start"
    check_opening([OpeningHours(0, Hours(time(9), time(12))), OpeningHours(1, Hours(time(9), time(12)))])


def test_stored_hours_are_read_back():
    stored = [{"day": 7, "starts": "22:00", "ends": "06:00", "ends_next_day": True}]
    assert opening_of(stored) == [OpeningHours(HOLIDAY, NIGHT)]
