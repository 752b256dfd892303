"""How long things are kept, and who may approve a deletion."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.keeping.retention import DEFAULT_POLICY, DUTY, RecordKind, cutoff_day, due_day
from clinic.keeping.states import PLAN_HOLDS, DeletionRunState, Verdict, may_approve

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1, 30)


@given(DAYS, DAYS, YEARS)
@settings(max_examples=200)
def test_the_two_ways_of_counting_agree_on_every_day(ended, today, years):
    assert (ended <= cutoff_day(today, years)) == (due_day(ended, years) <= today)


@given(DAYS, YEARS)
@settings(max_examples=100)
def test_nothing_is_kept_a_day_too_short(ended, years):
    due = due_day(ended, years)
    assert (due.year, due.month) >= (ended.year + years, ended.month)
    assert cutoff_day(due - timedelta(days=1), years) < ended <= cutoff_day(due, years)


@pytest.mark.parametrize(
    ("ended", "due"),
    [
        (date(2021, 11, 24), date(2026, 11, 24)),
        (date(2024, 2, 29), date(2029, 3, 1)),
        (date(2024, 2, 28), date(2029, 2, 28)),
        (date(2021, 12, 31), date(2026, 12, 31)),
    ],
)
def test_five_years_are_five_years_on_the_calendar(ended, due):
    assert due_day(ended, 5) == due


def test_without_a_stored_policy_everything_is_kept_for_five_years():
    assert set(DEFAULT_POLICY.years) == set(RecordKind)
    assert set(DEFAULT_POLICY.years.values()) == {5}
    assert set(RecordKind) > DUTY


NOW = datetime(2026, 11, 24, tzinfo=UTC)
ONE, OTHER = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("state", "age", "approver", "others", "verdict"),
    [
        (DeletionRunState.PROPOSED, timedelta(0), OTHER, 1, Verdict.YES),
        (DeletionRunState.PROPOSED, timedelta(0), ONE, 1, Verdict.SECOND_PERSON),
        (DeletionRunState.PROPOSED, timedelta(0), ONE, 0, Verdict.YES),
        (DeletionRunState.PROPOSED, PLAN_HOLDS, OTHER, 1, Verdict.YES),
        (DeletionRunState.PROPOSED, PLAN_HOLDS + timedelta(seconds=1), OTHER, 1, Verdict.STALE),
        (DeletionRunState.APPROVED, timedelta(0), OTHER, 1, Verdict.SETTLED),
        (DeletionRunState.DISCARDED, timedelta(0), OTHER, 1, Verdict.SETTLED),
        (DeletionRunState.DONE, timedelta(0), OTHER, 1, Verdict.SETTLED),
    ],
)
def test_a_second_person_approves_where_there_is_one(state, age, approver, others, verdict):
    assert may_approve(state, NOW - age, ONE, approver, NOW, others=others) is verdict
