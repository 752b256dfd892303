import asyncio
from datetime import timedelta

from core.clock import SystemClock
from core.database import Database
from core.live import LiveBus
from core.outbox.listen import listen
from core.outbox.runner import JobRunner
from core.unit_of_work import Units


async def test_a_job_left_on_one_node_wakes_the_worker_of_another(postgres_url, zone, vault):
    done = asyncio.Event()

    async def handler(uow, payload):
        done.set()

    here, there = Database(postgres_url, 2), Database(postgres_url, 2)
    writer = Units(here, SystemClock(), zone, vault, LiveBus())
    # It would not look by itself within this test.
    runner = JobRunner(Units(there, SystemClock(), zone, vault, LiveBus()), {"ring": handler}, poll=timedelta(hours=1))
    heard = asyncio.Event()

    def wake():
        heard.set()
        runner.wake()

    tasks = [asyncio.create_task(listen(postgres_url, wake)), asyncio.create_task(runner.run())]
    async with asyncio.timeout(20):
        await heard.wait()
        async with writer.write() as uow:
            uow.enqueue("ring", {}, key="ring")
        await done.wait()
    runner.stop()
    await tasks[1]
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await here.close()
    await there.close()
