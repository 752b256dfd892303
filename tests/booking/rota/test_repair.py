"""A sick call changes as little as it can, never what has begun, and leaves no hour uncovered that can be covered."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from booking.rota.checking import check
from booking.rota.explaining import uncovered
from booking.rota.model import SolveOptions, Status, solve
from booking.rota.problem import DAY_MINUTES, Cover, Problem, Rota, RuleCode
from booking.rota.repair import changes, repair_problem
from tests.booking.rota.small import person, problem, rule, works

PEOPLE = tuple(person(staff_id) for staff_id in "abcde")
MONTH = problem(
    rule(RuleCode.COVER),
    rule(RuleCode.LEAVE),
    rule(RuleCode.REST_BETWEEN, minutes=660),
    rule(RuleCode.REST_AFTER_NIGHT, minutes=1440),
    rule(RuleCode.NIGHTS_IN_A_ROW, max=2),
    rule(RuleCode.DAYS_IN_A_ROW, max=5),
    staff=PEOPLE,
    cover=[
        cover
        for day in range(10)
        for cover in (Cover(day, "N", "midwife", 1, hard=True), Cover(day, "D", "midwife", 1))
    ],
    days=10,
)


def planned(of: Problem = MONTH) -> Rota:
    made = solve(of, SolveOptions(workers=1))
    assert made.rota is not None
    assert not uncovered(of, made.rota)
    return made.rota


def repaired(of: Problem, rota: Rota, away: dict[str, frozenset[int]], now: int) -> Rota:
    asked = repair_problem(of, rota, away, now)
    made = solve(asked, SolveOptions(workers=1))
    assert made.status is Status.OPTIMAL
    assert made.rota is not None
    found = check(asked, made.rota)
    assert found.is_clean
    assert found.cost == made.cost
    return made.rota


ROTA = planned()


@settings(deadline=None, max_examples=15)
@given(st.sampled_from("abcde"), st.integers(0, 9), st.integers(1, 3), st.integers(0, 10 * DAY_MINUTES))
def test_what_has_begun_stays_and_who_is_away_has_nothing_left(staff_id: str, first: int, days: int, now: int) -> None:
    away = frozenset(range(first, min(first + days, 10)))
    after = repaired(MONTH, ROTA, {staff_id: away}, now)

    def begun(rota: Rota) -> Rota:
        return frozenset(one for one in rota if MONTH.span(one.day, MONTH.shift_by_id[one.shift_id])[0] <= now)

    assert begun(after) == begun(ROTA)
    assert not [one for one in after - begun(after) if one.staff_id == staff_id and one.day in away]


def test_one_lost_shift_changes_two_cells_of_two_people() -> None:
    lost = min((one for one in ROTA if one.day > 3), key=lambda one: (one.day, one.shift_id))
    after = repaired(MONTH, ROTA, {lost.staff_id: frozenset({lost.day})}, 2 * DAY_MINUTES)
    touched = changes(ROTA, after)
    assert len(touched) <= 2
    assert not uncovered(MONTH, after)


def test_several_lost_shifts_go_to_few_people() -> None:
    of = replace(MONTH, staff=tuple(person(staff_id) for staff_id in "abcdefgh"))
    rota = works("DDD-------", "a") | works("-----DDDDD", "b") | works("---DD-----", "c")
    only_days = replace(of, cover=tuple(one for one in of.cover if one.shift_id == "D"))
    after = repaired(only_days, rota, {"a": frozenset({0, 1, 2})}, -1)
    touched = changes(rota, after)
    assert len(touched) == 6
    assert len({each.staff_id for each in touched}) == 2


def test_no_weight_of_a_soft_rule_or_of_one_too_many_is_worth_a_changed_cell() -> None:
    heavy = rule(RuleCode.DAYS_IN_A_ROW, weight=100_000, max=1)
    of = problem(
        rule(RuleCode.COVER),
        rule(RuleCode.LEAVE),
        heavy,
        staff=PEOPLE,
        cover=[Cover(day, "D", "midwife", 1, over=50_000) for day in range(4)],
        days=4,
    )
    rota = works("DD--", "a") | works("--DD", "b") | works("---D", "c")
    after = repaired(of, rota, {"c": frozenset({3})}, -1)
    assert [each.staff_id for each in changes(rota, after)] == ["c"]
    after = repaired(of, rota - works("---D", "c"), {"b": frozenset({3})}, -1)
    assert len(changes(rota - works("---D", "c"), after)) == 2
    assert not uncovered(of, after)


def test_a_rota_that_broke_a_rule_before_can_still_be_repaired() -> None:
    of = replace(MONTH, cover=(Cover(0, "D", "midwife", 1), Cover(6, "D", "midwife", 1)))
    rota = works("DDDDDDD---", "a")
    after = repaired(of, rota, {"a": frozenset({6})}, -1)
    assert not uncovered(of, after)


def test_the_minimum_hours_of_who_is_away_do_not_stand_in_the_way() -> None:
    of = replace(
        problem(
            rule(RuleCode.COVER),
            rule(RuleCode.LEAVE),
            rule(RuleCode.PERIOD_MINUTES),
            staff=(person("a", min_minutes=960), person("b")),
            cover=[Cover(0, "D", "midwife", 1), Cover(1, "D", "midwife", 1)],
            days=2,
        )
    )
    after = repaired(of, works("DD"), {"a": frozenset({1})}, -1)
    assert after == works("D", "a") | works("-D", "b")
