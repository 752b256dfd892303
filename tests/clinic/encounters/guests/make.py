"""Guests for the tests, made through the services."""

from datetime import timedelta
from uuid import UUID

from clinic.encounters.guests import service, visiting
from clinic.encounters.guests.states import GuestKind
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts import sessions


async def redeem(uow: UnitOfWork, token: str) -> Principal:
    """Use an invitation, and return the signed-in guest."""
    account_id = await visiting.redeem(uow, token)
    session_id, _ = await sessions.open_session(uow, account_id, timedelta(hours=12))
    await uow.session.flush()
    return Principal(account_id, Role.GUEST, session_id)


async def make_guest(
    uow: UnitOfWork, inviter: Principal, practitioner: Principal, appointment_id: UUID, name: str = "ばあば"
) -> Principal:
    """Return a guest of a consultation in progress who is inside."""
    invitation = await service.invite(uow, inviter, appointment_id, name, GuestKind.GRANDPARENT)
    guest = await redeem(uow, invitation.token)
    await service.admit(uow, practitioner, invitation.guest.id)
    return guest


async def make_supervisor(
    uow: UnitOfWork, client: Principal, practitioner: Principal, appointment_id: UUID, psychiatrist: Principal
) -> UUID:
    """Let a psychiatrist be present with the client's consent; return the id of the guest."""
    assert psychiatrist.practitioner_id is not None
    asked = await service.ask_supervisor(uow, practitioner, appointment_id, psychiatrist.practitioner_id)
    await service.agree(uow, client, asked.id)
    return asked.id
