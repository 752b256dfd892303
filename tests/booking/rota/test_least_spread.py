"""How fair whole numbers of duties can be, whoever does them: never said to be less fair than it is possible."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from booking.rota.model import SolveOptions, Status, solve
from booking.rota.model.least_spread import Range, least_excess
from booking.rota.problem import Rule, RuleCode
from tests.booking.rota.make_problem import NIGHT, need, person, problem


def by_hand(people: list[Range], least_total: int, spread: int) -> int:
    """Return the least excess by trying all counts."""
    whole = sum(one.share for one in people)
    excesses = []
    for counts in product(*(range(one.least, one.most + 1) for one in people)):
        total = sum(counts)
        if total >= min(least_total, sum(one.most for one in people)):
            deviations = [count - Fraction(total * one.share, whole) for count, one in zip(counts, people, strict=True)]
            over = 100 * (max(deviations) - min(deviations)) - spread
            excesses.append(max(-(-over.numerator // over.denominator), 0))
    return min(excesses)


@given(
    st.lists(
        st.builds(
            lambda share, least, more: Range(share, least, least + more),
            st.sampled_from((100, 80, 60)),
            st.integers(0, 4),
            st.integers(0, 3),
        ),
        min_size=2,
        max_size=4,
    ),
    st.integers(0, 20),
    st.sampled_from((0, 50, 100)),
)
def test_the_least_excess_is_that_of_the_best_of_all_counts(people: list[Range], least_total: int, spread: int) -> None:
    assert least_excess(people, least_total, spread) == by_hand(people, least_total, spread)


def test_a_carried_over_difference_that_a_month_cannot_even_out_is_proven_and_priced() -> None:
    nights = Rule(RuleCode.NIGHTS_A_MONTH, {"max": 2})
    asked = problem(
        nights,
        Rule(RuleCode.FAIR_NIGHTS, {"spread": 100}, 10),
        days=4,
        staff=(person("a", nights=9), person("b"), person("c")),
        cover=tuple(need(day, NIGHT, hard=True) for day in range(4)),
    )
    made = solve(asked, SolveOptions(seconds=60, workers=1))
    # The other two may have two each: nine against two, six more than a spread of one.
    assert (made.status, made.cost) == (Status.OPTIMAL, 10 * 600)
    assert made.rota is not None
    assert sorted(one.staff_id for one in made.rota) == ["b", "b", "c", "c"]
