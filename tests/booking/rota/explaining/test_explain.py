"""A coordinator whose month cannot be planned is told the fewest things that conflict, and ways out that work."""

from dataclasses import replace

import pytest

from booking.rota.checking import Breach, check
from booking.rota.explaining import Outcome, RelaxationKind, best_effort, explain, relaxed, uncovered
from booking.rota.explaining.core import Trials, core_of
from booking.rota.explaining.searching import has_rota
from booking.rota.model import build, solve
from booking.rota.problem import Assignment, Cover, Lock, Problem, RuleCode, Wish
from tests.booking.rota.small import person, problem, rule

COVER = rule(RuleCode.COVER)


def night(day: int, required: int = 1) -> Cover:
    return Cover(day, "N", "midwife", required, hard=True)


def lock(day: int, shift_id: str, staff_id: str = "a") -> Lock:
    return Lock(staff_id, day, Assignment(staff_id, day, shift_id, "midwife"))


ALL_AWAY = problem(
    COVER,
    rule(RuleCode.LEAVE),
    rule(RuleCode.NIGHTS_A_MONTH, max=8),
    staff=(person("a", leave=frozenset({3})), person("b", leave=frozenset({3, 4})), person("c", leave=frozenset({3}))),
    cover=[night(day) for day in range(7)],
    days=7,
)
TOO_FEW_NIGHTS = problem(
    COVER,
    rule(RuleCode.NIGHTS_A_MONTH, max=2),
    rule(RuleCode.NIGHTS_IN_A_ROW, max=2),
    staff=(person("a"), person("b")),
    # Six nights of December, of which two people may have four.
    cover=[night(day) for day in range(1, 7)],
    days=7,
)
LOCKED = problem(
    COVER,
    rule(RuleCode.REST_BETWEEN, minutes=660),
    staff=(person("a"), person("b")),
    cover=[night(2), Cover(3, "D", "midwife", 1)],
    locks=(lock(2, "N"), lock(3, "D")),
    days=7,
)
TWO_CONFLICTS = replace(LOCKED, cover=(*LOCKED.cover, night(5, 3)))


@pytest.mark.parametrize("which", [ALL_AWAY, TOO_FEW_NIGHTS, LOCKED, TWO_CONFLICTS])
def test_without_any_one_of_the_conflict_the_rest_can_hold(which: Problem) -> None:
    trials = Trials(build(which, assumptions=True), (), 60)
    core = core_of(trials)
    assert core is not None
    assert core.is_minimal
    assert trials.can_hold(core.causes) is False
    for cause in core.causes:
        assert trials.can_hold(set(core.causes) - {cause}) is True


def test_a_day_on_which_everyone_is_away_is_named_with_its_cover() -> None:
    found = explain(ALL_AWAY, seconds=60, suggest_seconds=60)
    assert found.outcome is Outcome.EXPLAINED
    assert found.is_minimal
    assert {(each.rule, each.staff_id, each.days) for each in found.conflicts} == {
        (RuleCode.COVER, None, (3,)),
        (RuleCode.LEAVE, "a", (3,)),
        (RuleCode.LEAVE, "b", (3,)),
        (RuleCode.LEAVE, "c", (3,)),
    }


def test_locked_cells_and_the_rest_between_them_are_named() -> None:
    found = explain(LOCKED, seconds=60, suggest_seconds=60)
    assert {(each.rule, each.days) for each in found.conflicts} == {
        (Breach.LOCK, (2,)),
        (Breach.LOCK, (3,)),
        (RuleCode.REST_BETWEEN, (3,)),
    }


def test_the_least_number_that_would_do_is_suggested() -> None:
    found = explain(TOO_FEW_NIGHTS, seconds=60, suggest_seconds=60)
    hows = [how for each in found.suggestions for how in each.relaxations]
    number = next(how for how in hows if how.kind is RelaxationKind.RULE_NUMBER)
    assert (number.code, number.was, number.to) == (RuleCode.NIGHTS_A_MONTH, 2, 3)


@pytest.mark.parametrize("which", [ALL_AWAY, TOO_FEW_NIGHTS, LOCKED, TWO_CONFLICTS])
def test_every_suggestion_gives_a_rota_that_the_checker_finds_clean(which: Problem) -> None:
    found = explain(which, seconds=60, suggest_seconds=60)
    assert found.suggestions
    for suggestion in found.suggestions:
        eased = which
        for how in suggestion.relaxations:
            eased = relaxed(eased, how)
        made = solve(eased)
        assert made.rota is not None
        assert check(eased, made.rota).is_clean


def test_two_conflicts_are_eased_by_two_things_together() -> None:
    found = explain(TWO_CONFLICTS, seconds=60, suggest_seconds=60)
    assert any(len(each.relaxations) > 1 for each in found.suggestions)


def test_a_month_that_can_be_planned_has_no_conflict() -> None:
    possible = replace(ALL_AWAY, cover=ALL_AWAY.cover[4:])
    assert explain(possible, seconds=60).outcome is Outcome.POSSIBLE


def test_wishes_that_cannot_all_be_granted_are_named() -> None:
    free = [Wish(staff_id, 3, None, on=False, weight=10) for staff_id in ("a", "b", "c")]
    nobody_away = replace(ALL_AWAY, staff=tuple(replace(one, leave=frozenset()) for one in ALL_AWAY.staff))
    found = explain(nobody_away, free, seconds=60)
    assert set(found.wishes) == set(free)
    assert [(each.rule, each.days) for each in found.conflicts] == [(RuleCode.COVER, (3,))]


def test_the_best_effort_says_which_hours_stay_uncovered() -> None:
    eased = best_effort(ALL_AWAY)
    assert has_rota(eased, 60)
    made = solve(eased)
    assert made.rota is not None
    assert [(each.day, each.missing, each.minutes) for each in uncovered(ALL_AWAY, made.rota)] == [(3, 1, 720)]


def test_a_limit_of_their_own_is_said_instead_of_the_general_one() -> None:
    few = replace(TOO_FEW_NIGHTS, staff=tuple(replace(one, max_nights=1) for one in TOO_FEW_NIGHTS.staff))
    found = explain(few, seconds=60, suggest_seconds=60)
    assert {each.limit for each in found.conflicts if each.rule is RuleCode.NIGHTS_A_MONTH} == {1}


def test_days_that_are_over_can_conflict_and_nothing_is_suggested_for_them() -> None:
    before = explain(LOCKED, seconds=60, suggest_seconds=60)
    after = explain(LOCKED, seconds=60, suggest_seconds=60, since=3)
    assert after.conflicts == before.conflicts
    days = {how.day for each in after.suggestions for how in each.relaxations}
    assert days == {None, 3}
    assert explain(LOCKED, seconds=60, suggest_seconds=60, since=4).suggestions == ()
