"""The job runner: claims jobs by a lease, runs their handlers, tries again, and keeps what cannot be done."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.exc import DBAPIError

from core.ids import new_id
from core.json import JSON
from core.outbox.backoff import SHORT, Patience, endless
from core.outbox.tables import OutboxJob
from core.unit_of_work import UnitOfWork, Units

JobHandler = Callable[[UnitOfWork, Mapping[str, JSON]], Awaitable[None]]
"""Does a job within the transaction in which it is marked as done; may be called again, so it must be idempotent."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A handler that talks to the world outside and so holds no transaction: it opens its own units of work.

    It runs under a lease that is renewed while it runs, is cancelled when the lease is lost, and must bound its time.
    Whatever it did may be done again when the process dies before the job is marked as done.

    Jobs of one name are claimed by the batch, and the next batch waits for the slowest. With `side_by_side` each is
    claimed by itself, so many at once: for long work of which one piece may not delay another.
    """

    handle: Callable[[Units, Mapping[str, JSON]], Awaitable[None]]
    patience: Patience = SHORT
    side_by_side: int | None = None


@dataclass(frozen=True, slots=True)
class Repeating:
    """A handler that runs again and again, on one of all nodes at a time, `every` so long after its last end.

    It does its work within the transaction in which its next run is written down. It is never given up.
    """

    handle: JobHandler
    every: timedelta


_log = structlog.get_logger(__name__)


class JobRunner:
    """Works off the outbox. Several runners, in several processes, share the work: a job is leased to one.

    A runner that dies leaves its leases; when they end, another takes the jobs. Jobs that talk to the outside run
    apart, each name by itself, so that a slow mail server delays no alert.
    """

    def __init__(
        self,
        units: Units,
        handlers: Mapping[str, JobHandler | Outside | Repeating],
        *,
        lease: timedelta = timedelta(seconds=30),
        poll: timedelta = timedelta(seconds=1),
        batch: int = 8,
    ) -> None:
        self._units = units
        self._outside = {name: each for name, each in handlers.items() if isinstance(each, Outside)}
        self._repeating = {name: each for name, each in handlers.items() if isinstance(each, Repeating)}
        self._handlers: dict[str, JobHandler] = {
            name: each for name, each in handlers.items() if not isinstance(each, Outside | Repeating)
        }
        self._lanes = [_Lane(tuple(self._handlers), batch), *(_Lane((name,), 1) for name in self._repeating)]
        for name, each in self._outside.items():
            if each.side_by_side is None:
                self._lanes.append(_Lane((name,), batch))
            else:
                self._lanes += [_Lane((name,), 1) for _ in range(each.side_by_side)]
        self._lease = lease
        self._poll = poll
        self._id = new_id()
        self._stopping = False
        units.on_jobs(self.wake)

    def wake(self) -> None:
        """Look for jobs now instead of at the next poll."""
        for lane in self._lanes:
            lane.woken.set()

    async def begin_repeating(self) -> None:
        """Leave the repeating jobs that are not there yet; they run at once."""
        if not self._repeating:
            return
        async with self._units.write() as uow:
            for name in self._repeating:
                uow.enqueue(name, {}, key=name)

    async def run(self) -> None:
        """Work until `stop` is called; what is in the hand then is finished first."""
        await asyncio.gather(*(self._work(lane) for lane in self._lanes))

    async def _work(self, lane: "_Lane") -> None:
        while not self._stopping:
            lane.woken.clear()
            if await self._step(lane) == 0 and not self._stopping:
                with suppress(TimeoutError):
                    await asyncio.wait_for(lane.woken.wait(), self._poll.total_seconds())

    def stop(self) -> None:
        """Let `run` return after the batch in the hand."""
        self._stopping = True
        self.wake()

    async def release(self) -> None:
        """Give back what was claimed and is not done, so that another takes it now; call it after the end of `run`."""
        try:
            async with self._units.write() as uow:
                await uow.session.execute(
                    update(OutboxJob)
                    .where(OutboxJob.leased_by == self._id, OutboxJob.done_at.is_(None), OutboxJob.dead_at.is_(None))
                    .values(leased_by=None, leased_until=None)
                )
        except (DBAPIError, OSError) as error:
            _log.warning("leases_not_released", error=type(error).__name__)

    async def drain(self) -> int:
        """Work until no job is due; returns how many were run."""
        total = 0
        while worked := await self.run_once():
            total += worked
        return total

    async def run_once(self) -> int:
        """Claim a batch of due jobs of each kind and run it; returns how many."""
        async with self._units.read() as uow:
            names = (name for lane in self._lanes for name in lane.names)
            due = _due(uow, set(names)).order_by(None).with_only_columns(OutboxJob.name).distinct()
            found = set((await uow.session.scalars(due)).all())
        return sum([await self._run_batch(lane) for lane in self._lanes if not found.isdisjoint(lane.names)])

    async def _run_batch(self, lane: "_Lane") -> int:
        claimed = await self._claim(lane.names, lane.batch)
        await asyncio.gather(*(self._run(job_id, name) for job_id, name in claimed))
        return len(claimed)

    async def _step(self, lane: "_Lane") -> int:
        try:
            return await self._run_batch(lane)
        except Exception as error:
            # The database may be away for a while; the next poll tries again.
            _log.error("outbox_unreachable", error=type(error).__name__)
            return 0

    async def _claim(self, names: Collection[str], batch: int) -> list[tuple[UUID, str]]:
        # Most looks find nothing, and SQLite has one writer: they only read.
        async with self._units.read() as uow:
            if await uow.session.scalar(_due(uow, names).with_only_columns(OutboxJob.id).limit(1)) is None:
                return []
        async with self._units.write() as uow:
            due = _due(uow, names).limit(batch).with_for_update(skip_locked=True)
            jobs = (await uow.session.scalars(due)).all()
            for job in jobs:
                job.leased_by = self._id
                job.leased_until = uow.now + self._lease
                job.attempts += 1
            return [(job.id, job.name) for job in jobs]

    async def _run(self, job_id: UUID, name: str) -> None:
        outside, repeating = self._outside.get(name), self._repeating.get(name)
        try:
            if outside is not None:
                await self._run_outside(job_id, outside)
                return
            handle = self._handlers[name] if repeating is None else repeating.handle
            async with self._units.write() as uow:
                job = await self._mine(uow, job_id)
                if job is not None:
                    await handle(uow, job.payload)
                    _finish(job, uow)
                    if repeating is not None:
                        job.done_at, job.attempts, job.run_at = None, 0, uow.now + repeating.every
        except Exception as error:
            await self._put_back(job_id, name, type(error).__name__, self._patience(name))

    def _patience(self, name: str) -> Patience:
        if (outside := self._outside.get(name)) is not None:
            return outside.patience
        if (repeating := self._repeating.get(name)) is not None:
            return endless(repeating.every)
        return SHORT

    async def _run_outside(self, job_id: UUID, outside: Outside) -> None:
        async with self._units.read() as uow:
            payload = await uow.session.scalar(
                select(OutboxJob.payload).where(OutboxJob.id == job_id, OutboxJob.leased_by == self._id)
            )
        if payload is None:
            return
        async with self._kept_lease(job_id):
            await outside.handle(self._units, payload)
        async with self._units.write() as uow:
            job = await self._mine(uow, job_id)
            if job is not None:
                _finish(job, uow)

    @asynccontextmanager
    async def _kept_lease(self, job_id: UUID) -> AsyncIterator[None]:
        async with asyncio.timeout(None) as work:
            renewing = asyncio.create_task(self._renew(job_id, work))
            try:
                yield
            finally:
                renewing.cancel()
                await asyncio.gather(renewing, return_exceptions=True)

    async def _renew(self, job_id: UUID, work: asyncio.Timeout) -> None:
        """Lengthen the lease again and again; one that is lost, or cannot be renewed in time, ends the work."""
        loop = asyncio.get_running_loop()
        seconds = self._lease.total_seconds()
        until = loop.time() + seconds
        while True:
            await asyncio.sleep(seconds / 3)
            try:
                async with asyncio.timeout_at(until), self._units.write() as uow:
                    job = await self._mine(uow, job_id)
                    if job is not None:
                        job.leased_until = uow.now + self._lease
            except Exception as error:
                _log.warning("lease_not_renewed", job_id=str(job_id), error=type(error).__name__)
                if loop.time() < until:
                    continue
                job = None
            if job is None:
                work.reschedule(loop.time())
                return
            until = loop.time() + seconds

    async def _mine(self, uow: UnitOfWork, job_id: UUID) -> OutboxJob | None:
        job: OutboxJob | None = await uow.session.scalar(
            select(OutboxJob)
            .where(OutboxJob.id == job_id, OutboxJob.leased_by == self._id, OutboxJob.done_at.is_(None))
            .with_for_update()
        )
        return job

    async def _put_back(self, job_id: UUID, name: str, error: str, patience: Patience) -> None:
        async with self._units.write() as uow:
            job = await self._mine(uow, job_id)
            if job is None:
                return
            delay = patience.next_delay(job.attempts)
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


class _Lane:
    """Job names that are worked off one batch after another."""

    def __init__(self, names: tuple[str, ...], batch: int) -> None:
        self.names = names
        self.batch = batch
        self.woken = asyncio.Event()


def _due(uow: UnitOfWork, names: Collection[str]) -> Select[OutboxJob]:
    return (
        select(OutboxJob)
        .where(
            OutboxJob.done_at.is_(None),
            OutboxJob.dead_at.is_(None),
            OutboxJob.run_at <= uow.now,
            or_(OutboxJob.leased_until.is_(None), OutboxJob.leased_until <= uow.now),
            OutboxJob.name.in_(names),
        )
        .order_by(OutboxJob.run_at, OutboxJob.id)
    )


def _finish(job: OutboxJob, uow: UnitOfWork) -> None:
    job.done_at = uow.now
    job.leased_by = None
    job.leased_until = None
    job.last_error = None


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
