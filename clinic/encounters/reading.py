"""Looking at encounters: one, one's own, and who belongs to one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from booking.appointments.tables import Appointment
from booking.services.tables import Modality, Service
from clinic.encounters.access import encounter_not_found, guests_inside, is_inside, takes_part
from clinic.encounters.arrival import OPEN_AFTER, SEEN_LASTS, is_gone
from clinic.encounters.messages import last_word
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, Message
from clinic.encounters.views import (
    Author,
    EncounterAppointment,
    EncounterOut,
    EncounterPerson,
    EncounterPractitioner,
    EncounterService,
    for_guest,
)
from core.audit.events import Action, Entity
from core.model import LocalText
from core.principal import CLINICIANS, Principal
from core.unit_of_work import UnitOfWork
from core.unreadable import open_or_say
from people.accounts.tables import Account
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

_LIST_LIMIT = 200

URGENT_NAME = LocalText(ja="いますぐの相談", en="Urgent talk")
URGENT_LASTS = timedelta(hours=24)
"""An urgent encounter has no end that was booked; pages that ask for one are given this."""

_PersonAccount = aliased(Account)
_PractitionerAccount = aliased(Account)
_Other = aliased(Encounter)
_OtherAppointment = aliased(Appointment)


def place_context(encounter_id: UUID) -> str:
    """Return the context in which the place of an encounter is sealed."""
    return f"encounter_place:{encounter_id}"


async def show(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> EncounterOut:
    """Return one of the caller's encounters, or as a guest the one they are in; raises NotFound for any other."""
    query = _query(is_inside(principal), uow.now).where(Encounter.id == encounter_id)
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise encounter_not_found()
    uow.audit(principal, Action.READ, Entity.ENCOUNTER, encounter_id, person_id=row.Encounter.person_id)
    if row.Encounter.practitioner_id == principal.practitioner_id:
        return _view(uow, *row, with_place=True)
    view = _view(uow, *row, with_place=False)
    return view if row.Encounter.person_id == principal.person_id else for_guest(view)


@dataclass(frozen=True, slots=True)
class Views:
    """An encounter as each of those inside sees it."""

    client: EncounterOut
    practitioner: EncounterOut
    guest: EncounterOut


async def show_to_all(uow: UnitOfWork, encounter_id: UUID) -> Views:
    """Return an encounter as each side sees it; for the server's own announcements."""
    row = (await uow.session.execute(_query(Encounter.id == encounter_id, uow.now))).one_or_none()
    if row is None:
        raise encounter_not_found()
    full = _view(uow, *row, with_place=True)
    client = full.model_copy(update={"place": None, "place_unreadable": None})
    return Views(client, full, for_guest(client))


async def list_encounters(
    uow: UnitOfWork, principal: Principal, state: EncounterState | None = None, *, goes_on: bool = False
) -> Sequence[EncounterOut]:
    """Return the caller's encounters, at most 200: who waits, by their appointments; of other states the newest first.

    Who came once, was not let in and is gone by now waits no more: only without `state` they are among the others.
    With `goes_on` only those that go on in writing.
    """
    query = _query(takes_part(principal), uow.now)
    if state is not None:
        query = query.where(Encounter.state == state)
    if goes_on:
        query = query.where(Encounter.writing_until > uow.now)
    waiting = state is EncounterState.ARRIVED
    if waiting:
        query = query.where(or_(Encounter.appointment_id.is_(None), stands_there(uow.now)))
    order = (
        (func.coalesce(Appointment.starts_at, Encounter.arrived_at), Encounter.arrived_at)
        if waiting
        else (Encounter.arrived_at.desc(),)
    )
    query = query.order_by(*order, Encounter.id)
    found = (await uow.session.execute(query.limit(_LIST_LIMIT))).all()
    with_place = principal.role in CLINICIANS
    for encounter in (row.Encounter for row in found if with_place and row.Encounter.place_sealed is not None):
        uow.audit(principal, Action.READ, Entity.ENCOUNTER, encounter.id, person_id=encounter.person_id)
    return [_view(uow, *row, with_place=with_place) for row in found]


