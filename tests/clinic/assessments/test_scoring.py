"""The scoring of the scales, each held against its source."""

import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.assessments.scoring.epds import EPDS
from clinic.assessments.scoring.gad7 import GAD7
from clinic.assessments.scoring.outcome import SCALES, calls_for_flag
from clinic.assessments.scoring.phq2 import PHQ2
from clinic.assessments.scoring.phq9 import DIFFICULTY, PHQ9
from clinic.assessments.scoring.scale import Score

# What the sources say, written out a second time: for each total, in order, the name of its band.
SOURCES = {
    "phq-2": ["below_cut_off"] * 3 + ["from_cut_off"] * 4,
    "phq-9": ["minimal"] * 5 + ["mild"] * 5 + ["moderate"] * 5 + ["moderately_severe"] * 5 + ["severe"] * 8,
    "gad-7": ["minimal"] * 5 + ["mild"] * 5 + ["moderate"] * 5 + ["severe"] * 7,
    "epds": ["below_cut_off"] * 9 + ["from_cut_off"] * 22,
}
scales = st.sampled_from(sorted(SCALES.values(), key=lambda scale: scale.code))
filled_in = scales.flatmap(
    lambda scale: st.tuples(st.just(scale), st.fixed_dictionaries({item: st.integers(0, 3) for item in scale.items}))
)


def answers_with_total(scale, total):
    answers = dict.fromkeys(scale.items, 0)
    for _, item in zip(range(total), itertools.cycle(scale.items), strict=False):
        answers[item] += 1
    return answers


def test_every_scale_has_its_source_here():
    assert SCALES.keys() == SOURCES.keys()


@pytest.mark.parametrize("code", SOURCES)
def test_each_total_has_the_band_that_the_source_gives_it_and_there_is_no_other(code):
    scale, bands = SCALES[code], SOURCES[code]
    assert scale.highest == len(bands) - 1
    for total, band in enumerate(bands):
        assert scale.score(answers_with_total(scale, total)) == Score(total, band)
    for outside in (-1, len(bands)):
        with pytest.raises(ValueError):
            scale.band_of(outside)


@pytest.mark.parametrize(
    ("scale", "boundaries"),
    [
        (PHQ2, {2: "below_cut_off", 3: "from_cut_off"}),
        (PHQ9, {4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate", 15: "moderately_severe"}),
        (PHQ9, {19: "moderately_severe", 20: "severe", 27: "severe"}),
        (GAD7, {4: "minimal", 5: "mild", 9: "mild", 10: "moderate", 14: "moderate", 15: "severe", 21: "severe"}),
        (EPDS, {8: "below_cut_off", 9: "from_cut_off", 30: "from_cut_off"}),
    ],
)
def test_every_boundary_is_where_the_source_puts_it(scale, boundaries):
    assert {total: scale.band_of(total) for total in boundaries} == boundaries


@given(filled_in)
def test_the_total_is_what_an_independent_count_over_a_csv_finds(case):
    scale, answers = case
    table = io.StringIO()
    csv.writer(table).writerows(answers.items())
    table.seek(0)
    counted = {0: 0, 1: 0, 2: 0, 3: 0}
    for _, value in csv.reader(table):
        counted[int(value)] += 1
    expected = counted[1] + 2 * counted[2] + 3 * counted[3]
    assert scale.score(answers) == Score(expected, SOURCES[scale.code][expected])


@given(filled_in, st.integers(0, 3))
def test_the_functional_item_is_not_in_the_total(case, difficulty):
    scale, answers = case
    assert scale.score({**answers, DIFFICULTY: difficulty}) == scale.score(answers)


@given(filled_in, st.data())
def test_with_an_unanswered_item_there_is_no_total(case, data):
    scale, answers = case
    left_out = data.draw(st.sets(st.sampled_from(scale.items), min_size=1))
    some = {item: value for item, value in answers.items() if item not in left_out}
    assert scale.score(some) is None
    assert set(scale.unanswered(some)) == left_out


@given(filled_in, st.data(), st.integers().filter(lambda value: not 0 <= value <= 3))
def test_an_answer_out_of_range_has_no_score(case, data, value):
    scale, answers = case
    with pytest.raises(ValueError):
        scale.score({**answers, data.draw(st.sampled_from(scale.items)): value})


@given(filled_in, st.data())
def test_a_heavier_answer_never_lowers_the_total(case, data):
    scale, answers = case
    item = data.draw(st.sampled_from(scale.items))
    heavier = {**answers, item: min(3, answers[item] + 1)}
    assert scale.score(heavier).total - scale.score(answers).total in {0, 1}


def test_only_the_items_on_self_harm_above_zero_call_for_a_flag():
    called = {
        (code, item, value)
        for code, scale in SCALES.items()
        for item in (*scale.items, DIFFICULTY)
        for value in range(4)
        if calls_for_flag(code, item, value)
    }
    assert called == {(code, item, value) for code, item in (("phq-9", "9"), ("epds", "10")) for value in (1, 2, 3)}
    assert not calls_for_flag("satisfaction", "9", 3)
