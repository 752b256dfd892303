"""When PHQ-9 is asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from clinic.assessments.due import (
    FRESH,
    SETTLED,
    Course,
    Due,
    Form,
    FormState,
    Occasion,
    Visit,
    course_of_start,
    what_is_due,
)

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
START, END = Occasion.COURSE_START, Occasion.COURSE_END


def visit(when=DAY, stands=True):
    return Visit(uuid4(), NOW + when, stands)


def course(opened=-30 * DAY, closed=None, met=True):
    return Course(uuid4(), NOW + opened, None if closed is None else NOW + closed, met)


def form(occasion=START, state=FormState.COMPLETED, at=-DAY, appointment=None, episode=None):
    settled = NOW + at if state in SETTLED else None
    return Form(uuid4(), occasion, state, appointment, episode, NOW + at, settled)


def test_nothing_is_due_without_counselling():
    assert what_is_due([], [], [], NOW) == ()


def test_the_start_is_due_as_soon_as_counselling_is_booked():
    booked = visit()
    assert what_is_due([booked], [], [], NOW) == (Due(START, booked.appointment_id, None, None),)


def test_the_earliest_coming_session_is_named():
    first, second = visit(DAY), visit(2 * DAY)
    assert what_is_due([second, first], [], [], NOW)[0].appointment_id == first.appointment_id


def test_a_cancelled_or_past_appointment_asks_nothing():
    assert what_is_due([visit(stands=False), visit(-HOUR)], [], [], NOW) == ()


def test_a_completed_or_skipped_start_is_not_asked_again():
    booked = visit()
    for state in SETTLED:
        assert what_is_due([booked], [], [form(state=state, appointment=booked.appointment_id)], NOW) == ()


def test_a_begun_start_is_gone_on_with():
    booked = visit()
    begun = form(state=FormState.IN_PROGRESS, appointment=booked.appointment_id, at=-HOUR)
    assert what_is_due([booked], [], [begun], NOW)[0].response_id == begun.response_id


def test_a_start_begun_longer_ago_than_it_asks_about_is_asked_anew():
    booked = visit()
    begun = form(state=FormState.IN_PROGRESS, appointment=booked.appointment_id, at=-FRESH - HOUR)
    assert what_is_due([booked], [], [begun], NOW) == (Due(START, booked.appointment_id, None, None),)


def test_moving_the_appointment_does_not_ask_again_within_two_weeks():
    cancelled, booked = visit(stands=False), visit()
    for age, due in ((FRESH, False), (FRESH + HOUR, True)):
        given_before = form(appointment=cancelled.appointment_id, at=-age)
        assert bool(what_is_due([cancelled, booked], [], [given_before], NOW)) == due


def test_a_start_for_a_session_booked_far_ahead_is_not_asked_twice():
    booked = visit(DAY)
    assert what_is_due([booked], [], [form(appointment=booked.appointment_id, at=-40 * DAY)], NOW) == ()


def test_the_start_stays_due_in_the_first_session_and_not_after_it():
    booked = visit()
    opened = course(opened=-HOUR, met=False)
    assert what_is_due([booked], [opened], [], NOW) == (Due(START, None, opened.episode_id, None),)
    assert what_is_due([booked], [course(opened=-HOUR, met=True)], [], NOW) == ()


def test_a_start_given_before_the_course_opened_belongs_to_it():
    opened = course(opened=-HOUR, met=False)
    by_another_appointment = form(appointment=uuid4(), at=-13 * DAY)
    assert course_of_start(by_another_appointment, [opened]) == opened.episode_id
    assert what_is_due([visit()], [opened], [by_another_appointment], NOW) == ()


def test_a_start_given_long_before_its_own_session_belongs_to_that_course():
    booked = visit(-HOUR)
    opened = replace(course(opened=-HOUR, met=False), appointment_ids=frozenset({booked.appointment_id}))
    own = form(appointment=booked.appointment_id, at=-40 * DAY)
    stale = form(appointment=uuid4(), at=-40 * DAY)
    assert course_of_start(own, [opened]) == opened.episode_id
    assert course_of_start(stale, [opened]) is None
    assert what_is_due([booked], [opened], [own], NOW) == ()
    assert what_is_due([booked], [opened], [stale], NOW) == (Due(START, None, opened.episode_id, None),)


def test_an_appointment_that_passed_without_anybody_keeps_no_start_alive():
    forgotten, booked = visit(-40 * DAY), visit()
    old = form(appointment=forgotten.appointment_id, at=-50 * DAY)
    assert what_is_due([forgotten, booked], [], [old], NOW) == (Due(START, booked.appointment_id, None, None),)


def test_a_session_within_a_running_course_asks_nothing():
    running = course(met=True)
    assert what_is_due([visit()], [running], [form(at=-31 * DAY)], NOW) == ()
    assert what_is_due([visit()], [running], [], NOW) == ()


def test_the_end_is_due_when_the_course_is_closed():
    closed = course(closed=-HOUR)
    assert what_is_due([], [closed], [form(at=-40 * DAY)], NOW) == (Due(END, None, closed.episode_id, None),)


def test_a_completed_or_skipped_end_is_not_asked_again():
    closed = course(closed=-HOUR)
    for state in SETTLED:
        assert what_is_due([], [closed], [form(END, state, episode=closed.episode_id)], NOW) == ()


def test_the_end_of_a_course_is_not_asked_once_another_began():
    old, new = course(opened=-60 * DAY, closed=-30 * DAY), course(opened=-DAY)
    assert what_is_due([], [old, new], [], NOW) == ()


def test_a_second_course_has_a_start_of_its_own():
    old = course(opened=-60 * DAY, closed=-30 * DAY)
    booked = visit()
    forms = [form(at=-61 * DAY), form(END, at=-29 * DAY, episode=old.episode_id)]
    assert what_is_due([booked], [old], forms, NOW) == (Due(START, booked.appointment_id, None, None),)


def test_a_start_belongs_to_the_first_course_that_was_open_after_it():
    old, new = course(opened=-60 * DAY, closed=-30 * DAY), course(opened=-10 * DAY)
    assert course_of_start(form(at=-61 * DAY), [new, old]) == old.episode_id
    assert course_of_start(form(at=-20 * DAY), [new, old]) == new.episode_id
    assert course_of_start(form(at=-20 * DAY, episode=old.episode_id), [new, old]) == old.episode_id
    assert course_of_start(form(at=-20 * DAY), [old]) is None


ids = st.sampled_from([UUID(int=number) for number in range(4)])
moments = st.integers(-100, 100).map(lambda days: NOW + days * DAY)
visits = st.builds(Visit, ids, moments, st.booleans())
past = st.integers(0, 100).map(lambda days: NOW - days * DAY)
courses = st.builds(Course, ids, past, st.none() | past, st.booleans())
forms = st.builds(
    lambda response_id, occasion, state, appointment, episode, at: Form(
        response_id, occasion, state, appointment, episode, at, at if state in SETTLED else None
    ),
    st.uuids(),
    st.sampled_from(Occasion),
    st.sampled_from(FormState),
    st.none() | ids,
    st.none() | ids,
    moments,
)


@given(st.lists(visits), st.lists(courses), st.lists(forms))
def test_whatever_happened_each_occasion_is_asked_at_most_once_and_about_one_thing(visits, courses, forms):
    due = what_is_due(visits, courses, forms, NOW)
    assert len({one.occasion for one in due}) == len(due)
    begun = {form.response_id for form in forms if form.state is FormState.IN_PROGRESS}
    for one in due:
        assert (one.appointment_id is None) != (one.episode_id is None)
        assert one.response_id is None or one.response_id in begun


@given(st.lists(visits), st.lists(courses, unique_by=lambda course: course.episode_id), st.lists(forms))
def test_answering_what_is_due_ends_the_asking(visits, courses, forms):
    for one in what_is_due(visits, courses, forms, NOW):
        answer = Form(uuid4(), one.occasion, FormState.SKIPPED, one.appointment_id, one.episode_id, NOW, NOW)
        left = what_is_due(visits, courses, [*forms, answer], NOW)
        assert one.occasion not in {other.occasion for other in left}
