"""Each rule alone: the cost of the best rota says how many shifts stay open where it bites, and where it does not."""

from typing import Any

import pytest

from booking.rota.model import SolveOptions, Status, solve
from booking.rota.problem import Lock, Problem, Rule, RuleCode
from tests.booking.rota.make_problem import EARLY, LATE, NIGHT, need, on, person, problem

OPEN = 1000
"""What each missing one costs, as Cover says."""


def cost(asked: Problem) -> int:
    result = solve(asked, SolveOptions(seconds=20, workers=1))
    assert result.status is Status.OPTIMAL
    assert result.cost is not None
    return result.cost


def rule(code: RuleCode, **params: int) -> Rule:
    return Rule(code, params)


EVERY_DAY = tuple(need(day) for day in range(7))
EVERY_NIGHT = tuple(need(day, NIGHT) for day in range(7))
LATE_THEN_EARLY = (need(0, LATE), need(1, EARLY))
NIGHT_THEN_LATE = (need(0, NIGHT), need(1, LATE))
TWO_NIGHTS_THEN_LATE = (need(0, NIGHT), need(1, NIGHT), need(3, LATE))

CASES: dict[str, tuple[Problem, int]] = {
    "no rule, no open shift": (problem(cover=EVERY_DAY), 0),
    "rest too short": (problem(rule(RuleCode.REST_BETWEEN, minutes=12 * 60), cover=LATE_THEN_EARLY), 1),
    "rest just long enough": (problem(rule(RuleCode.REST_BETWEEN, minutes=11 * 60), cover=LATE_THEN_EARLY), 0),
    "rest after the tail": (
        problem(
            rule(RuleCode.REST_BETWEEN, minutes=12 * 60), staff=(person(tail=(on("a", -1, LATE),)),), cover=(need(0),)
        ),
        1,
    ),
    "rest shortened by the clocks": (
        problem(
            rule(RuleCode.REST_BETWEEN, minutes=11 * 60),
            cover=LATE_THEN_EARLY,
            spans={(1, "E"): (31 * 60, 39 * 60), (0, "L"): (13 * 60, 21 * 60)},
        ),
        1,
    ),
    "a duty too long": (problem(rule(RuleCode.LONGEST_DUTY, minutes=10 * 60), cover=EVERY_NIGHT), 7),
    "a duty of the longest": (problem(rule(RuleCode.LONGEST_DUTY, minutes=11 * 60), cover=EVERY_NIGHT), 0),
    "duties that touch": (problem(rule(RuleCode.LONGEST_DUTY, minutes=12 * 60), cover=(need(0, NIGHT), need(1))), 1),
    "rest after a night where all shifts are nights": (
        problem(
            rule(RuleCode.REST_AFTER_NIGHT, minutes=48 * 60), cover=(EVERY_NIGHT[0], EVERY_NIGHT[2]), shifts=(NIGHT,)
        ),
        1,
    ),
    "a third night": (problem(rule(RuleCode.NIGHTS_IN_A_ROW, max=2), cover=EVERY_NIGHT[:3]), 1),
    "two nights": (problem(rule(RuleCode.NIGHTS_IN_A_ROW, max=2), cover=EVERY_NIGHT[:2]), 0),
    "a third night after the tail's two": (
        problem(
            rule(RuleCode.NIGHTS_IN_A_ROW, max=2),
            staff=(person(tail=(on("a", -2, NIGHT), on("a", -1, NIGHT))),),
            cover=(need(0, NIGHT),),
        ),
        1,
    ),
    "a sixth day": (problem(rule(RuleCode.DAYS_IN_A_ROW, max=5), cover=EVERY_DAY[:6]), 1),
    "five days": (problem(rule(RuleCode.DAYS_IN_A_ROW, max=5), cover=EVERY_DAY[:5]), 0),
    "a person's own longest run": (
        problem(rule(RuleCode.DAYS_IN_A_ROW, max=5), staff=(person(max_run=6),), cover=EVERY_DAY[:6]),
        0,
    ),
    "work too early after a night": (
        problem(rule(RuleCode.REST_AFTER_NIGHT, minutes=24 * 60), cover=NIGHT_THEN_LATE),
        1,
    ),
    "a night after a night": (problem(rule(RuleCode.REST_AFTER_NIGHT, minutes=24 * 60), cover=EVERY_NIGHT[:2]), 0),
    "work too early after two nights": (
        problem(rule(RuleCode.REST_AFTER_TWO_NIGHTS, minutes=48 * 60), cover=TWO_NIGHTS_THEN_LATE),
        1,
    ),
    "two nights' rest does not bind after one": (
        problem(rule(RuleCode.REST_AFTER_TWO_NIGHTS, minutes=48 * 60), cover=(need(0, NIGHT), need(2, LATE))),
        0,
    ),
    "nights of a month": (problem(rule(RuleCode.NIGHTS_A_MONTH, max=3), cover=EVERY_NIGHT), 4),
    "a person's own nights": (
        problem(rule(RuleCode.NIGHTS_A_MONTH, max=8), staff=(person(max_nights=1),), cover=EVERY_NIGHT),
        6,
    ),
    "hours of a week": (problem(rule(RuleCode.HOURS_A_WEEK, minutes=40 * 60), cover=EVERY_DAY), 2),
    "hours of the week before": (problem(rule(RuleCode.HOURS_A_WEEK, minutes=40 * 60), cover=EVERY_DAY[:5]), 0),
    "hours of a month": (problem(rule(RuleCode.HOURS_A_MONTH, minutes=24 * 60), cover=EVERY_DAY), 4),
    "no senior": (
        problem(rule(RuleCode.SENIOR_PRESENT), cover=(need(0, needs_senior=True),)),
        1,
    ),
    "a senior": (
        problem(
            rule(RuleCode.SENIOR_PRESENT),
            staff=(person(senior=True), person("b")),
            cover=(need(0, required=2, needs_senior=True),),
        ),
        0,
    ),
    "shifts of a type": (problem(rule(RuleCode.MAX_SHIFTS), staff=(person(max_shifts={"E": 2}),), cover=EVERY_DAY), 5),
    "minutes of the horizon": (
        problem(rule(RuleCode.PERIOD_MINUTES), staff=(person(max_minutes=24 * 60),), cover=EVERY_DAY),
        4,
    ),
    "a run too short": (
        problem(rule(RuleCode.MIN_RUN), staff=(person(min_run=2),), cover=(need(2), need(3, required=0, over=2000))),
        1,
    ),
    "a short run at the horizon's end": (
        problem(rule(RuleCode.MIN_RUN), staff=(person(min_run=2),), cover=(need(0), need(6))),
        0,
    ),
    "too few days off": (
        problem(rule(RuleCode.MIN_OFF_RUN), staff=(person(min_off_run=2),), cover=(need(2), need(4))),
        1,
    ),
    "weekends": (
        problem(
            rule(RuleCode.MAX_WEEKENDS), days=14, staff=(person(max_weekends=1),), cover=(need(5), need(6), need(12))
        ),
        1,
    ),
    "leave": (problem(rule(RuleCode.LEAVE), staff=(person(leave=frozenset({1})),), cover=EVERY_DAY), 1),
}


