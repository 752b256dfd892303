"""The solver's process: it answers, tells of progress, stops, and never leaves anyone waiting."""

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from booking.rota.explaining import Outcome, explain
from booking.rota.model import Progress, SolveOptions, Status
from booking.rota.problem import Problem, Rule, RuleCode, Wish
from booking.rota.problem_json import rota_to_json
from booking.rota.solving import ExplainerProcess, ExplainOptions, SolverFailedError, SolverProcess
from booking.rota.solving.messages import CANCELLED, request_line
from booking.rota.solving.process import MEMORY_BYTES
from tests.booking.rota.make_problem import EARLY, LATE, NIGHT, need, person, problem

EASY = problem(cover=tuple(need(day) for day in range(7)))


def hard() -> Problem:
    """Return a problem that no search proves optimal in a test's time."""
    names = [f"p{i}" for i in range(25)]
    staff = tuple(person(name, max_weekends=2, min_run=2, min_off_run=2, max_run=5) for name in names)
    rules = (RuleCode.MAX_WEEKENDS, RuleCode.MIN_RUN, RuleCode.MIN_OFF_RUN, RuleCode.DAYS_IN_A_ROW)
    return problem(
        *(Rule(code) for code in rules),
        Rule(RuleCode.REST_BETWEEN, {"minutes": 660}),
        Rule(RuleCode.FAIR_NIGHTS, {"spread": 0}, 3),
        days=42,
        staff=staff,
        cover=tuple(
            need(day, shift, 4 + (day * 7 + i) % 4, under=50, over=7)
            for day in range(42)
            for i, shift in enumerate((EARLY, LATE, NIGHT))
        ),
        wishes=tuple(
            Wish(name, (i * 5 + k * 11) % 42, (EARLY, LATE, NIGHT)[(i + k) % 3].id, bool((i + k) % 2), 1 + (i * k) % 9)
            for i, name in enumerate(names)
            for k in range(20)
        ),
    )


async def test_a_solve_in_a_process_gives_the_rota_and_tells_of_progress() -> None:
    told: list[Progress] = []

    async def tell(progress: Progress) -> None:
        told.append(progress)

    solver = await SolverProcess.start(EASY, SolveOptions(seconds=20, workers=1), tell)
    result = await solver.result()
    assert result is not None
    assert (result.status, result.cost, result.bound, result.gap) == (Status.OPTIMAL, 0, 0, 0.0)
    assert result.rota is not None
    assert len(result.rota) == 7
    assert told[-1].best == 0


async def _started(options: SolveOptions) -> SolverProcess:
    """Return a solve of the hard problem that has found a first rota."""
    found = asyncio.Event()

    async def tell(progress: Progress) -> None:
        if progress.best is not None:
            found.set()

    solver = await SolverProcess.start(hard(), options, tell)
    await found.wait()
    return solver


async def test_stop_ends_the_search_and_keeps_the_best() -> None:
    solver = await _started(SolveOptions(seconds=600))
    await solver.stop()
    result = await solver.result()
    assert result is not None
    assert result.status is Status.FEASIBLE
    # The first rota that is found may be empty.
    assert result.rota is not None


async def test_cancel_ends_without_a_result() -> None:
    solver = await _started(SolveOptions(seconds=600))
    await solver.cancel()
    assert await solver.result() is None


async def test_a_killed_process_is_told_as_failed() -> None:
    solver = await _started(SolveOptions(seconds=600))
    os.kill(solver.pid, signal.SIGKILL)
    with pytest.raises(SolverFailedError):
        await solver.result()


async def test_the_process_ends_with_the_one_who_waits() -> None:
    solver = await _started(SolveOptions(seconds=600))
    waiting = asyncio.create_task(solver.result())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(SolverFailedError):
        await solver.result()


def test_the_process_dies_with_its_parent() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "booking.rota.solving", str(MEMORY_BYTES)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    child.stdin.write(request_line(hard(), SolveOptions(seconds=600)))
    child.stdin.close()
    assert child.wait(timeout=60) == CANCELLED


async def test_a_request_too_large_for_the_memory_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booking.rota.solving.process.MEMORY_BYTES", 224 * 2**20)
    names = [f"p{number}" for number in range(150)]
    year = problem(
        Rule(RuleCode.FAIR_NIGHTS, {"spread": 0}, 3),
        days=365,
        staff=tuple(person(name) for name in names),
        cover=tuple(need(day, shift) for day in range(365) for shift in (EARLY, LATE, NIGHT)),
    )
    too_large = await SolverProcess.start(year, SolveOptions(seconds=60, workers=1))
    with pytest.raises(SolverFailedError):
        await too_large.result()
    result = await (await SolverProcess.start(EASY, SolveOptions(seconds=20, workers=1))).result()
    assert result is not None
    assert result.status is Status.OPTIMAL


async def test_the_deterministic_mode_gives_the_same_rota_in_each_process() -> None:
    options = SolveOptions(seconds=3, workers=2, seed=7, deterministic=True)
    # Both at once: each is the other's load.
    solvers = [await SolverProcess.start(hard(), options) for _ in range(2)]
    first, second = [await solver.result() for solver in solvers]
    assert first is not None
    assert second is not None
    assert first.rota is not None
    assert second.rota is not None
    assert (first.cost, first.bound) == (second.cost, second.bound)
    assert rota_to_json(first.rota) == rota_to_json(second.rota)


async def test_a_first_rota_is_where_the_search_begins() -> None:
    begun = await _started(SolveOptions(seconds=600))
    await begun.stop()
    before = await begun.result()
    assert before is not None
    options = SolveOptions(seconds=0.5, workers=1, first=before.rota, deterministic=True)
    after = await (await SolverProcess.start(hard(), options)).result()
    assert after is not None
    assert after.cost is not None
    assert before.cost is not None
    assert after.cost <= before.cost


CROWDED = problem(
    Rule(RuleCode.COVER), staff=(person("a"),), cover=tuple(replace(need(day), required=2, hard=True) for day in (1, 2))
)


async def test_a_process_says_why_there_is_no_rota() -> None:
    options = ExplainOptions(seconds=30, suggest_seconds=30)
    found = await (await ExplainerProcess.start(CROWDED, options)).result()
    assert found == explain(CROWDED, seconds=30, suggest_seconds=30)
    assert found.outcome is Outcome.EXPLAINED


async def test_an_explanation_that_is_cancelled_ends_without_one() -> None:
    explainer = await ExplainerProcess.start(hard(), ExplainOptions(seconds=600, suggest_seconds=600))
    await explainer.cancel()
    assert await explainer.result() is None


async def test_an_explanation_whose_process_is_killed_is_told_as_failed() -> None:
    explainer = await ExplainerProcess.start(hard(), ExplainOptions(seconds=600, suggest_seconds=600))
    os.kill(explainer.pid, signal.SIGKILL)
    with pytest.raises(SolverFailedError):
        await explainer.result()
