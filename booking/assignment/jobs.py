"""Telling everyone concerned that an appointment was given to another, or that it cannot be kept."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from booking.appointments.jobs import TAKEN_OFF_NOTICE
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.repairs import REASSIGNED_JOB, UNSOLVED_JOB
from booking.instants import in_json
from booking.reminders import jobs as reminders
from booking.reminders.mails import mail_news, parties
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.mail.kinds import MailKind
from people.notices.service import notify
from people.practitioners import service as practitioners

REASSIGNED_NOTICE = "appointment.reassigned"
UNSOLVED_NOTICE = "appointment.unsolved"


async def tell_reassigned(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person and whoever gives it now, unless it was changed since; whoever gave it before in any case."""
    appointment = await _read(uow, payload)
    former = UUID(str(payload["from_practitioner_id"]))
    data = {"appointment_id": str(appointment.id), "starts_at": str(payload["from_starts_at"])}
    occasion = f"{appointment.id}:{payload['sequence']}"
    if former != appointment.practitioner_id:
        accounts = (await practitioners.account_ids(uow, [former])).values()
        await notify(uow, accounts, TAKEN_OFF_NOTICE, f"{TAKEN_OFF_NOTICE}:{occasion}", data)
    if appointment.state is not ClaimState.BOOKED or appointment.sequence != payload["sequence"]:
        return
    both = [each for each in await parties(uow, appointment) if each is not None]
    await notify(uow, both, REASSIGNED_NOTICE, f"{REASSIGNED_NOTICE}:{occasion}", data)
    reminders.plan(uow, appointment)
    await mail_news(uow, appointment, MailKind.APPOINTMENT_REASSIGNED, both)


async def tell_unsolved(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person that their appointment cannot be kept, unless it was cancelled since; they choose anew."""
    appointment = await _read(uow, payload)
    if appointment.state is not ClaimState.BOOKED:
        return
    person, _ = await parties(uow, appointment)
    if person is None:
        return
    data = {"appointment_id": str(appointment.id), "starts_at": in_json(appointment.starts_at)}
    key = f"{UNSOLVED_NOTICE}:{appointment.id}:{appointment.sequence or 0}"
    await notify(uow, [person], UNSOLVED_NOTICE, key, data)
    await mail_news(uow, appointment, MailKind.APPOINTMENT_REASSIGNED, [person])


async def _read(uow: UnitOfWork, payload: Mapping[str, JSON]) -> Appointment:
    query = select(Appointment).where(Appointment.id == UUID(str(payload["appointment_id"])))
    return (await uow.session.scalars(query)).one()


handlers: Mapping[str, JobHandler] = {REASSIGNED_JOB: tell_reassigned, UNSOLVED_JOB: tell_unsolved}
