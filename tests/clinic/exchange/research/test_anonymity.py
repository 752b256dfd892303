"""In every file each combination of traits that is shown has k people or more."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.evaluation.facts.model import AgeBand, Stage
from clinic.exchange.research.anonymity import LEVELS, Subject, Traits, anonymise, traits_at

FILES = ("people", "consultations", "courses")
TOLD = st.tuples(
    st.sampled_from(list(Stage)),
    st.sampled_from([None, *AgeBand]),
    st.sampled_from([None, "kita", "minami"]),
    st.sets(st.sampled_from(FILES[1:])),
)


def subject(number, stage, age, district, files):
    levels = tuple(traits_at(level, stage, age, district) for level in range(len(LEVELS)))
    return Subject(number, levels, frozenset({"people", *files}))


def groups(subjects, found):
    """Count the people by file and by the traits that are shown there."""
    return Counter(
        (file, one.levels[found.shown[one.number]])
        for one in subjects
        if one.number in found.shown
        for file in one.files - found.withheld.get(one.number, frozenset())
    )


@given(st.lists(TOLD, max_size=120), st.integers(1, 8))
def test_every_group_of_every_file_has_k_people_or_more(told, k):
    subjects = [subject(number, *each) for number, each in enumerate(told)]
    found = anonymise(subjects, k)
    assert all(count >= k for count in groups(subjects, found).values())
    # Never are k people or more left out, nor the rows of so many in a file.
    assert len(subjects) - len(found.shown) < k
    for file in FILES:
        assert sum(file in files for files in found.withheld.values()) < k


def test_what_is_large_enough_is_shown_as_told_and_only_the_rest_is_generalised():
    many = [subject(number, Stage.CHILD, AgeBand.M0_2, "kita", ()) for number in range(5)]
    few = [subject(number, Stage.CHILD, AgeBand.M0_2, "minami", ()) for number in range(5, 8)]
    others = [subject(number, Stage.CHILD, AgeBand.M3_5, "minami", ()) for number in range(8, 10)]
    found = anonymise([*many, *few, *others], 5)
    assert {found.shown[one.number] for one in many} == {0}
    assert {LEVELS[found.shown[one.number]] for one in (*few, *others)} == {"coarse_age"}


def test_those_of_a_rare_file_go_on_together_and_the_others_stay():
    plain = [subject(number, Stage.CHILD, AgeBand.M0_2, "kita", ()) for number in range(6)]
    rare = [subject(number, Stage.CHILD, AgeBand.M0_2, "kita", ("courses",)) for number in range(6, 9)]
    elsewhere = [subject(number, Stage.PREGNANT, None, "kita", ("courses",)) for number in range(9, 11)]
    found = anonymise([*plain, *rare, *elsewhere], 5)
    assert {found.shown[one.number] for one in plain} == {0}
    assert {LEVELS[found.shown[one.number]] for one in (*rare, *elsewhere)} == {"nothing"}
    assert not found.withheld


def test_rows_of_too_few_are_withheld_and_people_who_are_too_few_altogether():
    people = [subject(number, Stage.CHILD, None, None, ("courses",) if number < 2 else ()) for number in range(7)]
    found = anonymise(people, 5)
    assert (len(found.shown), found.withheld) == (5, {})
    found = anonymise(people[:4], 5)
    assert (found.shown, found.withheld) == ({}, {})
    spread = [
        subject(number, stage, None, None, ("courses",) if number < 2 else ())
        for number, stage in enumerate([Stage.CHILD, Stage.PREGNANT, Stage.OTHER, *[Stage.CHILD] * 2])
    ]
    found = anonymise(spread, 5)
    assert len(found.shown) == 5
    assert found.withheld == {0: frozenset({"courses"}), 1: frozenset({"courses"})}


def test_a_k_below_one_is_none():
    with pytest.raises(ValueError):
        anonymise([], 0)


def test_nothing_is_finer_at_a_coarser_level():
    assert [traits_at(level, Stage.CHILD, AgeBand.M12_23, "kita") for level in range(len(LEVELS))] == [
        Traits("child", "12-23", "kita"),
        Traits("child", "12-23", "*"),
        Traits("child", "12-35", "*"),
        Traits("child", "*", "*"),
        Traits("*", "*", "*"),
    ]
