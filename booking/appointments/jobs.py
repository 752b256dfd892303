"""Telling both parties what became of an appointment."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from booking.appointments.service import (
    BOOKED_JOB,
    CANCELLED_JOB,
    NO_SHOW_JOB,
    RESCHEDULED_JOB,
    mark_no_show_by_itself,
)
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
RESCHEDULED_NOTICE = "appointment.rescheduled"
CANCELLED_NOTICE = "appointment.cancelled"
NO_SHOW_NOTICE = "appointment.no_show"
TAKEN_OFF_NOTICE = "appointment.taken_off"


async def tell_booked(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell both parties that an appointment was booked, unless it was cancelled since."""
    appointment = await _read(uow, payload)
    if appointment.state is not ClaimState.CANCELLED:
        await _tell(uow, appointment, BOOKED_NOTICE, {})
        reminders.plan(uow, appointment)
        # What was changed meanwhile is told by the mail of that change.
        if not appointment.sequence:
            person, practitioner = await parties(uow, appointment)
            await mail_news(uow, appointment, MailKind.APPOINTMENT_BOOKED, [person, practitioner], at_once=person)


async def tell_rescheduled(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell all concerned that an appointment was moved, unless it was moved again or cancelled since.

    Whoever gave it before and does no longer is told that it was taken off their list.
    """
    appointment = await _read(uow, payload)
    former = UUID(str(payload["from_practitioner_id"]))
    if former != appointment.practitioner_id:
        await tell_former(uow, appointment, former, payload)
    if appointment.state is ClaimState.CANCELLED or appointment.sequence != payload["sequence"]:
        return
    more = {"by": str(payload["by"]), "from_starts_at": str(payload["from_starts_at"])}
    await _tell(uow, appointment, RESCHEDULED_NOTICE, more, f":{payload['sequence']}")
    reminders.plan(uow, appointment)
    person, practitioner = await parties(uow, appointment)
    at_once = person if payload["by"] == "person" else None
    is_moved = payload["from_starts_at"] != in_json(appointment.starts_at)
    kind = MailKind.APPOINTMENT_RESCHEDULED if is_moved else MailKind.APPOINTMENT_REASSIGNED
    await mail_news(uow, appointment, kind, [person], at_once=at_once)
    # To who had nothing to do with it so far it is a booking.
    theirs = kind if former == appointment.practitioner_id else MailKind.APPOINTMENT_BOOKED
    await mail_news(uow, appointment, theirs, [practitioner])


async def note_no_show(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Note that nobody came to an appointment, and tell the person kindly."""
    appointment_id = UUID(str(payload["appointment_id"]))
    if await mark_no_show_by_itself(uow, appointment_id, int(str(payload["sequence"]))):
        appointment = await _read(uow, payload)
        people = await persons.account_ids(uow, [appointment.person_id])
        data = {"appointment_id": str(appointment.id), "starts_at": in_json(appointment.starts_at)}
        await notify(uow, people.values(), NO_SHOW_NOTICE, f"{NO_SHOW_NOTICE}:{appointment.id}", data)


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


async def tell_former(uow: UnitOfWork, appointment: Appointment, former: UUID, payload: Mapping[str, JSON]) -> None:
    """Tell whoever gave an appointment before that it was taken off their list, and take it out of their calendar."""
    accounts = (await practitioners.account_ids(uow, [former])).values()
    data = {"appointment_id": str(appointment.id), "starts_at": str(payload["from_starts_at"])}
    key = f"{TAKEN_OFF_NOTICE}:{appointment.id}:{payload['sequence']}"
    await notify(uow, accounts, TAKEN_OFF_NOTICE, key, data)
    former_start = datetime.fromisoformat(data["starts_at"])
    await mail_news(uow, appointment, MailKind.APPOINTMENT_CANCELLED, accounts, starts_at=former_start)


async def _tell(
    uow: UnitOfWork, appointment: Appointment, kind: str, more: Mapping[str, str], occasion: str = ""
) -> None:
    people = await persons.account_ids(uow, [appointment.person_id])
    staff = await practitioners.account_ids(uow, [appointment.practitioner_id])
    # No name of the service: a notice may be read over a shoulder.
    data = {"appointment_id": str(appointment.id), "starts_at": in_json(appointment.starts_at), **more}
    await notify(uow, [*people.values(), *staff.values()], kind, f"{kind}:{appointment.id}{occasion}", data)


handlers: Mapping[str, JobHandler] = {
    BOOKED_JOB: tell_booked,
    RESCHEDULED_JOB: tell_rescheduled,
    CANCELLED_JOB: tell_cancelled,
    NO_SHOW_JOB: note_no_show,
}
