"""The job runner: claims jobs by a lease, runs their handlers, tries again, and keeps what cannot be done."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, or_, select, update

from core.ids import new_id
from core.json import JSON
from core.outbox.backoff import next_delay
from core.outbox.tables import OutboxJob
from core.unit_of_work import UnitOfWork, Units

JobHandler = Callable[[UnitOfWork, Mapping[str, JSON]], Awaitable[None]]
"""Does a job within the transaction in which it is marked as done; may be called again, so it must be idempotent."""

_log = structlog.get_logger(__name__)


class JobRunner:
    """Works off the outbox. Several runners, in several processes, share the work: a job is leased to one.

    A runner that dies leaves its leases; when they end, another takes the jobs.
    """

    def __init__(
        self,
        units: Units,
        handlers: Mapping[str, JobHandler],
        *,
        lease: timedelta = timedelta(seconds=30),
        poll: timedelta = timedelta(seconds=1),
        batch: int = 8,
    ) -> None:
        self._units = units
        self._handlers = dict(handlers)
        self._lease = lease
        self._poll = poll
        self._batch = batch
        self._id = new_id()
        self._woken = asyncio.Event()
        self._stopping = False
        units.on_jobs(self.wake)

    def wake(self) -> None:
        """Look for jobs now instead of at the next poll."""
        self._woken.set()

    async def run(self) -> None:
        """Work until `stop` is called; what is in the hand then is finished first."""
        while not self._stopping:
            self._woken.clear()
            if await self._step() == 0 and not self._stopping:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), self._poll.total_seconds())

    def stop(self) -> None:
        """Let `run` return after the batch in the hand."""
        self._stopping = True
        self._woken.set()

    async def drain(self) -> int:
        """Work until no job is due; returns how many were run."""
        total = 0
        while worked := await self.run_once():
            total += worked
        return total

    async def run_once(self) -> int:
        """Claim one batch of due jobs and run it; returns how many."""
        claimed = await self._claim()
        await asyncio.gather(*(self._run(job_id) for job_id in claimed))
        return len(claimed)

    async def _step(self) -> int:
        try:
            return await self.run_once()
        except Exception as error:
            # The database may be away for a while; the next poll tries again.
            _log.error("outbox_unreachable", error=type(error).__name__)
            return 0

    async def _claim(self) -> list[UUID]:
        async with self._units.write() as uow:
            due = (
                select(OutboxJob)
                .where(
                    OutboxJob.done_at.is_(None),
                    OutboxJob.dead_at.is_(None),
                    OutboxJob.run_at <= uow.now,
                    or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until <= uow.now),
                    OutboxJob.name.in_(self._handlers),
                )
                .order_by(OutboxJob.run_at, OutboxJob.id)
                .limit(self._batch)
                .with_for_update(skip_locked=True)
            )
            jobs = (await uow.session.scalars(due)).all()
            for job in jobs:
                job.leased_by = self._id
                job.leased_until = uow.now + self._lease
                job.attempts += 1
            return [job.id for job in jobs]

    async def _run(self, job_id: UUID) -> None:
        name = "unknown"
        try:
            async with self._units.write() as uow:
                job = await uow.session.scalar(
                    select(OutboxJob)
                    .where(OutboxJob.id == job_id, OutboxJob.leased_by == self._id, OutboxJob.done_at.is_(None))
                    .with_for_update()
                )
                if job is None:
                    return
                name = job.name
                await self._handlers[name](uow, job.payload)
                job.done_at = uow.now
                job.leased_by = None
                job.leased_until = None
                job.last_error = None
        except Exception as error:
            await self._put_back(job_id, name, type(error).__name__)

    async def _put_back(self, job_id: UUID, name: str, error: str) -> None:
        async with self._units.write() as uow:
            job = await uow.session.scalar(
                select(OutboxJob).where(OutboxJob.id == job_id, OutboxJob.leased_by == self._id).with_for_update()
            )
            if job is None:
                return
            delay = next_delay(job.attempts)
            job.leased_by = None
            job.leased_until = None
            job.last_error = error
            if delay is None:
                job.dead_at = uow.now
            else:
                job.run_at = uow.now + delay
            _log.error(
                "job_failed", job=name, job_id=str(job_id), attempts=job.attempts, error=error, dead=delay is None
            )


async def revive(uow: UnitOfWork, job_id: UUID) -> bool:
    """Let a dead job run again from its first attempt; returns whether there was one."""
    result = await uow.session.execute(
        update(OutboxJob)
        .where(OutboxJob.id == job_id, OutboxJob.dead_at.is_not(None))
        .values(dead_at=None, attempts=0, run_at=uow.now)
        .returning(OutboxJob.id)
    )
    return result.first() is not None


async def dead_jobs(uow: UnitOfWork, limit: int = 100) -> list[OutboxJob]:
    """Return the jobs that were given up, newest first."""
    dead = select(OutboxJob).where(OutboxJob.dead_at.is_not(None)).order_by(OutboxJob.dead_at.desc()).limit(limit)
    return list((await uow.session.scalars(dead)).all())


async def count_open(uow: UnitOfWork) -> tuple[int, int]:
    """Return how many jobs wait, and how many were given up."""
    waiting = select(func.count()).where(OutboxJob.done_at.is_(None), OutboxJob.dead_at.is_(None))
    dead = select(func.count()).where(OutboxJob.dead_at.is_not(None))
    row = (await uow.session.execute(select(waiting.scalar_subquery(), dead.scalar_subquery()))).one()
    return row[0], row[1]
