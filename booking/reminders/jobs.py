"""Reminding both parties of an appointment."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.touched import is_told_off
from booking.instants import in_json
from booking.reminders import choices
from booking.reminders.due import Lead, due_at, useless_from, waits_until
from booking.reminders.mails import data_of, parties
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.mail.kinds import MailKind
from people.mail.service import send
from people.notices.service import notify

REMIND_JOB = "booking.remind"
REMINDER_NOTICE = "appointment.reminder"


def plan(uow: UnitOfWork, appointment: Appointment) -> None:
    """Leave the reminders of an appointment's present time that came after it was made or changed.

    One that is late by now, since nobody worked these jobs off, comes at once if it is still of use. Those
    of a former time, or of one that is cancelled, find so when they are due and do nothing.
    """
    starts_at = in_json(appointment.starts_at)
    since = appointment.changed_at or appointment.created_at
    for lead in Lead:
        due = due_at(appointment.starts_at, lead, uow.zone)
        if due > since:
            payload = {"appointment_id": str(appointment.id), "starts_at": starts_at, "lead": lead.value}
            uow.enqueue(REMIND_JOB, payload, key=f"{REMIND_JOB}:{appointment.id}:{starts_at}:{lead}", run_at=due)


async def remind(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Remind those who meet, each in the ways they chose, unless the appointment is moved, cancelled or begun.

    Nobody is reminded of an appointment of which they were told that nobody can meet them.
    """
    lead = Lead(str(payload["lead"]))
    appointment = await uow.session.scalar(
        select(Appointment)
        .where(
            Appointment.id == UUID(str(payload["appointment_id"])),
            Appointment.state == ClaimState.BOOKED,
            Appointment.starts_at == datetime.fromisoformat(str(payload["starts_at"])),
            Appointment.arrived_at.is_(None),
        )
        .options(selectinload(Appointment.service))
    )
    if appointment is None or uow.now >= useless_from(appointment.starts_at, lead):
        return
    if await is_told_off(uow, appointment):
        return
    told = [each for each in await parties(uow, appointment) if each is not None]
    wishes = await choices.of_accounts(uow, told)
    key = f"{REMINDER_NOTICE}:{appointment.id}:{payload['starts_at']}:{lead}"
    await notify(
        uow,
        [account for account, wish in wishes.items() if lead in wish.in_app],
        REMINDER_NOTICE,
        key,
        {"appointment_id": str(appointment.id), "starts_at": in_json(appointment.starts_at), "lead": lead.value},
    )
    for account, wish in sorted(wishes.items()):
        if lead in wish.by_mail:
            await send(
                uow,
                account,
                MailKind.APPOINTMENT_REMINDER,
                f"{key}:{account}",
                data_of(appointment, account),
                send_at=waits_until(uow.now, appointment.starts_at, uow.zone) if lead is Lead.DAY else None,
                expires_at=useless_from(appointment.starts_at, lead),
            )


handlers: Mapping[str, JobHandler] = {REMIND_JOB: remind}
