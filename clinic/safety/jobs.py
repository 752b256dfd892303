"""What the worker does for safety."""

from collections.abc import Mapping
from uuid import UUID

import structlog

from clinic.records.service import NOTE_SIGNED
from clinic.records.tables import Note
from clinic.safety.flags import FLAG_RAISED, concerned_accounts
from clinic.safety.tables import Flag
from clinic.safety.tiers import follow_note
from core.json import JSON
from core.live import hint
from core.outbox.runner import JobHandler
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.notices import service as notices

_log = structlog.get_logger(__name__)


async def flag_raised(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell everybody concerned of a flag, once each; if there is nobody, tell the coordinators that there is nobody."""
    flag = await uow.session.get_one(Flag, UUID(str(payload["flag_id"])))
    key = f"{FLAG_RAISED}:{flag.id}"
    concerned = await concerned_accounts(uow, flag)
    await notices.notify(uow, concerned, FLAG_RAISED, key, {"flag_id": str(flag.id)})
    for account in concerned:
        uow.publish(hint(f"account:{account}", "flags"))
    if not concerned:
        _log.error("flag_without_anybody_to_tell", flag_id=str(flag.id))
        coordinators = await accounts.account_ids_with_role(uow, Role.COORDINATOR)
        await notices.notify(uow, coordinators, "safety.nobody_to_alert", key, {"flag_id": str(flag.id)})


async def note_signed(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Take the risk level of a signed note over as the person's tier."""
    await follow_note(uow, await uow.session.get_one(Note, UUID(str(payload["note_id"]))))


handlers: dict[str, JobHandler] = {FLAG_RAISED: flag_raised, NOTE_SIGNED: note_signed}
