import asyncio
from datetime import timedelta

from sqlalchemy import select

from core.ids import new_id
from core.outbox.backoff import LONG, SHORT
from core.outbox.runner import JobRunner, Outside, Repeating, dead_jobs, revive
from core.outbox.tables import OutboxJob


async def test_a_job_runs_once_after_its_commit(units):
    seen = []

    async def handler(uow, payload):
        seen.append(payload["n"])

    runner = JobRunner(units, {"count": handler})
    async with units.write() as uow:
        uow.enqueue("count", {"n": 1}, key="one")
    assert await runner.drain() == 1
    assert await runner.drain() == 0
    assert seen == [1]


async def test_the_same_key_leaves_one_job(units):
    seen = []

    async def handler(uow, payload):
        seen.append(payload["n"])

    runner = JobRunner(units, {"count": handler})
    for n in range(3):
        async with units.write() as uow:
            uow.enqueue("count", {"n": n}, key="same")
    await runner.drain()
    assert seen == [0]


async def test_what_was_rolled_back_leaves_no_job(units):
    runner = JobRunner(units, {})
    try:
        async with units.write() as uow:
            uow.enqueue("count", {}, key="never")
            raise LookupError
    except LookupError:
        pass
    assert await runner.drain() == 0


async def test_a_failing_job_waits_longer_each_time_and_ends_among_the_dead_where_it_can_be_revived(units, clock):
    async def handler(uow, payload):
        raise OSError("no address here")

    runner = JobRunner(units, {"fail": handler})
    async with units.write() as uow:
        uow.enqueue("fail", {}, key="f")
    for _ in range(SHORT.attempts):
        assert await runner.drain() == 1
        assert await runner.drain() == 0
        clock.advance(timedelta(minutes=11))
    async with units.read() as uow:
        [dead] = await dead_jobs(uow)
    assert dead.last_error == "OSError"
    assert await runner.drain() == 0
    async with units.write() as uow:
        assert await revive(uow, dead.id)
    assert await runner.drain() == 1


async def test_two_runners_never_run_one_job_twice(units):
    seen = []

    async def handler(uow, payload):
        seen.append(payload["n"])

    async with units.write() as uow:
        for n in range(40):
            uow.enqueue("count", {"n": n}, key=str(n))
    runners = [JobRunner(units, {"count": handler}, batch=3) for _ in range(3)]
    await asyncio.gather(*(runner.drain() for runner in runners))
    assert sorted(seen) == list(range(40))


async def test_the_jobs_of_a_dead_worker_are_taken_over_when_its_lease_ends(units, clock):
    seen = []

    async def handler(uow, payload):
        seen.append(payload["n"])

    dying = JobRunner(units, {"count": handler})
    async with units.write() as uow:
        uow.enqueue("count", {"n": 1}, key="one")
    await dying._claim(["count"], 1)
    other = JobRunner(units, {"count": handler})
    assert await other.drain() == 0
    clock.advance(timedelta(seconds=31))
    assert await other.drain() == 1
    assert seen == [1]


async def test_a_worker_that_stops_gives_back_what_it_could_not_finish(units):
    begun = asyncio.Event()

    async def talk(own, payload):
        begun.set()
        await asyncio.Event().wait()

    stopping = JobRunner(units, {"talk": Outside(talk)})
    async with units.write() as uow:
        uow.enqueue("talk", {}, key="talk")
    working = asyncio.create_task(stopping.run())
    async with asyncio.timeout(30):
        await begun.wait()
    stopping.stop()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    await stopping.release()
    seen = []

    async def done(own, payload):
        seen.append(payload)

    assert await JobRunner(units, {"talk": Outside(done)}).drain() == 1
    assert seen == [{}]


async def test_a_job_that_talks_to_the_outside_holds_no_transaction(units):
    seen = []

    async def handle(own, payload):
        async with own.write() as uow:
            uow.enqueue("count", {"n": payload["n"]}, key="within")

    async def count(uow, payload):
        seen.append(payload["n"])

    runner = JobRunner(units, {"talk": Outside(handle), "count": count})
    async with units.write() as uow:
        uow.enqueue("talk", {"n": 1}, key="one")
    assert await runner.drain() == 2
    assert seen == [1]


