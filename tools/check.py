"""Runs every check of `make test`, quick ones first, and stops at the first that fails.

Prints the time of each group beside its budget on two cores; the last line counts the tests of all runners:
"N passed, N failed".
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import machine
import services

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "clients" / "web"
BROWSER = ROOT / "tests" / "browser"
RESULTS = ROOT / "var" / "test-results"
BIN = Path(sys.executable).parent

IMAGE = "tests/house/test_image_steps.py"

BUDGET_MINUTES = {"static": 2, "python": 5, "web": 1, "browser": 6, "image": 2}


@dataclass(frozen=True)
class Counted:
    passed: int = 0
    failed: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.passed + other.passed, self.failed + other.failed)


def no_tests() -> Counted:
    return Counted()


def junit(path: Path) -> Counted:
    """The counts of a JUnit XML file (pytest's and Playwright's)."""
    if not path.is_file():
        return Counted(failed=1)
    cases = failed = 0
    for suite in ET.parse(path).getroot().iter("testsuite"):
        cases += int(suite.get("tests", 0)) - int(suite.get("skipped", 0) or 0)
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
    return Counted(cases - failed, failed)


def vitest(path: Path) -> Counted:
    """The counts of vitest's JSON report."""
    if not path.is_file():
        return Counted(failed=1)
    report = json.loads(path.read_text())
    return Counted(report["numPassedTests"], report["numFailedTests"])


@dataclass(frozen=True)
class Step:
    name: str
    group: str
    command: tuple[str, ...]
    cwd: Path = ROOT
    count: Callable[[], Counted] = no_tests


def steps() -> tuple[Step, ...]:
    python, image, browser = (RESULTS / f"{name}.xml" for name in ("python", "image", "browser"))
    node = RESULTS / "web.json"
    npm, biome = ("npm", "run", "--silent"), ("npx", "--no-install", "biome")
    return (
        Step("format", "static", (f"{BIN}/ruff", "format", "--check", "--quiet", ".")),
        Step("lint", "static", (f"{BIN}/ruff", "check", "--quiet", ".")),
        Step("import contracts", "static", (f"{BIN}/lint-imports",)),
        Step("types", "static", (f"{BIN}/mypy",)),
        Step("generated types", "static", (sys.executable, "tools/generate_types.py", "--check")),
        Step(
            "python tests",
            "python",
            (f"{BIN}/pytest", "-q", "-n2", "--dist=worksteal", f"--ignore={IMAGE}", f"--junitxml={python}"),
            count=lambda: junit(python),
        ),
        Step("web lint", "web", (*npm, "lint"), WEB),
        Step("web types", "web", (*npm, "typecheck"), WEB),
        Step(
            "web unit tests",
            "web",
            (*npm, "test", "--", "--reporter=default", "--reporter=json", f"--outputFile={node}"),
            WEB,
            lambda: vitest(node),
        ),
        Step("web build", "web", (sys.executable, "tools/prepare.py", "build")),
        Step("web size", "web", (*npm, "size"), WEB),
        Step("browser lint", "browser", (*biome, "check", "--error-on-warnings", "--config-path=.", str(BROWSER)), WEB),
        Step("browser types", "browser", (*npm, "typecheck"), BROWSER),
        Step("browser tests", "browser", (*npm, "test"), BROWSER, lambda: junit(browser)),
        Step("image steps", "image", (f"{BIN}/pytest", "-q", IMAGE, f"--junitxml={image}"), count=lambda: junit(image)),
        Step("story", "story", (*npm, "story"), BROWSER, lambda: junit(browser)),
    )


def environment(stack: ExitStack) -> dict[str, str]:
    """The addresses of PostgreSQL and Redis: as given, else the machine's, else private ones that end with the run."""
    known = (
        ("HAGUKUMI_TEST_POSTGRES_URL", machine.POSTGRES_URL, machine.postgres_is_ours, services.postgres),
        ("HAGUKUMI_TEST_REDIS_URL", machine.REDIS_URL, machine.redis_is_open, services.redis),
    )
    found = dict(os.environ)
    for name, default, usable, private in known:
        if name not in found:
            found[name] = default if usable(default) else stack.enter_context(private())
    found["HAGUKUMI_TEST_CHROMIUM"] = machine.chromium() or ""
    # Hundreds of processes import the same: what the first has compiled, the others read.
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def run(step: Step, env: Mapping[str, str]) -> tuple[bool, float]:
    sys.stdout.write(f"\n== {step.name}\n")
    sys.stdout.flush()
    started = time.monotonic()
    done = subprocess.run(step.command, cwd=step.cwd, env=env, stdin=subprocess.DEVNULL)
    return done.returncode == 0, time.monotonic() - started


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=tuple(BUDGET_MINUTES), choices=(*BUDGET_MINUTES, "story"))
    only = parser.parse_args().only
    RESULTS.mkdir(parents=True, exist_ok=True)
    for old in RESULTS.iterdir():
        old.unlink()
    total, spent, good = Counted(), dict.fromkeys(only, 0.0), True
    with ExitStack() as stack:
        env = environment(stack)
        for step in (step for step in steps() if step.group in only):
            good, seconds = run(step, env)
            spent[step.group] += seconds
            total += step.count()
            sys.stdout.write(f"== {step.name}: {'passed' if good else 'FAILED'} in {seconds:.1f} s\n")
            if not good:
                total += Counted(failed=0 if total.failed else 1)
                break
    for group, seconds in spent.items():
        budget = f" (budget {BUDGET_MINUTES[group]} min)" if group in BUDGET_MINUTES else ""
        sys.stdout.write(f"{group}: {seconds / 60:.1f} min{budget}\n")
    sys.stdout.write(f"{total.passed} passed, {total.failed} failed\n")
    return int(not good)


if __name__ == "__main__":
    raise SystemExit(main())
