"""What the client and the practitioner of a consultation do with its guests: invite, agree, admit, put out."""

from collections.abc import Sequence
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select

from booking.appointments.refusals import not_found
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from clinic.encounters.guests.ending import put_out
from clinic.encounters.guests.states import (
    GuestKind,
    GuestState,
    check_invitations,
    check_room,
    good_until,
    state_of,
)
from clinic.encounters.guests.tables import EncounterGuest
from clinic.encounters.guests.views import GuestOut, InvitationOut, SupervisorOut
from clinic.encounters.states import EncounterState, may_call, not_admitted
from clinic.encounters.tables import Encounter
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.live import hint
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.persons.tables import Person
from people.practitioners import service as practitioners
from people.practitioners.supervision import supervisors_of
from people.practitioners.tables import Practitioner

_TOKEN_BYTES = 32


def hash_of(token: str) -> bytes:
    """Return what is stored of an invitation's token."""
    return sha256(token.encode()).digest()


async def list_guests(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> Sequence[GuestOut]:
    """Return those invited or inside, the first asked first. Raises NotFound unless it is the caller's consultation."""
    appointment = await _appointment(uow, principal, appointment_id)
    client = await _client(uow, appointment)
    found = await uow.session.scalars(_open(appointment_id))
    return [_view(guest, appointment, client) for guest in found]


async def list_supervisors(uow: UnitOfWork, principal: Principal) -> Sequence[SupervisorOut]:
    """Return the psychiatrists whom the caller can ask to be present, their own supervisor first."""
    found = await practitioners.list_active(uow, roles=[Role.PSYCHIATRIST])
    if principal.practitioner_id is not None:
        own = (await supervisors_of(uow, [principal.practitioner_id])).get(principal.practitioner_id)
        found = sorted(found, key=lambda each: own is None or each.id != own.id)
    return [
        SupervisorOut(practitioner_id=each.id, display_name=each.display_name)
        for each in found
        if each.id != principal.practitioner_id
    ]


async def invite(
    uow: UnitOfWork, principal: Principal, appointment_id: UUID, name: str, kind: GuestKind
) -> InvitationOut:
    """Make an invitation, good once; the client's own is agreed to by them, the practitioner's waits for their yes.

    Raises NotFound("booking.not_found"), Conflict("encounters.appointment_not_booked") for what does not take place,
    Conflict("encounters.finished"), Conflict("guests.too_many"), Invalid("guests.ask_supervisor") for a supervisor.
    """
    if kind is GuestKind.SUPERVISOR:
        raise Invalid("guests.ask_supervisor", "A psychiatrist is asked by name, not by a link.")
    appointment = await _appointment(uow, principal, appointment_id, lock=True)
    await _check_ahead(uow, appointment)
    standing = (await uow.session.scalars(_open(appointment_id))).all()
    check_invitations(sum(each.kind is not GuestKind.SUPERVISOR for each in standing))
    token = token_urlsafe(_TOKEN_BYTES)
    by_client = principal.person_id is not None
    guest = EncounterGuest(
        id=new_id(),
        appointment_id=appointment_id,
        kind=kind,
        name=name,
        asked_by=principal.account_id,
        asked_at=uow.now,
        token_hash=hash_of(token),
        agreed_at=uow.now if by_client else None,
    )
    uow.session.add(guest)
    return InvitationOut(guest=await _told(uow, guest, appointment), token=token)


async def ask_supervisor(
    uow: UnitOfWork, principal: Principal, appointment_id: UUID, practitioner_id: UUID
) -> GuestOut:
    """Ask the client whether a psychiatrist may be present; asking again for the same one changes nothing.

    Raises as `invite`, NotFound("guests.supervisor_unknown"), Conflict("guests.supervisor_asked") for a second one.
    """
    appointment = await _appointment(uow, principal, appointment_id, lock=True)
    await _check_ahead(uow, appointment)
    found = (await practitioners.get_many(uow, [practitioner_id])).get(practitioner_id)
    own = practitioner_id == principal.practitioner_id
    if found is None or own or not found.active or found.role is not Role.PSYCHIATRIST:
        raise NotFound("guests.supervisor_unknown", "There is no such psychiatrist to ask.")
    for each in (await uow.session.scalars(_open(appointment_id))).all():
        if each.kind is GuestKind.SUPERVISOR:
            if each.account_id != found.account_id:
                raise Conflict("guests.supervisor_asked", "Another psychiatrist was asked already.")
            return await _told(uow, each, appointment)
    guest = EncounterGuest(
        id=new_id(),
        appointment_id=appointment_id,
        kind=GuestKind.SUPERVISOR,
        name=found.display_name,
        asked_by=principal.account_id,
        asked_at=uow.now,
        account_id=found.account_id,
    )
    uow.session.add(guest)
    return await _told(uow, guest, appointment)


async def agree(uow: UnitOfWork, principal: Principal, guest_id: UUID) -> GuestOut:
    """Say yes, as the client, to whom the practitioner asked; a supervisor may then come in. Twice changes nothing.

    Raises NotFound("guests.not_found"), Conflict("guests.full"), and as `invite` where it is over.
    """
    guest, appointment = await _guest(uow, guest_id, Appointment.person_id == principal.person_id)
    if guest.agreed_at is None:
        await _check_ahead(uow, appointment)
        guest.agreed_at = uow.now
        if guest.kind is GuestKind.SUPERVISOR:
            await _let_in(uow, guest)
    return await _told(uow, guest, appointment)


async def admit(uow: UnitOfWork, principal: Principal, guest_id: UUID) -> GuestOut:
    """Let a waiting guest in, as the practitioner; again changes nothing.

    Raises NotFound("guests.not_found"), Conflict: "guests.not_waiting" before the invitation was used,
    "encounters.not_admitted" before the client was, "encounters.finished", "guests.full".
    """
    guest, appointment = await _guest(uow, guest_id, Appointment.practitioner_id == principal.practitioner_id)
    if guest.admitted_at is None:
        if guest.redeemed_at is None:
            raise Conflict("guests.not_waiting", "This guest is not waiting yet.")
        encounter = await _let_in(uow, guest)
        if encounter is None:
            raise not_admitted()
        may_call(encounter.state)
    return await _told(uow, guest, appointment)


async def end(uow: UnitOfWork, principal: Principal, guest_id: UUID) -> None:
    """Say no, take the invitation back, or put the guest out at once; raises NotFound("guests.not_found")."""
    guest, appointment = await _guest(uow, guest_id, _of(principal))
    await put_out(uow, guest, principal.account_id)
    await _told(uow, guest, appointment)


async def _let_in(uow: UnitOfWork, guest: EncounterGuest) -> Encounter | None:
    """Let a guest in, who sees what is written from now on; return the encounter, if it has begun."""
    # Under its lock two cannot take the one place that is left, and no message is numbered meanwhile.
    encounter: Encounter | None = await uow.session.scalar(
        select(Encounter).where(Encounter.appointment_id == guest.appointment_id).with_for_update()
    )
    inside = (await uow.session.scalars(_open(guest.appointment_id))).all()
    check_room(sum(each.admitted_at is not None for each in inside))
    guest.admitted_at = uow.now
    guest.joined_sequence = 0 if encounter is None else encounter.last_sequence
    return encounter


async def _appointment(
    uow: UnitOfWork, principal: Principal, appointment_id: UUID, *, lock: bool = False
) -> Appointment:
    query = select(Appointment).where(Appointment.id == appointment_id, _of(principal))
    found: Appointment | None = await uow.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise not_found()
    return found


async def _guest(
    uow: UnitOfWork, guest_id: UUID, is_callers: ColumnElement[bool]
) -> tuple[EncounterGuest, Appointment]:
    query = (
        select(EncounterGuest, Appointment)
        .join(Appointment, Appointment.id == EncounterGuest.appointment_id)
        .where(EncounterGuest.id == guest_id, EncounterGuest.ended_at.is_(None), is_callers)
        .with_for_update()
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("guests.not_found", "There is no such guest among yours any more.")
    return row[0], row[1]


def _of(principal: Principal) -> ColumnElement[bool]:
    if principal.person_id is not None:
        return Appointment.person_id == principal.person_id
    if principal.practitioner_id is not None:
        return Appointment.practitioner_id == principal.practitioner_id
    return false()


def _open(appointment_id: UUID) -> Select[EncounterGuest]:
    return (
        select(EncounterGuest)
        .where(EncounterGuest.appointment_id == appointment_id, EncounterGuest.ended_at.is_(None))
        .order_by(EncounterGuest.asked_at, EncounterGuest.id)
    )


async def _check_ahead(uow: UnitOfWork, appointment: Appointment) -> None:
    state = await uow.session.scalar(select(Encounter.state).where(Encounter.appointment_id == appointment.id))
    if state is EncounterState.FINISHED:
        may_call(state)
    if appointment.state is not ClaimState.BOOKED or uow.now > good_until(uow.now, appointment.ends_at):
        raise Conflict("encounters.appointment_not_booked", "This appointment does not take place.")


async def _told(uow: UnitOfWork, guest: EncounterGuest, appointment: Appointment) -> GuestOut:
    """Let all pages that show it look again, and return the guest as the two see them."""
    await uow.session.flush()
    client = await _client(uow, appointment)
    practitioner = await uow.session.scalar(
        select(Practitioner.account_id).where(Practitioner.id == appointment.practitioner_id)
    )
    for account_id in (client, practitioner, guest.account_id):
        if account_id is not None:
            uow.publish(hint(f"account:{account_id}", "guests", appointment.id))
    return _view(guest, appointment, client)


async def _client(uow: UnitOfWork, appointment: Appointment) -> UUID:
    return (await uow.session.scalars(select(Person.account_id).where(Person.id == appointment.person_id))).one()


def _view(guest: EncounterGuest, appointment: Appointment, client: UUID) -> GuestOut:
    return GuestOut(
        id=guest.id,
        kind=guest.kind,
        name=guest.name,
        state=state(guest),
        asked_by="client" if guest.asked_by == client else "practitioner",
        good_until=good_until(guest.asked_at, appointment.ends_at),
        account_id=guest.account_id,
    )


def state(guest: EncounterGuest) -> GuestState:
    """Return how far it has come with a guest."""
    return state_of(
        agreed_at=guest.agreed_at,
        redeemed_at=guest.redeemed_at,
        admitted_at=guest.admitted_at,
        ended_at=guest.ended_at,
    )
