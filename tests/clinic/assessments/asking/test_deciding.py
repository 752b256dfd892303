"""What a person is asked by the rules that come with the product."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.assessments.asking.deciding import Meeting, Situation, stages_of, what_is_asked
from clinic.assessments.asking.rules import Rule, Rules, Stage
from clinic.assessments.due import SETTLED, Course, Form, FormState, Occasion
from core.principal import Role
from people.risk.kinds import RiskLevel
from tests.clinic.assessments.asking.make import ALL, DAY, HOUR, NOW, RULES, asked, course, form, meeting, situation

START, SESSION, END = ("phq-9", "course_start"), ("phq-9", "session"), ("phq-9", "course_end")
PHQ2, PHQ9 = ("phq-2", "consultation"), ("phq-9", "consultation")
SURVEY = ("satisfaction", "after_consultation")


def test_nothing_is_asked_of_whom_nothing_is_known():
    assert asked() == []


def test_phq9_is_asked_before_the_first_counselling_as_soon_as_it_is_booked():
    assert asked([meeting(30 * DAY)]) == [START]


def test_phq9_is_asked_before_each_further_session_from_two_days_ahead_until_its_end():
    running = [course(met=True)]
    assert asked([meeting(48 * HOUR)], running) == [SESSION]
    assert asked([meeting(48 * HOUR + timedelta(minutes=1))], running) == []
    assert asked([meeting(-HOUR / 2)], running) == [SESSION]
    assert asked([meeting(-HOUR)], running) == []
    assert asked([meeting(-HOUR / 2, finished=-HOUR / 4)], running) == [SURVEY]


def test_a_session_is_not_asked_about_within_seven_days_of_a_completed_form_of_any_occasion():
    for occasion in (Occasion.COURSE_START, Occasion.SESSION, Occasion.IMPORTED):
        for at, expected in ((-7 * DAY, []), (-7 * DAY - HOUR, [SESSION])):
            assert asked([meeting()], [course()], [form(occasion=occasion, at=at)]) == expected


def test_a_skipped_session_form_is_not_asked_again_for_that_session_but_for_the_next():
    this, following = meeting(), meeting()
    skipped = form(occasion=Occasion.SESSION, state=FormState.SKIPPED, at=-HOUR, appointment=this.appointment_id)
    assert asked([this], [course()], [skipped]) == []
    assert asked([following], [course()], [skipped]) == [SESSION]


def test_the_first_session_has_the_form_of_the_course_and_no_second_one():
    assert asked([meeting()], [course(met=False)]) == [START]
    assert asked([meeting()], []) == [START]


def test_the_end_is_asked_when_the_course_is_closed_and_a_skipped_end_is_left_alone():
    closed = course(closed=-DAY)
    assert asked([], [closed]) == [END]
    for state in SETTLED:
        done = replace(form(occasion=Occasion.COURSE_END, state=state), episode_id=closed.episode_id)
        assert asked([], [closed], [done]) == []


def test_phq2_is_asked_before_a_midwifes_consultation_and_before_no_doctors():
    assert asked([meeting(service="midwife")]) == [PHQ2]
    assert asked([meeting(service="paediatrician")]) == []
    assert asked([meeting(3 * DAY, service="midwife")]) == []


@pytest.mark.parametrize("code", ["phq-2", "phq-9"])
def test_phq2_is_not_asked_within_the_two_weeks_that_it_asks_about(code):
    for at, expected in ((-14 * DAY, []), (-14 * DAY - HOUR, [PHQ2])):
        assert asked([meeting(service="midwife")], [], [form(code, Occasion.IMPORTED, at=at)]) == expected


@pytest.mark.parametrize("total", range(7))
def test_phq9_follows_a_phq2_of_three_or_more(total):
    before = meeting(service="midwife")
    answered = form("phq-2", Occasion.CONSULTATION, at=-HOUR, appointment=before.appointment_id, total=total)
    found = what_is_asked(RULES, situation([before], [], [answered]), NOW)
    assert [(each.questionnaire, each.appointment_id) for each in found] == (
        [("phq-9", before.appointment_id)] if total >= 3 else []
    )


def test_phq9_that_followed_is_asked_once_and_may_be_skipped():
    answered = form("phq-2", Occasion.CONSULTATION, at=-HOUR, total=6)
    for state in SETTLED:
        assert asked([], [], [answered, form("phq-9", Occasion.CONSULTATION, state, at=-HOUR / 2)]) == []
    assert asked([], [], [answered, form("phq-9", at=-DAY)]) == [PHQ9]
    assert asked([], [], [answered, form("phq-9", state=FormState.IN_PROGRESS, at=-DAY)]) == [PHQ9]


def test_one_phq9_stands_for_the_course_and_for_what_followed():
    answered = form("phq-2", Occasion.CONSULTATION, at=-HOUR, total=6)
    assert asked([meeting()], [], [answered]) == [START]


def test_a_phq2_of_long_ago_calls_for_nothing():
    assert asked([], [], [form("phq-2", Occasion.CONSULTATION, at=-15 * DAY, total=6)]) == []


def test_how_it_was_is_asked_for_fourteen_days_after_a_consultation_of_any_kind():
    for service in ("midwife", "paediatrician"):
        assert asked([meeting(-2 * HOUR, service, finished=-HOUR)]) == [SURVEY]
        assert asked([meeting(-14 * DAY, service, finished=-14 * DAY)]) == [SURVEY]
        assert asked([meeting(-15 * DAY, service, finished=-15 * DAY)]) == []
        assert asked([meeting(-2 * HOUR, service)]) == []


def test_how_it_was_is_asked_once_in_thirty_days_answered_or_not():
    first, second = meeting(-31 * DAY, "midwife", finished=-31 * DAY), meeting(-DAY, "midwife", finished=-DAY)
    near = meeting(-20 * DAY, "midwife", finished=-20 * DAY)
    assert asked([first, second]) == [SURVEY]
    assert asked([near, second]) == []
    for state in SETTLED:
        old = form("satisfaction", Occasion.AFTER_CONSULTATION, state, at=-30 * DAY)
        assert asked([first, second], [], [old]) == []
        assert asked([first, second], [], [replace(old, settled_at=NOW - 31 * DAY)]) == [SURVEY]
        just = form("satisfaction", Occasion.AFTER_CONSULTATION, state, at=-HOUR)
        assert asked([first, second], [], [just]) == []


def test_nobody_is_asked_how_it_was_while_an_alert_of_theirs_is_open():
    assert asked([meeting(-DAY, "midwife", finished=-DAY)], alerted=True) == []
    assert asked([meeting(service="midwife")], alerted=True) == [PHQ2]


def test_a_questionnaire_without_words_is_not_asked():
    assert asked([meeting(service="midwife")], available=ALL - {"phq-2"}) == []


def with_rule(**changed):
    rule = RULES.rule("epds_infant").model_dump() | {"active": True} | changed
    return Rules(reviewed=True, rules=(Rule.model_validate(rule),))


def test_a_rule_by_stage_asks_only_families_at_that_stage():
    before = [meeting(service="midwife")]
    assert asked(before, rules=with_rule()) == []
    assert asked(before, rules=with_rule(), stages=frozenset({Stage.INFANT})) == [("epds", "consultation")]


def test_a_rule_by_tier_asks_only_people_of_that_tier():
    rules = with_rule(stages=[], tiers=["middle", "high"])
    assert asked([meeting(service="midwife")], rules=rules) == []
    assert asked([meeting(service="midwife")], rules=rules, tier=RiskLevel.HIGH) == [("epds", "consultation")]


def test_a_rule_by_profession_asks_before_their_consultations_only():
    rules = with_rule(stages=[], services=[], professions=["doctor"])
    assert asked([meeting(service="midwife")], rules=rules) == []
    assert asked([meeting(service="paediatrician")], rules=rules) == [("epds", "consultation")]


def test_the_stage_follows_the_due_date_and_the_months_of_birth():
    today = date(2026, 11, 24)
    assert stages_of(None, [], today) == frozenset()
    assert stages_of(date(2027, 1, 1), [date(2026, 1, 1)], today) == {Stage.PREGNANT, Stage.INFANT}
    assert stages_of(date(2026, 10, 27), [date(2025, 12, 1)], today) == {Stage.PREGNANT, Stage.INFANT}
    assert stages_of(date(2026, 10, 26), [date(2025, 11, 1)], today) == {Stage.CHILD}


ids = st.sampled_from([UUID(int=number) for number in range(5)])
moments = st.integers(-60, 5).map(lambda days: NOW + days * DAY)
past = st.integers(0, 60).map(lambda days: NOW - days * DAY)
services = st.sampled_from(
    [("counselling", Role.COUNSELLOR), ("midwife", Role.MIDWIFE), ("paediatrician", Role.DOCTOR)]
)
meetings = st.builds(
    lambda key, service, at, stands, held: Meeting(
        key, *service, at - 30 * DAY, at, at + HOUR, stands, at + HOUR if held and at < NOW else None
    ),
    ids,
    services,
    moments,
    st.booleans(),
    st.booleans(),
)
courses = st.builds(Course, ids, past, st.none() | past, st.booleans())
forms = st.builds(
    lambda key, occasion, state, appointment, at, code, total: Form(
        key, occasion, state, appointment, None, at, at if state in SETTLED else None, code, total
    ),
    st.uuids(),
    st.sampled_from(Occasion),
    st.sampled_from(FormState),
    st.none() | ids,
    past,
    st.sampled_from(sorted(ALL)),
    st.integers(0, 6),
)
situations = st.builds(
    Situation,
    st.lists(meetings, max_size=6, unique_by=lambda each: each.appointment_id).map(tuple),
    st.lists(courses, max_size=3, unique_by=lambda each: each.episode_id).map(tuple),
    st.lists(forms, max_size=6).map(tuple),
    st.sets(st.sampled_from(Stage)).map(frozenset),
    st.sampled_from(RiskLevel),
    st.booleans(),
    st.just(ALL),
)


@settings(max_examples=150)
@given(situations)
def test_whatever_happened_nobody_is_asked_the_same_twice_or_before_it_is_time(found):
    result = what_is_asked(RULES, found, NOW)
    assert len({(each.questionnaire, each.occasion) for each in result}) == len(result)
    before = [each.questionnaire for each in result if each.occasion is not Occasion.COURSE_END]
    assert len(set(before)) == len(before)
    begun = {one.response_id for one in found.forms if one.state is FormState.IN_PROGRESS}
    for each in result:
        assert each.since <= NOW
        assert each.appointment_id is not None or each.episode_id is not None or each.occasion is Occasion.CONSULTATION
        assert each.response_id is None or each.response_id in begun


@settings(max_examples=150)
@given(situations, st.sampled_from(sorted(SETTLED)))
def test_whatever_is_answered_or_skipped_is_not_asked_any_more(found, state):
    for each in what_is_asked(RULES, found, NOW):
        done = Form(
            uuid4(), each.occasion, state, each.appointment_id, each.episode_id, NOW, NOW, each.questionnaire, 0
        )
        left = what_is_asked(RULES, replace(found, forms=(*found.forms, done)), NOW)
        assert (each.questionnaire, each.occasion) not in {(one.questionnaire, one.occasion) for one in left}
