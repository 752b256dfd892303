"""Putting guests out: one by one, and all when the consultation is over."""

from uuid import UUID

from sqlalchemy import select

from clinic.encounters.guests.states import GuestKind
from clinic.encounters.guests.tables import EncounterGuest
from clinic.encounters.tables import Encounter
from core.live import LiveEvent, hint
from core.unit_of_work import UnitOfWork
from people.accounts.sessions import Revocation, revoke_all

PUT_OUT = "put_out"
"""The live event of an encounter that closes the connections of `account_id` to it."""


async def end_all(uow: UnitOfWork, appointment_id: UUID) -> None:
    """End every invitation and visit of a consultation that is over."""
    query = select(EncounterGuest).where(
        EncounterGuest.appointment_id == appointment_id, EncounterGuest.ended_at.is_(None)
    )
    for guest in (await uow.session.scalars(query.with_for_update())).all():
        await put_out(uow, guest, None)


async def put_out(uow: UnitOfWork, guest: EncounterGuest, by: UUID | None) -> None:
    """End one visit or invitation: the link is void, and who is inside is outside with the commit.

    A guest's account is for this consultation only, so their sign-in ends; a supervisor's connections to it are closed.
    """
    if guest.ended_at is not None:
        return
    guest.ended_at = uow.now
    guest.ended_by = by
    if guest.account_id is None:
        return
    uow.publish(hint(f"account:{guest.account_id}", "guests", guest.appointment_id))
    if guest.kind is not GuestKind.SUPERVISOR:
        await revoke_all(uow, guest.account_id, Revocation.VISIT_OVER)
        return
    encounter_id = await uow.session.scalar(
        select(Encounter.id).where(Encounter.appointment_id == guest.appointment_id)
    )
    if encounter_id is not None:
        data = {"account_id": str(guest.account_id)}
        uow.publish(LiveEvent(f"encounter:{encounter_id}", PUT_OUT, data))
