"""Local time, ties, replies and the narrowing of facts."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.facts.local_time import LocalTime, kind_of
from clinic.evaluation.facts.model import AgeBand, DayKind, Offer, Stage, age_band
from clinic.evaluation.facts.narrowing import narrow
from clinic.evaluation.facts.replies import Written, first_reply
from clinic.evaluation.facts.rows import Days
from clinic.evaluation.facts.ties import Ties, TiesOfAll, tie_on
from core.clock import ServiceZone
from tests.clinic.evaluation.make import FIRST, LAST, course, make_facts, registration, survey, use

ZONES = ("Asia/Tokyo", "Europe/Berlin", "Australia/Lord_Howe")


@settings(max_examples=60)
@given(st.sampled_from(ZONES), st.integers(1_735_000_000, 1_800_000_000))
def test_day_and_hour_are_those_of_the_wall_clock_in_any_zone(name, seconds):
    zone = ServiceZone(name)
    local = LocalTime(zone, date(2025, 3, 1), date(2026, 12, 31))
    wall = zone.to_wall(datetime.fromtimestamp(seconds, UTC))
    assert [column.objects() for column in local.moments([seconds])] == [
        [wall.date()],
        [wall.hour],
        [kind_of(wall.date())],
    ]
    assert local.days([seconds, seconds]).objects() == [local.day(seconds)] * 2 == [wall.date()] * 2


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 4, 28), DayKind.WEEKDAY),
        (date(2026, 4, 29), DayKind.SUNDAY_OR_HOLIDAY),
        (date(2026, 5, 2), DayKind.SATURDAY),
        (date(2026, 5, 3), DayKind.SUNDAY_OR_HOLIDAY),
        (date(2026, 5, 6), DayKind.SUNDAY_OR_HOLIDAY),
    ],
)
def test_the_kind_of_a_day(day, kind):
    assert kind_of(day) is kind


@pytest.mark.parametrize(
    ("months", "band"),
    [
        (0, "0-2"),
        (2, "0-2"),
        (3, "3-5"),
        (5, "3-5"),
        (6, "6-11"),
        (11, "6-11"),
        (12, "12-23"),
        (23, "12-23"),
        (24, "24-35"),
        (35, "24-35"),
        (36, "36-71"),
        (71, "36-71"),
        (72, "72-"),
        (200, "72-"),
    ],
)
def test_the_bands_of_age(months, band):
    assert age_band(months) == band


def test_nobody_is_younger_than_born():
    with pytest.raises(ValueError):
        age_band(-1)


DAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("ties", "found"),
    [
        (Ties(None, (), False), (Stage.OTHER, None)),
        (Ties(None, (), True), (Stage.OTHER, None)),
        (Ties(None, (date(2026, 6, 1),), False), (Stage.CHILD, AgeBand.M0_2)),
        (Ties(None, (date(2020, 6, 1), date(2026, 1, 1)), False), (Stage.CHILD, AgeBand.M3_5)),
        (Ties(date(2026, 9, 1), (), False), (Stage.PREGNANT, None)),
        (Ties(date(2026, 9, 1), (date(2024, 6, 1),), False), (Stage.PREGNANT, AgeBand.M24_35)),
        # 280 days before the due date it begins.
        (Ties(DAY + timedelta(days=280), (), False), (Stage.PREGNANT, None)),
        (Ties(DAY + timedelta(days=281), (), False), (Stage.OTHER, None)),
        # Overdue, then taken as born.
        (Ties(DAY - timedelta(days=14), (), False), (Stage.PREGNANT, None)),
        (Ties(DAY - timedelta(days=15), (), False), (Stage.CHILD, AgeBand.M0_2)),
        # Born after the day, as was told later; somebody's partner is not pregnant.
        (Ties(None, (date(2026, 8, 1),), False), (Stage.PREGNANT, None)),
        (Ties(None, (date(2026, 8, 1),), True), (Stage.OTHER, None)),
        # The child that was expected is there: the due date says nothing more.
        (Ties(date(2026, 6, 20), (date(2026, 6, 1),), False), (Stage.CHILD, AgeBand.M0_2)),
    ],
)
def test_what_ties_a_person_on_a_day(ties, found):
    assert tie_on(ties, DAY) == found


around = st.integers(-900, 900).map(lambda number: DAY + timedelta(days=number))
told = st.tuples(st.none() | around, st.lists(around, max_size=3).map(sorted), st.booleans())


@settings(max_examples=80)
@given(st.lists(st.tuples(told, around), max_size=20))
def test_many_people_are_tied_as_each_of_them_is(given_ties):
    ties = TiesOfAll.of(
        [
            (due and due.toordinal(), [birth.toordinal() for birth in births], other)
            for (due, births, other), _ in given_ties
        ]
    )
    stages, ages = ties.on(np.arange(len(given_ties)), Days.of([day for _, day in given_ties]))
    expected = [tie_on(Ties(*each), day) for each, day in given_ties]
    assert list(zip(stages.objects(), ages.objects(), strict=True)) == expected


PERSON, STAFF, GUEST = (True, False), (False, True), (False, False)


@pytest.mark.parametrize(
    ("written", "reply"),
    [
        ([], None),
        ([(0, PERSON)], None),
        ([(0, STAFF), (5, PERSON)], None),
        ([(0, STAFF), (5, PERSON), (9, PERSON), (30, STAFF), (40, STAFF)], 25),
        ([(5, PERSON), (6, GUEST), (8, STAFF)], 3),
        ([(5, PERSON), (5, STAFF)], 0),
    ],
)
def test_the_first_reply_follows_the_first_question(written, reply):
    assert first_reply(Written(at, *whose) for at, whose in written) == reply


days = st.integers(0, 364).map(lambda number: FIRST + timedelta(days=number))


@settings(max_examples=40)
@given(st.lists(days, max_size=30).map(sorted), days, st.integers(0, 200))
def test_narrowed_facts_are_those_of_the_days(all_days, first_day, length):
    last_day = min(LAST, first_day + timedelta(days=length))
    facts = make_facts(
        registrations=[registration(number, day) for number, day in enumerate(all_days)],
        uses=[use(0, day) for day in all_days],
        surveys=[survey(0, 3, day=day) for day in all_days],
        offers=[Offer(0, day) for day in all_days],
        courses=[course(12, 3, opened=day, closed=min(LAST, day + timedelta(days=30))) for day in all_days],
    )
    found = narrow(facts, first_day, last_day)
    expected = [day for day in all_days if first_day <= day <= last_day]
    assert [one.day for one in found.uses] == expected
    assert [one.day for one in found.surveys] == expected
    assert [one.day for one in found.offers] == expected
    assert [one.day for one in found.registrations] == [day for day in all_days if day <= last_day]
    assert len(found.courses) == sum(
        day <= last_day and min(LAST, day + timedelta(days=30)) >= first_day for day in all_days
    )
    assert (found.first_day, found.last_day, found.notices) == (first_day, last_day, None)


def test_days_outside_of_the_facts_are_refused():
    with pytest.raises(ValueError):
        narrow(make_facts(), FIRST - timedelta(days=1), LAST)
