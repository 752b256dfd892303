"""People's whole rows: they keep the rules as the checker reads them, and what is proven of the cost holds."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from booking.rota.checking import check
from booking.rota.model import Progress, SolveOptions, Status, solve
from booking.rota.model.board import Board
from booking.rota.model.first import first_rota, plain_cost
from booking.rota.model.master import Column, Master
from booking.rota.model.patterns import OFF, Patterns, Row, are_for
from booking.rota.model.pricing import pricers
from booking.rota.model.rows import RowSearch
from booking.rota.problem import Cover, Problem, Rule, RuleCode, Staff, Wish
from tests.booking.rota.small import DAY, LATE, MONDAY, NIGHT, person, problem

DAYS = 7
SHIFTS = (DAY, replace(NIGHT, forbids=frozenset("D")))
CODES = (
    RuleCode.SUCCESSION,
    RuleCode.MAX_SHIFTS,
    RuleCode.PERIOD_MINUTES,
    RuleCode.DAYS_IN_A_ROW,
    RuleCode.MIN_RUN,
    RuleCode.MIN_OFF_RUN,
    RuleCode.MAX_WEEKENDS,
    RuleCode.LEAVE,
)


@st.composite
def people(draw: st.DrawFn, staff_id: str) -> Staff:
    def some(*values: int) -> int | None:
        return draw(st.sampled_from([None, *values]))

    return person(
        staff_id,
        max_shifts=draw(st.sampled_from([{}, {"D": 2}, {"N": 0}, {"D": 3, "N": 1}])),
        min_minutes=some(480, 1200),
        max_minutes=some(1500, 2500),
        max_run=some(3),
        min_run=some(1, 2, 3),
        min_off_run=some(1, 2, 3),
        max_weekends=some(0, 1),
        leave=draw(st.frozensets(st.integers(0, DAYS - 1), max_size=2)),
    )


@st.composite
def weeks(draw: st.DrawFn, names: str = "a") -> Problem:
    """Draw a week that begins on any day, with some of the rules that rows know."""
    codes = draw(st.lists(st.sampled_from(CODES), unique=True, min_size=3))
    wishes = st.builds(
        Wish,
        st.sampled_from(names),
        st.integers(0, DAYS - 1),
        st.sampled_from([None, "D", "N"]),
        on=st.booleans(),
        weight=st.integers(1, 9),
    )
    cover = [
        Cover(day, letter, "midwife", draw(st.integers(0, 2)), under=draw(st.sampled_from([5, 20])), over=3)
        for day in range(DAYS)
        for letter in "DN"
    ]
    return problem(
        Rule(RuleCode.COVER),
        *(Rule(code, {"max": 4} if code is RuleCode.DAYS_IN_A_ROW else {}) for code in codes),
        staff=[draw(people(name)) for name in names],
        days=DAYS,
        shifts=SHIFTS,
        cover=cover,
        wishes=tuple(draw(st.lists(wishes, max_size=4))),
        first=MONDAY + timedelta(days=draw(st.integers(0, 6))),
    )


def middling(people: int = 14) -> Problem:
    """Return a month of the kind that rows are for, too large to be proven at once."""
    shifts = (DAY, replace(LATE, forbids=frozenset("D")), replace(NIGHT, forbids=frozenset("DL")))
    return problem(
        *(Rule(code) for code in (*CODES, RuleCode.COVER)),
        days=28,
        shifts=shifts,
        staff=[
            person(
                f"p{number}",
                max_shifts={"D": 28, "L": 14, "N": number % 4},
                min_minutes=7560,
                max_minutes=8640,
                max_run=5,
                min_run=2,
                min_off_run=2,
                max_weekends=2,
                leave=frozenset({number % 28, (number * 7) % 28}),
            )
            for number in range(people)
        ],
        cover=[
            Cover(day, shift.id, "midwife", 1 + (day + at) % 3, under=100, over=1)
            for day in range(28)
            for at, shift in enumerate(shifts)
        ],
        wishes=tuple(
            Wish(f"p{number}", (number * 5 + day) % 28, "DLN"[(number + day) % 3], on=day % 2 == 0, weight=1 + day % 3)
            for number in range(people)
            for day in range(0, 28, 3)
        ),
    )


def calls(most: int) -> Callable[[], float]:
    """Return seconds that pass with each look at them."""
    left = iter(range(most, 0, -1))
    return lambda: float(next(left, 0))


@settings(deadline=None, max_examples=12)
@given(weeks(), st.lists(st.integers(-9, 9), min_size=DAYS * 2, max_size=DAYS * 2))
def test_the_cheapest_row_is_the_cheapest_that_the_checker_finds_clean(of: Problem, worth: list[int]) -> None:
    patterns = Patterns(of)
    prices = np.array(worth).reshape(DAYS, 2)

    def price(row: Row) -> int:
        return patterns.cost(0, row) - sum(int(prices[cell]) for cell in enumerate(row) if cell[1] != OFF)

    clean = [row for row in product((OFF, 0, 1), repeat=DAYS) if check(of, patterns.rota([row])).is_clean]
    ready = pricers(patterns, {0: frozenset()})
    assert ready is not None
    found = [one for pricer in ready for one in pricer.cheapest(prices, 1, 5)]
    if not clean:
        assert found == []
        return
    assert found[0].least == min(map(price, clean))
    assert price(found[0].rows[0]) == found[0].least
    assert set(found[0].rows) <= set(clean)


@settings(deadline=None, max_examples=10)
@given(weeks("abc"))
def test_one_row_for_each_person_costs_what_the_checker_counts(of: Problem) -> None:
    rota = first_rota(of)
    assume(rota is not None)
    assert rota is not None
    patterns = Patterns(of)
    master = Master(patterns, range(3))
    for number, row in enumerate(patterns.rows(rota)):
        master.add(Column(number, row, patterns.cost(number, row)))
    solved = master.solve()
    assert solved is not None
    assert patterns.rota(patterns.rows(rota)) == rota
    assert round(solved.value, 4) == check(of, rota).cost


@settings(deadline=None, max_examples=10)
@given(weeks("abc"))
def test_the_bound_never_exceeds_the_best_and_what_is_found_is_clean(of: Problem) -> None:
    assert are_for(of)
    rota = first_rota(of)
    assume(rota is not None)
    assert rota is not None
    best = solve(of, SolveOptions(workers=1))
    assert best.status is Status.OPTIMAL
    assert best.cost is not None
    board = Board(lambda _: None)
    board.offer(rota, plain_cost(of, rota))
    search = RowSearch(of, board, calls(1500), seed=1, workers=1)
    assert search.begin()
    search.improve()
    assert board.rota is not None
    assert board.cost is not None
    assert check(of, board.rota).is_clean
    assert check(of, board.rota).cost == board.cost >= best.cost
    assert board.bound is None or board.bound <= best.cost


def test_shifts_that_a_row_has_too_often_are_told_and_then_counted() -> None:
    of = problem(
        Rule(RuleCode.MAX_SHIFTS),
        Rule(RuleCode.COVER),
        staff=[person(max_shifts={"D": 7})],
        days=14,
        shifts=(DAY,),
        cover=[Cover(day, "D", "midwife", 1) for day in range(14)],
    )
    patterns = Patterns(of)
    prices = np.full((14, 1), 5)

    def cheapest(counted: frozenset[str]) -> tuple[int, Row]:
        ready = pricers(patterns, {0: counted})
        assert ready is not None
        [found] = ready[0].cheapest(prices, 1, 1)
        return found.least, found.rows[0]

    least, row = cheapest(frozenset())
    assert (least, patterns.too_many(0, row)) == (-70, frozenset("D"))
    least, row = cheapest(frozenset({"D"}))
    assert (least, patterns.too_many(0, row)) == (-35, frozenset())


def test_a_shift_that_cannot_be_counted_is_left_on_the_days_on_which_it_is_worth_most() -> None:
    of = problem(
        Rule(RuleCode.MAX_SHIFTS),
        Rule(RuleCode.COVER),
        staff=[person(max_shifts={"D": 2})],
        days=4,
        shifts=SHIFTS,
        cover=[Cover(day, letter, "midwife", 1) for day in range(4) for letter in "DN"],
    )
    may = Patterns(of).without(0, frozenset("D"), np.array([[1, 0], [4, 0], [2, 0], [3, 0]]))
    assert may[:, 0].tolist() == [False, True, False, True]
    assert may[:, 1].all()


def test_what_ties_people_or_is_already_settled_is_no_matter_of_rows() -> None:
    of = middling()
    assert are_for(of)
    assert not are_for(replace(of, rules=(*of.rules, Rule(RuleCode.FAIR_NIGHTS, {"spread": 100}, 1))))
    assert not are_for(replace(of, rules=(*of.rules[1:], Rule(of.rules[0].code, {}, 5))))
    assert not are_for(replace(of, cover=tuple(replace(one, hard=True) for one in of.cover)))


def test_a_programme_that_glop_gives_up_is_no_end_of_the_search() -> None:
    of = middling()
    first = first_rota(of)
    assert first is not None
    master = Master(Patterns(of), range(len(of.staff)))
    for column in RowSearch(of, Board(lambda _: None), lambda: 1.0, 1, 1)._columns(first):
        master.add(column)
    assert master.solve() is not None
    row: Row = (OFF,) * of.days
    # No programme takes such a cost: GLOP's answer is an error, as after trouble with its numbers.
    master.add(Column(0, row, float("inf")))  # type: ignore[arg-type]
    assert master.solve() is None


def test_a_month_of_middle_size_is_soon_near_its_bound() -> None:
    of = middling()
    made = solve(of, SolveOptions(seconds=20))
    assert made.rota is not None
    assert check(of, made.rota).is_clean
    assert check(of, made.rota).cost == made.cost
    assert made.gap is not None
    assert made.gap < 0.1


def test_a_stop_ends_the_search_by_rows_long_before_its_time() -> None:
    stop = threading.Event()

    def tell(progress: Progress) -> None:
        if progress.bound is not None:
            stop.set()

    made = solve(middling(30), SolveOptions(seconds=600), tell, stop)
    assert made.rota is not None
    assert made.seconds < 600
