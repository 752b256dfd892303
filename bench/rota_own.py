"""Measures the rota on our own case: quality, a sick call, and explanations of what is impossible.

`python -m bench.rota_own [--people 15 25 40] [--seeds 3] [--sick 3] [--seconds 60] [--workers 2] [--impossible 20]
[--no-baseline] [--out FILE]`. Seconds are wall clock; the load of the machine stands beside them. Every rota is judged
by the independent checker. Baselines in the same run: `greedy_`, a rota as made by hand; `plain_`, CP-SAT's default
search on the undivided model for the same time; `solver_causes`, the conflict as the solver itself names it. Prints
tables with median and spread, writes JSON.
"""

import argparse
import json
import math
import os
import random
import statistics
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from bench.rota_own_cases import TROUBLES, impossible, own_case
from bench.rota_own_greedy import greedy
from booking.rota.checking import check
from booking.rota.checking.fairness import parts, roles_with, spread
from booking.rota.explaining import uncovered
from booking.rota.explaining.core import Trials, conflict_of
from booking.rota.explaining.searching import hard_part
from booking.rota.model import SolveOptions, SolveResult, Status, build, solve, split
from booking.rota.problem import DAY_MINUTES, Previous, Problem, Rota, Rule, RuleCode
from booking.rota.repair import CHANGE, changes, repair_problem

Row = dict[str, Any]
SPREAD_SECONDS = 5.0
"""So long at most the least spread of one role is searched for a proof."""


def quality(people: int, seed: int, options: SolveOptions, *, with_baseline: bool) -> tuple[Row, Problem, SolveResult]:
    """Return the figures of one solved case, its problem and its result."""
    problem = own_case(people, seed)
    made = solve(problem, options)
    row: Row = {"people": people, "seed": seed, "status": made.status, "seconds": made.seconds, "bound": made.bound}
    if made.rota is not None:
        row |= judged(problem, made.rota)
        row["gap"] = gap(row["cost"], made.bound)
    for name, code in (("nights", RuleCode.FAIR_NIGHTS), ("holidays", RuleCode.FAIR_HOLIDAYS)):
        row[f"least_{name}"] = least_spread(problem, code, options.workers)
    if with_baseline:
        row |= {f"greedy_{key}": value for key, value in judged(problem, greedy(problem)).items()}
        row |= {f"plain_{key}": value for key, value in plain(problem, options).items()}
    return row, problem, made


def judged(problem: Problem, rota: Rota) -> Row:
    """Return what the independent checker says of a rota."""
    found = check(problem, rota)
    return {
        "cost": found.cost,
        "hard": len(found.hard),
        "nights": widest(problem, rota, RuleCode.FAIR_NIGHTS),
        "holidays": widest(problem, rota, RuleCode.FAIR_HOLIDAYS),
        "open_hours": sum(each.minutes for each in uncovered(problem, rota)) / 60,
    }


def gap(cost: int, bound: int | None) -> float:
    """Return the part of the cost that is not proven to be needed."""
    return 0.0 if cost == bound else (cost - (bound or 0)) / max(cost, 1)


def widest(problem: Problem, rota: Rota, code: RuleCode) -> float:
    """Return the widest spread of nights, or holidays, of any role."""
    return max((float(spread(parts(problem, rota, code, role))) for role in roles_with(problem, code)), default=0.0)


def least_spread(problem: Problem, code: RuleCode, workers: int) -> float:
    """Return what the widest spread is at the least, by any rota that keeps the hard rules, as far as it is proven."""
    bare = replace(hard_part(problem), rules=(*(one for one in hard_part(problem).rules), Rule(code, {"spread": 0}, 1)))
    found = [solve(part, SolveOptions(seconds=SPREAD_SECONDS, workers=workers)).bound for part in split(bare)]
    return max((bound or 0 for bound in found), default=0) / 100


def plain(problem: Problem, options: SolveOptions) -> Row:
    """Return the figures of CP-SAT's default search on the undivided model."""
    began = time.perf_counter()
    model, solver = build(problem), cp_model.CpSolver()
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    solver.parameters.max_time_in_seconds = options.seconds
    status = solver.solve(model.cp)
    seconds = time.perf_counter() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {"seconds": seconds}
    cost = round(solver.objective_value)
    return {"seconds": seconds, "cost": cost, "gap": gap(cost, round(solver.best_objective_bound))}


