"""When somebody is reminded of what they are asked."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from clinic.assessments.asking.deciding import Asked
from clinic.assessments.asking.reminding import reminder_due
from clinic.assessments.asking.rules import Reminder
from clinic.assessments.due import Occasion
from core.clock import ServiceZone
from tests.clinic.assessments.asking.make import DAY, HOUR, NOW, RULES

TOKYO = ServiceZone("Asia/Tokyo")
RULE = RULES.rule("course_start")
"""A day after it became due, and half a day before the session."""


def asked(since, starts=10 * DAY):
    return Asked("course_start", "phq-9", Occasion.COURSE_START, uuid4(), None, None, NOW + since, NOW + starts)


def due(since, starts=10 * DAY, *, at=NOW, rule=RULE):
    return reminder_due(rule, asked(since, starts), at, TOKYO)


def test_the_first_comes_a_day_after_it_became_due_and_not_before():
    assert due(-DAY) == 1
    assert due(-DAY + timedelta(minutes=1)) is None


def test_the_second_comes_half_a_day_before_the_session():
    assert due(-5 * DAY, 12 * HOUR) == 2
    assert due(-5 * DAY, 12 * HOUR + timedelta(minutes=1)) is None


def test_of_two_that_are_due_only_the_later_comes():
    assert due(-30 * HOUR, 12 * HOUR) == 2


def test_none_counts_back_to_before_it_was_asked():
    assert due(-HOUR, 10 * HOUR) is None


def test_one_that_could_not_come_for_a_day_does_not_come():
    assert due(-2 * DAY + timedelta(minutes=1)) == 1
    assert due(-2 * DAY) is None


def test_at_night_nobody_is_reminded_and_in_the_morning_it_comes():
    evening = NOW.replace(hour=13)
    assert TOKYO.to_wall(evening).hour == 22
    assert due(-DAY + 12 * HOUR, at=evening) is None
    morning = evening + 9 * HOUR
    assert TOKYO.to_wall(morning).hour == 7
    assert due(-DAY + 12 * HOUR, at=morning) == 1


reminders = st.lists(
    st.builds(Reminder, hours_after=st.integers(1, 400)) | st.builds(Reminder, hours_before=st.integers(1, 400)),
    max_size=2,
)


@given(reminders, st.integers(-500, 0), st.integers(1, 500))
def test_however_long_one_looks_each_comes_once_and_never_before_it_is_asked_or_at_night(given, since, starts):
    rule = RULE.model_copy(update={"reminders": tuple(given)})
    form = replace(asked(timedelta(hours=since)), starts_at=NOW + starts * HOUR)
    for quarter in range(0, 24 * 30, 5):
        at = NOW + timedelta(hours=since + quarter)
        number = reminder_due(rule, form, at, TOKYO)
        if number is not None:
            assert 1 <= number <= len(given)
            assert at > form.since
            assert 7 <= TOKYO.to_wall(at).hour < 22
