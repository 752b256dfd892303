from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Invalid
from core.principal import Role
from people.persons.plausibility import check_birth_months, check_due_date, read_month, write_month
from people.persons.ties import role_of

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MONTHS = DAYS.map(lambda day: day.replace(day=1))


@given(DAYS, st.integers(-400, 400))
def test_a_due_date_lies_between_a_month_ago_and_three_hundred_days_ahead(today: date, days: int) -> None:
    if -30 <= days <= 300:
        check_due_date(today + timedelta(days=days), today)
    else:
        with pytest.raises(Invalid) as refusal:
            check_due_date(today + timedelta(days=days), today)
        assert refusal.value.params["earliest"] == (today - timedelta(days=30)).isoformat()


@given(DAYS, MONTHS)
def test_a_child_is_born_this_month_or_before_and_at_most_twenty_years_ago(today: date, month: date) -> None:
    this_month = today.replace(day=1)
    if this_month.replace(year=today.year - 20) <= month <= this_month:
        check_birth_months([month], today)
    else:
        with pytest.raises(Invalid):
            check_birth_months([this_month, month], today)


def test_a_leap_day_has_its_months_too() -> None:
    check_birth_months([date(2008, 2, 1)], date(2028, 2, 29))


def test_more_children_than_fifteen_are_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        check_birth_months([date(2026, 1, 1)] * 16, date(2026, 11, 24))
    assert refusal.value.code == "people.too_many_children"


@given(MONTHS)
def test_a_month_is_written_and_read(month: date) -> None:
    assert read_month(write_month(month)) == month


@given(st.booleans(), st.booleans())
def test_pregnant_or_with_a_child_is_a_parent(pregnant: bool, has_children: bool) -> None:
    role = role_of(pregnant=pregnant, has_children=has_children)
    assert (role is Role.PARENT) == (pregnant or has_children)
    assert role in {Role.PARENT, Role.FAMILY}
