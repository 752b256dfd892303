"""The full fault run: `python -m tests.faults --messages 100000 --pairs 50 --seed S`.

Four fifths of the messages go through three servers on PostgreSQL and Redis, the rest through one server on SQLite. It
prints the seed, writes what came of it to artefacts/faults.json, and ends with 1 when a promise was broken; the history
is kept then. The seed replays the faults and what the people do; how the machine interleaves them is its own affair.
"""

import argparse
import json
import secrets
import signal
import sys
from pathlib import Path

from server.cli.loop import run_until_done
from tests.faults.nemesis import SLOW
from tests.faults.trial import Outcome, Trial, run

ARTEFACTS = Path(__file__).resolve().parents[2] / "artefacts"
# Of a kind that makes the others worth their while: the rate that three servers on a small machine bear with ease.
_MESSAGES_A_SECOND = 120


def trials(seed: int, messages: int, pairs: int, only: str | None) -> list[Trial]:
    """Return the runs of the full form."""
    several, one = (4 * messages // 5, messages // 5) if only is None else (messages, messages)
    wanted = [
        Trial(
            seed=seed,
            nodes=3,
            pairs=pairs,
            messages=several,
            seconds=several / _MESSAGES_A_SECOND,
            round_seconds=300.0,
            longest=12.0,
            set_lengths={"redis down": (5.0, 60.0)},
            also=SLOW,
        ),
        Trial(
            seed=seed,
            nodes=0,
            pairs=max(3, pairs // 3),
            messages=one,
            seconds=one / _MESSAGES_A_SECOND,
            round_seconds=120.0,
            longest=12.0,
        ),
    ]
    return [trial for trial in wanted if only in {None, "postgresql" if trial.nodes else "sqlite"}]


def report(outcome: Outcome) -> None:
    figures = outcome.figures
    sys.stdout.write(json.dumps({**figures, "violations": len(outcome.violations)}, ensure_ascii=False) + "\n")
    for violation in outcome.violations[:20]:
        sys.stdout.write(f"  {violation}\n")
    if outcome.violations:
        name = f"faults-{figures['database']}-{outcome.trial.seed}"
        outcome.history.write(ARTEFACTS / f"{name}.jsonl")
        for number, log in enumerate(outcome.logs):
            (ARTEFACTS / f"{name}-node-{number}.log").write_text(log)
        sys.stdout.write(f"  the history is in artefacts/{name}.jsonl\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None, help="a seed of its own unless given")
    parser.add_argument("--only", choices=("postgresql", "sqlite"), help="one of the two")
    options = parser.parse_args()
    # Also in the background, and however it is told to stop: so that what it started is stopped as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda _number, _frame: signal.raise_signal(signal.SIGINT))
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    again = f"python -m tests.faults --messages {options.messages} --pairs {options.pairs} --seed {seed}"
    if options.only:
        again += f" --only {options.only}"
    sys.stdout.write(f"{again}\n")
    sys.stdout.flush()
    outcomes = []
    for trial in trials(seed, options.messages, options.pairs, options.only):
        outcomes.append(run_until_done(run(trial)))
        report(outcomes[-1])
    ARTEFACTS.mkdir(exist_ok=True)
    told = {"again": again, "runs": [outcome.figures for outcome in outcomes]}
    (ARTEFACTS / "faults.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    broken = any(outcome.violations for outcome in outcomes)
    sys.stdout.write(f"broken; again with: {again}\n" if broken else "nothing lost, doubled or reordered\n")
    return int(broken)


if __name__ == "__main__":
    raise SystemExit(main())
