"""Each rule where it bites and where it does not; what no rota may hold; what a rota costs."""

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from booking.rota import checking
from booking.rota.checking import Breach, check
from booking.rota.problem import Assignment, Cover, CoverDayKind, Lock, Previous, Problem, RuleCode, Wish
from tests.booking.rota.small import HOUR, MONDAY, person, problem, rule, tail, works


def found(problem: Problem, rota, code) -> list[tuple[tuple[int, ...], int]]:
    """Return days and amounts of the hard findings of a rule; there are no others."""
    findings = check(problem, rota).hard
    assert {each.rule for each in findings} <= {code}
    return [(each.days, each.amount) for each in findings]


CODE = RuleCode
CASES = [
    # A late shift ends at 22:00, eleven hours before 9:00; a night ends at 8:00.
    (rule(CODE.REST_BETWEEN, minutes=660), "LD-ND", [((3, 4), 1)]),
    (rule(CODE.REST_BETWEEN, minutes=661), "LD", [((0, 1), 1)]),
    (rule(CODE.LONGEST_DUTY, minutes=719), "D-N", [((2,), 1)]),
    (rule(CODE.LONGEST_DUTY, minutes=720), "D-N", []),
    (rule(CODE.NIGHTS_IN_A_ROW, max=2), "NN-NNN", [((3, 4, 5), 1)]),
    (rule(CODE.NIGHTS_IN_A_ROW, max=2), "NNDNN", []),
    (rule(CODE.DAYS_IN_A_ROW, max=5), "DDDDD-DDDDDD", [((6, 7, 8, 9, 10, 11), 1)]),
    # A night ends at 8:00 of the day after; 24 hours later is the day after that.
    (rule(CODE.REST_AFTER_NIGHT, minutes=1440), "N-D", []),
    (rule(CODE.REST_AFTER_NIGHT, minutes=1440), "NNL", [((1, 2), 1)]),
    (rule(CODE.REST_AFTER_NIGHT, minutes=1440), "NL", [((0, 1), 1)]),
    (rule(CODE.REST_AFTER_TWO_NIGHTS, minutes=2880), "NN-D", [((0, 1, 3), 1)]),
    (rule(CODE.REST_AFTER_TWO_NIGHTS, minutes=2880), "NN--DN-D", []),
    (rule(CODE.NIGHTS_A_MONTH, max=2), "-N-N-N", [((1, 3, 5), 1)]),
    (rule(CODE.NIGHTS_A_MONTH, max=2), "N-N-N", []),
    (rule(CODE.NIGHT_WATCH_A_WEEK, max=1), "W-W-W--W", [((0, 2, 4), 2)]),
    (rule(CODE.NIGHT_WATCH_A_WEEK, max=1), "------WW", []),
    (rule(CODE.DAY_WATCH_A_MONTH, max=1), "VV-V", [((1, 3), 1)]),
    (rule(CODE.HOURS_A_WEEK, minutes=40 * HOUR), "DDDDDD-DDDDD", [((0, 1, 2, 3, 4, 5), 8)]),
    (rule(CODE.HOURS_A_WEEK, minutes=40 * HOUR), "DDDDDCC", []),
    (rule(CODE.HOURS_A_MONTH, minutes=16 * HOUR), "DDDD", [((1, 2, 3), 8)]),
]


@pytest.mark.parametrize(("one", "pattern", "violations"), CASES)
def test_a_rule_bites_where_it_must_and_nowhere_else(one, pattern, violations):
    # The horizon's first day is the last of November.
    assert found(problem(one), works(pattern), one.code) == violations


@pytest.mark.parametrize(
    ("one", "before", "pattern", "violations"),
    [
        (rule(CODE.REST_BETWEEN, minutes=660), "N", "D", [((-1, 0), 1)]),
        (rule(CODE.NIGHTS_IN_A_ROW, max=2), "NN", "N", [((-2, -1, 0), 1)]),
        (rule(CODE.DAYS_IN_A_ROW, max=5), "DDDD", "DD", [((-4, -3, -2, -1, 0, 1), 1)]),
        (rule(CODE.REST_AFTER_TWO_NIGHTS, minutes=2880), "NN", "-D", [((-2, -1, 1), 1)]),
        (rule(CODE.NIGHTS_A_MONTH, max=1), "N-", "N", [((-2, 0), 1)]),
    ],
)
def test_the_days_before_count_across_the_months_end(one, before, pattern, violations):
    staff = [person(tail=tail(before))]
    assert found(problem(one, staff=staff), works(pattern), one.code) == violations


def test_what_was_wrong_before_is_not_reported_again():
    staff = [person(tail=tail("NDNNNDDDDD-"))]
    rules = [rule(CODE.REST_BETWEEN, minutes=660), rule(CODE.NIGHTS_IN_A_ROW, max=2)]
    assert check(problem(*rules, staff=staff), works("D")).is_clean


