"""Measures the rota on our own case: quality, a sick call, and explanations of what is impossible.

`python -m bench.rota_own [--people 15 25 40] [--seeds 3] [--seconds 60] [--workers 2] [--impossible 20] [--out FILE]`.
The baseline in the same run is the first rota that the solver finds. Seconds are wall clock. Prints a table, writes
JSON; every rota is validated by the independent checker.
"""

import argparse
import json
import random
import statistics
import time
from pathlib import Path
from typing import Any

from bench.rota_own_cases import TROUBLES, impossible, own_case
from booking.rota.checking import check
from booking.rota.checking.fairness import parts, roles_with, spread
from booking.rota.explaining import uncovered
from booking.rota.explaining.core import conflict_of
from booking.rota.explaining.explain import hard_part
from booking.rota.model import Progress, SolveOptions, SolveResult, solve
from booking.rota.problem import DAY_MINUTES, Problem, Rota, RuleCode
from booking.rota.repair import changes, repair_problem

Row = dict[str, Any]


def quality(people: int, seed: int, seconds: float, workers: int) -> tuple[Row, Problem, SolveResult]:
    """Return the figures of one solved case, its problem and its result."""
    problem = own_case(people, seed)
    first: list[Rota] = []

    def note(progress: Progress) -> None:
        if progress.rota is not None and not first:
            first.append(progress.rota)

    made = solve(problem, SolveOptions(seconds=seconds, workers=workers, seed=seed), note)
    row: Row = {"people": people, "seed": seed, "status": made.status, "bound": made.bound, "seconds": made.seconds}
    if made.rota is not None:
        found = check(problem, made.rota)
        row |= {
            "cost": found.cost,
            "gap": 0.0 if found.cost == made.bound else (found.cost - (made.bound or 0)) / max(found.cost, 1),
            "hard": len(found.hard),
            "nights": widest(problem, made.rota, RuleCode.FAIR_NIGHTS),
            "holidays": widest(problem, made.rota, RuleCode.FAIR_HOLIDAYS),
            "uncovered_hours": sum(each.minutes for each in uncovered(problem, made.rota)) / 60,
        }
    if first:
        row["first_cost"] = check(problem, first[0]).cost
        row["first_nights"] = widest(problem, first[0], RuleCode.FAIR_NIGHTS)
    return row, problem, made


def widest(problem: Problem, rota: Rota, code: RuleCode) -> float:
    """Return the widest spread of nights, or holidays, of any role."""
    return max((float(spread(parts(problem, rota, code, role))) for role in roles_with(problem, code)), default=0.0)


def sick_call(problem: Problem, rota: Rota, seed: int, workers: int) -> Row:
    """Return the figures of one repair: somebody falls out for two days in the middle of the month."""
    chance = random.Random(seed)
    now = chance.randrange(8, 20) * DAY_MINUTES
    day = now // DAY_MINUTES + 1
    who = chance.choice(sorted({each.staff_id for each in rota if each.day in (day, day + 1)}))
    lost = sum(1 for each in rota if each.staff_id == who and each.day in (day, day + 1))
    began = time.perf_counter()
    asked = repair_problem(problem, rota, {who: frozenset({day, day + 1})}, now)
    made = solve(asked, SolveOptions(seconds=10, workers=workers, seed=seed, first=rota))
    row: Row = {"seed": seed, "lost": lost, "seconds": time.perf_counter() - began, "status": made.status}
    if made.rota is not None:
        changed = changes(rota, made.rota)
        row |= {
            "cells_a_lost_shift": len(changed) / lost,
            "people": len({each.staff_id for each in changed}),
            "hard": len(check(asked, made.rota).hard),
            "uncovered_more": len(uncovered(problem, made.rota)) - len(uncovered(problem, rota)),
        }
    return row


def explanation(people: int, seed: int) -> Row:
    """Return how long a minimal named conflict takes, and how many causes it has."""
    began = time.perf_counter()
    core = conflict_of(hard_part(impossible(people, seed)), (), 10)
    return {
        "people": people,
        "seed": seed,
        "trouble": TROUBLES[seed % len(TROUBLES)].__name__.strip("_"),
        "seconds": time.perf_counter() - began,
        "causes": len(core.causes) if core else 0,
        "is_minimal": core is not None and core.is_minimal,
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
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--impossible", type=int, default=20)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    solved, sick = [], []
    for people in asked.people:
        for seed in range(1, asked.seeds + 1):
            row, problem, made = quality(people, seed, asked.seconds, asked.workers)
            solved.append(row)
            if made.rota is not None:
                sick.append({"people_on_rota": people, **sick_call(problem, made.rota, seed, asked.workers)})
    explained = [explanation(asked.people[seed % len(asked.people)], seed) for seed in range(asked.impossible)]
    table("our own case (first_: the first rota found, the baseline)", solved)
    table("a sick call of two days", sick)
    table("impossible inputs", explained)
    if asked.out:
        asked.out.write_text(json.dumps({"solved": solved, "sick": sick, "explained": explained}, indent=1))


if __name__ == "__main__":
    main()
