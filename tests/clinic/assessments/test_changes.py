"""How far a total has moved since the first of its course."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.assessments.changes import changes
from clinic.assessments.due import Course, Form, FormState, Occasion
from clinic.assessments.scoring.gad7 import GAD7
from clinic.assessments.scoring.phq9 import PHQ9

BEGIN = datetime(2026, 4, 1, tzinfo=UTC)
EARLIER, LATER = UUID(int=1001), UUID(int=1002)
COURSES = (
    Course(EARLIER, BEGIN, BEGIN + timedelta(days=30), met=True),
    Course(LATER, BEGIN + timedelta(days=60), None, met=True),
)


def form(number, day, total, occasion=Occasion.SESSION, episode_id=None):
    at = BEGIN + timedelta(days=day)
    return Form(UUID(int=number), occasion, FormState.COMPLETED, None, episode_id, at, at, total=total)


def points(*forms, scale=PHQ9):
    moved = changes(scale, forms, COURSES)
    return [(each.is_first, each.points, each.is_marked) for each in (moved[one.response_id] for one in forms)]


@pytest.mark.parametrize(
    ("total", "expected"),
    [(14, (False, 0, False)), (10, (False, -4, False)), (9, (False, -5, True)), (19, (False, 5, True))],
)
def test_five_points_from_the_first_of_the_course_are_marked_both_ways(total, expected):
    assert points(form(1, 1, 14), form(2, 8, total)) == [(True, None, False), expected]


def test_it_is_the_first_that_counts_and_not_the_one_before():
    assert points(form(1, 1, 14), form(2, 8, 11), form(3, 15, 8))[-1] == (False, -6, True)


def test_each_course_has_a_first_of_its_own():
    first, second = form(1, 1, 20), form(2, 61, 8)
    assert points(first, second) == [(True, None, False), (True, None, False)]


def test_an_end_that_is_answered_after_the_close_belongs_to_the_course_it_names():
    end = form(2, 45, 6, Occasion.COURSE_END, EARLIER)
    assert points(form(1, 1, 14), end)[-1] == (False, -8, True)


def test_a_beginning_that_is_answered_the_day_before_is_the_first_of_the_course():
    start = form(1, 59, 15, Occasion.COURSE_START)
    assert points(start, form(2, 67, 9)) == [(True, None, False), (False, -6, True)]


def test_outside_of_courses_nothing_is_compared():
    assert points(form(1, -90, 20, Occasion.IMPORTED), form(2, 45, 3, Occasion.CONSULTATION)) == [
        (False, None, False),
        (False, None, False),
    ]


def test_where_no_source_gives_a_change_that_matters_none_is_marked():
    assert points(form(1, 1, 20), form(2, 8, 1), scale=GAD7)[-1] == (False, -19, False)


@given(st.lists(st.tuples(st.integers(-100, 200), st.integers(0, 27)), max_size=12), st.randoms())
@settings(max_examples=50)
def test_the_order_in_which_they_come_does_not_matter(entries, random):
    forms = [form(number, day, total) for number, (day, total) in enumerate(entries)]
    shuffled = list(forms)
    random.shuffle(shuffled)
    moved = changes(PHQ9, forms, COURSES)
    assert moved == changes(PHQ9, shuffled, COURSES)
    assert moved.keys() == {one.response_id for one in forms}
    assert sum(each.is_first for each in moved.values()) <= len(COURSES)
    assert all(each.is_marked == (each.points is not None and abs(each.points) >= 5) for each in moved.values())