def sick_call(problem: Problem, rota: Rota, chance: random.Random, workers: int) -> Row:
    """Return the figures of one repair: somebody falls out for two days in the middle of the month."""
    now = chance.randrange(8, 20) * DAY_MINUTES
    days = frozenset({now // DAY_MINUTES + 1, now // DAY_MINUTES + 2})
    who = chance.choice(sorted({each.staff_id for each in rota if each.day in days}))
    lost = frozenset(each for each in rota if each.staff_id == who and each.day in days)
    began = time.perf_counter()
    asked = repair_problem(problem, rota, {who: days}, now)
    made = solve(asked, SolveOptions(seconds=10, workers=workers, first=rota))
    row: Row = {"lost": len(lost), "seconds": time.perf_counter() - began, "status": made.status}
    if made.rota is not None:
        row |= changed(problem, asked, rota, made.rota, len(lost))
        row["least_cells_a_lost_shift"] = least_cells(asked, rota, workers) / len(lost)
    by_hand = changed(problem, asked, rota, greedy(asked, rota - lost), len(lost))
    return row | {f"greedy_{key}": value for key, value in by_hand.items()}


def least_cells(asked: Problem, before: Rota, workers: int) -> float:
    """Return the fewest cells that any repair changes that leaves as little open and broken; nan without a proof."""
    rules = tuple(rule for rule in asked.rules if rule.code not in (RuleCode.FAIR_NIGHTS, RuleCode.FAIR_HOLIDAYS))
    bare = replace(asked, rules=rules, wishes=(), previous=Previous(before, CHANGE))
    made = solve(bare, SolveOptions(seconds=10, workers=workers, first=before))
    proven = made.rota is not None and made.status is Status.OPTIMAL
    return float(len(changes(before, made.rota))) if proven and made.rota is not None else math.nan


def changed(problem: Problem, asked: Problem, before: Rota, after: Rota, lost: int) -> Row:
    """Return what a repair changed, and what it left open or broke, by the rules as they were before it too."""
    differing = changes(before, after)
    return {
        "cells_a_lost_shift": len(differing) / lost,
        "people": len({each.staff_id for each in differing}),
        "hard": len(check(asked, after).hard) + len(check(problem, after).hard),
        "open_more": len(uncovered(problem, after)) - len(uncovered(problem, before)),
    }


def explanation(people: int, seed: int) -> Row:
    """Return how long a minimal named conflict takes, how many causes it has, and whether it is one."""
    problem = hard_part(impossible(people, seed))
    began = time.perf_counter()
    core = conflict_of(problem, (), 10)
    seconds = time.perf_counter() - began
    row: Row = {"people": people, "seed": seed, "trouble": TROUBLES[seed % len(TROUBLES)].__name__.strip("_")}
    row |= {"seconds": seconds, "causes": len(core.causes) if core else 0}
    if core is None:
        return row
    # Asked anew of the undivided model, cause by cause.
    trials = Trials(build(problem, assumptions=True), (), 600)
    without = [trials.can_hold(one for one in core.causes if one is not gone) for gone in core.causes]
    own = trials.conflict(trials.causes)
    return row | {
        "is_minimal": core.is_minimal,
        "is_conflict": trials.can_hold(core.causes) is False,
        "needs_each": all(without) and bool(core.causes),
        "solver_causes": len(own) if own else None,
    }


def table(name: str, rows: list[Row]) -> None:
    """Print rows and, of their numbers, the median and the spread."""
    print(f"\n{name}")
    heads = list(dict.fromkeys(head for row in rows for head in row))
    lines = [[_cell(row.get(head)) for head in heads] for row in rows]
    widths = [max(len(line[at]) for line in [heads, *lines]) for at in range(len(heads))]
    for line in [heads, *lines]:
        print("  ".join(text.rjust(width) for text, width in zip(line, widths, strict=True)))
    for head in heads:
        values = [row[head] for row in rows if isinstance(row.get(head), float)]
        if values:
            print(f"  {head}: median {statistics.median(values):.3f}, {min(values):.3f} to {max(values):.3f}")


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[15, 25, 40])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--sick", type=int, default=3, help="sick calls for each rota")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--impossible", type=int, default=20)
    parser.add_argument("--no-baseline", action="store_true")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    loads = [os.getloadavg()]
    solved, sick = [], []
    for people in asked.people:
        for seed in range(1, asked.seeds + 1):
            options = SolveOptions(seconds=asked.seconds, workers=asked.workers, seed=seed)
            row, problem, made = quality(people, seed, options, with_baseline=not asked.no_baseline)
            solved.append(row)
            chance = random.Random(seed)
            for _ in range(asked.sick if made.rota is not None else 0):
                about = {"people_on_rota": people, "seed": seed}
                sick.append(about | sick_call(problem, made.rota or frozenset(), chance, asked.workers))
    loads.append(os.getloadavg())
    explained = [explanation(asked.people[seed % len(asked.people)], seed) for seed in range(asked.impossible)]
    loads.append(os.getloadavg())
    table("our own case", solved)
    table("a sick call of two days", sick)
    table("impossible inputs", explained)
    told = ", ".join(f"{one:.1f}" for one, _, _ in loads)
    print(f"\nload of the machine before, between and after: {told} on {os.cpu_count()} CPUs")
    if asked.out:
        found = {"loads": loads, "solved": solved, "sick": sick, "explained": explained}
        asked.out.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
