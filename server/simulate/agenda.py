"""The simulated time: stories that say when they go on, and the outbox, worked off when its jobs are due."""

from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from uuid import UUID

from sqlalchemy import select, update

from core.clock import ManualClock
from core.json import JSON
from core.outbox.runner import JobHandler, Outside
from core.outbox.tables import OutboxJob
from core.unit_of_work import Units

Story = AsyncIterator[datetime]
"""Something that happens step by step: it does a step, and yields the instant (UTC) at which it goes on."""

_READ_AHEAD = 16


@dataclass(frozen=True, slots=True)
class _Job:
    id: UUID
    name: str
    payload: Mapping[str, JSON]
    run_at: datetime


class Agenda:
    """Runs stories and the outbox in the order of their time, with one clock that only goes forward.

    Before a story goes on, every job that was due by then has run at its own time, one after the other by the handlers
    that the worker has; those of one instant are done in one unit. There is no lease, since nothing else works here,
    and no second attempt: a job that fails ends the simulation. Jobs without a handler stay. `units` are on `clock`.
    """

    def __init__(self, units: Units, clock: ManualClock, handlers: Mapping[str, JobHandler | Outside]) -> None:
        self._units = units
        self._clock = clock
        self._handlers = handlers
        self._stories: list[tuple[datetime, int, Story]] = []
        self._order = count()
        self._ahead: deque[_Job] = deque()
        self._is_read = False
        units.on_jobs(self._forget)

    def begin(self, story: Story) -> None:
        """Let a story begin now, after the step that begins it."""
        self._enter(self._clock.now(), story)

    async def run(self, until: datetime, tell: Callable[[datetime], None]) -> None:
        """Run until every story is at its end, and the outbox as far as `until`; `tell` hears of each new instant."""
        while self._stories:
            at, _, story = heappop(self._stories)
            await self._work_off(at)
            self._move(at)
            tell(self._clock.now())
            try:
                following = await anext(story)
            except StopAsyncIteration:
                continue
            self._enter(following, story)
        await self._work_off(until)

    def _enter(self, at: datetime, story: Story) -> None:
        heappush(self._stories, (max(at, self._clock.now()), next(self._order), story))

    async def _work_off(self, until: datetime) -> None:
        while (job := await self._next_job()) is not None and job.run_at <= until:
            self._move(job.run_at)
            handler = self._handlers[job.name]
            batch = [self._ahead.popleft()]
            if isinstance(handler, Outside):
                await handler.handle(self._units, job.payload)
            else:
                while self._ahead and self._goes_with(job, self._ahead[0]):
                    batch.append(self._ahead.popleft())
            async with self._units.write() as uow:
                for each in batch:
                    inside = self._handlers[each.name]
                    if not isinstance(inside, Outside):
                        await inside(uow, each.payload)
                done = update(OutboxJob).where(OutboxJob.id.in_([each.id for each in batch]))
                await uow.session.execute(done.values(done_at=uow.now, attempts=1))

    def _goes_with(self, first: _Job, other: _Job) -> bool:
        """Tell whether two jobs run in one unit: they are due at the same instant, and neither goes outside."""
        return other.run_at == first.run_at and not isinstance(self._handlers[other.name], Outside)

    async def _next_job(self) -> _Job | None:
        if not self._is_read or not self._ahead:
            query = (
                select(OutboxJob.id, OutboxJob.name, OutboxJob.payload, OutboxJob.run_at)
                .where(
                    OutboxJob.done_at.is_(None), OutboxJob.dead_at.is_(None), OutboxJob.name.in_(list(self._handlers))
                )
                .order_by(OutboxJob.run_at, OutboxJob.id)
                .limit(_READ_AHEAD)
            )
            async with self._units.read() as uow:
                self._ahead = deque(_Job(*row) for row in await uow.session.execute(query))
            self._is_read = True
        return self._ahead[0] if self._ahead else None

    def _forget(self) -> None:
        self._is_read = False

    def _move(self, at: datetime) -> None:
        self._clock.set(max(at, self._clock.now()))
