"""Who registers is drawn from the seed, person by person."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.assessments.scoring.outcome import SCALES
from core.clock import ServiceZone
from people.persons.plausibility import check_birth_months, check_due_date
from server.demo.families import months_before
from server.simulate import characters
from server.simulate.forms import scale_answers
from server.simulate.year import is_over, last_fiscal_year, year_after

ZONE = ServiceZone("Asia/Tokyo")
FIRST = date(2025, 4, 1)
DISTRICTS = ["chuo", "kita"]


def drawn(seed, number):
    return characters.draw(seed, number, FIRST, 365, DISTRICTS, ZONE)


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(1, 20_000))
def test_everybody_registers_within_the_year_with_what_a_registration_takes(seed, number):
    who = drawn(seed, number)
    today = ZONE.today(who.registers_at)
    assert FIRST <= today <= date(2026, 3, 31)
    assert who.district in (None, *DISTRICTS)
    assert (who.due_in is not None or bool(who.months_old)) != (who.tie is not None)
    if who.due_in is not None:
        check_due_date(date.fromordinal(today.toordinal() + who.due_in), today)
    check_birth_months([months_before(today, age) for age in who.months_old], today)
    assert who.consents or not who.contacts_a_month
    assert who == drawn(seed, number)


def test_more_people_do_not_change_the_others_and_no_two_are_the_same():
    people = [drawn(1, number) for number in range(1, 40)]
    assert len({(who.registers_at, who.distress) for who in people}) == len(people)
    assert len({who.email for who in people}) == len(people)
    assert people[0] != drawn(2, 1)


def test_more_register_after_a_check_up_and_early_in_the_year():
    days = [(ZONE.today(drawn(5, number).registers_at) - FIRST).days for number in range(1, 1500)]
    first_half = sum(day < 182 for day in days)
    assert first_half > len(days) * 0.55
    after_checkup = sum(_days_since_checkup(day) < 7 for day in days)
    assert after_checkup > len(days) * 0.7


def _days_since_checkup(day):
    at = FIRST.toordinal() + day
    wednesdays = [date.fromordinal(back) for back in range(at - 20, at + 1) if date.fromordinal(back).weekday() == 2]
    held = [each for each in wednesdays if (each.day - 1) // 7 in (0, 2)]
    return at - held[-1].toordinal() if held else 99


@settings(max_examples=60)
@given(st.integers(0, 10**9), st.floats(0, 27), st.sampled_from(sorted(SCALES)))
def test_answers_are_those_of_the_scale_and_follow_the_distress(seed, distress, code):
    scale = SCALES[code]
    answers = scale_answers(characters.source(seed, 1, "form"), scale, distress)
    score = scale.score(answers)
    assert score is not None
    assert abs(score.total * 27 / scale.highest - distress) < 18
    assert set(answers) == set(scale.items)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 11, 26), date(2025, 4, 1)),
        (date(2026, 4, 8), date(2025, 4, 1)),
        (date(2026, 4, 7), date(2024, 4, 1)),
        (date(2026, 3, 31), date(2024, 4, 1)),
    ],
)
def test_the_year_is_the_last_fiscal_year_that_is_over_for_a_week(today, first):
    assert last_fiscal_year(today) == first
    assert is_over(first, today)


def test_a_year_from_a_leap_day_ends_with_february():
    assert year_after(date(2024, 2, 29)) == date(2025, 3, 1)