async def test_a_job_that_waits_for_the_outside_keeps_no_other_from_running(units):
    answered, rung = asyncio.Event(), asyncio.Event()

    async def talk(own, payload):
        await answered.wait()

    async def ring(uow, payload):
        rung.set()

    runner = JobRunner(units, {"talk": Outside(talk), "ring": ring})
    async with units.write() as uow:
        uow.enqueue("talk", {}, key="talk")
    working = asyncio.create_task(runner.run())
    async with units.write() as uow:
        uow.enqueue("ring", {}, key="ring")
    async with asyncio.timeout(30):
        await rung.wait()
    answered.set()
    runner.stop()
    await working


async def test_long_work_side_by_side_keeps_none_of_its_kind_waiting(units):
    begun, ended, short = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work(own, payload):
        if payload["long"]:
            begun.set()
            await ended.wait()
        else:
            short.set()

    runner = JobRunner(units, {"work": Outside(work, side_by_side=2)})
    async with units.write() as uow:
        uow.enqueue("work", {"long": True}, key="long")
    working = asyncio.create_task(runner.run())
    async with asyncio.timeout(30):
        await begun.wait()
        async with units.write() as uow:
            uow.enqueue("work", {"long": False}, key="short")
        await short.wait()
    ended.set()
    runner.stop()
    await working


async def test_work_outside_keeps_its_lease_as_long_as_it_lasts_and_ends_when_the_lease_is_lost(units, clock):
    begun = asyncio.Event()

    async def talk(own, payload):
        begun.set()
        await asyncio.Event().wait()

    runner = JobRunner(units, {"talk": Outside(talk)}, lease=timedelta(seconds=0.3))
    other = JobRunner(units, {"talk": Outside(talk)}, lease=timedelta(seconds=0.3))
    async with units.write() as uow:
        uow.enqueue("talk", {}, key="talk")
    working = asyncio.create_task(runner.run_once())
    async with asyncio.timeout(30):
        await begun.wait()
    before = await _lease(units)
    clock.advance(timedelta(seconds=0.2))
    async with asyncio.timeout(30):
        while await _lease(units) == before:
            pass
    assert await other.run_once() == 0
    async with units.write() as uow:
        (await uow.session.scalars(select(OutboxJob))).one().leased_by = new_id()
    async with asyncio.timeout(30):
        await working
    async with units.read() as uow:
        assert (await uow.session.scalars(select(OutboxJob.done_at))).one() is None


async def _lease(units):
    async with units.read() as uow:
        return (await uow.session.scalars(select(OutboxJob.leased_until))).one()


async def test_a_mail_server_may_be_away_for_two_days():
    waits = [LONG.next_delay(attempt) for attempt in range(1, LONG.attempts)]
    assert timedelta(hours=47) < sum(waits, timedelta()) < timedelta(hours=50)
    assert LONG.next_delay(LONG.attempts) is None


async def test_a_repeating_job_runs_again_and_again_once_for_all_nodes_and_is_never_given_up(units, clock):
    runs = []

    async def handle(uow, payload):
        runs.append(uow.now)
        if len(runs) == 2:
            raise ValueError

    nodes = [JobRunner(units, {"again": Repeating(handle, timedelta(minutes=1))}) for _ in range(2)]
    for node in nodes:
        await node.begin_repeating()
    await asyncio.gather(*(node.drain() for node in nodes))
    assert len(runs) == 1
    for _ in range(3):
        clock.advance(timedelta(minutes=1))
        for node in nodes:
            await node.drain()
    assert len(runs) == 4
    async with units.read() as uow:
        job = await uow.session.scalar(select(OutboxJob))
        assert (job.done_at, job.dead_at, job.run_at) == (None, None, clock.now() + timedelta(minutes=1))
