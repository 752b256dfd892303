"""Telling a person that a follow-up is offered, and later that it can be booked."""

from collections.abc import Mapping
from uuid import UUID

from booking.followups.service import OFFERED_JOB
from booking.followups.tables import FollowUp, FollowUpState
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.notices.service import notify
from people.persons import service as persons

OFFERED_NOTICE = "follow_up.offered"
OPENS_NOTICE = "follow_up.opens"


async def tell_offered(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Leave the notice, unless the offer was answered or taken back since. It says neither what it is nor with whom."""
    found = await uow.session.get(FollowUp, UUID(str(payload["follow_up_id"])))
    if found is None or found.state is not FollowUpState.OFFERED or found.expires_at <= uow.now:
        return
    kind = OPENS_NOTICE if payload["opens"] else OFFERED_NOTICE
    accounts = (await persons.account_ids(uow, [found.person_id])).values()
    data = {"follow_up_id": str(found.id), "appointment_id": str(found.appointment_id)}
    await notify(uow, accounts, kind, f"{kind}:{found.id}", data)


handlers: Mapping[str, JobHandler] = {OFFERED_JOB: tell_offered}
