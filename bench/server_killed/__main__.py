"""`python -m bench.server_killed [--runs 5]`: the server is killed in mid-call and started again two seconds later.

Plays tests/browser/specs/calls/server-killed.spec.ts, whose states `make test` holds, so many times in a real Chromium
against a real server on SQLite, with the client as it stands built in clients/web/dist. Measured in the pages:

- the longest time between two pictures of the other side that were shown (requestVideoFrameCallback), on either page,
  from before the kill until all is well again; a call at rest shows what the machine itself adds;
- the time from the server's first answer on /readyz to the first text that was written meanwhile standing at the
  other side.

Writes artefacts/bench/server-killed.json and prints a table; gives 1 when a target is not met or a run fails.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
RUNS = ROOT / "artefacts" / "server-killed"
FIGURES = ROOT / "artefacts" / "bench" / "server-killed.json"
SPEC = [
    "npx",
    "--no-install",
    "playwright",
    "test",
    "specs/calls/server-killed.spec.ts",
    "--project=calls",
    "--workers=1",
]
TARGETS = {"longest_gap_ms": 200, "first_message_ms": 1_500}
WORDS = {
    "gap_at_rest_ms": "longest time without a picture, before the kill",
    "longest_gap_ms": "longest time without a picture",
    "first_message_ms": "server's answer to first text shown",
}


def main() -> int:
    """Measure and print; gives 1 when a target is not met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    shutil.rmtree(RUNS, ignore_errors=True)
    command = [*SPEC, f"--repeat-each={runs}", "--timeout=300000"]
    played = subprocess.run(command, cwd=ROOT / "tests" / "browser", capture_output=True, text=True, check=False)
    measured = [json.loads(path.read_text()) for path in sorted(RUNS.glob("*.json"))]
    if played.returncode != 0 or not measured:
        sys.stderr.write(played.stdout + played.stderr)
        return 1
    figures = {name: [float(run[name]) for run in measured] for name in WORDS}
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps({"targets": TARGETS, "runs": figures}, indent=2))
    good = True
    for name, values in figures.items():
        median, target = statistics.median(values), TARGETS.get(name)
        good = good and (target is None or median <= target)
        sys.stdout.write(
            f"{WORDS[name]:<50}{median:>7.0f} ms  ({min(values):.0f} to {max(values):.0f}, {len(values)} runs"
            f"{'' if target is None else f', target {target}'})\n"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
