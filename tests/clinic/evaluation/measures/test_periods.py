"""Fiscal years from April to March, quarters and months."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.measures.periods import Part, fiscal_year, fiscal_year_of, parts

days = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026)]
)
def test_a_fiscal_year_begins_in_april(day, year):
    assert fiscal_year_of(day) == year
    assert fiscal_year(year).first_day <= day <= fiscal_year(year).last_day


def test_a_fiscal_year_has_four_quarters_and_twelve_months():
    year = fiscal_year(2027)
    assert (year.first_day, year.last_day) == (date(2027, 4, 1), date(2028, 3, 31))
    quarters = parts(year.first_day, year.last_day, Part.QUARTER)
    assert [each.first_day for each in quarters] == [
        date(2027, 4, 1),
        date(2027, 7, 1),
        date(2027, 10, 1),
        date(2028, 1, 1),
    ]
    months = parts(year.first_day, year.last_day, Part.MONTH)
    assert len(months) == 12
    assert (months[10].first_day, months[10].last_day) == (date(2028, 2, 1), date(2028, 2, 29))
    assert parts(year.first_day, year.last_day, Part.YEAR) == (year,)


def test_a_part_that_is_cut_says_so():
    cut = parts(date(2026, 5, 15), date(2026, 7, 1), Part.QUARTER)
    assert [(each.first_day, each.last_day, each.is_whole) for each in cut] == [
        (date(2026, 5, 15), date(2026, 6, 30), False),
        (date(2026, 7, 1), date(2026, 7, 1), False),
    ]


@settings(max_examples=60)
@given(days, st.integers(0, 1500), st.sampled_from(Part))
def test_the_parts_make_up_the_period_without_gap_or_overlap(first_day, length, part):
    last_day = first_day + timedelta(days=length)
    found = parts(first_day, last_day, part)
    assert (found[0].first_day, found[-1].last_day) == (first_day, last_day)
    assert all(after.first_day == before.last_day + timedelta(days=1) for before, after in pairwise(found))
    assert all(each.is_whole for each in found[1:-1])
