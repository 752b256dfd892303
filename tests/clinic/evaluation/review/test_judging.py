"""What a review says, and what it leaves unsaid."""

from dataclasses import replace
from datetime import date

import pytest

from clinic.evaluation.facts.narrowing import narrow
from clinic.evaluation.review.from_facts import compare_facts
from clinic.evaluation.review.judging import judge
from clinic.evaluation.review.model import Comparison, Method, Quarter, Side, Verdict
from tests.clinic.evaluation.make import appointment, course, make_facts, registration, survey, use

BEFORE, AFTER = Quarter("2026-Q1", 91), Quarter("2026-Q2", 92)
SPRING, SUMMER = date(2026, 5, 1), date(2026, 8, 1)
NONE = Side(None, None)
HIDDEN = replace(NONE, missing=Verdict.WITHHELD)


def share(reached, n, version="1"):
    return Side(reached / n, n, reached, definitions_version=version)


def count(n):
    return Side(n, n, definitions_version="1")


def compared(before, after, method=Method.SHARES):
    return Comparison("x", method, before, after)


def verdicts(*comparisons):
    return [each.verdict for each in judge(comparisons, BEFORE, AFTER)]


def test_a_change_beyond_chance_says_where_to_and_what_may_be_chance_says_so():
    assert verdicts(compared(share(10, 100), share(60, 100))) == [Verdict.HIGHER]
    assert verdicts(compared(share(60, 100), share(10, 100))) == [Verdict.LOWER]
    assert verdicts(compared(share(50, 100), share(54, 100))) == [Verdict.NO_CHANGE]
    assert verdicts(compared(count(40), count(90), Method.COUNTS)) == [Verdict.HIGHER]
    assert verdicts(compared(count(90), count(40), Method.COUNTS)) == [Verdict.LOWER]
    assert verdicts(compared(count(40), count(46), Method.COUNTS)) == [Verdict.NO_CHANGE]


def test_what_alone_would_be_beyond_chance_may_be_chance_among_many():
    alone = compared(share(30, 100), share(46, 100))
    assert verdicts(alone) == [Verdict.HIGHER]
    many = [compared(share(50, 100), share(50, 100))] * 9
    found = judge((alone, *many), BEFORE, AFTER)
    assert found[0].verdict is Verdict.NO_CHANGE
    assert found[0].p_adjusted == pytest.approx(10 * found[0].change.p)
    # What is not tested is not counted among them.
    untested = [compared(HIDDEN, NONE)] * 9
    assert verdicts(alone, *untested)[0] is Verdict.HIGHER


@pytest.mark.parametrize(
    ("comparison", "verdict"),
    [
        (compared(share(1, 4), share(60, 100)), Verdict.TOO_FEW),
        (compared(share(60, 100), share(4, 4)), Verdict.TOO_FEW),
        (compared(Side(None, 0, 0, definitions_version="1"), share(5, 9)), Verdict.TOO_FEW),
        (compared(count(1), count(3), Method.COUNTS), Verdict.TOO_FEW),
        (compared(share(10, 100), share(60, 100, "2")), Verdict.DEFINITIONS_DIFFER),
        (compared(HIDDEN, share(5, 9)), Verdict.WITHHELD),
        (
            compared(HIDDEN, replace(NONE, missing=Verdict.NOT_RELEASED)),
            "not_released",
        ),
        (compared(replace(NONE, missing=Verdict.UNMEASURED), count(9), Method.COUNTS), Verdict.UNMEASURED),
    ],
)
def test_what_cannot_be_compared_says_why_and_has_no_numbers_of_a_test(comparison, verdict):
    (found,) = judge([comparison], BEFORE, AFTER)
    assert (found.verdict, found.change, found.p_adjusted) == (verdict, None, None)


def test_every_comparison_is_listed_in_the_same_order_though_nothing_happened():
    facts = make_facts()
    comparisons = compare_facts(*quarters(facts))
    assert [each.code for each in comparisons] == [
        "notices",
        "registrations",
        "uses.all",
        "counselling",
        "counselling.people",
        "satisfaction",
        "image",
        "phq9",
        "phq9.below_10.complete",
        "phq9.missing_ends",
        "no_shows",
        "wait",
        "reply",
    ]
    found = judge(comparisons, BEFORE, AFTER)
    assert found[0].verdict is Verdict.UNMEASURED
    assert {each.verdict for each in found[1:]} == {Verdict.TOO_FEW}


def test_the_sides_are_the_figures_of_their_quarters():
    facts = make_facts(
        registrations=[registration(number, SPRING) for number in range(7)]
        + [registration(number, SUMMER) for number in range(7, 10)],
        uses=[use(number, SPRING, wait_seconds=60 * number) for number in range(5)]
        + [use(1, SUMMER, wait_seconds=600, modality="text", reply_seconds=90)],
        appointments=[appointment("fulfilled", SPRING)] * 8 + [appointment("no_show", SPRING)] * 2,
        surveys=[survey(number, 4, 5, image=4, day=SPRING) for number in range(6)],
        courses=[course(14, 9, closed=SPRING), course(14, 10, closed=SPRING), course(14, None, closed=SPRING)],
    )
    sides = {each.code: (each.before, each.after) for each in compare_facts(*quarters(facts))}
    assert [side.value for side in sides["registrations"]] == [7, 3]
    assert [side.value for side in sides["counselling"]] == [5, 1]
    assert [side.value for side in sides["counselling.people"]] == [5, 1]
    assert (sides["satisfaction"][0].value, sides["satisfaction"][0].n) == (4.5, 6)
    assert (sides["image"][0].reached, sides["image"][0].n) == (6, 6)
    assert (sides["phq9"][0].reached, sides["phq9"][0].n) == (2, 2)
    assert (sides["phq9.below_10.complete"][0].reached, sides["phq9.below_10.complete"][0].n) == (1, 2)
    assert (sides["phq9.missing_ends"][0].reached, sides["phq9.missing_ends"][0].n) == (1, 3)
    assert (sides["no_shows"][0].reached, sides["no_shows"][0].n) == (2, 10)
    assert ([side.value for side in sides["wait"]], sides["wait"][0].n) == ([2, 10], 5)
    assert [side.value for side in sides["reply"]] == [None, 1.5]


def test_other_wordings_are_named():
    asked = [survey(number, 4, day=SPRING) for number in range(6)]
    reworded = [replace(survey(number, 4, day=SUMMER), text_id="ja-2") for number in range(6)]
    facts = make_facts(surveys=[*asked, *reworded])
    found = {each.comparison.code: each for each in judge(compare_facts(*quarters(facts)), BEFORE, AFTER)}
    assert found["satisfaction"].wordings_differ
    assert not found["registrations"].wordings_differ
    assert found["satisfaction"].verdict is Verdict.NO_SPREAD


def quarters(facts):
    return (
        narrow(facts, date(2026, 4, 1), date(2026, 6, 30)),
        narrow(facts, date(2026, 7, 1), date(2026, 9, 30)),
    )