async def list_participants(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> list[Author]:
    """Return who belongs to an encounter in which the caller is; raises NotFound for any other.

    The client comes first, then the practitioner, then the guests who are inside.
    """
    query = (
        select(
            _PersonAccount.id,
            _PersonAccount.display_name,
            _PersonAccount.role,
            _PractitionerAccount.id,
            _PractitionerAccount.display_name,
            _PractitionerAccount.role,
        )
        .select_from(Encounter)
        .join(Person, Person.id == Encounter.person_id)
        .join(_PersonAccount, _PersonAccount.id == Person.account_id)
        .join(Practitioner, Practitioner.id == Encounter.practitioner_id)
        .join(_PractitionerAccount, _PractitionerAccount.id == Practitioner.account_id)
        .where(Encounter.id == encounter_id, is_inside(principal))
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise encounter_not_found()
    client, client_name, client_role, practitioner, practitioner_name, practitioner_role = row
    return [
        Author(account_id=client, display_name=client_name, role=client_role),
        Author(account_id=practitioner, display_name=practitioner_name, role=practitioner_role),
        *[
            Author(account_id=guest.id, display_name=guest.display_name, role=guest.role)
            for guest in await uow.session.execute(guests_inside(encounter_id))
        ],
    ]


def waiting_since() -> ColumnElement[datetime]:
    """Return since when the client of a row of encounters waits, or waited last."""
    return func.coalesce(Encounter.put_back_at, Encounter.arrived_at, type_=Encounter.arrived_at.type)


def stands_there(now: datetime) -> ColumnElement[bool]:
    """Return whether who came for the appointment of a row still waits: the opposite of arrival.is_gone."""
    return or_(Appointment.ends_at >= now - OPEN_AFTER, Encounter.seen_at >= now - SEEN_LASTS)


async def state_of(uow: UnitOfWork, encounter_id: UUID, principal: Principal | None = None) -> EncounterState:
    """Return the present state of an encounter; raises NotFound.

    Without `principal` the caller is known to be a part of it; who is given has to be inside at this moment.
    """
    query = select(Encounter.state).where(Encounter.id == encounter_id)
    state = await uow.session.scalar(query if principal is None else query.where(is_inside(principal)))
    if state is None:
        raise encounter_not_found()
    return state


def _query(
    condition: ColumnElement[bool], now: datetime
) -> Select[Encounter, Appointment, Service, Account, UUID, Practitioner, Account, bool]:
    return (
        select(
            Encounter,
            Appointment,
            Service,
            _PersonAccount,
            Message.author_account_id,
            Practitioner,
            _PractitionerAccount,
            _is_busy(now),
        )
        .select_from(Encounter)
        .outerjoin(Message, and_(Message.encounter_id == Encounter.id, Message.sequence == last_word()))
        .outerjoin(Appointment, Appointment.id == Encounter.appointment_id)
        .outerjoin(Service, Service.id == Appointment.service_id)
        .join(Person, Person.id == Encounter.person_id)
        .join(_PersonAccount, _PersonAccount.id == Person.account_id)
        .join(Practitioner, Practitioner.id == Encounter.practitioner_id)
        .join(_PractitionerAccount, _PractitionerAccount.id == Practitioner.account_id)
        .where(condition)
    )


def _is_busy(now: datetime) -> ColumnElement[bool]:
    """Whether the practitioner is with somebody else meanwhile; one that nobody ended counts until its room closes."""
    return exists(
        select(_Other.id)
        .join(_OtherAppointment, _OtherAppointment.id == _Other.appointment_id)
        .where(
            _Other.practitioner_id == Encounter.practitioner_id,
            _Other.id != Encounter.id,
            _Other.state == EncounterState.IN_PROGRESS,
            _OtherAppointment.ends_at > now - OPEN_AFTER,
            Encounter.state == EncounterState.ARRIVED,
        )
        .correlate(Encounter)
    )


def _appointment(
    encounter: Encounter, appointment: Appointment | None, service: Service | None
) -> EncounterAppointment:
    if appointment is None or service is None:
        return EncounterAppointment(
            id=encounter.page_id,
            starts_at=encounter.arrived_at,
            ends_at=encounter.arrived_at + URGENT_LASTS,
            extended_minutes=0,
            modality=Modality.VOICE,
            service=EncounterService(id=encounter.id, code="urgent", name=URGENT_NAME),
        )
    return EncounterAppointment(
        id=appointment.id,
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        extended_minutes=appointment.extended_minutes or 0,
        modality=appointment.modality,
        service=EncounterService(
            id=service.id, code=service.code, name=LocalText(ja=service.name_ja, en=service.name_en)
        ),
    )


def _view(
    uow: UnitOfWork,
    encounter: Encounter,
    appointment: Appointment | None,
    service: Service | None,
    person: Account,
    last_author: UUID | None,
    practitioner: Practitioner,
    account: Account,
    practitioner_busy: bool,
    *,
    with_place: bool,
) -> EncounterOut:
    place, unreadable = None, None
    if with_place and encounter.place_sealed is not None:
        text, unreadable = open_or_say(uow.vault, encounter.place_sealed, place_context(encounter.id))
        place = text if unreadable is None else None
    return EncounterOut(
        id=encounter.id,
        urgent=encounter.appointment_id is None,
        appointment=_appointment(encounter, appointment, service),
        state=encounter.state,
        arrived_at=encounter.arrived_at,
        waiting_since=encounter.put_back_at or encounter.arrived_at,
        admitted_at=encounter.admitted_at,
        put_back_at=encounter.put_back_at,
        alerted_at=encounter.alerted_at,
        gone=(
            appointment is not None
            and encounter.state is EncounterState.ARRIVED
            and is_gone(uow.now, appointment.ends_at, encounter.seen_at)
        ),
        practitioner_busy=practitioner_busy,
        finished_at=encounter.finished_at,
        writing_until=encounter.writing_until,
        unanswered=last_author == person.id,
        person=EncounterPerson(id=encounter.person_id, display_name=person.display_name),
        practitioner=EncounterPractitioner.of(practitioner, account),
        place=place,
        place_unreadable=unreadable,
        episode_id=encounter.episode_id,
        revision=encounter.revision,
    )
