"""The rows of an export beside the facts that they were made of."""

from collections import Counter
from dataclasses import is_dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.facts.model import AgeBand, Registration, Stage
from clinic.evaluation.facts.rows import Rows
from clinic.exchange.research.columns import COLUMNS, FILES, PEOPLE
from clinic.exchange.research.rows import make_dataset
from tests.clinic.evaluation.make import FIRST, LAST, appointment, course, make_facts, registration, score, screen, use
from tests.clinic.evaluation.reports.make import make_inputs


def dated(row, file):
    return [
        date.fromisoformat(value)
        for value, column in zip(row, COLUMNS[file], strict=True)
        if column.unit == "shifted day" and value is not None
    ]


def of(fact, person):
    return replace(fact, person=person) if is_dataclass(fact) else fact._replace(person=person)


def many(**values):
    """Return facts of ten people alike, who all have what the first has."""
    return make_facts(
        registrations=[registration(number) for number in range(10)],
        **{name: [of(one, number) for one in rows for number in range(10)] for name, rows in values.items()},
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 12))
def test_every_group_of_traits_has_k_people_in_every_file(seed, k):
    dataset = make_dataset(make_inputs(seed).facts, k, Random(seed))
    traits = {row[0]: row[1:4] for row in dataset.rows(PEOPLE)}
    for file in FILES:
        people = {row[0] for row in dataset.rows(file)}
        assert people <= traits.keys()
        assert all(count >= k for count in Counter(traits[person] for person in people).values())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_what_is_shown_and_what_is_withheld_is_everything(seed):
    facts = make_inputs(seed).facts
    dataset = make_dataset(facts, 5, Random(seed))
    there = {
        "consultations": len(facts.uses),
        "appointments": 0,
        "courses": len(facts.courses),
        "responses": len(facts.surveys),
    }
    withheld = dataset.withheld
    for file, count in there.items():
        assert len(list(dataset.rows(file))) + withheld.k[file] + withheld.room[file] == count
    assert len(dataset.people) + withheld.people == len(facts.registrations)
    assert sum(dataset.levels.values()) == len(dataset.people)


def test_intervals_of_one_person_hold_across_the_files_and_no_day_is_the_real_one():
    opened = FIRST + timedelta(days=20)
    facts = many(
        uses=[use(0, opened), use(0, opened + timedelta(days=33))],
        appointments=[appointment("cancelled", opened + timedelta(days=7))],
        courses=[
            course(
                score(14, opened),
                score(6, opened + timedelta(days=40)),
                opened=opened,
                closed=opened + timedelta(days=41),
            )
        ],
        screens=[screen(0, opened + timedelta(days=9))],
    )
    dataset = make_dataset(facts, 5, Random(3))
    days = {}
    for file in FILES:
        for row in dataset.rows(file):
            days.setdefault(row[0], []).extend(dated(row, file))
    assert len(days) == 10
    real = [0, 20, 53, 27, 20, 61, 20, 60, 29]
    for shown in days.values():
        assert [(day - shown[0]).days for day in shown] == real
        assert all(day != FIRST + timedelta(days=offset) for day, offset in zip(shown, real, strict=True))
    # Each has a shift of its own.
    assert len({shown[0] for shown in days.values()}) > 5


def test_days_outside_of_the_period_are_blank_and_rows_that_leave_no_room_are_withheld():
    facts = many(
        uses=[use(0, FIRST), use(0, LAST)],
        courses=[course(score(14, FIRST - timedelta(days=5)), None, opened=FIRST - timedelta(days=9), closed=None)],
    )
    facts = replace(
        facts, registrations=Rows.of(Registration, [one._replace(day=date(2025, 9, 9)) for one in facts.registrations])
    )
    dataset = make_dataset(facts, 5, Random(3))
    assert {row[4] for row in dataset.rows(PEOPLE)} == {None}
    assert [row[1:6] for row in dataset.rows("courses")] == [(None, None, "completed", 3, None)] * 10
    assert dataset.withheld.room == {"consultations": 10, "appointments": 0, "courses": 0, "responses": 0}
    assert len(list(dataset.rows("consultations"))) == 10


def test_two_exports_of_the_same_facts_share_no_pseudonym_and_no_order():
    facts = make_inputs(1, people=200).facts
    one, other = (make_dataset(facts, 5, Random(seed)) for seed in (1, 2))
    pseudonyms = [[row[0] for row in dataset.rows(PEOPLE)] for dataset in (one, other)]
    assert not set(pseudonyms[0]) & set(pseudonyms[1])
    assert [each == sorted(each) for each in pseudonyms] == [True, True]


def test_hours_and_waits_are_coarse_and_traits_those_of_the_first_consultation():
    facts = many(uses=[use(0, FIRST, hour=23, wait_seconds=119, reply_seconds=60, stage=Stage.PREGNANT)])
    facts = replace(
        facts,
        registrations=Rows.of(
            Registration, [one._replace(stage=Stage.CHILD, age=AgeBand.M72) for one in facts.registrations]
        ),
    )
    dataset = make_dataset(facts, 5, Random(1))
    assert {row[2] for row in dataset.rows("consultations")} == {"18-23"}
    assert {row[9:] for row in dataset.rows("consultations")} == {(1, 1)}
    assert {row[1:4] for row in dataset.rows(PEOPLE)} == {("pregnant", "none", "none")}


def test_every_row_has_a_value_for_each_column():
    facts = make_inputs(4).facts
    dataset = make_dataset(facts, 3, Random(1))
    for file in FILES:
        assert {len(row) for row in dataset.rows(file)} <= {len(COLUMNS[file])}


def test_a_period_too_short_to_hide_in_is_refused():
    facts = replace(many(uses=[use(0)]), last_day=FIRST + timedelta(days=100))
    with pytest.raises(ValueError):
        make_dataset(facts, 5, Random(1))
