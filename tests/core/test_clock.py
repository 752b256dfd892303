from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import ManualClock, ServiceZone

ZONES = st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        ManualClock(datetime(2026, 11, 24))  # noqa: DTZ001


def test_ten_in_the_morning_in_tokyo_is_one_in_utc():
    assert ServiceZone().to_utc(date(2026, 11, 24), time(10)) == datetime(2026, 11, 24, 1, tzinfo=UTC)


@given(ZONES, st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_each_day_ends_where_the_next_begins(name, day):
    zone = ServiceZone(name)
    begin, end = zone.day(day)
    assert begin < end == zone.day(day + timedelta(days=1))[0]


@given(ZONES, st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_lies_within_its_local_day(name, instant):
    zone = ServiceZone(name)
    begin, end = zone.day(zone.today(instant))
    assert begin <= instant < end
