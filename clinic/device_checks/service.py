"""Device checks: the person stores what theirs found, and staff see it before the appointment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import select

from booking.appointments.reading import get_for
from booking.appointments.refusals import not_found
from booking.appointments.service import visible_to
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.services.tables import LONGEST, Modality, Service
from clinic.device_checks.findings import Findings, trouble_of
from clinic.device_checks.tables import DeviceCheck
from core.crypto import SealBroken
from core.errors import Conflict
from core.live import hint
from core.principal import CLIENTS, Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons import service as persons
from people.persons.contacts import Telephone
from people.persons.tables import Person
from people.practitioners import service as practitioners

AHEAD = timedelta(days=2)
"""How long before its appointment a failed check is to be seen to. Our own number: 「運営者の確認が必要です」."""

_MOST = 200
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Failed:
    """A check that failed, with whom to ring; `telephone` only where the person allows it."""

    check: DeviceCheck
    starts_at: datetime
    modality: Modality
    service_ja: str
    service_en: str
    person_name: str
    practitioner_name: str
    telephone: Telephone | None


async def store(uow: UnitOfWork, principal: Principal, appointment_id: UUID, found: Findings) -> DeviceCheck:
    """Store what a check of the caller's own appointment found, in the place of the one before.

    Raises NotFound("booking.not_found"), Conflict("device_checks.not_ahead") for one that is over or cancelled.
    """
    appointment = await _locked(uow, principal, appointment_id)
    if appointment.state is not ClaimState.BOOKED or appointment.ends_at <= uow.now:
        raise Conflict("device_checks.not_ahead", "This appointment is over or was cancelled.")
    check = await uow.session.get(DeviceCheck, appointment_id)
    is_news = check is None or check.trouble != trouble_of(found)
    if check is None:
        check = DeviceCheck(appointment_id=appointment_id)
        uow.session.add(check)
    check.microphone = found.microphone
    check.camera = found.camera
    check.network = found.network
    check.hearing = found.hearing
    check.browser = found.browser
    check.trouble = trouble_of(found)
    check.checked_at = uow.now
    if is_news:
        check.settled_at = None
        check.settled_by = None
        await _hint(uow, appointment)
    await uow.session.flush()
    return check


async def settle(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> None:
    """Note that somebody has spoken with the person about their failed check; twice is once.

    Raises NotFound("booking.not_found").
    """
    appointment = await _locked(uow, principal, appointment_id)
    check = await uow.session.get(DeviceCheck, appointment_id)
    if check is None or check.trouble is None or check.settled_at is not None:
        return
    check.settled_at = uow.now
    check.settled_by = principal.account_id
    await _hint(uow, appointment)


async def look(
    uow: UnitOfWork, principal: Principal, appointment_id: UUID
) -> tuple[DeviceCheck | None, Telephone | None]:
    """Return the check of an appointment that the caller may see, and for staff the number to ring when it failed.

    Raises NotFound("booking.not_found").
    """
    appointment = await get_for(uow, principal, appointment_id)
    check = await uow.session.get(DeviceCheck, appointment_id)
    if check is None or check.trouble is None or principal.role in CLIENTS or appointment.ends_at <= uow.now:
        return check, None
    person = await persons.get_person(uow, appointment.person_id)
    return check, _to_ring(uow, person)


async def of_day(uow: UnitOfWork, principal: Principal, day: date) -> Sequence[DeviceCheck]:
    """Return the checks of the appointments that the caller may see and that start on a local day."""
    start, end = uow.zone.day(day)
    query = (
        select(DeviceCheck)
        .join(Appointment, Appointment.id == DeviceCheck.appointment_id)
        .where(
            visible_to(principal),
            Appointment.starts_at >= start,
            Appointment.starts_at < end,
            Appointment.busy_until > start,
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(_MOST)
    )
    return (await uow.session.scalars(query)).all()


async def failed(uow: UnitOfWork) -> list[Failed]:
    """Return the failed checks of the next two days' appointments that nobody has settled, the next first."""
    query = (
        select(DeviceCheck, Appointment, Service, Person, Account.display_name)
        .join(Appointment, Appointment.id == DeviceCheck.appointment_id)
        .join(Service, Service.id == Appointment.service_id)
        .join(Person, Person.id == Appointment.person_id)
        .join(Account, Account.id == Person.account_id)
        .where(
            DeviceCheck.trouble.is_not(None),
            DeviceCheck.settled_at.is_(None),
            Appointment.state == ClaimState.BOOKED,
            Appointment.arrived_at.is_(None),
            Appointment.modality != Modality.TEXT,
            Appointment.starts_at < uow.now + AHEAD,
            Appointment.ends_at > uow.now,
            # Says nothing new, but lets the indexes leave the past out.
            Appointment.starts_at > uow.now - LONGEST,
        )
        .order_by(Appointment.starts_at, Appointment.id)
        .limit(_MOST)
    )
    rows = (await uow.session.execute(query)).all()
    staff = await practitioners.get_many(uow, [appointment.practitioner_id for _, appointment, *_ in rows])
    return [
        Failed(
            check=check,
            starts_at=appointment.starts_at,
            modality=appointment.modality,
            service_ja=service.name_ja,
            service_en=service.name_en,
            person_name=name,
            practitioner_name=staff[appointment.practitioner_id].display_name,
            telephone=_to_ring(uow, person),
        )
        for check, appointment, service, person, name in rows
    ]


async def _locked(uow: UnitOfWork, principal: Principal, appointment_id: UUID) -> Appointment:
    query = select(Appointment).where(Appointment.id == appointment_id, visible_to(principal)).with_for_update()
    appointment: Appointment | None = await uow.session.scalar(query)
    if appointment is None:
        raise not_found()
    return appointment


def _to_ring(uow: UnitOfWork, person: Person) -> Telephone | None:
    if not person.may_ring:
        return None
    try:
        return persons.telephone_of(uow, person)
    except SealBroken:
        # The failed check itself must be seen all the same.
        _log.error("telephone_sealed", person_id=str(person.id))
        return None


async def _hint(uow: UnitOfWork, appointment: Appointment) -> None:
    accounts = await practitioners.account_ids(uow, [appointment.practitioner_id])
    for room in (f"role:{Role.COORDINATOR.value}", *(f"account:{account}" for account in accounts.values())):
        uow.publish(hint(room, "appointments", appointment.id))
