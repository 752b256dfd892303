"""What the worker does for safety."""

from collections.abc import Mapping
from uuid import UUID

import structlog

from booking.rota.duties import on_duty_now
from clinic.encounters.service import URGENT_ADMITTED
from clinic.records.service import NOTE_SIGNED
from clinic.records.tables import Note, NoteAmendment
from clinic.records.versions import NOTE_AMENDED
from clinic.safety.alerts.stepping import STEP_JOB, step
from clinic.safety.flags import FLAG_RAISED, WATCHING, concerned_accounts
from clinic.safety.tables import Flag
from clinic.safety.tasks import DUE_JOB, look_at_task
from clinic.safety.tiers import follow_amendment, follow_note
from clinic.safety.urgent import UNANSWERED_JOB, note_admitted, note_unanswered
from core.json import JSON
from core.live import hint
from core.outbox.runner import JobHandler
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.notices import service as notices
from people.practitioners import service as practitioners

_log = structlog.get_logger(__name__)


async def flag_raised(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell everybody concerned of a flag, once each, those on duty now that it is theirs to answer.

    Where the rota names nobody, or there is nobody at all, the coordinators are told so, too.
    """
    flag = await uow.session.get_one(Flag, UUID(str(payload["flag_id"])))
    key = f"{FLAG_RAISED}:{flag.id}"
    concerned = set(await concerned_accounts(uow, flag))
    # Who is on duty and blocked, or may not see flags, can answer nothing.
    on_duty = await _on_duty(uow) & concerned
    data = {"flag_id": str(flag.id)}
    await notices.notify(uow, on_duty, FLAG_RAISED, key, {**data, "on_duty": 1})
    await notices.notify(uow, concerned - on_duty, FLAG_RAISED, key, data)
    for account in concerned:
        uow.publish(hint(f"account:{account}", "flags"))
    if on_duty:
        return
    _log.error("flag_without_anybody_on_duty" if concerned else "flag_without_anybody_to_tell", flag_id=data["flag_id"])
    kind = "safety.nobody_on_duty" if concerned else "safety.nobody_to_alert"
    await notices.notify(uow, await accounts.account_ids_with_role(uow, Role.COORDINATOR), kind, key, data)


async def _on_duty(uow: UnitOfWork) -> set[UUID]:
    """Return the accounts of those who watch and are on duty by the rota now, on the spot or on call."""
    found = await on_duty_now(uow, WATCHING)
    people = {each.practitioner_id for each_role in found.values() for each in each_role}
    return set((await practitioners.account_ids(uow, people)).values())


async def note_signed(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Take the risk level of a signed note over as the person's tier."""
    await follow_note(uow, await uow.session.get_one(Note, UUID(str(payload["note_id"]))))


async def note_amended(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Take the risk level of an amendment over as the person's tier."""
    await follow_amendment(uow, await uow.session.get_one(NoteAmendment, UUID(str(payload["amendment_id"]))))


handlers: dict[str, JobHandler] = {
    FLAG_RAISED: flag_raised,
    NOTE_SIGNED: note_signed,
    NOTE_AMENDED: note_amended,
    STEP_JOB: step,
    UNANSWERED_JOB: note_unanswered,
    URGENT_ADMITTED: note_admitted,
    DUE_JOB: look_at_task,
}
