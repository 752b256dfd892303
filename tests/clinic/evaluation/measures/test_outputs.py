"""Notices, registrations and uses of counselling; satisfaction and the city's image."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.definitions import DEFINITIONS
from clinic.evaluation.facts.model import Notice, UseKind
from clinic.evaluation.measures.city import MeasureCode
from clinic.evaluation.measures.figure import Unmeasured
from clinic.evaluation.measures.image import image
from clinic.evaluation.measures.outputs import COUNSELLING_SERVICE, counselling, notices, registrations
from clinic.evaluation.measures.periods import Part
from clinic.evaluation.measures.satisfaction import satisfaction
from clinic.evaluation.measures.series import measures_and_series, six_measures
from tests.clinic.evaluation.make import FIRST, course, make_facts, registration, survey, urgent, use


def beside(measured):
    return {neighbour.code: neighbour.figure.value for neighbour in measured.neighbours}


def test_counselling_is_the_service_of_that_name():
    from clinic.encounters.service import COURSE

    assert COUNSELLING_SERVICE == COURSE


def test_what_is_not_built_is_not_measured_and_no_zero():
    found = notices(make_facts())
    assert (found.figure.value, found.figure.unmeasured) == (None, Unmeasured.NOT_BUILT)
    assert beside(found) == {"notices.recipients": None}
    none_sent = notices(make_facts(notices=[]))
    assert (none_sent.figure.value, none_sent.figure.unmeasured) == (0, None)


def test_notices_are_counted_by_kind_and_recipients():
    sent = [Notice("vaccination", FIRST, 30), Notice("event", FIRST, 12), Notice("event", FIRST, 0)]
    found = notices(make_facts(notices=sent))
    assert (found.figure.value, beside(found)) == (3, {"notices.recipients": 42})
    assert [(bar.label, bar.count) for bar in found.distribution] == [("event", 2), ("vaccination", 1)]


def test_registrations_are_those_of_the_period_with_the_total_beside():
    days = [FIRST - timedelta(days=1), FIRST, FIRST + timedelta(days=3)]
    found = registrations(make_facts(registrations=[registration(number, day) for number, day in enumerate(days)]))
    assert (found.figure.value, beside(found)) == (2, {"registrations.total": 3})


def test_counselling_counts_sessions_and_answered_urgent_calls_and_shows_the_rest_apart():
    uses = [
        use(0),
        use(0),
        use(1, service="midwife", profession="midwife"),
        urgent(2),
        urgent(3, admitted=False, wait_seconds=None),
        use(0, kind=UseKind.FOLLOW_UP, modality="text"),
    ]
    found = counselling(make_facts(uses=uses))
    assert found.figure.value == 3
    assert beside(found) == {
        "counselling.people": 2,
        "counselling.urgent": 1,
        "counselling.urgent_unanswered": 1,
        "uses.all": 4,
        "uses.people": 3,
        "uses.follow_ups": 1,
    }


def test_satisfaction_is_the_mean_of_means_with_the_mean_of_items_beside():
    found = satisfaction(make_facts(surveys=[survey(0, 5, 5, 5, 5), survey(1, 2), survey(2, skipped=True)]))
    assert (found.figure.value, found.figure.n) == (3.5, 2)
    assert beside(found) == {"satisfaction.items": 22 / 5, "satisfaction.people": 2, "satisfaction.skipped": 1}
    assert [bar.count for bar in found.distribution] == [0, 1, 0, 0, 1]


def test_a_survey_without_an_answered_item_is_in_no_mean():
    found = satisfaction(make_facts(surveys=[survey(0, image=4)]))
    assert (found.figure.value, found.figure.unmeasured, found.distribution) == (None, Unmeasured.NO_CASES, ())


@settings(max_examples=50)
@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=8), min_size=1, max_size=20))
def test_a_plain_mean_finds_the_same(answers):
    found = satisfaction(make_facts(surveys=[survey(number, *items) for number, items in enumerate(answers)]))
    assert found.figure.value == pytest.approx(sum(sum(items) / len(items) for items in answers) / len(answers))
    assert sum(bar.count for bar in found.distribution) == len(answers)
    assert 1 <= found.figure.value <= 5


@pytest.mark.parametrize(("answer", "better", "worse"), [(1, 0, 1), (2, 0, 1), (3, 0, 0), (4, 1, 0), (5, 1, 0)])
def test_the_boundaries_of_a_better_image(answer, better, worse):
    found = image(make_facts(surveys=[survey(0, image=answer)]))
    assert (found.figure.value, found.figure.n, beside(found)["image.worse"]) == (better, 1, worse)
    assert found.figure.interval is not None


def test_of_several_answers_on_the_image_a_persons_last_counts():
    later = FIRST + timedelta(days=90)
    found = image(make_facts(surveys=[survey(0, image=2), survey(1, image=3), survey(0, image=4, day=later)]))
    assert (found.figure.value, found.figure.n, beside(found)["image.answers"]) == (0.5, 2, 3)


def test_every_figure_has_a_definition_in_both_languages():
    facts = make_facts(notices=[])
    codes = {measured.code.value for measured in six_measures(facts)}
    codes |= {neighbour.code for measured in six_measures(facts) for neighbour in measured.neighbours}
    defined = [definition.figure for definition in DEFINITIONS]
    assert len(set(defined)) == len(defined)
    assert codes <= set(defined)
    assert all(definition.text.ja and definition.text.en for definition in DEFINITIONS)


def series(facts, part):
    return measures_and_series(facts)[1][part]


def test_the_series_counts_each_part_and_adds_up_within_the_fiscal_year():
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 7, 1), date(2027, 3, 31)]
    facts = make_facts(
        registrations=[registration(number, day) for number, day in enumerate(days)],
        uses=[use(0, day) for day in days],
        courses=[course(15, 5, closed=date(2026, 7, 1))],
    )
    quarters = series(facts, Part.QUARTER)
    for code in (MeasureCode.REGISTRATIONS, MeasureCode.COUNSELLING):
        assert [point.figure.value for point in quarters[code]] == [2, 1, 0, 1]
        assert [point.cumulated for point in quarters[code]] == [2, 3, 3, 4]
    assert [point.figure.value for point in quarters[MeasureCode.PHQ9]] == [None, 1, None, None]
    assert [point.cumulated for point in quarters[MeasureCode.NOTICES]] == [None] * 4
    months = series(facts, Part.MONTH)[MeasureCode.COUNSELLING]
    assert [point.figure.value for point in months] == [1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1]


def test_the_cumulated_count_begins_anew_in_april():
    first_day, last_day = date(2026, 3, 1), date(2026, 4, 30)
    days = [date(2026, 3, 5), date(2026, 4, 5)]
    facts = make_facts(first_day=first_day, last_day=last_day, uses=[use(0, day) for day in days])
    months = series(facts, Part.MONTH)[MeasureCode.COUNSELLING]
    assert [point.cumulated for point in months] == [1, 1]


def test_a_part_that_has_not_begun_has_no_point():
    from datetime import UTC, datetime

    # 00:30 on 1 May in Tokyo.
    facts = make_facts(as_known_at=datetime(2026, 4, 30, 15, 30, tzinfo=UTC))
    assert len(series(facts, Part.MONTH)[MeasureCode.COUNSELLING]) == 2
    assert len(series(facts, Part.QUARTER)[MeasureCode.COUNSELLING]) == 1
