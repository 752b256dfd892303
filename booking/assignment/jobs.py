"""Telling everyone concerned what becomes of appointments, and the coordinators who is sick."""

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from sqlalchemy import select

from booking.appointments.jobs import tell_former
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.changes import is_unsolved, solved
from booking.assignment.repairs import REASSIGNED_JOB, UNSOLVED_JOB
from booking.assignment.touched import Away, touched, without_anybody
from booking.instants import in_json
from booking.reminders import jobs as reminders
from booking.reminders.mails import mail_news, parties
from booking.schedules.absences import ENDED_JOB
from core.json import JSON
from core.live import hint
from core.outbox.runner import JobHandler
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.accounts import service as accounts
from people.mail.kinds import MailKind
from people.notices.service import notify

REASSIGNED_NOTICE = "appointment.reassigned"
UNSOLVED_NOTICE = "appointment.unsolved"
SOLVED_NOTICE = "appointment.solved"
ABSENCE_JOB = "booking.absence_told"


def tell_coordinators(uow: UnitOfWork, absence_id: UUID, what: Literal["reported", "taken_back"]) -> None:
    """Let the coordinators be told that somebody called in sick, or is back; and their pages look again at once."""
    payload: dict[str, JSON] = {"absence_id": str(absence_id), "what": what}
    uow.enqueue(ABSENCE_JOB, payload, key=f"{ABSENCE_JOB}:{what}:{absence_id}")
    uow.publish(hint(f"role:{Role.COORDINATOR}", "appointments"))


async def tell_of_absence(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell every coordinator; who it is and what is to be repaired stands on their page Today."""
    kind = f"absence.{payload['what']}"
    told = await accounts.account_ids_with_role(uow, Role.COORDINATOR)
    data = {"absence_id": str(payload["absence_id"])}
    await notify(uow, told, kind, f"{kind}:{payload['absence_id']}", data)


async def tell_solved(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell those who were told that nobody can meet them, and whose practitioner is back, that they will meet."""
    first, last = (date.fromisoformat(str(payload[each])) for each in ("first", "last"))
    away = Away(UUID(str(payload["practitioner_id"])), first, last)
    marked = [each for each in await touched(uow, away) if is_unsolved(each.assignment)]
    still = await without_anybody(uow, marked)
    for each in marked:
        if each.id in still:
            continue
        each.assignment = solved(each.assignment)
        person, _ = await parties(uow, each)
        if person is not None:
            data = {"appointment_id": str(each.id), "starts_at": in_json(each.starts_at)}
            key = f"{SOLVED_NOTICE}:{each.id}:{each.sequence or 0}:{payload['absence_id']}"
            await notify(uow, [person], SOLVED_NOTICE, key, data)
            uow.publish(hint(f"account:{person}", "appointments", each.id))
            occasion = f":solved:{payload['absence_id']}"
            await mail_news(uow, each, MailKind.APPOINTMENT_REASSIGNED, [person], occasion=occasion)


async def tell_reassigned(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person and whoever gives it now, unless it was changed since; whoever gave it before in any case."""
    appointment = await _read(uow, payload)
    former = UUID(str(payload["from_practitioner_id"]))
    data = {"appointment_id": str(appointment.id), "starts_at": str(payload["from_starts_at"])}
    occasion = f"{appointment.id}:{payload['sequence']}"
    if former != appointment.practitioner_id:
        await tell_former(uow, appointment, former, payload)
    if appointment.state is not ClaimState.BOOKED or appointment.sequence != payload["sequence"]:
        return
    person, practitioner = await parties(uow, appointment)
    both = [each for each in (person, practitioner) if each is not None]
    await notify(uow, both, REASSIGNED_NOTICE, f"{REASSIGNED_NOTICE}:{occasion}", data)
    reminders.plan(uow, appointment)
    await mail_news(uow, appointment, MailKind.APPOINTMENT_REASSIGNED, [person])
    # To who had nothing to do with it so far it is a booking.
    await mail_news(uow, appointment, MailKind.APPOINTMENT_BOOKED, [practitioner])


async def tell_unsolved(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Tell the person that their appointment cannot be kept, unless it was cancelled since; they choose anew."""
    appointment = await _read(uow, payload)
    if appointment.state is not ClaimState.BOOKED:
        return
    person, _ = await parties(uow, appointment)
    if person is None:
        return
    data = {"appointment_id": str(appointment.id), "starts_at": in_json(appointment.starts_at)}
    occasion = f":{payload['occasion']}"
    key = f"{UNSOLVED_NOTICE}:{appointment.id}:{appointment.sequence or 0}{occasion}"
    await notify(uow, [person], UNSOLVED_NOTICE, key, data)
    await mail_news(uow, appointment, MailKind.APPOINTMENT_REASSIGNED, [person], occasion=occasion)


async def _read(uow: UnitOfWork, payload: Mapping[str, JSON]) -> Appointment:
    query = select(Appointment).where(Appointment.id == UUID(str(payload["appointment_id"])))
    return (await uow.session.scalars(query)).one()


handlers: Mapping[str, JobHandler] = {
    REASSIGNED_JOB: tell_reassigned,
    UNSOLVED_JOB: tell_unsolved,
    ABSENCE_JOB: tell_of_absence,
    ENDED_JOB: tell_solved,
}
