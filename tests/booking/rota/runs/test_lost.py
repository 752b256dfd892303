"""No run blocks its month for ever: what nobody works off any more has ended, and what breaks is over."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from booking.rota.month_tables import RotaRun
from booking.rota.runs.lost import end_lost
from booking.rota.runs.states import RotaRunState
from core.outbox.tables import OutboxJob
from tests.booking.rota.make_rota import Desk, make_desk
from tests.booking.rota.runs.running import ended, started
from tests.fixtures.application import Api


@pytest.fixture
async def desk(api: Api) -> Desk:
    return await make_desk(api)


async def change(desk: Desk, *statements: Any) -> None:
    async with desk.api.application.units.write() as uow:
        for each in statements:
            await uow.session.execute(each)


async def state(desk: Desk, run_id: str) -> str:
    return str((await desk.api.get(f"/api/rota/runs/{run_id}"))[1]["state"])


def given_up(desk: Desk) -> Any:
    return update(OutboxJob).values(dead_at=desk.api.application.units.clock.now())


def done(desk: Desk) -> Any:
    return update(OutboxJob).values(done_at=desk.api.application.units.clock.now())


def missing(_desk: Desk) -> Any:
    return delete(OutboxJob)


@pytest.mark.parametrize("job", [given_up, done, missing])
@pytest.mark.parametrize(
    "stored", [RotaRunState.QUEUED, RotaRunState.RUNNING, RotaRunState.EXPLAINING, RotaRunState.STOPPING]
)
async def test_a_run_whose_job_is_no_more_has_failed_and_another_can_be_started(
    desk: Desk, job: Callable[[Desk], Any], stored: RotaRunState
):
    run_id = await started(desk)
    await change(desk, update(RotaRun).values(state=stored), job(desk))
    assert await state(desk, run_id) == "failed"
    await started(desk)
    async with desk.api.application.units.read() as uow:
        states = (await uow.session.scalars(select(RotaRun.state).order_by(RotaRun.id))).all()
    assert states == [RotaRunState.FAILED, RotaRunState.QUEUED]


async def test_a_lost_run_that_is_stopped_has_failed_at_once(desk: Desk):
    run_id = await started(desk)
    await change(desk, update(RotaRun).values(state=RotaRunState.RUNNING), given_up(desk))
    _, run = await desk.api.post(f"/api/rota/runs/{run_id}/stop")
    assert run["state"] == "failed"


async def test_a_run_whose_worker_died_can_be_cancelled_without_another_worker(desk: Desk, clock):
    run_id = await started(desk)
    lease = update(OutboxJob).values(leased_until=clock.now() + timedelta(seconds=30))
    await change(desk, update(RotaRun).values(state=RotaRunState.RUNNING), lease)
    _, run = await desk.api.post(f"/api/rota/runs/{run_id}/cancel")
    assert run["state"] == "stopping"
    clock.advance(timedelta(seconds=31))
    assert await state(desk, run_id) == "cancelled"
    second = await started(desk, seconds=2)
    assert (await ended(desk, second))["state"] == "done"
    assert await state(desk, run_id) == "cancelled"


async def test_a_run_that_is_worked_on_is_not_taken_for_lost(desk: Desk):
    run_id = await started(desk)
    async with desk.api.application.units.write() as uow:
        assert await end_lost(uow) == []
    assert await state(desk, run_id) == "queued"


async def test_a_worker_that_starts_ends_what_was_lost(desk: Desk, api: Api):
    run_id = await started(desk)
    await change(desk, update(RotaRun).values(state=RotaRunState.RUNNING), given_up(desk))
    await api.application.start_jobs()
    async with asyncio.timeout(30):
        while True:
            async with api.application.units.read() as uow:
                stored, ended_at = (await uow.session.execute(select(RotaRun.state, RotaRun.ended_at))).one()
            if stored is RotaRunState.FAILED:
                break
    assert ended_at is not None
    assert await state(desk, run_id) == "failed"


async def test_a_run_that_cannot_even_be_read_fails_and_leaves_the_month_free(desk: Desk):
    run_id = await started(desk)
    await change(desk, update(RotaRun).values(problem={"of": "another version"}))
    assert (await ended(desk, run_id))["state"] == "failed"
    assert (await ended(desk, await started(desk, seconds=2)))["state"] == "done"
