"""The solver works a month out in a worker, and stays in the coordinator's hand."""

import pytest
from sqlalchemy import update

from booking.rota.month_tables import RotaRun
from booking.rota.runs.states import RotaRunState
from tests.booking.rota.make_rota import MONTH, Desk, make_desk
from tests.booking.rota.runs.running import WANTED, ended, started
from tests.fixtures.application import Api


@pytest.fixture
async def desk(api: Api) -> Desk:
    return await make_desk(api)


async def test_a_run_is_worked_off_and_its_rota_taken_over_and_published(desk: Desk, api: Api):
    locked = {**desk.night(0, 3), "locked": True}
    await desk.fill([locked])
    run_id = await started(desk, seconds=3)
    status, problem = await desk.api.post(f"/api/rota/months/{MONTH}/runs", json=WANTED)
    assert (status, problem["code"]) == (409, "rota.run_under_way")
    await api.application.runner.drain()
    _, run = await desk.api.get(f"/api/rota/runs/{run_id}")
    assert run["state"] == "done"
    _, taken = await desk.api.post(f"/api/rota/runs/{run_id}/apply", json={"revision": 1})
    assert taken["applied"]
    month = await desk.month()
    assert len(month["cells"]) == 31
    assert {"locked": True, "date": "2026-12-01"}.items() <= next(
        each for each in month["cells"] if each["date"] == "2026-12-01"
    ).items()
    body = {"revision": month["revision"]}
    status, version = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json=body)
    assert (status, version["seed"]) == (201, 1)


async def test_a_rota_for_a_draft_that_changed_is_taken_over_only_when_wanted(desk: Desk, api: Api):
    run_id = await started(desk, seconds=2)
    await api.application.runner.drain()
    saved = await desk.fill([desk.night(0, 0)])
    body = {"revision": saved["revision"]}
    status, problem = await desk.api.post(f"/api/rota/runs/{run_id}/apply", json=body)
    assert (status, problem["code"]) == (409, "rota.changed_meanwhile")
    status, _ = await desk.api.post(f"/api/rota/runs/{run_id}/apply", json={**body, "force": True})
    assert status == 200


async def test_a_month_that_cannot_be_says_so_and_a_best_effort_is_made(api: Api):
    desk = await make_desk(api, midwives=1)
    run_id = await started(desk)
    await api.application.runner.drain()
    assert (await desk.api.get(f"/api/rota/runs/{run_id}"))[1]["state"] == "infeasible"
    run_id = await started(desk, kind="best_effort", seconds=3)
    await api.application.runner.drain()
    _, run = await desk.api.get(f"/api/rota/runs/{run_id}")
    assert run["state"] == "done"
    assert run["best"] > 0


async def test_a_run_that_is_cancelled_before_it_begins_is_never_worked_off(desk: Desk, api: Api):
    run_id = await started(desk)
    assert (await desk.api.post(f"/api/rota/runs/{run_id}/cancel"))[1]["state"] == "cancelled"
    await api.application.runner.drain()
    assert (await desk.api.get(f"/api/rota/runs/{run_id}"))[1]["state"] == "cancelled"


async def test_a_run_whose_worker_died_is_begun_once_more_and_then_given_up(desk: Desk, api: Api):
    run_id = await started(desk, seconds=2)
    async with api.application.units.write() as uow:
        await uow.session.execute(update(RotaRun).values(state=RotaRunState.RUNNING, attempts=1))
    await api.application.runner.drain()
    assert (await desk.api.get(f"/api/rota/runs/{run_id}"))[1]["state"] == "done"
    run_id = await started(desk, seconds=2)
    async with api.application.units.write() as uow:
        await uow.session.execute(update(RotaRun).values(state=RotaRunState.RUNNING, attempts=2))
    await api.application.runner.drain()
    assert (await desk.api.get(f"/api/rota/runs/{run_id}"))[1]["state"] == "failed"


async def test_a_run_that_needs_too_much_memory_fails_and_the_next_is_worked_off(
    desk: Desk, api: Api, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as small:
        # So little that no solver begins: what is too large for it is a matter of degree.
        small.setattr("booking.rota.solving.process.MEMORY_BYTES", 32 * 2**20)
        run_id = await started(desk, seconds=2)
        assert (await ended(desk, run_id))["state"] == "failed"
    run_id = await started(desk, seconds=2)
    assert (await ended(desk, run_id))["state"] == "done"
