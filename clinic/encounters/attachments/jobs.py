"""Forgetting files that were taken in and never sent."""

from collections.abc import Mapping
from uuid import UUID

from clinic.encounters.attachments.service import FORGET_JOB, forget_unsent
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork


async def _forget(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    await forget_unsent(uow, UUID(str(payload["attachment_id"])))


handlers: Mapping[str, JobHandler] = {FORGET_JOB: _forget}
