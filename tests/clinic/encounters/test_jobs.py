"""The client is told of a closed course, once, without a word on what it was about."""

import json

from sqlalchemy import select

from clinic.encounters import episodes, service
from clinic.encounters.jobs import handlers
from clinic.encounters.states import EpisodeOutcome
from core.live import LiveBus, LiveEvent
from core.outbox.runner import JobRunner
from core.outbox.tables import OutboxJob
from core.principal import Principal, Role
from core.unit_of_work import Units
from people.notices.tables import Notice
from server.jobs import JOBS
from tests.clinic.encounters.make import make_consultation


async def close_course(units: Units) -> tuple[Principal, str]:
    """Close a course after its first session; return its client and its id."""
    async with units.write() as uow:
        parent, counsellor, encounter = await make_consultation(uow, "counselling", Role.COUNSELLOR, admitted=True)
        await service.finish(uow, counsellor, encounter.id)
        assert encounter.episode_id is not None
    async with units.write() as uow:
        await episodes.close_episode(uow, counsellor, encounter.episode_id, EpisodeOutcome.DROPPED_OUT, "目標に届いた")
    return parent, str(encounter.episode_id)


async def notices(units: Units) -> list[Notice]:
    async with units.read() as uow:
        return list(await uow.session.scalars(select(Notice)))


async def test_the_client_of_a_closed_course_is_told_and_the_page_asks_what_is_due(units: Units, live: LiveBus) -> None:
    events: list[LiveEvent] = []

    async def hear(event: LiveEvent) -> None:
        events.append(event)

    live.subscribe(hear)
    parent, episode_id = await close_course(units)
    hint = LiveEvent(f"account:{parent.account_id}", "hint", {"topic": "encounter"})
    assert events[-1] == hint
    await JobRunner(units, JOBS).drain()
    (notice,) = await notices(units)
    assert (notice.account_id, notice.kind) == (parent.account_id, "episode.closed")
    assert dict(notice.data) == {"episode_id": episode_id}
    assert events[-1] == LiveEvent(hint.topic, "hint", {"topic": "notices"})


async def test_a_job_that_runs_again_tells_nobody_twice(units: Units) -> None:
    await close_course(units)
    for _ in range(2):
        assert await JobRunner(units, handlers).drain() == 1
        async with units.write() as uow:
            for job in await uow.session.scalars(select(OutboxJob)):
                job.done_at = None
    assert len(await notices(units)) == 1


async def test_job_and_notice_say_neither_what_the_course_was_nor_how_it_ended(units: Units) -> None:
    await close_course(units)
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        payloads = [job.payload for job in await uow.session.scalars(select(OutboxJob))]
    written = json.dumps([payloads, [[each.kind, each.key, dict(each.data)] for each in await notices(units)]])
    assert not any(word in written for word in ("counsel", "dropped", "phq"))
