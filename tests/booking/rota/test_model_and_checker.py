"""The model and the independent checker mean the same by every rule: on tiny months each rota is tried by hand."""

from collections.abc import Iterator
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rota.checking import check
from booking.rota.model import SolveOptions, Status, solve
from booking.rota.problem import Assignment, Cover, Previous, Problem, Rota, Rule, RuleCode, Wish
from tests.booking.rota.small import DAY, NIGHT, person, problem, tail

DAYS = 3
LETTERS = "DN"
weights = st.sampled_from([None, 3, 7])
params = {
    RuleCode.REST_BETWEEN: {"minutes": [480, 660, 1500]},
    RuleCode.LONGEST_DUTY: {"minutes": [600, 780]},
    RuleCode.NIGHTS_IN_A_ROW: {"max": [0, 1, 2]},
    RuleCode.DAYS_IN_A_ROW: {"max": [1, 2]},
    RuleCode.REST_AFTER_NIGHT: {"minutes": [1440, 2880]},
    RuleCode.REST_AFTER_TWO_NIGHTS: {"minutes": [2880]},
    RuleCode.NIGHTS_A_MONTH: {"max": [0, 1, 2]},
    RuleCode.HOURS_A_WEEK: {"minutes": [600, 1000]},
    RuleCode.HOURS_A_MONTH: {"minutes": [900, 1300]},
    RuleCode.FAIR_NIGHTS: {"spread": [0, 100, 150]},
    RuleCode.MIN_RUN: {},
    RuleCode.MIN_OFF_RUN: {},
    RuleCode.MAX_SHIFTS: {},
    RuleCode.PERIOD_MINUTES: {},
    RuleCode.SENIOR_PRESENT: {},
}


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, ...]:
    codes = draw(st.lists(st.sampled_from(sorted(params)), min_size=1, max_size=5, unique=True))
    drawn = [
        Rule(code, {name: draw(st.sampled_from(values)) for name, values in params[code].items()}, draw(weights))
        for code in codes
    ]
    return (Rule(RuleCode.COVER), Rule(RuleCode.LEAVE), *drawn)


@st.composite
def months(draw: st.DrawFn) -> Problem:
    def some(values: list[int]) -> int | None:
        return draw(st.sampled_from([None, *values]))

    staff = [
        person(
            staff_id,
            share=draw(st.sampled_from([100, 60])),
            senior=draw(st.booleans()),
            nights=draw(st.integers(0, 2)),
            max_nights=some([0, 1]),
            max_shifts=draw(st.sampled_from([{}, {"D": 1}, {"N": 0}])),
            min_minutes=some([480, 900]),
            max_minutes=some([700, 1200]),
            min_run=some([2]),
            min_off_run=some([2]),
            leave=draw(st.frozensets(st.integers(0, DAYS - 1), max_size=1)),
            tail=tail(draw(st.sampled_from(["", "------N", "-----NN", "---DDDD"])), staff_id),
        )
        for staff_id in "ab"
    ]
    cover = [
        Cover(
            day,
            letter,
            "midwife",
            draw(st.integers(0, 2)),
            under=draw(st.sampled_from([5, 20])),
            over=draw(st.sampled_from([0, 2])),
            most=some([1]),
            hard=draw(st.integers(0, 4)) == 0,
            needs_senior=draw(st.booleans()),
        )
        for day in range(DAYS)
        for letter in LETTERS
    ]
    wishes = draw(
        st.lists(
            st.builds(
                Wish,
                st.sampled_from("ab"),
                st.integers(0, DAYS - 1),
                st.sampled_from([None, *LETTERS]),
                on=st.booleans(),
                weight=st.integers(1, 9),
            ),
            max_size=3,
        )
    )
    held = draw(st.text("-DN", min_size=DAYS, max_size=DAYS))
    before = frozenset(Assignment("a", day, letter, "midwife") for day, letter in enumerate(held) if letter != "-")
    return problem(
        *draw(rules()),
        staff=staff,
        days=DAYS,
        cover=cover,
        shifts=(DAY, NIGHT),
        wishes=tuple(wishes),
        previous=draw(st.sampled_from([None, Previous(before, 4, 3)])),
    )


def every_rota() -> Iterator[Rota]:
    cells = [(staff_id, day) for staff_id in "ab" for day in range(DAYS)]
    for letters in product("-" + LETTERS, repeat=len(cells)):
        yield frozenset(
            Assignment(staff_id, day, letter, "midwife")
            for (staff_id, day), letter in zip(cells, letters, strict=True)
            if letter != "-"
        )


ROTAS = tuple(every_rota())


@settings(deadline=None, max_examples=12)
@given(months())
def test_the_best_rota_costs_what_the_best_of_all_rotas_costs(of: Problem) -> None:
    costs = [found.cost for found in (check(of, rota) for rota in ROTAS) if found.is_clean]
    made = solve(of, SolveOptions(workers=1))
    if not costs:
        assert made.status is Status.INFEASIBLE
        return
    assert made.status is Status.OPTIMAL
    assert made.rota is not None
    assert check(of, made.rota).is_clean
    assert (made.cost, check(of, made.rota).cost) == (min(costs), min(costs))
