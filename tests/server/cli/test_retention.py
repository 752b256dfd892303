"""`hagukumi retention`: counts, and does what was approved."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from clinic.encounters.tables import Encounter
from clinic.keeping import runs
from core.clock import SystemClock
from core.unit_of_work import Units
from tests.clinic.assessments.make import make_counselling
from tests.clinic.keeping.make import make_administrators
from tests.server.cli.process import run


async def test_what_is_over_is_counted_and_an_approved_run_is_done(
    units, clock, database, database_url, zone, vault, live
):
    # The command reads the real clock.
    clock.set(datetime.now(UTC).replace(hour=1, minute=0) - timedelta(days=6 * 366))
    counselling = await make_counselling(units, clock)
    await counselling.fill_in(14)
    await counselling.hold_session()
    await counselling.close_course()
    today = Units(database, SystemClock(), zone, vault, live)
    ended = await run("retention", "plan", database_url=database_url)
    assert ended.code == 0, ended
    assert "messages (messages, ended by" in ended.out
    assert "はな" not in ended.out
    ended = await run("retention", "run", database_url=database_url)
    assert (ended.code, ended.out.startswith("No run is approved.")) == (0, True)
    one, other = await make_administrators(today)
    async with today.write() as uow:
        run_id = await runs.propose(uow, one)
    async with today.write() as uow:
        await runs.approve(uow, other, run_id)
    ended = await run("retention", "run", database_url=database_url)
    assert (ended.code, ended.out.strip()) == (0, f"run {run_id} is done")
    async with today.read() as uow:
        assert await uow.session.scalar(select(func.count()).where(Encounter.place_sealed.is_not(None))) == 0
