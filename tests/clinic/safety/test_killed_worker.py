"""The flag survives the killing of the worker: nobody is left untold, nobody is told twice."""

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select

from clinic.safety import flags
from core.clock import SystemClock
from core.outbox.tables import OutboxJob
from core.unit_of_work import Units
from people.notices.tables import Notice
from tests.clinic.assessments.make import make_counselling


@pytest.fixture
def units(database, zone, vault, live):
    """Units with the machine's clock, which the workers' processes have too."""
    return Units(database, SystemClock(), zone, vault, live)


@asynccontextmanager
async def process(*arguments, **environment):
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, env={**os.environ, **environment}, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def killed(url, point):
    async with process("tests.clinic.safety.dying_worker", url, point) as child:
        assert await child.wait() == -signal.SIGKILL


async def jobs_done(units):
    async with asyncio.timeout(60):
        while True:
            async with units.read() as uow:
                jobs = (await uow.session.scalars(select(OutboxJob))).all()
            if all(job.done_at is not None for job in jobs):
                return jobs
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("points", [["begun"], ["written"], ["done"], ["written", "begun", "written"]])
async def test_each_person_concerned_is_told_exactly_once_though_the_worker_is_killed(units, database_url, points):
    counselling = await make_counselling(units, SystemClock())
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    for point in points:
        await killed(database_url, point)
        async with units.read() as uow:
            assert len(await flags.list_open(uow, counselling.counsellor)) == 1
    async with process("server.cli", "worker", "--lease", "1", HAGUKUMI_DATABASE_URL=database_url):
        (job,) = await jobs_done(units)
    assert job.dead_at is None
    async with units.read() as uow:
        told = (await uow.session.scalars(select(Notice.account_id).where(Notice.kind == "safety.flag_raised"))).all()
    assert sorted(told) == sorted([counselling.counsellor.account_id, counselling.psychiatrist.account_id])
