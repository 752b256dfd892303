"""Facts as columns: the same facts as one by one, and written so that they come back."""

from datetime import date, timedelta

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.facts.model import CallStay, Use
from clinic.evaluation.facts.rows import Coded, Rows, tally
from clinic.evaluation.reports.inputs import Result, canonical
from tests.clinic.evaluation.make import FIRST, use

days = st.integers(0, 900).map(lambda number: FIRST + timedelta(days=number))
stays = st.lists(
    st.builds(
        CallStay,
        days,
        st.integers(0, 10_000),
        st.none() | st.integers(0, 5000),
        st.none() | st.floats(0, 100),
        st.none() | st.booleans(),
        st.integers(0, 9),
        st.sampled_from(["full", "lower"]),
    ),
    max_size=20,
).map(lambda rows: sorted(rows, key=lambda one: one.day))


@settings(max_examples=80)
@given(stays, st.integers(-22, 22), st.integers(-22, 22))
def test_rows_are_the_facts_they_were_made_of(rows, begin, end):
    found = Rows.of(CallStay, rows)
    assert found == tuple(rows)
    assert found[begin:end] == tuple(rows[begin:end])
    assert [found[place] for place in range(len(found))] == rows
    assert [type(one) for one in found] == [CallStay] * len(rows)
    assert Rows.joined(CallStay, [found[:5], found[5:]]) == found


@settings(max_examples=80)
@given(stays)
def test_what_is_written_comes_back_with_its_types(rows):
    found = Rows.of(CallStay, rows)
    again = Rows.of_plain(CallStay, orjson.loads(canonical(found)))
    assert [[(type(value), value) for value in one] for one in again] == [
        [(type(value), value) for value in one] for one in rows
    ]
    assert canonical(again) == canonical(found)


def test_a_code_comes_back_as_what_it_means():
    (again,) = Rows.of_plain(Use, orjson.loads(canonical(Rows.of(Use, [use()]))))
    assert [type(value) for value in again] == [type(value) for value in use()]
    results = Rows.of(Result, [Result(FIRST, ("mood", "sleep"), None), Result(FIRST, (), "urgent")])
    assert Rows.of_plain(Result, orjson.loads(canonical(results))) == results


@settings(max_examples=60)
@given(stays, days, st.integers(0, 300))
def test_rows_within_days_are_those_of_the_days(rows, first_day, length):
    last_day = first_day + timedelta(days=length)
    found = Rows.of(CallStay, rows).within(first_day, last_day)
    assert found == tuple(one for one in rows if first_day <= one.day <= last_day)


def test_a_tally_counts_each_combination_that_there_is():
    rows = Rows.of(
        Use, [use(0, hour=9), use(1, hour=9), use(1, hour=17, service=None), use(2, date(2026, 5, 1), hour=9)]
    )
    assert tally(rows.coded("hour"), rows.coded("service")) == {(9, "counselling"): 3, (17, None): 1}
    assert tally(rows.days().coded(lambda day: day.month)) == {(4,): 3, (5,): 1}
    assert tally(rows[:0].coded("hour")) == {}


def test_a_value_that_is_in_no_row_is_nobodys():
    column = Coded.of(["a", "b", "a"])
    assert column.being("a").tolist() == [True, False, True]
    assert not column.being("c").any()
    assert not column.take(np.array([1])).being("a").any()


@pytest.mark.parametrize(
    "change",
    [
        {"hour": {"numbers": [1, 2]}},
        {"hour": {"numbers": ["x"]}},
        {"hour": {}},
        {"stage": {"places": [1], "values": ["child"]}},
        {"stage": {"places": [0], "values": ["nothing"]}},
        {"day": {"first": "never", "days": [0]}},
    ],
)
def test_columns_that_do_not_fit_are_refused(change):
    plain = orjson.loads(canonical(Rows.of(Use, [use()])))
    with pytest.raises(ValueError):
        Rows.of_plain(Use, plain | change)
