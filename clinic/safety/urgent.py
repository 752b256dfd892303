"""The button that calls who is on duty: an urgent encounter and its alert, in one transaction."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from booking.rota.duties import on_duty_now
from clinic.encounters import urgent
from clinic.encounters.access import encounter_not_found
from clinic.encounters.reading import show
from clinic.encounters.tables import Encounter
from clinic.encounters.views import EncounterOut
from clinic.safety.alerts.chain import URGENT_MINUTES
from clinic.safety.alerts.chains import in_force
from clinic.safety.flags import hint_flags, raise_flag, seen_for_update, take_on
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag
from core.errors import Forbidden, Unavailable
from core.json import JSON
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.consents.service import require_sensitive_data
from people.practitioners import service as practitioners

UNANSWERED_JOB = "safety.call_unanswered"
"""Lets the person see that nobody answered yet; its payload is {"encounter_id": ...}."""

_ANSWERING = (Role.COUNSELLOR, Role.PSYCHIATRIST)


async def call(uow: UnitOfWork, principal: Principal, place: str | None) -> EncounterOut:
    """Call who is on duty for the calling client; calling again returns the encounter that is open.

    Raises Forbidden("consent.required"), and Unavailable("encounters.nobody") where no account could ever answer: the
    page shows the lines then as always.
    """
    if principal.person_id is None:
        raise Forbidden("encounters.own_only", "Only the person themselves can call.")
    await require_sensitive_data(uow, principal.person_id)
    practitioner_id = await _nearest(uow)
    encounter, is_new = await urgent.open_now(uow, principal.person_id, practitioner_id, place)
    if is_new:
        await raise_flag(
            uow,
            person_id=principal.person_id,
            kind=FlagKind.URGENT_CALL,
            source_id=encounter.id,
            practitioner_id=practitioner_id,
        )
        uow.enqueue(
            UNANSWERED_JOB,
            {"encounter_id": str(encounter.id)},
            key=f"{UNANSWERED_JOB}:{encounter.id}",
            run_at=uow.now + timedelta(minutes=URGENT_MINUTES),
        )
    return await show(uow, principal, encounter.id)


async def answer(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> EncounterOut:
    """Answer a call: its consultation is the caller's, and so is its alert.

    Raises NotFound("encounters.not_found") for a call that the caller does not see, and as urgent.take.
    """
    flag_id = await uow.session.scalar(
        select(Flag.id).where(Flag.source_id == encounter_id, Flag.kind == FlagKind.URGENT_CALL)
    )
    if flag_id is None:
        raise encounter_not_found()
    flag = await seen_for_update(uow, principal, flag_id)
    taken = await urgent.take(uow, principal, encounter_id)
    await _answered(uow, flag, principal.account_id)
    return taken


async def note_admitted(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Let who opened the door of an urgent encounter have its alert."""
    encounter = await uow.session.get_one(Encounter, UUID(str(payload["encounter_id"])))
    account_id = (await practitioners.account_ids(uow, [encounter.practitioner_id]))[encounter.practitioner_id]
    flag = await uow.session.scalar(
        select(Flag).where(Flag.source_id == encounter.id, Flag.kind == FlagKind.URGENT_CALL).with_for_update()
    )
    if flag is not None:
        await _answered(uow, flag, account_id)


async def note_unanswered(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Let the person see that nobody answered yet."""
    await urgent.note_unanswered(uow, UUID(str(payload["encounter_id"])))


async def _answered(uow: UnitOfWork, flag: Flag, account_id: UUID) -> None:
    is_theirs = flag.acknowledged_by == account_id and flag.overdue_at is None
    if flag.closed_at is None and not is_theirs:
        take_on(uow, flag, account_id, (await in_force(uow)).chain)
        await uow.session.flush()
        await hint_flags(uow, flag.practitioner_id)


async def _nearest(uow: UnitOfWork) -> UUID:
    """Return whose the call is until somebody answers: on duty by the rota, or else anybody who may answer."""
    active = {each.id: each.role for each in await practitioners.list_active(uow, roles=_ANSWERING)}
    on_duty = await on_duty_now(uow, _ANSWERING)
    for role in _ANSWERING:
        for each in on_duty[role]:
            if each.practitioner_id in active:
                return each.practitioner_id
    for role in _ANSWERING:
        for practitioner_id, of in active.items():
            if of is role:
                return practitioner_id
    raise Unavailable("encounters.nobody", "Nobody can answer here now. Please ring one of the numbers shown.")
