"""The city's measure of PHQ-9, and its neighbours."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.measures.figure import Unmeasured
from clinic.evaluation.measures.phq9 import Missing, Success, high_courses, pairs, phq9, succeeded
from tests.clinic.evaluation.make import FIRST, LAST, course, make_facts, score


def beside(facts):
    return {neighbour.code: neighbour.figure for neighbour in phq9(facts).neighbours}


def share(success, missing, *courses):
    return succeeded(high_courses(make_facts(courses=list(courses))), success, missing).value


def test_nothing_measured_has_no_share_rather_than_zero():
    for courses in ([], [course(12, None)], [course(9, 3)], [course(None, 12)]):
        figure = phq9(make_facts(courses=courses)).figure
        assert (figure.value, figure.n, figure.unmeasured) == (None, 0, Unmeasured.NO_CASES)


@pytest.mark.parametrize(
    ("start", "end", "counted", "by_the_city", "below"),
    [(9, 5, 0, None, None), (10, 10, 1, 1, 0), (10, 9, 1, 1, 1), (27, 11, 1, 0, 0), (10, 0, 1, 1, 1)],
)
def test_ten_to_ten_is_a_success_in_the_citys_words_and_none_beside_it(start, end, counted, by_the_city, below):
    facts = make_facts(courses=[course(start, end)])
    figure = phq9(facts).figure
    assert (figure.n, figure.value) == (counted, by_the_city)
    assert beside(facts)["phq9.below_10.complete"].value == below


@pytest.mark.parametrize(
    ("success", "start", "reached", "missed"),
    [
        (Success.AT_MOST_10, 15, 10, 11),
        (Success.BELOW_10, 15, 9, 10),
        (Success.CHANGE_5, 15, 10, 11),
        (Success.RESPONSE_50, 15, 7, 8),
        (Success.RESPONSE_50, 14, 7, 8),
        (Success.BELOW_5, 15, 4, 5),
    ],
)
def test_the_boundary_of_each_success(success, start, reached, missed):
    assert share(success, Missing.COMPLETE, course(start, reached)) == 1
    assert share(success, Missing.COMPLETE, course(start, missed)) == 0


def test_missing_ends_in_three_ways():
    known = course(15, 5)
    better, not_better = course(15, None, last=9), course(15, None, last=14)
    nothing, ten = course(20, None), course(10, None)
    courses = [known, better, not_better, nothing, ten]
    assert share(Success.AT_MOST_10, Missing.COMPLETE, *courses) == 1
    # The start's own total stands where nothing later is known, so a start of 10 is one of 10 or fewer.
    assert share(Success.AT_MOST_10, Missing.LAST_VALUE, *courses) == 3 / 5
    assert share(Success.BELOW_10, Missing.LAST_VALUE, *courses) == 2 / 5
    assert share(Success.AT_MOST_10, Missing.NO_SUCCESS, *courses) == 1 / 5
    found = beside(make_facts(courses=courses))
    assert (found["phq9.started_10_or_more"].value, found["phq9.missing_ends"].value) == (5, 4)


@pytest.mark.parametrize(("days", "far", "near"), [(0, 0, 1), (13, 0, 1), (14, 1, 0), (15, 1, 0)])
def test_the_days_between_part_the_neighbours_and_not_the_citys_figure(days, far, near):
    facts = make_facts(courses=[course(15, score(5, FIRST + timedelta(days=days)))])
    found = beside(facts)
    assert phq9(facts).figure.n == 1
    assert (found["phq9.at_most_10.from_14_days"].n, found["phq9.at_most_10.under_14_days"].n) == (far, near)


def test_only_courses_closed_in_the_period_count():
    courses = [
        course(15, 5, closed=FIRST),
        course(15, 5, closed=LAST),
        course(15, 5, closed=LAST + timedelta(days=1)),
        course(15, None, closed=None),
    ]
    found = beside(make_facts(courses=courses))
    assert (found["phq9.closed_courses"].value, found["phq9.running_courses"].value) == (2, 2)


def test_the_pairs_are_ordered_by_their_totals_and_hold_those_that_began_low():
    facts = make_facts(courses=[course(20, 3, person=1), course(4, 6, person=2), course(12, None)])
    assert [(pair.start, pair.end) for pair in pairs(facts)] == [(4, 6), (20, 3)]


totals = st.none() | st.integers(0, 27)
many = st.lists(st.builds(lambda start, end, last: course(start, end, last=last), totals, totals, totals), max_size=30)


@settings(max_examples=80)
@given(many)
def test_a_plain_count_over_the_rows_finds_the_same(courses):
    high = [one for one in courses if one.start is not None and one.start.total >= 10]
    ended = [one for one in high if one.end is not None]
    facts = make_facts(courses=courses)
    found = beside(facts)
    assert phq9(facts).figure.n == len(ended)
    if ended:
        assert phq9(facts).figure.value == sum(one.end.total < 11 for one in ended) / len(ended)
        response = sum(one.end.total * 2 <= one.start.total for one in ended) / len(high)
        assert found["phq9.response_50.no_success"].value == response
    assert found["phq9.missing_ends"].value == len(high) - len(ended)


@settings(max_examples=60)
@given(many)
def test_the_stricter_is_never_the_greater(courses):
    high = high_courses(make_facts(courses=courses))
    for missing in Missing:
        at_most_10, below_10, below_5 = (
            succeeded(high, success, missing).value or 0
            for success in (Success.AT_MOST_10, Success.BELOW_10, Success.BELOW_5)
        )
        assert below_5 <= below_10 <= at_most_10
    for success in Success:
        worst = succeeded(high, success, Missing.NO_SUCCESS).value or 0
        assert worst <= (succeeded(high, success, Missing.LAST_VALUE).value or 0)


@settings(max_examples=30)
@given(many, st.randoms())
def test_the_order_of_the_rows_does_not_matter(courses, random):
    shuffled = list(courses)
    random.shuffle(shuffled)
    assert phq9(make_facts(courses=shuffled)) == phq9(make_facts(courses=courses))
    assert pairs(make_facts(courses=shuffled)) == pairs(make_facts(courses=courses))


def test_a_course_of_an_earlier_day_than_the_period_is_a_case_when_it_closes_in_it():
    facts = make_facts(courses=[course(15, 5, opened=date(2026, 1, 1), closed=date(2026, 4, 2))])
    assert phq9(facts).figure.n == 1
