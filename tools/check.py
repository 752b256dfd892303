"""Runs every check of `make test`, quick ones first, and stops at the first that fails.

What keeps only one core busy runs side by side. Prints the time of each group beside its budget on two cores, and of
all; the last line counts the tests of all runners: "N passed, N failed".
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from xml.etree import ElementTree as ET

import machine
import services

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "clients" / "web"
BROWSER = ROOT / "tests" / "browser"
RESULTS = ROOT / "var" / "test-results"
BIN = Path(sys.executable).parent

IMAGE = "tests/house/test_image_steps.py"

BUDGET_MINUTES = {"static": 1, "python": 6, "web": 2, "browser": 6, "image": 2}
BUDGET_OF_ALL = 15


ROUNDS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("static", "image"), ("web",)),
    (("python",),),
    (("browser",),),
    (("story",),),
)
"""One round after the other; in a round the groups of each lane one after the other, beside the other lane."""


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
        Step("browser lint", "web", (*biome, "check", "--error-on-warnings", "--config-path=.", str(BROWSER)), WEB),
        Step("browser types", "web", (*npm, "typecheck"), BROWSER),
        Step("browser tests", "browser", (*npm, "test"), BROWSER, lambda: junit(browser)),
        Step("image steps", "image", (f"{BIN}/pytest", "-q", IMAGE, f"--junitxml={image}"), count=lambda: junit(image)),
        Step("story", "story", (*npm, "story"), BROWSER, lambda: junit(browser)),
    )


def environment(stack: ExitStack, only: Sequence[str]) -> dict[str, str]:
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
    # Pictures of the pages are for who plays the story to look at them.
    found["HAGUKUMI_TEST_PICTURES"] = "all" if "story" in only else "none"
    # Hundreds of processes import the same: what the first has compiled, the others read.
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


@dataclass(frozen=True)
class Ran:
    """A step that has ended; `said` is empty where it spoke for itself."""

    step: Step
    good: bool
    seconds: float
    said: str = ""


def run(step: Step, env: Mapping[str, str], *, aside: bool) -> Ran:
    """Runs a step; beside another one its output is kept until it has ended."""
    started = time.monotonic()
    out, err = (subprocess.PIPE, subprocess.STDOUT) if aside else (None, None)
    done = subprocess.run(
        step.command, cwd=step.cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, text=True, check=False
    )
    return Ran(step, done.returncode == 0, time.monotonic() - started, done.stdout or "")


def side_by_side(lanes: Sequence[Sequence[Step]], env: Mapping[str, str]) -> Iterator[Ran]:
    """Gives the steps in the order of the lanes, whichever ends first. After one that fails none begins."""
    failed = Event()

    def follow(lane: Sequence[Step], ended: SimpleQueue[Ran | None]) -> None:
        try:
            for step in lane:
                if failed.is_set():
                    break
                ran = run(step, env, aside=True)
                if not ran.good:
                    failed.set()
                ended.put(ran)
        finally:
            ended.put(None)

    queues: list[SimpleQueue[Ran | None]] = [SimpleQueue() for _ in lanes]
    for lane, ended in zip(lanes, queues, strict=True):
        Thread(target=follow, args=(lane, ended)).start()
    for ended in queues:
        yield from iter(ended.get, None)


def ran_in_order(only: Sequence[str], env: Mapping[str, str]) -> Iterator[Ran]:
    """Runs the steps of these groups and tells of each; ends after the round in which one failed."""
    wanted = [step for step in steps() if step.group in only]
    for groups in ROUNDS:
        lanes = [[step for group in lane for step in wanted if step.group == group] for lane in groups]
        lanes = [lane for lane in lanes if lane]
        good = True
        if len(lanes) > 1:
            for ran in side_by_side(lanes, env):
                tell(f"\n== {ran.step.name}\n{ran.said}")
                good = good and ran.good
                yield ran
        else:
            for step in (step for lane in lanes for step in lane):
                tell(f"\n== {step.name}\n")
                ran = run(step, env, aside=False)
                good = ran.good
                yield ran
                if not good:
                    break
        if not good:
            return


def tell(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", default=tuple(BUDGET_MINUTES), choices=(*BUDGET_MINUTES, "story"))
    only = parser.parse_args().only
    RESULTS.mkdir(parents=True, exist_ok=True)
    for old in RESULTS.iterdir():
        old.unlink()
    total, spent, good = Counted(), dict.fromkeys(only, 0.0), True
    started = time.monotonic()
    with ExitStack() as stack:
        for ran in ran_in_order(only, environment(stack, only)):
            spent[ran.step.group] += ran.seconds
            total += ran.step.count()
            tell(f"== {ran.step.name}: {'passed' if ran.good else 'FAILED'} in {ran.seconds:.1f} s\n")
            good = good and ran.good
    if not good and not total.failed:
        total += Counted(failed=1)
    for group, seconds in spent.items():
        budget = f" (budget {BUDGET_MINUTES[group]} min)" if group in BUDGET_MINUTES else ""
        tell(f"{group}: {seconds / 60:.1f} min{budget}\n")
    tell(f"all: {(time.monotonic() - started) / 60:.1f} min (budget {BUDGET_OF_ALL} min)\n")
    tell(f"{total.passed} passed, {total.failed} failed\n")
    return int(not good)


if __name__ == "__main__":
    raise SystemExit(main())
