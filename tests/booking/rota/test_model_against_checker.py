"""What the model makes, the independent checker finds clean, and both count the same cost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rota.checking import check
from booking.rota.model import SolveOptions, Status, solve
from booking.rota.problem import Rule, RuleCode, Wish
from tests.booking.rota.make_problem import EARLY, LATE, NIGHT, need, person, problem

RULES = (
    Rule(RuleCode.REST_BETWEEN, {"minutes": 660}),
    Rule(RuleCode.NIGHTS_IN_A_ROW, {"max": 2}),
    Rule(RuleCode.DAYS_IN_A_ROW, {"max": 5}),
    Rule(RuleCode.REST_AFTER_NIGHT, {"minutes": 1440}),
    Rule(RuleCode.REST_AFTER_TWO_NIGHTS, {"minutes": 2880}),
    Rule(RuleCode.HOURS_A_WEEK, {"minutes": 2400}),
    Rule(RuleCode.SENIOR_PRESENT),
    Rule(RuleCode.FAIR_NIGHTS, {"spread": 100}),
    Rule(RuleCode.LEAVE),
)


@settings(max_examples=15, deadline=None)
@given(
    needs=st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from((EARLY, LATE, NIGHT)), st.integers(0, 2), st.booleans()),
        max_size=14,
        unique_by=lambda one: (one[0], one[1].id),
    ),
    leave=st.frozensets(st.integers(0, 9), max_size=3),
    wishes=st.lists(st.builds(Wish, st.just("b"), st.integers(0, 9), st.just("E"), st.booleans(), st.integers(1, 9))),
    weights=st.lists(st.none() | st.integers(1, 9), min_size=len(RULES), max_size=len(RULES)),
)
def test_every_rota_is_clean_and_costs_what_the_checker_counts(
    needs: list[tuple[int, object, int, bool]],
    leave: frozenset[int],
    wishes: list[Wish],
    weights: list[int | None],
) -> None:
    asked = problem(
        *(Rule(rule.code, rule.params, weight) for rule, weight in zip(RULES, weights, strict=True)),
        days=10,
        staff=(person("a", senior=True, leave=leave), person("b"), person("c", share=50)),
        cover=tuple(need(day, shift, n, over=3, needs_senior=s) for day, shift, n, s in needs),  # type: ignore[arg-type]
        wishes=tuple(wishes),
    )
    result = solve(asked, SolveOptions(seconds=30, workers=1))
    assert result.status is Status.OPTIMAL
    assert result.rota is not None
    findings = check(asked, result.rota)
    assert findings.is_clean
    assert findings.cost == result.cost
