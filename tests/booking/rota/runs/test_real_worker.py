"""Runs on workers that are processes of their own, also on such as are killed."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from booking.rota.month_tables import RotaRun
from core.clock import SystemClock
from tests.booking.rota.make_rota import KINDS, NEED, STAFF, Desk, make_desk
from tests.booking.rota.runs.running import started
from tests.fixtures.application import Api
from tests.fixtures.processes import Process, start
from tests.server.cli.process import environment

WAIT_SECONDS = 90

LEASE_SECONDS = 5
"""Short, so that the next worker soon takes over; long beside what a busy machine keeps a process waiting, or a worker
that lives loses its run."""


@pytest.fixture
def clock() -> SystemClock:
    """The workers live in the present, and their leases with them."""
    return SystemClock()


def next_month() -> str:
    today = SystemClock().now()
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02}"


@pytest.fixture
async def desk(api: Api) -> Desk:
    """A month that no search proves optimal in a test's time: many people with runs and weekends of their own."""
    desk = await make_desk(api, midwives=20)
    ends = {"max_run": 5, "min_run": 2, "min_off_run": 3, "max_weekends": 2}
    await desk.put(
        "staff", staff=[{**STAFF, **ends, "practitioner_id": str(each.practitioner_id)} for each in desk.midwives]
    )
    uneven = [
        {**NEED, "day_kind": kind, "required": 4 + number % 3, "most": 8, "hard": False, "under": 50, "over": 7}
        for number, kind in enumerate(KINDS)
    ]
    await desk.put("cover", cover=uneven, overrides=[])
    _, rules = await desk.api.get("/api/rota/rules")
    on = [
        {name: each[name] for name in ("code", "params", "weight")} | {"on": each["on"] or each["code"] in _RUNS}
        for each in rules["rules"]
    ]
    await desk.put("rules", rules=on)
    return desk


_RUNS = ("min_run", "min_off_run")


@asynccontextmanager
async def worker(url: str) -> AsyncIterator[Process]:
    """`hagukumi worker` as it is operated, but for a short lease; what still runs at the end is killed."""
    process = await start(
        "server.cli",
        "worker",
        "--lease",
        str(LEASE_SECONDS),
        environment=environment(database_url=url, log_level="error"),
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def until(desk: Desk, run_id: str, holds: Callable[[Any], bool]) -> Any:
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            _, run = await desk.api.get(f"/api/rota/runs/{run_id}")
            if holds(run):
                return run
            await asyncio.sleep(0.1)


def has_found_one(run: Any) -> bool:
    assert run["state"] in {"queued", "running"}, run
    return run["best"] is not None


def is_over(run: Any) -> bool:
    return run["state"] not in {"queued", "running", "explaining", "stopping"}


def solvers_of(process: Process) -> list[int]:
    """Return the solvers of a worker; it has other children for a moment when it starts."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(each) for each in children if _is_solver(int(each))]


def _is_solver(pid: int) -> bool:
    try:
        return b"booking.rota.solving" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


async def killed(process: Process) -> None:
    """Kill a worker as the machine does, in the middle of a solve, and wait until its solvers are gone too."""
    await when(lambda: bool(solvers_of(process)))
    solvers = solvers_of(process)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await when(lambda: not any(_is_solver(each) for each in solvers))


async def when(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            if holds():
                return
            await asyncio.sleep(0.05)


async def attempts(desk: Desk) -> int:
    async with desk.api.application.units.read() as uow:
        return (await uow.session.scalars(select(RotaRun.attempts))).one()


async def test_a_run_whose_worker_is_killed_is_begun_again_once_and_ends(desk: Desk, database_url: str):
    run_id = await started(desk, next_month(), seconds=600)
    async with worker(database_url) as first:
        await until(desk, run_id, has_found_one)
        await killed(first)
    _, left = await desk.api.get(f"/api/rota/runs/{run_id}")
    status, problem = await desk.api.post(
        f"/api/rota/months/{next_month()}/runs", json={"kind": "solve", "seconds": 1, "seed": 1, "deterministic": False}
    )
    assert (status, problem["code"]) == (409, "rota.run_under_way")
    async with worker(database_url):
        await until(desk, run_id, lambda run: has_found_one(run) and run["history"] != left["history"])
        assert (await desk.api.post(f"/api/rota/runs/{run_id}/stop"))[0] == 200
        run = await until(desk, run_id, is_over)
    assert (run["state"], await attempts(desk)) == ("done", 2)
    assert run["best"] is not None


async def test_a_run_whose_workers_are_killed_twice_is_given_up_and_leaves_the_month_free(
    desk: Desk, database_url: str
):
    run_id = await started(desk, next_month(), seconds=60)
    for attempt in (1, 2):
        async with worker(database_url) as process:
            await killed(process)
        assert await attempts(desk) == attempt
    async with worker(database_url):
        assert (await until(desk, run_id, is_over))["state"] == "failed"
    await started(desk, next_month(), seconds=1)


async def test_a_search_that_is_stopped_keeps_the_best_it_has(desk: Desk, database_url: str):
    run_id = await started(desk, next_month(), seconds=600)
    async with worker(database_url):
        found = await until(desk, run_id, has_found_one)
        assert (await desk.api.post(f"/api/rota/runs/{run_id}/stop"))[0] == 200
        run = await until(desk, run_id, is_over)
    assert run["state"] == "done"
    assert run["best"] <= found["best"]
    # The first rota that is found may be empty, as the draft is.
    assert run["changes"] is not None
    body = {"revision": run["base_revision"]}
    assert (await desk.api.post(f"/api/rota/runs/{run_id}/apply", json=body))[1]["applied"]


async def test_a_search_that_is_cancelled_ends_without_a_rota(desk: Desk, database_url: str):
    run_id = await started(desk, next_month(), seconds=600)
    async with worker(database_url) as process:
        await until(desk, run_id, has_found_one)
        assert (await desk.api.post(f"/api/rota/runs/{run_id}/cancel"))[0] == 200
        run = await until(desk, run_id, is_over)
        assert not solvers_of(process)
    assert (run["state"], run["changes"], run["missing"]) == ("cancelled", None, [])
    status, problem = await desk.api.post(
        f"/api/rota/runs/{run_id}/apply", json={"revision": run["base_revision"], "force": True}
    )
    assert (status, problem["code"]) == (409, "rota.run_without_rota")


async def test_the_search_for_a_reason_can_be_cancelled(desk: Desk, database_url: str):
    run_id = await started(desk, next_month(), kind="explain", seconds=600)
    async with worker(database_url) as process:
        await when(lambda: bool(solvers_of(process)))
        assert (await desk.api.post(f"/api/rota/runs/{run_id}/cancel"))[0] == 200
        run = await until(desk, run_id, is_over)
        assert not solvers_of(process)
    assert (run["state"], run["conflicts"], run["suggestions"]) == ("cancelled", [], [])


async def test_a_long_run_keeps_no_other_month_waiting(desk: Desk, database_url: str):
    long = await started(desk, next_month(), seconds=600)
    year, month = map(int, next_month().split("-"))
    after = f"{year + month // 12}-{month % 12 + 1:02}"
    async with worker(database_url):
        await until(desk, long, has_found_one)
        other = await started(desk, after, seconds=600)
        await until(desk, other, has_found_one)
        assert (await desk.api.get(f"/api/rota/runs/{long}"))[1]["state"] == "running"
