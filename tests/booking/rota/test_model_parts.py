"""People whom no role joins are planned apart, and it costs the same and forbids the same."""

import threading
from dataclasses import replace

import pytest

from booking.rota.checking import check
from booking.rota.model import Progress, SolveOptions, Status, solve, split
from booking.rota.problem import Cover, Lock, Previous, Problem, Rule, RuleCode, Wish
from booking.rota.problem_json import rota_to_json
from tests.booking.rota.make_problem import EARLY, NIGHT, on, person, problem

ROLES = ("midwife", "doctor", "counsellor")


def three_roles(**joined: frozenset[str]) -> Problem:
    """Return a fortnight of three people in each role; `joined` gives some people other roles."""
    names = [(f"{role}-{number}", role) for number in range(3) for role in ROLES]
    return problem(
        Rule(RuleCode.REST_BETWEEN, {"minutes": 660}),
        Rule(RuleCode.NIGHTS_IN_A_ROW, {"max": 2}),
        Rule(RuleCode.REST_AFTER_NIGHT, {"minutes": 1440}),
        Rule(RuleCode.LEAVE),
        Rule(RuleCode.FAIR_NIGHTS, {"spread": 100}, 10),
        days=14,
        staff=tuple(
            person(name, roles=joined.get(name.replace("-", "_"), frozenset({role})), nights=int(name[-1]))
            for name, role in names
        ),
        cover=tuple(
            Cover(day, shift.id, role, 1, under=50) for day in range(14) for shift in (EARLY, NIGHT) for role in ROLES
        ),
        wishes=tuple(Wish(name, 3 + int(name[-1]), None, on=False, weight=7) for name, _ in names),
    )


def test_people_whom_no_role_joins_are_in_different_parts() -> None:
    parts = split(three_roles())
    assert [sorted({one for person in part.staff for one in person.roles}) for part in parts] == [
        ["midwife"],
        ["doctor"],
        ["counsellor"],
    ]
    assert sum(len(part.cover) for part in parts) == len(three_roles().cover)
    assert sum(len(part.wishes) for part in parts) == len(three_roles().wishes)


def test_somebody_with_two_roles_joins_the_people_of_both() -> None:
    parts = split(three_roles(midwife_0=frozenset({"midwife", "counsellor"})))
    assert [len(part.staff) for part in parts] == [6, 3]


def test_roles_are_joined_through_others() -> None:
    chain = three_roles(
        counsellor_2=frozenset({"counsellor", "doctor"}), midwife_1=frozenset({"midwife", "counsellor"})
    )
    assert split(chain) == (chain,)


def test_a_lock_in_a_role_of_others_joins_their_people() -> None:
    strange = replace(on("doctor-0", 2), role="midwife")
    parts = split(replace(three_roles(), locks=(Lock("doctor-0", 2, strange),)))
    assert [len(part.staff) for part in parts] == [6, 3]
    assert [len(part.locks) for part in parts] == [1, 0]


def test_what_concerns_nobody_is_kept() -> None:
    asked = three_roles()
    alone = replace(
        asked,
        cover=(*asked.cover, Cover(0, EARLY.id, "cook", 2, under=11)),
        wishes=(*asked.wishes, Wish("gone", 0, EARLY.id, on=True, weight=5)),
    )
    with_both, without = (solve(each, SolveOptions(seconds=60, workers=1)) for each in (alone, asked))
    assert with_both.cost is not None
    assert without.cost is not None
    assert with_both.cost == without.cost + 2 * 11 + 5


@pytest.mark.parametrize("deterministic", [False, True])
def test_the_parts_together_cost_what_the_whole_costs(deterministic: bool) -> None:
    asked = three_roles()
    # Who may do anything of everything joins all, and is never there.
    idle = person("idle", roles=frozenset(ROLES), leave=frozenset(range(14)), max_nights=0)
    whole = replace(asked, staff=(*asked.staff, idle))
    assert len(split(whole)) == 1
    apart, together = (
        solve(each, SolveOptions(seconds=60, workers=1, deterministic=deterministic)) for each in (asked, whole)
    )
    assert (apart.status, together.status) == (Status.OPTIMAL, Status.OPTIMAL)
    assert (apart.cost, apart.bound, apart.gap) == (together.cost, together.cost, 0.0)
    assert apart.rota is not None
    found = check(asked, apart.rota)
    assert found.is_clean
    assert found.cost == apart.cost


def test_one_part_that_is_impossible_makes_the_whole_impossible() -> None:
    asked = three_roles()
    away = replace(
        asked,
        staff=tuple(replace(one, leave=frozenset({5})) if "doctor" in one.roles else one for one in asked.staff),
        cover=tuple(replace(one, hard=True) for one in asked.cover if one.shift_id == NIGHT.id),
    )
    made = solve(away, SolveOptions(seconds=60, workers=1))
    assert (made.status, made.rota) == (Status.INFEASIBLE, None)


def test_progress_tells_of_whole_rotas_and_of_costs_that_only_fall() -> None:
    told: list[Progress] = []
    asked = three_roles()
    made = solve(asked, SolveOptions(seconds=60, workers=1), told.append)
    best = [each.best for each in told if each.best is not None]
    assert best == sorted(best, reverse=True)
    assert best[-1] == made.cost
    for each in told:
        if each.rota is not None:
            assert check(asked, each.rota).cost == each.best


def test_a_stop_after_the_first_whole_rota_keeps_it() -> None:
    stop = threading.Event()

    def tell(progress: Progress) -> None:
        if progress.rota is not None:
            stop.set()

    asked = three_roles()
    made = solve(asked, SolveOptions(seconds=600, workers=1), tell, stop)
    assert made.rota is not None
    assert check(asked, made.rota).is_clean


def test_the_deterministic_mode_gives_the_same_rota_again() -> None:
    options = SolveOptions(seconds=0.3, workers=2, seed=5, deterministic=True)
    first, second = (solve(three_roles(), options) for _ in range(2))
    assert first.rota is not None
    assert second.rota is not None
    assert rota_to_json(first.rota) == rota_to_json(second.rota)


def test_a_rota_to_begin_from_and_the_price_of_change_are_given_to_each_part() -> None:
    asked = three_roles()
    begun = solve(asked, SolveOptions(seconds=60, workers=1)).rota
    assert begun is not None
    # Change is dearer than anything else: what was stays.
    kept = solve(replace(asked, previous=Previous(begun, 10_000)), SolveOptions(seconds=60, workers=1, first=begun))
    assert kept.rota == begun