@pytest.mark.parametrize(
    ("code", "values", "pattern", "violations"),
    [
        (CODE.MAX_SHIFTS, {"max_shifts": {"D": 1}}, "D-D", [((0, 2), 1)]),
        (CODE.PERIOD_MINUTES, {"min_minutes": 20 * HOUR}, "DD", [((), 4)]),
        (CODE.PERIOD_MINUTES, {"max_minutes": 15 * HOUR}, "DD", [((), 1)]),
        (CODE.MIN_RUN, {"min_run": 2}, "D--D--DD-", [((3,), 1)]),
        (CODE.MIN_OFF_RUN, {"min_off_run": 2}, "D-DD--DDDDDDDD", [((1,), 1)]),
        (CODE.MAX_WEEKENDS, {"max_weekends": 1}, "-----DD-----D-", [((5, 6, 12), 1)]),
        (CODE.LEAVE, {"leave": frozenset({1, -1})}, "DDD", [((1,), 1)]),
    ],
)
def test_what_a_person_has_of_their_own(code, values, pattern, violations):
    assert found(problem(rule(code), staff=[person(**values)]), works(pattern), code) == violations


def test_a_persons_own_limits_come_before_the_rules():
    own = person(max_run=2, max_nights=0, max_week_minutes=8 * HOUR)
    rules = [
        rule(CODE.DAYS_IN_A_ROW, max=5),
        rule(CODE.NIGHTS_A_MONTH, max=8),
        rule(CODE.HOURS_A_WEEK, minutes=40 * HOUR),
    ]
    findings = check(problem(*rules, staff=[own]), works("DDN")).hard
    assert {each.rule: each.limit for each in findings} == {
        CODE.DAYS_IN_A_ROW: 2,
        CODE.NIGHTS_A_MONTH: 0,
        CODE.HOURS_A_WEEK: 8 * HOUR,
    }


def test_a_shift_may_forbid_others_on_the_day_after():
    made = problem(rule(CODE.SUCCESSION))
    forbidding = tuple(replace(each, forbids=frozenset({"D"})) if each.id == "L" else each for each in made.shifts)
    assert found(replace(made, shifts=forbidding), works("LD-L-D"), CODE.SUCCESSION) == [((0, 1), 1)]


def test_rests_are_counted_in_the_time_that_really_passes():
    one = rule(CODE.REST_BETWEEN, minutes=660)
    # The night in which clocks go forward is an hour shorter.
    spans = {(1, "D"): (32 * HOUR, 40 * HOUR)}
    assert found(problem(one, spans=spans), works("LD"), CODE.REST_BETWEEN) == [((0, 1), 1)]


@pytest.mark.parametrize(
    ("rota", "breach"),
    [
        (works("D", "nobody"), Breach.UNKNOWN),
        (works("X"), Breach.UNKNOWN),
        (works("D", first=14), Breach.UNKNOWN),
        (works("D", role="doctor"), Breach.NOT_SKILLED),
        (works("D") | works("N"), Breach.TWICE_A_DAY),
        (works("ND"), None),
    ],
)
def test_a_cell_that_cannot_be_is_named_whatever_rules_are_on(rota, breach):
    assert {each.rule for each in check(problem(), rota).hard} == ({breach} if breach else set())


@pytest.mark.parametrize("impossible", [works("D", "nobody"), works("X"), works("D", role="doctor")])
def test_a_cell_that_cannot_be_hides_nothing_of_the_rest(impossible):
    two_nights = rule(CODE.NIGHTS_IN_A_ROW, max=2)
    findings = check(problem(two_nights, locks=(Lock("a", 9, None),)), impossible | works("NNN-D", first=5))
    assert [(each.rule, each.days) for each in findings.hard[1:]] == [
        (Breach.LOCK, (9,)),
        (CODE.NIGHTS_IN_A_ROW, (5, 6, 7)),
    ]
    assert findings.cost == 0


def test_shifts_that_overlap_are_never_allowed():
    long = replace(problem().shifts[2], minutes=14 * HOUR)
    made = replace(problem(), shifts=(problem().shifts[0], long))
    assert [(each.rule, each.days) for each in check(made, works("ND")).hard] == [(Breach.OVERLAP, (0, 1))]


def test_a_locked_cell_stays():
    lock = Lock("a", 0, Assignment("a", 0, "D", "midwife"))
    off = Lock("a", 1, None)
    made = problem(locks=(lock, off))
    assert check(made, works("D")).is_clean
    assert [each.days for each in check(made, works("LD")).hard] == [(0,), (1,)]


