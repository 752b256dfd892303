"""The simulated year has a duty rota, and its alerts and calls at night find who is on duty."""

from datetime import UTC, date, datetime, time, timedelta, timezone

from tests.server.simulate.conftest import Year

TOKYO = timezone(timedelta(hours=9))
FIRST, DAYS = date(2025, 4, 1), 365
NIGHT_HOURS = (21, 24, 27, 31)
"""Hours after midnight of the day on which a night begins."""

ON_CALL = (
    "SELECT practitioner_id, starts_at, ends_at FROM rota_duties WHERE role = 'counsellor' AND duty = 'on_call'"
    " ORDER BY starts_at"
)


def duties(year: Year) -> list[tuple[str, datetime, datetime]]:
    return [(who, instant(starts), instant(ends)) for who, starts, ends in year.rows(ON_CALL)]


def instant(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def test_a_counsellor_is_on_call_through_every_night_of_the_year(year):
    held = [(starts, ends) for _, starts, ends in duties(year)]
    bare = [
        (day, hour)
        for day in (FIRST + timedelta(days=number) for number in range(DAYS))
        for hour in NIGHT_HOURS
        if not _covered(held, datetime.combine(day, time.min, TOKYO) + timedelta(hours=hour))
    ]
    assert bare == []


def _covered(held: list[tuple[datetime, datetime]], at: datetime) -> bool:
    return any(starts <= at < ends for starts, ends in held)


def test_every_month_was_published_as_the_coordinator_would(year):
    months = [first for [first] in year.rows("SELECT DISTINCT first FROM rota_versions ORDER BY first")]
    assert months == [
        *(f"2025-{month:02}-01" for month in range(4, 13)),
        *(f"2026-{month:02}-01" for month in (1, 2, 3, 4)),
    ]
    assert year.one("SELECT count(*) FROM rota_versions WHERE substr(published_at, 1, 10) >= first") == 0
    assert "months_published" in year.out
    assert "months_unpublished" not in year.out


def test_who_calls_at_night_is_answered_by_the_counsellor_on_call(year):
    calls = year.rows("SELECT practitioner_id, admitted_at FROM encounters WHERE appointment_id IS NULL")
    assert calls
    held = duties(year)
    for answered_by, at in calls:
        assert answered_by in {who for who, starts, ends in held if starts <= instant(at) < ends}


def test_no_alert_is_left_without_an_owner_and_each_is_documented(year):
    owned = "SELECT count(*) FROM flags WHERE acknowledged_by IS NULL OR acknowledged_at IS NULL"
    assert year.one("SELECT count(*) FROM flags") > 0
    assert year.one(owned) == 0
    assert year.one("SELECT count(*) FROM flags WHERE closed_at IS NULL OR assessment_id IS NULL") == 0
    assert year.one("SELECT count(*) FROM safety_tasks WHERE done_at IS NULL") == 0
