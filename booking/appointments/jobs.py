"""Telling both parties what became of an appointment."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from booking.appointments.service import BOOKED_JOB, CANCELLED_JOB
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.instants import in_json
from booking.reminders import jobs as reminders
from booking.reminders.mails import mail_news, parties
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.mail.kinds import MailKind
from people.notices.service import notify
from people.persons import service as persons
from people.practitioners import service as practitioners

BOOKED_NOTICE = "appointment.booked"
CANCELLED_NOTICE = "appointment.cancelled"


async def tell_booked(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell both parties that an appointment was booked, unless it was cancelled since."""
    appointment = await _read(uow, payload)
    if appointment.state is not ClaimState.CANCELLED:
        await _tell(uow, appointment, BOOKED_NOTICE, {})
        reminders.plan(uow, appointment)
        person, practitioner = await parties(uow, appointment)
        await mail_news(uow, appointment, MailKind.APPOINTMENT_BOOKED, [person, practitioner], at_once=person)


async def tell_cancelled(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell both parties that an appointment was cancelled, and by which side."""
    appointment = await _read(uow, payload)
    await _tell(uow, appointment, CANCELLED_NOTICE, {"by": str(payload["by"])})
    person, practitioner = await parties(uow, appointment)
    at_once = {"person": person, "practitioner": practitioner}.get(str(payload["by"]))
    await mail_news(uow, appointment, MailKind.APPOINTMENT_CANCELLED, [person, practitioner], at_once=at_once)


async def _read(uow: UnitOfWork, payload: Mapping[str, JSON]) -> Appointment:
    query = select(Appointment).where(Appointment.id == UUID(str(payload["appointment_id"])))
    return (await uow.session.scalars(query)).one()


async def _tell(uow: UnitOfWork, appointment: Appointment, kind: str, more: Mapping[str, str]) -> None:
    people = await persons.account_ids(uow, [appointment.person_id])
    staff = await practitioners.account_ids(uow, [appointment.practitioner_id])
    # No name of the service: a notice may be read over a shoulder.
    data = {"appointment_id": str(appointment.id), "starts_at": in_json(appointment.starts_at), **more}
    await notify(uow, [*people.values(), *staff.values()], kind, f"{kind}:{appointment.id}", data)


handlers: Mapping[str, JobHandler] = {BOOKED_JOB: tell_booked, CANCELLED_JOB: tell_cancelled}