def test_cover_costs_by_what_is_missing_or_too_much_and_is_refused_where_it_is_hard():
    staff = [person(), person("b"), person("c")]
    cover = [Cover(0, "D", "midwife", 2, under=100, over=7), Cover(1, "D", "midwife", 1, most=2, hard=True)]
    made = problem(rule(CODE.COVER), staff=staff, cover=cover)
    short = check(made, works("-D"))
    assert (short.cost, [each.amount for each in short.soft], short.is_clean) == (200, [2], True)
    full = check(made, works("DD") | works("D", "b") | works("D", "c"))
    assert (full.cost, full.is_clean) == (7, True)
    missing = check(made, works("D") | works("D", "b"))
    assert [(each.rule, each.days, each.amount) for each in missing.hard] == [(CODE.COVER, (1,), 1)]
    crowd = check(made, works("-D") | works("-D", "b") | works("-D", "c"))
    assert [(each.rule, each.limit) for each in crowd.hard] == [(CODE.COVER, 2)]


def test_only_who_serves_in_a_role_covers_it():
    both = person("b", roles=frozenset({"midwife", "doctor"}))
    cover = [Cover(0, "D", role, 1, hard=True) for role in ("midwife", "doctor")]
    made = problem(rule(CODE.COVER), staff=[both], cover=cover)
    assert [each.role for each in check(made, works("D", "b", "doctor")).hard] == ["midwife"]


def test_where_anyone_is_on_duty_one_of_them_is_senior():
    staff = [person(), person("b", senior=True)]
    made = problem(rule(CODE.SENIOR_PRESENT), staff=staff, cover=[Cover(0, "N", "midwife", 1, needs_senior=True)])
    assert not check(made, works("N")).is_clean
    assert check(made, works("N") | works("N", "b")).is_clean
    assert check(made, frozenset()).is_clean


def test_nights_are_shared_pro_rata_with_what_was_carried_over():
    staff = [person(), person("b", share=50), person("c", max_nights=0)]
    cover = [Cover(day, "N", "midwife", 1) for day in range(14)]
    made = problem(rule(CODE.FAIR_NIGHTS, spread=100), staff=staff, cover=cover)
    assert check(made, works("N-N-----------") | works("-----N", "b")).is_clean
    # Two to two: fair were 2 2/3 to 1 1/3, so the one has 2/3 too few, the other 2/3 too many.
    [unfair] = check(made, works("N-N") | works("-----N-N", "b")).hard
    assert (unfair.role, unfair.amount) == ("midwife", 34)
    carried = replace(made, staff=(staff[0], replace(staff[1], nights=1), staff[2]))
    assert check(carried, works("N-N")).is_clean


def test_holidays_are_shared_apart_from_nights_and_cost_by_the_hundredth_where_soft():
    staff = [person(), person("b")]
    kinds = tuple(CoverDayKind.HOLIDAY if day in {1, 3} else CoverDayKind.WEEKDAY for day in range(14))
    cover = [Cover(day, "D", "midwife", 1) for day in range(14)]
    made = problem(rule(CODE.FAIR_HOLIDAYS, 3, spread=100), staff=staff, cover=cover, kinds=kinds)
    assert check(made, works("-D-D")).cost == 3 * 100
    assert check(made, works("-D") | works("---D", "b")).cost == 0
    assert check(made, works("D-D")).cost == 0


def test_a_soft_rule_costs_and_does_not_refuse():
    findings = check(problem(rule(CODE.NIGHTS_A_MONTH, 5, max=1)), works("-N-N-N"))
    assert (findings.is_clean, findings.cost) == (True, 10)


def test_unmet_wishes_and_changed_cells_cost():
    wishes = (Wish("a", 0, "D", True, 2), Wish("a", 1, None, False, 3), Wish("a", 2, None, True, 5))
    previous = Previous(works("D-L"), 10)
    made = problem(wishes=wishes, previous=previous)
    assert check(made, works("D-L")).cost == 0
    assert check(made, works("LDL")).cost == 2 + 3 + 10 + 10
    assert check(made, works("D")).cost == 5 + 10


def test_the_kind_of_a_day_is_that_of_its_date_unless_it_is_given():
    made = problem()
    assert (made.date_of(-1), made.kind(5), made.kind(6)) == (
        date(2026, 11, 29),
        CoverDayKind.SATURDAY,
        CoverDayKind.SUNDAY,
    )
    assert made.first == MONDAY


def test_the_checker_shares_no_code_with_what_makes_rotas():
    folder = Path(checking.__file__).parent
    imported = {
        name
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and (name := node.module or "").startswith(("booking", "core", "ortools"))
    }
    assert {name for name in imported if not name.startswith("booking.rota.checking")} == {"booking.rota.problem"}
