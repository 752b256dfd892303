"""The model and the checker mean the same by permitted watches and forbidden successions, hard or weighted."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rota.checking import check
from booking.rota.model import SolveOptions, Status, solve
from booking.rota.problem import Assignment, Cover, Lock, Problem, Rota, Rule, RuleCode
from tests.booking.rota.small import DAY, DAY_WATCH, LATE, NIGHT_WATCH, person, problem, tail, works

SATURDAY = date(2026, 11, 28)
"""A new week begins on day 2, a new month on day 3."""
DAYS = 4
LETTERS = "DLWV"
ROTAS: tuple[Rota, ...] = tuple(works("".join(letters)) for letters in product("-" + LETTERS, repeat=DAYS))
weights = st.sampled_from([None, 3, 7])


@st.composite
def weeks(draw: st.DrawFn) -> Problem:
    """Return four days of one person, over the turn of a week and of a month."""
    shifts = [
        replace(shift, forbids=draw(st.frozensets(st.sampled_from(LETTERS), max_size=2)))
        for shift in (DAY, LATE, NIGHT_WATCH, DAY_WATCH)
    ]
    return problem(
        Rule(RuleCode.COVER),
        Rule(RuleCode.NIGHT_WATCH_A_WEEK, {"max": draw(st.integers(0, 2))}, draw(weights)),
        Rule(RuleCode.DAY_WATCH_A_MONTH, {"max": draw(st.integers(0, 2))}, draw(weights)),
        Rule(RuleCode.SUCCESSION, {}, draw(weights)),
        first=SATURDAY,
        days=DAYS,
        shifts=tuple(shifts),
        staff=(person(tail=tail(draw(st.sampled_from(["", "----W--", "--V---V", "------L", "-----WW"])))),),
        cover=[
            Cover(day, letter, "midwife", draw(st.integers(0, 1)), under=draw(st.sampled_from([4, 20])), over=2)
            for day in range(DAYS)
            for letter in LETTERS
        ],
    )


@settings(deadline=None, max_examples=12)
@given(weeks())
def test_the_best_rota_costs_what_the_best_of_all_rotas_costs(of: Problem) -> None:
    costs = [found.cost for found in (check(of, rota) for rota in ROTAS) if found.is_clean]
    made = solve(of, SolveOptions(workers=1))
    if not costs:
        # What was done before breaks a limit already.
        assert made.status is Status.INFEASIBLE
        return
    assert made.status is Status.OPTIMAL
    assert made.rota is not None
    assert check(of, made.rota).is_clean
    assert (made.cost, check(of, made.rota).cost) == (min(costs), min(costs))


@settings(deadline=None, max_examples=12)
@given(weeks(), st.lists(st.sampled_from(ROTAS), min_size=3, max_size=3))
def test_a_rota_that_is_given_costs_the_same_or_is_refused_by_both(of: Problem, rotas: list[Rota]) -> None:
    for rota in rotas:
        held = {each.day: each for each in rota}
        fixed = replace(of, locks=tuple(Lock("a", day, held.get(day)) for day in range(DAYS)))
        made, found = solve(fixed, SolveOptions(workers=1)), check(fixed, rota)
        assert (made.status is Status.OPTIMAL) == found.is_clean
        if found.is_clean:
            assert (made.rota, made.cost) == (rota, found.cost)


WATCHES_OF_A_WEEK = problem(
    Rule(RuleCode.NIGHT_WATCH_A_WEEK, {"max": 1}, 5), first=SATURDAY, days=DAYS, staff=(person(tail=tail("-----W-")),)
)
WATCHES_OF_A_MONTH = problem(Rule(RuleCode.DAY_WATCH_A_MONTH, {"max": 1}, 5), first=SATURDAY, days=DAYS)
FORBIDDEN = problem(
    Rule(RuleCode.SUCCESSION, {}, 5),
    first=SATURDAY,
    days=DAYS,
    shifts=(DAY, replace(LATE, forbids=frozenset("DL"))),
    staff=(person(tail=tail("------L")),),
)


@pytest.mark.parametrize(
    ("of", "pattern", "units"),
    [
        # One of the tail and one of Sunday are two in a week; Monday begins another.
        (WATCHES_OF_A_WEEK, "-W--", 1),
        (WATCHES_OF_A_WEEK, "-WW-", 1),
        (WATCHES_OF_A_WEEK, "WWWW", 3),
        (WATCHES_OF_A_MONTH, "VV-V", 1),
        (WATCHES_OF_A_MONTH, "VVVV", 2),
        # The tail's late shift forbids the first day's, too.
        (FORBIDDEN, "D---", 1),
        (FORBIDDEN, "LLD-", 3),
        (FORBIDDEN, "-L-D", 0),
    ],
)
def test_each_watch_too_many_and_each_forbidden_pair_costs_once(of: Problem, pattern: str, units: int) -> None:
    rota: Rota = works(pattern)
    held: dict[int, Assignment] = {each.day: each for each in rota}
    fixed = replace(of, locks=tuple(Lock("a", day, held.get(day)) for day in range(DAYS)))
    assert check(fixed, rota).cost == 5 * units
    assert solve(fixed, SolveOptions(workers=1)).cost == 5 * units
