from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from booking.followups.weeks import bookable_from, wanted_at, week_around
from core.clock import ServiceZone
from tests.booking.story import tokyo

TOKYO, BERLIN = ServiceZone("Asia/Tokyo"), ServiceZone("Europe/Berlin")
instants = st.integers(0, 525_600).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(instants, st.integers(1, 12))
def test_it_is_meant_for_the_same_weekday_and_time_on_the_wall(starts_at, weeks):
    wanted = wanted_at(starts_at, weeks, TOKYO)
    assert wanted - starts_at == timedelta(weeks=weeks)
    first, last = week_around(wanted, TOKYO)
    assert (last - first).days == 6
    assert first <= TOKYO.today(wanted) <= last


def test_the_time_on_the_wall_stays_when_the_clocks_change():
    before = BERLIN.to_utc(date(2026, 10, 20), time(9))
    assert BERLIN.to_wall(wanted_at(before, 1, BERLIN)).strftime("%Y-%m-%d %H:%M") == "2026-10-27 09:00"


def test_a_week_beyond_the_horizon_says_from_when_it_can_be_booked():
    first, _ = week_around(wanted_at(tokyo("2026-11-25 09:00"), 6, TOKYO), TOKYO)
    assert first == date(2027, 1, 3)
    assert bookable_from(first, 28, date(2026, 11, 25)) == date(2026, 12, 6)
    assert bookable_from(first, 28, date(2026, 12, 6)) is None
