from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.waitlist.waiting import PartOfDay, Wanted, is_quiet, next_morning, offer_until
from core.clock import ServiceZone
from tests.booking.story import tokyo

TOKYO = ServiceZone("Asia/Tokyo")
DAY = date(2026, 11, 25)
SOMEBODY, ANOTHER = uuid4(), uuid4()
instants = st.integers(0, 525_600).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("part", "hours"),
    [
        (PartOfDay.ANY, ["09:00", "12:00", "17:00"]),
        (PartOfDay.MORNING, ["09:00"]),
        (PartOfDay.AFTERNOON, ["12:00"]),
        (PartOfDay.EVENING, ["17:00"]),
    ],
)
def test_a_time_fits_its_part_of_the_day_in_the_services_zone(part, hours):
    wanted = Wanted(DAY, DAY, part)
    times = ["09:00", "12:00", "17:00"]
    assert [at for at in times if wanted.fits(tokyo(f"2026-11-25 {at}"), [SOMEBODY], TOKYO)] == hours


def test_a_time_fits_the_days_the_person_and_what_was_not_passed():
    start = tokyo("2026-11-25 09:00")
    assert Wanted(DAY, DAY, practitioner_id=SOMEBODY).fits(start, [ANOTHER, SOMEBODY], TOKYO)
    assert not Wanted(DAY, DAY, practitioner_id=SOMEBODY).fits(start, [ANOTHER], TOKYO)
    assert not Wanted(DAY, DAY, passed=frozenset({start})).fits(start, [SOMEBODY], TOKYO)
    assert not Wanted(DAY + timedelta(days=1), DAY + timedelta(days=2)).fits(start, [SOMEBODY], TOKYO)


@pytest.mark.parametrize(
    ("now", "start", "until"),
    [
        ("2026-11-25 10:00", "2026-11-26 09:00", "2026-11-25 12:00"),
        ("2026-11-25 10:00", "2026-11-25 11:00", "2026-11-25 10:30"),
        ("2026-11-25 10:00", "2026-11-25 10:40", None),
        ("2026-11-25 21:00", "2026-11-26 15:00", "2026-11-26 08:00"),
        ("2026-11-25 21:00", "2026-11-26 08:00", "2026-11-26 07:30"),
    ],
)
def test_an_offer_stands_two_hours_over_the_night_and_never_into_the_time_itself(now, start, until):
    assert offer_until(tokyo(now), tokyo(start), TOKYO) == (until and tokyo(until))


@given(instants, st.timedeltas(timedelta(0), timedelta(days=3)))
def test_an_offer_always_leaves_time_to_think_and_to_come(now, ahead):
    until = offer_until(now, now + ahead, TOKYO)
    if until is not None:
        assert now + timedelta(minutes=15) <= until <= now + ahead - timedelta(minutes=30)
        assert not is_quiet(until, TOKYO) or until == now + ahead - timedelta(minutes=30)


@given(instants)
def test_the_night_ends_at_seven(now):
    morning = next_morning(now, TOKYO)
    assert now <= morning
    assert TOKYO.to_wall(morning).strftime("%H:%M") == "07:00"
    if is_quiet(now, TOKYO):
        assert morning - now <= timedelta(hours=9)
