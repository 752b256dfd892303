"""Measures the rota's model on an instance of the public format; prints a table and, as the last line, JSON.

    python bench/rota_public.py FILE --seconds 60 --workers 2 --seed 1 --out ROSTER

The baseline, in the same run, is CP-SAT's default search on the same model for the same time, unless `--no-baseline`.
"""

import argparse
import csv
import json
import re
import resource
import sys
import time
from pathlib import Path

# Run as a file, the folder's own `booking` would hide the package.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ortools.sat.python import cp_model

from bench.rota_public_format import Instance, problem, read, roster_text, score
from booking.rota.model import Progress, SolveOptions, SolveResult, build, solve
from booking.rota.problem import Problem, Rota


def best_known(file: Path) -> int | None:
    """Return the published best cost from best_known.csv beside the file, or None."""
    table, number = file.with_name("best_known.csv"), re.search(r"\d+", file.stem)
    if number is None or not table.exists():
        return None
    with table.open(encoding="utf-8") as rows:
        known = {row["instance"]: int(row["best_known"]) for row in csv.DictReader(rows)}
    return known.get(number.group())


def ours(asked: Problem, options: SolveOptions) -> tuple[SolveResult, float | None]:
    """Solve; return the result and the seconds to the first rota."""
    firsts: list[float] = []

    def tell(progress: Progress) -> None:
        if progress.best is not None and not firsts:
            firsts.append(progress.seconds)

    result = solve(asked, options, tell)
    return result, firsts[0] if firsts else None


def baseline(asked: Problem, options: SolveOptions) -> tuple[Rota | None, int | None]:
    """Return the rota and the bound of CP-SAT's default search on the same model."""
    began = time.monotonic()
    model, solver = build(asked), cp_model.CpSolver()
    solver.parameters.num_workers = options.workers
    solver.parameters.random_seed = options.seed
    solver.parameters.max_time_in_seconds = max(options.seconds - (time.monotonic() - began), 0.0)
    found = solver.solve(model.cp)
    has_rota = found in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    bound = None if found == cp_model.INFEASIBLE else round(solver.best_objective_bound)
    return model.rota(solver) if has_rota else None, bound


def figures(instance: Instance, rota: Rota | None, bound: int | None, known: int | None) -> dict[str, object]:
    """Return what a rota comes to; the cost is counted by the scorer, not by the model."""
    cost, broken = (None, []) if rota is None else score(instance, roster_text(instance, rota))
    return {
        "cost": cost,
        "bound": bound,
        "gap": None if cost is None or bound is None else round((cost - bound) / max(cost, 1), 4),
        "best_known": known,
        "gap_to_best_known": None if cost is None or not known else round((cost - known) / known, 4),
        "broken_rules": broken,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="where to write the roster")
    parser.add_argument("--no-baseline", action="store_true")
    given = parser.parse_args()
    began = time.monotonic()
    instance, known = read(given.file), best_known(given.file)
    asked = problem(instance)
    reading = time.monotonic() - began
    options = SolveOptions(max(given.seconds - reading, 0.0), given.workers, given.seed)
    result, first = ours(asked, options)
    if given.out is not None and result.rota is not None:
        given.out.write_text(roster_text(instance, result.rota), encoding="utf-8")
    measured = figures(instance, result.rota, result.bound, known)
    measured |= {
        "status": result.status,
        "seconds": round(reading + result.seconds, 2),
        "first_rota_seconds": None if first is None else round(reading + first, 2),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "model_version": result.model_version,
    }
    lines = {"ours": measured}
    if not given.no_baseline:
        lines["baseline"] = figures(instance, *baseline(asked, options), known)
    print(f"{given.file.name}: {len(asked.staff)} people, {asked.days} days, {len(asked.shifts)} shifts")
    print(f"{'':<10}{'cost':>10}{'bound':>10}{'gap':>9}{'best known':>12}{'to it':>9}")
    for name, line in lines.items():
        told = [line[key] for key in ("cost", "bound", "gap", "best_known", "gap_to_best_known")]
        print(
            f"{name:<10}"
            + "".join(f"{'-' if v is None else v!s:>{w}}" for v, w in zip(told, (10, 10, 9, 12, 9), strict=True))
        )
    print(json.dumps({"file": given.file.name, "workers": given.workers, "seed": given.seed, **lines}))


if __name__ == "__main__":
    main()
