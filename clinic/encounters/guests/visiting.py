"""What a guest does: read the invitation, use it, wait; and what a supervising psychiatrist finds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from clinic.encounters.guests.service import hash_of, state
from clinic.encounters.guests.states import GuestKind, GuestState, check_link, good_until, link_over
from clinic.encounters.guests.tables import EncounterGuest
from clinic.encounters.guests.views import InvitationPreview, SupervisionOut, VisitOut
from clinic.encounters.tables import Encounter
from core.errors import NotFound
from core.live import hint
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.service import create_guest
from people.accounts.tables import Account
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

_LIST_LIMIT = 50

_PractitionerAccount = aliased(Account)


async def preview(uow: UnitOfWork, token: str) -> InvitationPreview:
    """Return what an invitation says; raises as states.check_link, an unknown one as one that is over."""
    guest, appointment = await _by_token(uow, token)
    inviter = (await uow.session.scalars(select(Account.display_name).where(Account.id == guest.asked_by))).one()
    return InvitationPreview(
        inviter_name=inviter,
        name=guest.name,
        kind=guest.kind,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
    )


async def redeem(uow: UnitOfWork, token: str) -> UUID:
    """Use an invitation up and return the account made for it; raises as `preview`."""
    guest, appointment = await _by_token(uow, token)
    account_id = await create_guest(uow, guest.name)
    guest.account_id = account_id
    guest.redeemed_at = uow.now
    await uow.session.flush()
    both = (
        select(Person.account_id).where(Person.id == appointment.person_id),
        select(Practitioner.account_id).where(Practitioner.id == appointment.practitioner_id),
    )
    for query in both:
        uow.publish(hint(f"account:{(await uow.session.scalars(query)).one()}", "guests", appointment.id))
    return account_id


async def show_visit(uow: UnitOfWork, principal: Principal) -> VisitOut:
    """Return where the calling guest stands; raises NotFound("guests.not_found") for an account without a visit."""
    query = (
        select(EncounterGuest, Appointment, Encounter.id)
        .join(Appointment, Appointment.id == EncounterGuest.appointment_id)
        .outerjoin(Encounter, Encounter.appointment_id == Appointment.id)
        .where(EncounterGuest.account_id == principal.account_id, EncounterGuest.kind != GuestKind.SUPERVISOR)
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("guests.not_found", "There is no such guest among yours any more.")
    guest, appointment, encounter_id = row
    now = state(guest)
    return VisitOut(
        state=now,
        name=guest.name,
        kind=guest.kind,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        encounter_id=encounter_id if now is GuestState.PRESENT else None,
    )


async def list_supervisions(uow: UnitOfWork, principal: Principal) -> Sequence[SupervisionOut]:
    """Return the consultations to which the caller is asked and the client agreed, the next first, at most 50."""
    query = (
        select(EncounterGuest, Appointment, Encounter.id, _PractitionerAccount.display_name)
        .join(Appointment, Appointment.id == EncounterGuest.appointment_id)
        .join(Practitioner, Practitioner.id == Appointment.practitioner_id)
        .join(_PractitionerAccount, _PractitionerAccount.id == Practitioner.account_id)
        .outerjoin(Encounter, Encounter.appointment_id == Appointment.id)
        .where(
            EncounterGuest.account_id == principal.account_id,
            EncounterGuest.kind == GuestKind.SUPERVISOR,
            EncounterGuest.admitted_at.is_not(None),
            EncounterGuest.ended_at.is_(None),
            Appointment.state.in_(STANDING),
        )
        .order_by(Appointment.starts_at, EncounterGuest.id)
        .limit(_LIST_LIMIT)
    )
    return [
        SupervisionOut(
            id=guest.id,
            practitioner_name=name,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            encounter_id=encounter_id,
        )
        for guest, appointment, encounter_id, name in await uow.session.execute(query)
    ]


async def _by_token(uow: UnitOfWork, token: str) -> tuple[EncounterGuest, Appointment]:
    query = (
        select(EncounterGuest, Appointment)
        .join(Appointment, Appointment.id == EncounterGuest.appointment_id)
        .where(EncounterGuest.token_hash == hash_of(token), Appointment.state.in_(STANDING))
        .with_for_update()
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise link_over()
    guest, appointment = row
    check_link(
        uow.now,
        good_until=good_until(guest.asked_at, appointment.ends_at),
        agreed_at=guest.agreed_at,
        redeemed_at=guest.redeemed_at,
        ended_at=guest.ended_at,
    )
    return guest, appointment
