from datetime import timedelta

from core.outbox.backoff import MAX_ATTEMPTS
from core.outbox.runner import JobRunner, dead_jobs, revive


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
    for _ in range(MAX_ATTEMPTS):
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
    import asyncio

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
    await dying._claim()
    other = JobRunner(units, {"count": handler})
    assert await other.drain() == 0
    clock.advance(timedelta(seconds=31))
    assert await other.drain() == 1
    assert seen == [1]
