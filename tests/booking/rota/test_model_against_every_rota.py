"""Of every possible rota of a small problem, by any rules, the solver finds the best one that the checker lets pass."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rota.checking import check
from booking.rota.model import SolveOptions, Status, solve
from booking.rota.problem import (
    Assignment,
    Cover,
    CoverDayKind,
    Lock,
    Previous,
    Problem,
    Rota,
    Rule,
    RuleCode,
    Shift,
    Staff,
    Watch,
    Wish,
)

MINUTES = (0, 300, 660, 780, 1440, 2880, 4000)
PARAMS: dict[RuleCode, tuple[str, tuple[int, ...]]] = {
    **dict.fromkeys(
        (
            RuleCode.REST_BETWEEN,
            RuleCode.LONGEST_DUTY,
            RuleCode.REST_AFTER_NIGHT,
            RuleCode.REST_AFTER_TWO_NIGHTS,
        ),
        ("minutes", MINUTES),
    ),
    **dict.fromkeys(
        (
            RuleCode.NIGHTS_IN_A_ROW,
            RuleCode.DAYS_IN_A_ROW,
            RuleCode.NIGHTS_A_MONTH,
            RuleCode.NIGHT_WATCH_A_WEEK,
            RuleCode.DAY_WATCH_A_MONTH,
        ),
        ("max", (0, 1, 2, 3, 4)),
    ),
    RuleCode.HOURS_A_WEEK: ("minutes", (0, 900, 1500, 2400)),
    RuleCode.HOURS_A_MONTH: ("minutes", (1000, 2000, 3000)),
    RuleCode.FAIR_NIGHTS: ("spread", (0, 50, 100)),
    RuleCode.FAIR_HOLIDAYS: ("spread", (0, 50, 100)),
}
FIRSTS = (date(2026, 6, 1), date(2026, 6, 29), date(2026, 12, 30), date(2026, 2, 27))
MOST_ROTAS = 1100


def _shifts(luck: Random) -> tuple[Shift, ...]:
    ids = "ABC"[: luck.choice((2, 3))]
    starts = {each: luck.choice((0, 60, 480, 780, 1020, 1320, 1380)) for each in ids}
    return tuple(
        Shift(
            each,
            starts[each],
            min(luck.choice((60, 240, 480, 720, 840, 960, 1440)), 2880 - starts[each]),
            is_night=luck.random() < 0.5,
            watch=luck.choice((None, None, *Watch)),
            counted_minutes=luck.choice((None, None, 0, 300)),
            forbids=frozenset(luck.sample(ids, luck.choice((0, 0, 1)))),
        )
        for each in ids
    )


def _rules(luck: Random) -> Iterator[Rule]:
    for code in RuleCode:
        always = code in {RuleCode.LEAVE, RuleCode.COVER}
        name, values = PARAMS.get(code, ("", ()))
        if always or luck.random() < 0.25:
            weight = None if always or luck.random() < 0.4 else luck.randint(1, 20)
            yield Rule(code, {name: luck.choice(values)} if name else {}, weight)


def _person(luck: Random, name: str, ids: str, days: int) -> Staff:
    def own(*values: int) -> int | None:
        return luck.choice((None, None, *values))

    return Staff(
        name,
        frozenset({"m"}),
        share=luck.choice((100, 100, 50, 0)),
        senior=luck.random() < 0.4,
        nights=luck.randint(0, 3),
        holidays=luck.randint(0, 2),
        max_nights=own(0, 1, 2),
        max_shifts={luck.choice(ids): luck.randint(0, 2)} if luck.random() < 0.3 else {},
        min_minutes=own(300, 900),
        max_minutes=own(900, 1500),
        max_week_minutes=own(500, 1500),
        max_month_minutes=own(900, 2000),
        max_run=own(0, 1, 2, 3),
        min_run=own(2, 3),
        min_off_run=own(2, 3),
        max_weekends=own(0, 1),
        leave=frozenset(day for day in range(days) if luck.random() < 0.1),
        tail=tuple(Assignment(name, day, luck.choice(ids), "m") for day in range(-8, 0) if luck.random() < 0.4),
    )


def _problem(luck: Random) -> Problem:
    shifts = _shifts(luck)
    ids = "".join(shift.id for shift in shifts)
    people, days = luck.choice(((1, 5), (1, 4), (2, 3), (2, 2), (3, 2)))
    while (len(ids) + 1) ** (people * days) > MOST_ROTAS:
        days -= 1
    staff = tuple(_person(luck, f"p{number}", ids, days) for number in range(people))
    cover = []
    for day, each in product(range(days), ids):
        required = luck.choice((0, 0, 1, 1, 2))
        weights: dict[str, Any] = {"under": luck.choice((0, 5, 50)), "over": luck.choice((0, 0, 3))}
        most = required + luck.choice((0, 1)) if luck.random() < 0.2 else None
        hard, senior = luck.random() < 0.08, luck.random() < 0.2
        cover.append(Cover(day, each, "m", required, **weights, most=most, hard=hard, needs_senior=senior))
    spans = {
        (day, shift.id): (start, max(start + 1, start + shift.minutes + luck.choice((0, -60, 60))))
        for day, shift in product(range(-8, days), shifts)
        if luck.random() < 0.1
        for start in (day * 1440 + shift.starts + luck.choice((0, -60, 60)),)
    }
    asked = Problem(luck.choice(FIRSTS), days, shifts, staff, tuple(cover), tuple(_rules(luck)), spans=spans)
    who, day = luck.choice(staff).id, luck.randrange(days)
    wish = Wish(who, day, luck.choice((None, *ids)), luck.random() < 0.5, luck.randint(1, 30))
    lock = Lock(who, day, luck.choice((None, Assignment(who, day, luck.choice(ids), "m"))))
    before = frozenset(Assignment(each.id, 0, luck.choice(ids), "m") for each in staff)
    return replace(
        asked,
        wishes=(wish,) if luck.random() < 0.5 else (),
        locks=(lock,) if luck.random() < 0.3 else (),
        previous=Previous(before, luck.randint(1, 10), 5) if luck.random() < 0.2 else None,
        kinds=tuple(luck.choice(tuple(CoverDayKind)) for _ in range(days)) if luck.random() < 0.3 else (),
    )


def _every_rota(asked: Problem) -> Iterator[Rota]:
    cells = list(product([person.id for person in asked.staff], range(asked.days)))
    for held in product((None, *asked.shift_by_id), repeat=len(cells)):
        yield frozenset(
            Assignment(who, day, shift, "m") for (who, day), shift in zip(cells, held, strict=True) if shift is not None
        )


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 1_000_000))
def test_no_rota_is_better_than_the_best_and_where_there_is_none_none_is_found(seed: int) -> None:
    asked = _problem(Random(seed))
    costs = [found.cost for rota in _every_rota(asked) if (found := check(asked, rota)).is_clean]
    result = solve(asked, SolveOptions(seconds=30, workers=1))
    if not costs:
        assert result.status is Status.INFEASIBLE
        return
    assert result.status is Status.OPTIMAL
    assert result.rota is not None
    assert check(asked, result.rota).is_clean
    assert result.cost == check(asked, result.rota).cost == min(costs)
