"""The city's measure of PHQ-9."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.evaluation.phq9 import Answered, ClosedCourse, measure

DAY0 = date(2026, 4, 1)


def course(start, end, days=30):
    return ClosedCourse(
        None if start is None else Answered(DAY0, start),
        None if end is None else Answered(DAY0 + timedelta(days=days), end),
    )


def test_nothing_measured_has_no_share_rather_than_zero():
    for courses in ([], [course(12, None)], [course(9, 3)], [course(None, 12)]):
        far = measure(courses).far
        assert (far.share_10_or_fewer, far.share_below_10) == (None, None)


@pytest.mark.parametrize(
    ("start", "end", "counted", "by_the_city", "below"),
    [(9, 5, 0, 0, 0), (10, 10, 1, 1, 0), (10, 9, 1, 1, 1), (27, 11, 1, 0, 0), (10, 0, 1, 1, 1), (0, 27, 0, 0, 0)],
)
def test_ten_to_ten_is_a_success_in_the_citys_words_and_none_beside_it(start, end, counted, by_the_city, below):
    figures = measure([course(start, end)])
    assert figures.started_10_or_more == counted
    assert (figures.far.pairs, figures.far.ended_10_or_fewer, figures.far.ended_below_10) == (
        counted,
        by_the_city,
        below,
    )


@pytest.mark.parametrize(("days", "far", "near"), [(0, 0, 1), (13, 0, 1), (14, 1, 0), (15, 1, 0)])
def test_pairs_less_than_fourteen_days_apart_are_counted_apart(days, far, near):
    figures = measure([course(15, 5, days)])
    assert (figures.far.pairs, figures.near.pairs) == (far, near)


def test_a_missing_end_is_counted_and_in_no_share():
    figures = measure([course(15, 5), course(15, None)])
    assert (figures.started_10_or_more, figures.missing_ends) == (2, 1)
    assert figures.far.share_below_10 == 1.0


def test_the_shares_of_a_known_year():
    figures = measure([course(10, 10), course(20, 9), course(20, 11), course(12, None), course(4, 4), course(None, 3)])
    assert (figures.closed_courses, figures.without_start, figures.started_10_or_more) == (6, 1, 4)
    assert figures.far.share_10_or_fewer == pytest.approx(2 / 3)
    assert figures.far.share_below_10 == pytest.approx(1 / 3)


forms = st.none() | st.builds(Answered, st.integers(0, 60).map(lambda n: DAY0 + timedelta(days=n)), st.integers(0, 27))
many = st.lists(st.builds(ClosedCourse, forms, forms))


@given(many)
def test_every_course_that_began_high_is_in_exactly_one_place(courses):
    figures = measure(courses)
    assert figures.started_10_or_more == figures.far.pairs + figures.near.pairs + figures.missing_ends
    for ends in (figures.far, figures.near):
        assert 0 <= ends.ended_below_10 <= ends.ended_10_or_fewer <= ends.pairs


@given(many)
def test_a_plain_count_over_the_rows_finds_the_same(courses):
    started = pairs = ten = nine = missing = 0
    for one in courses:
        if one.start is None or one.start.total < 10:
            continue
        started += 1
        if one.end is None:
            missing += 1
        elif one.end.day >= one.start.day + timedelta(days=14):
            pairs += 1
            ten += one.end.total < 11
            nine += one.end.total < 10
    figures = measure(courses)
    assert (figures.started_10_or_more, figures.missing_ends, figures.far.pairs) == (started, missing, pairs)
    assert (figures.far.ended_10_or_fewer, figures.far.ended_below_10) == (ten, nine)


@given(many, st.randoms())
def test_the_order_of_the_rows_does_not_matter(courses, random):
    shuffled = list(courses)
    random.shuffle(shuffled)
    assert measure(shuffled) == measure(courses)
