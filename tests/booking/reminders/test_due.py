"""When reminders come: at the hour, not in the night where they can wait, also when the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.reminders.due import Lead, awake, due_at, useless_from, waits_until
from core.clock import ServiceZone

ZONES = [ServiceZone(name) for name in ("Asia/Tokyo", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe")]
INSTANTS = st.integers(0, 2 * 366 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+09:00")


@pytest.mark.parametrize(
    ("starts_at", "lead", "due"),
    [
        ("2026-11-25T10:00", Lead.DAY, "2026-11-24T10:00"),
        ("2026-11-25T22:00", Lead.DAY, "2026-11-25T07:00"),
        ("2026-11-25T03:00", Lead.DAY, "2026-11-24T07:00"),
        ("2026-11-25T06:59", Lead.DAY, "2026-11-24T07:00"),
        ("2026-11-25T07:00", Lead.DAY, "2026-11-24T07:00"),
        ("2026-11-25T21:59", Lead.DAY, "2026-11-24T21:59"),
        ("2026-11-25T03:00", Lead.HOUR, "2026-11-25T02:00"),
        ("2026-11-25T03:00", Lead.TEN_MINUTES, "2026-11-25T02:50"),
    ],
)
def test_the_day_before_waits_for_the_morning_the_others_cannot(starts_at, lead, due):
    assert due_at(tokyo(starts_at), lead, ZONES[0]) == tokyo(due)


@given(starts_at=INSTANTS, zone=st.sampled_from(ZONES))
def test_whatever_the_clocks_do_the_day_before_comes_while_people_are_awake_and_long_before(starts_at, zone):
    due = due_at(starts_at, Lead.DAY, zone)
    assert time(7) <= zone.to_wall(due).time() < time(22)
    assert timedelta(hours=13) <= starts_at - due <= timedelta(hours=24)


@given(starts_at=INSTANTS, zone=st.sampled_from(ZONES))
def test_the_last_reminders_come_at_their_time_whatever_the_clocks_do(starts_at, zone):
    assert starts_at - due_at(starts_at, Lead.HOUR, zone) == timedelta(hours=1)
    assert starts_at - due_at(starts_at, Lead.TEN_MINUTES, zone) == timedelta(minutes=10)


@given(starts_at=INSTANTS, lead=st.sampled_from(Lead), zone=st.sampled_from(ZONES))
def test_no_reminder_is_useless_when_it_is_due(starts_at, lead, zone):
    assert due_at(starts_at, lead, zone) < useless_from(starts_at, lead) <= starts_at


@given(at=INSTANTS, zone=st.sampled_from(ZONES))
def test_what_waits_for_the_morning_waits_no_longer(at, zone):
    morning = awake(at, zone)
    assert timedelta() <= morning - at <= timedelta(hours=10)
    assert awake(morning, zone) == morning


@pytest.mark.parametrize(
    ("at", "starts_at", "told"),
    [
        ("2026-11-24T23:00", "2026-11-25T10:00", "2026-11-25T07:00"),
        ("2026-11-24T23:00", "2026-11-25T08:59", "2026-11-24T23:00"),
        ("2026-11-24T21:00", "2026-11-25T10:00", "2026-11-24T21:00"),
    ],
)
def test_news_wait_at_night_unless_the_appointment_is_too_near(at, starts_at, told):
    assert waits_until(tokyo(at), tokyo(starts_at), ZONES[0]) == tokyo(told)