@pytest.mark.parametrize("name", CASES)
def test_a_rule_leaves_exactly_those_shifts_open_that_it_must(name: str) -> None:
    asked, shifts = CASES[name]
    assert cost(asked) == shifts * OPEN


@pytest.mark.parametrize("code", ["nights", "holidays"])
def test_nights_and_holidays_are_spread_with_what_was_carried_over(code: str) -> None:
    fields: dict[str, Any] = {code: 2}
    shift = NIGHT if code == "nights" else EARLY
    days = range(4) if code == "nights" else (6, 13, 20, 27)
    asked = problem(
        Rule(RuleCode.FAIR_NIGHTS if code == "nights" else RuleCode.FAIR_HOLIDAYS, {"spread": 0}),
        days=28,
        staff=(person("a", **fields), person("b")),
        cover=tuple(need(day, shift) for day in days),
    )
    result = solve(asked, SolveOptions(seconds=20, workers=1))
    assert result.rota is not None
    assert sorted(one.staff_id for one in result.rota) == ["a", "b", "b", "b"]


def test_a_locked_shift_on_a_day_of_leave_leaves_no_rota() -> None:
    away = problem(
        rule(RuleCode.LEAVE), staff=(person(leave=frozenset({0})),), cover=(need(0),), locks=(Lock("a", 0, on("a", 0)),)
    )
    assert solve(away, SolveOptions(seconds=20, workers=1)).status is Status.INFEASIBLE
