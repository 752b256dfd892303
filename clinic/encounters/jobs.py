"""Telling a client what became of a course of consultations."""

from collections.abc import Mapping
from uuid import UUID

from clinic.encounters.episodes import EPISODE_CLOSED_JOB
from clinic.encounters.tables import EpisodeOfCare
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.notices.service import notify
from people.persons import service as persons

EPISODE_CLOSED_NOTICE = "episode.closed"


async def tell_closed(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the client that their course was closed, once: they are asked the closing questionnaire now."""
    episode = await uow.session.get_one(EpisodeOfCare, UUID(str(payload["episode_id"])))
    accounts = await persons.account_ids(uow, [episode.person_id])
    key = f"{EPISODE_CLOSED_NOTICE}:{episode.id}"
    # Neither its kind nor its outcome: a notice may be read over a shoulder.
    await notify(uow, accounts.values(), EPISODE_CLOSED_NOTICE, key, {"episode_id": str(episode.id)})


handlers: Mapping[str, JobHandler] = {EPISODE_CLOSED_JOB: tell_closed}
