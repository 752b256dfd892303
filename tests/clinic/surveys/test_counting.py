"""Which counts are shown: no small one, and none that somebody could work out from the others."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.assessments.definition import read_definition
from clinic.assessments.given import ANSWERED
from clinic.surveys.counting import Counted, count
from clinic.surveys.defining import definition_of
from tests.clinic.surveys.make import form

FOUND = read_definition(definition_of(form(), "survey-1", 1))
CHOICE, CHOICES, SCALE, TEXT, NUMBER = FOUND.items()
THRESHOLD = 5


def single(item, *counts: int) -> Counted:
    return count(item, dict(zip((option.value for option in item.options), counts, strict=True)), THRESHOLD)


def test_nothing_is_shown_of_a_question_that_few_answered():
    assert single(CHOICE, 4, 0, 0) == Counted(None, None, {0: None, 1: None, 2: None})
    assert count(TEXT, {ANSWERED: 4}, THRESHOLD) == Counted(None, None, {})
    assert count(NUMBER, {20: 3, 30: 1}, THRESHOLD) == Counted(None, None, {})


def test_that_nobody_answered_is_said():
    assert single(CHOICE, 0, 0, 0) == Counted(0, None, {0: 0, 1: 0, 2: 0})


def test_large_counts_are_shown_with_the_mean_of_a_scale():
    assert single(CHOICE, 7, 5, 9) == Counted(21, None, {0: 7, 1: 5, 2: 9})
    assert single(SCALE, 10, 5, 5, 0, 0) == Counted(20, 4.25, {5: 10, 4: 5, 3: 5, 2: 0, 1: 0})


def test_a_small_count_takes_another_with_it():
    found = single(CHOICE, 20, 12, 2)
    assert (found.answered, found.options[2]) == (34, None)
    assert sorted(found.options.values(), key=str) != [20, 12, None]


def test_numbers_have_a_mean_and_texts_only_a_count():
    assert count(NUMBER, {10: 5, 20: 5}, THRESHOLD) == Counted(10, 15.0, {})
    assert count(TEXT, {ANSWERED: 6}, THRESHOLD) == Counted(6, None, {})


def test_several_answers_are_counted_each_among_those_who_answered():
    found = count(CHOICES, {ANSWERED: 9, 0: 9, 1: 2, 2: 6}, THRESHOLD)
    assert (found.answered, found.options[0], found.options[2]) == (9, 9, 6)
    assert found.options[1] is None


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, parts - 1):
            yield (first, *rest)


def possible(item, shown: Counted) -> list[tuple[int, ...]]:
    """Return every way in which the answers can have been given, for somebody who reads the results: by counting."""
    assert shown.answered is not None
    values = [option.value for option in item.options]
    found = []
    for counts in compositions(shown.answered, len(values)):
        agrees = all(shown.options[value] in (None, number) for value, number in zip(values, counts, strict=True))
        # Who knows the rules takes what is hidden for 1 or more, unless zeros are hidden as well.
        total = sum(value * number for value, number in zip(values, counts, strict=True))
        if agrees and (shown.mean is None or round(total / shown.answered, 2) == shown.mean):
            found.append(counts)
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(lambda counts: sum(counts) >= THRESHOLD))
def test_whoever_reads_a_scale_cannot_work_out_a_hidden_count(counts):
    shown = single(SCALE, *counts)
    assert all(number == 0 or number >= THRESHOLD for number in shown.options.values() if number is not None)
    answers = possible(SCALE, shown)
    for place, option in enumerate(SCALE.options):
        if shown.options[option.value] is None:
            assert len({each[place] for each in answers}) > 1, (counts, shown)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=3, max_size=3).filter(lambda counts: sum(counts) >= THRESHOLD))
def test_whoever_reads_a_choice_cannot_work_out_a_hidden_count(counts):
    shown = single(CHOICE, *counts)
    answers = possible(CHOICE, shown)
    for place, option in enumerate(CHOICE.options):
        if shown.options[option.value] is None:
            assert len({each[place] for each in answers}) > 1, (counts, shown)


def test_a_question_of_two_answers_of_which_one_is_small_shows_neither():
    two = replace(CHOICE, options=CHOICE.options[:2])
    for large, small in product((5, 20), (1, 4)):
        assert count(two, {0: large, 1: small}, THRESHOLD).options == {0: None, 1: None}
