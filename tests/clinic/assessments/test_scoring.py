"""The scoring of PHQ-9."""

import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.assessments import scoring

nine_answers = st.fixed_dictionaries({item: st.integers(0, 3) for item in scoring.ITEMS})
some_answers = st.dictionaries(st.sampled_from([*scoring.ITEMS, scoring.DIFFICULTY]), st.integers(0, 3))


def answers_with_total(total):
    answers = dict.fromkeys(scoring.ITEMS, 0)
    for _, item in zip(range(total), itertools.cycle(scoring.ITEMS), strict=False):
        answers[item] += 1
    return answers


@pytest.mark.parametrize(
    ("total", "band"),
    [
        (0, "minimal"),
        (4, "minimal"),
        (5, "mild"),
        (9, "mild"),
        (10, "moderate"),
        (14, "moderate"),
        (15, "moderately_severe"),
        (19, "moderately_severe"),
        (20, "severe"),
        (27, "severe"),
    ],
)
def test_every_boundary_of_the_bands_is_where_the_source_puts_it(total, band):
    assert scoring.score(answers_with_total(total)) == scoring.Score(total, band)


def test_the_bands_cover_every_total_once_and_nothing_else():
    covered = [total for band in scoring.BANDS for total in range(band.lowest, band.highest + 1)]
    assert covered == list(range(28))
    for outside in (-1, 28):
        with pytest.raises(ValueError):
            scoring.band_of(outside)


@given(nine_answers)
def test_the_total_is_what_an_independent_count_over_a_csv_finds(answers):
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerows(answers.items())
    table.seek(0)
    counted = {0: 0, 1: 0, 2: 0, 3: 0}
    for _, value in csv.reader(table):
        counted[int(value)] += 1
    expected = counted[1] + 2 * counted[2] + 3 * counted[3]
    names = ["minimal"] * 5 + ["mild"] * 5 + ["moderate"] * 5 + ["moderately_severe"] * 5 + ["severe"] * 8
    assert scoring.score(answers) == scoring.Score(expected, names[expected])


@given(nine_answers, st.integers(0, 3))
def test_the_functional_item_is_not_in_the_total(answers, difficulty):
    assert scoring.score({**answers, scoring.DIFFICULTY: difficulty}) == scoring.score(answers)


@given(some_answers)
def test_a_form_with_an_unanswered_item_has_no_total(answers):
    missing = scoring.unanswered(answers)
    assert (scoring.score(answers) is None) == bool(missing)
    assert set(missing) == set(scoring.ITEMS) - answers.keys()


@given(nine_answers, st.sampled_from(scoring.ITEMS), st.integers().filter(lambda value: not 0 <= value <= 3))
def test_an_answer_out_of_range_has_no_score(answers, item, value):
    with pytest.raises(ValueError):
        scoring.score({**answers, item: value})


@given(nine_answers, st.sampled_from(scoring.ITEMS))
def test_a_heavier_answer_never_lowers_the_total(answers, item):
    heavier = {**answers, item: min(3, answers[item] + 1)}
    assert scoring.score(heavier).total - scoring.score(answers).total in {0, 1}


@given(st.sampled_from([*scoring.ITEMS, scoring.DIFFICULTY]), st.integers(0, 3))
def test_only_item_nine_above_zero_calls_for_a_flag(link_id, value):
    assert scoring.calls_for_flag(link_id, value) == (link_id == "9" and value > 0)
