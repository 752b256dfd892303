"""The funnel, the times, the load and the breakdown."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.facts.model import AgeBand, DayKind, Offer, Stage, UseKind
from clinic.evaluation.facts.rows import Numbers
from clinic.evaluation.measures.breakdown import Dimension, breakdown
from clinic.evaluation.measures.funnel import Step, funnel
from clinic.evaluation.measures.load import load
from clinic.evaluation.measures.spread import spread
from clinic.evaluation.measures.times import times
from tests.clinic.evaluation.make import (
    FIRST,
    appointment,
    course,
    make_facts,
    registration,
    screen,
    urgent,
    use,
)


def later(days):
    return FIRST + timedelta(days=days)


def test_the_funnel_counts_people_of_the_period_once_at_each_step():
    facts = make_facts(
        registrations=[registration(0, later(-1)), registration(1), registration(2), registration(3), registration(4)],
        uses=[use(0), use(1, later(4), service="midwife"), use(1, later(10)), use(2, later(8))],
        screens=[screen(1, later(3)), screen(2, later(2), skipped=True)],
        offers=[Offer(1, later(3))],
        courses=[course(12, 4, person=1, closed=later(50)), course(12, None, person=2, closed=None)],
    )
    found = {reached.step: reached for reached in funnel(facts)}
    assert {step: found[step].people for step in Step} == {
        Step.REGISTERED: 4,
        Step.USED: 2,
        Step.SCREENED: 1,
        Step.OFFERED: 1,
        Step.COUNSELLED: 2,
        Step.ENDED: 1,
    }
    assert found[Step.USED].share.value == 0.5
    assert (found[Step.USED].days.median, found[Step.USED].days.p90) == (6, 8)
    assert found[Step.COUNSELLED].days.median == 9


def test_an_empty_city_has_a_funnel_of_counts_and_no_shares():
    found = funnel(make_facts())
    assert [(reached.people, reached.share.value, reached.days.median) for reached in found] == [(0, None, None)] * 6


@pytest.mark.parametrize(
    ("values", "median", "p90"),
    [([], None, None), ([7], 7, 7), ([1, 2], 1.5, 2), (range(1, 11), 5.5, 9), (range(1, 12), 6, 10), ([None, 4], 4, 4)],
)
def test_the_median_and_the_value_that_nine_of_ten_do_not_exceed(values, median, p90):
    found = spread(Numbers.of(values))
    assert (found.median, found.p90) == (median, p90)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=80))
def test_nine_of_ten_do_not_exceed_it_and_no_smaller_value_does(values):
    p90 = spread(values).p90
    assert sum(value <= p90 for value in values) >= 0.9 * len(values)
    assert sum(value < p90 for value in values) < 0.9 * len(values)


def test_waits_and_replies_are_by_kind_and_service():
    facts = make_facts(
        uses=[
            use(wait_seconds=60),
            use(wait_seconds=120, service="midwife", reply_seconds=30),
            urgent(wait_seconds=20, reply_seconds=15),
            urgent(admitted=False, wait_seconds=None),
            use(kind=UseKind.FOLLOW_UP, wait_seconds=None, reply_seconds=7200),
        ]
    )
    found = {(waits.kind, waits.service): waits for waits in times(facts).waits}
    assert found[UseKind.APPOINTMENT, None].wait.median == 90
    assert found[UseKind.APPOINTMENT, "midwife"].wait.median == 120
    assert found[UseKind.APPOINTMENT, "midwife"].reply.measured == 1
    assert (found[UseKind.URGENT, None].wait.measured, found[UseKind.URGENT, None].reply.p90) == (1, 15)
    assert (found[UseKind.FOLLOW_UP, None].wait.median, found[UseKind.FOLLOW_UP, None].reply.median) == (None, 7200)


def test_who_did_not_come_is_a_share_of_what_was_settled():
    facts = make_facts(
        appointments=[
            appointment("fulfilled", day=later(5)),
            appointment("fulfilled", day=later(7)),
            appointment("no_show", day=later(9)),
            appointment("cancelled", cancelled_late=True, day=later(30)),
            appointment("booked", day=later(10)),
        ]
    )
    whole, midwife, counselling = times(facts).attendance
    assert (whole.settled, whole.missed.value, whole.cancelled.value) == (3, pytest.approx(1 / 3), 0.2)
    assert (whole.cancelled_late, whole.open, whole.lead_days.median) == (1, 1, 8)
    assert midwife.settled == 3
    assert (counselling.settled, counselling.missed.value) == (0, None)


def test_the_load_counts_by_hour_kind_of_day_and_profession():
    # A public holiday on a Wednesday, a Saturday, a Thursday.
    holiday, saturday, thursday = date(2026, 4, 29), date(2026, 5, 2), date(2026, 4, 30)
    facts = make_facts(
        uses=[use(0, holiday, hour=3), use(0, thursday), use(1, thursday), use(0, saturday), urgent(0, saturday)]
    )
    found = load(facts)
    assert [(cell.day_kind, cell.hour, cell.kind, cell.uses) for cell in found.cells] == [
        (DayKind.WEEKDAY, 10, UseKind.APPOINTMENT, 2),
        (DayKind.SATURDAY, 10, UseKind.APPOINTMENT, 1),
        (DayKind.SATURDAY, 10, UseKind.URGENT, 1),
        (DayKind.SUNDAY_OR_HOLIDAY, 3, UseKind.APPOINTMENT, 1),
    ]
    assert sum(found.days.values()) == 365


def test_days_to_come_are_no_days_without_load():
    found = load(make_facts(as_known_at=datetime(2026, 4, 3, 3, tzinfo=UTC)))
    assert found.days == {DayKind.WEEKDAY: 3, DayKind.SATURDAY: 0, DayKind.SUNDAY_OR_HOLIDAY: 0}


def test_the_groups_of_a_breakdown_make_up_the_whole():
    facts = make_facts(
        registrations=[
            registration(0, stage=Stage.PREGNANT, district="north"),
            registration(1, age=AgeBand.M3_5, district="south"),
            registration(2, stage=Stage.OTHER),
        ],
        uses=[
            use(0, stage=Stage.CHILD, age=AgeBand.M0_2, district="north"),
            use(0, stage=Stage.PREGNANT, district="north"),
            use(1, stage=Stage.CHILD, age=AgeBand.M3_5, district="south", service="midwife"),
            urgent(2, admitted=False, stage=Stage.OTHER),
        ],
    )
    groups = {(group.dimension, group.value): group for group in breakdown(facts)}
    for dimension in Dimension:
        of_dimension = [group for group in groups.values() if group.dimension is dimension]
        assert sum(group.registrations for group in of_dimension) == 3
        assert sum(group.consultations for group in of_dimension) == 3
        assert sum(group.counselling for group in of_dimension) == 2
    assert groups[Dimension.STAGE, "child"].consultations == 2
    assert groups[Dimension.AGE, "0-2"].people == 1
    assert groups[Dimension.DISTRICT, None].consultations == 0
    assert groups[Dimension.DISTRICT, "north"].reached[Step.USED].value == 1
    assert groups[Dimension.AGE, "72-"].reached[Step.USED].value is None
