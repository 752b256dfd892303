"""The flag survives the killing of the worker: nobody is left untold, nobody is told twice."""

import asyncio
import os
import signal
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from clinic.safety import flags
from clinic.safety.alerts.stepping import STEP_JOB
from clinic.safety.kinds import Channel
from clinic.safety.tables import AlertCall, Flag
from core.clock import SystemClock
from core.outbox.tables import OutboxJob
from core.principal import Role
from core.unit_of_work import Units
from people.notices.tables import Notice
from tests.booking.make import make_duty
from tests.clinic.assessments.make import make_counselling
from tests.fixtures.processes import start
from tests.people.make import make_staff


@pytest.fixture
def units(database, zone, vault, live):
    """Units with the machine's clock, which the workers' processes have too."""
    return Units(database, SystemClock(), zone, vault, live)


@asynccontextmanager
async def process(*arguments, **environment):
    child = await start(*arguments, environment={**os.environ, **environment})
    try:
        yield child
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def killed(url, point):
    async with process("tests.clinic.safety.dying_worker", url, point) as child:
        assert await child.wait() == -signal.SIGKILL


async def turned(units, turn):
    """Return the flag when so many steps of its chain are made and everybody was told that it was raised."""
    async with asyncio.timeout(60):
        while True:
            async with units.read() as uow:
                flag = await uow.session.scalar(select(Flag))
                told = await uow.session.scalar(select(OutboxJob).where(OutboxJob.name == flags.FLAG_RAISED))
            if flag.turn == turn and told.done_at is not None:
                return flag
            await asyncio.sleep(0.05)


async def pass_the_time(units):
    """Let the time until the next step be over."""
    async with units.write() as uow:
        await uow.session.execute(update(Flag).values(next_at=uow.now))
        await uow.session.execute(update(OutboxJob).where(OutboxJob.name == STEP_JOB).values(run_at=uow.now))


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
        await turned(units, 1)
    async with units.read() as uow:
        told = (await uow.session.scalars(select(Notice.account_id).where(Notice.kind == "safety.flag_raised"))).all()
    assert sorted(told) == sorted([counselling.counsellor.account_id, counselling.psychiatrist.account_id])


async def test_each_step_of_the_chain_is_made_once_though_the_worker_is_killed_before_and_in_it(units, database_url):
    counselling = await make_counselling(units, SystemClock())
    async with units.write() as uow:
        coordinator = await make_staff(uow, Role.COORDINATOR)
        now = uow.now
        await make_duty(
            uow, counselling.counsellor.practitioner_id, now, now + timedelta(hours=1), role=Role.COUNSELLOR
        )
    response = await counselling.start()
    await counselling.answer(response.id, "9", 1)
    for turn, point in enumerate(["written", "begun", "done", "written"], start=1):
        await killed(database_url, point)
        async with process("server.cli", "worker", "--lease", "1", HAGUKUMI_DATABASE_URL=database_url):
            await turned(units, turn)
        await pass_the_time(units)
    async with units.read() as uow:
        made = await uow.session.execute(
            select(AlertCall.turn, AlertCall.account_id, func.count())
            .where(AlertCall.channel == Channel.IN_APP)
            .group_by(AlertCall.turn, AlertCall.account_id)
            .order_by(AlertCall.turn)
        )
    called = [counselling.counsellor, counselling.psychiatrist, coordinator, coordinator]
    assert made.all() == [(turn, one.account_id, 1) for turn, one in enumerate(called)]
