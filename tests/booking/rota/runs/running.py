"""Runs over HTTP, as the coordinator asks for them."""

from typing import Any

from tests.booking.rota.make_rota import MONTH, Desk

WANTED = {"kind": "solve", "seconds": 20, "seed": 1, "deterministic": False}


async def started(desk: Desk, month: str = MONTH, **values: object) -> str:
    """Ask for a run and return its id."""
    status, run = await desk.api.post(f"/api/rota/months/{month}/runs", json={**WANTED, **values})
    assert status == 201, run
    return str(run["id"])


async def ended(desk: Desk, run_id: str) -> Any:
    """Let the run be worked off in this process, and return what it came to."""
    await desk.api.application.runner.drain()
    status, run = await desk.api.get(f"/api/rota/runs/{run_id}")
    assert status == 200, run
    return run
