"""The mails about an appointment: neutral words, a time, and what calendars read."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.touched import is_told_off
from booking.instants import in_json
from booking.reminders import choices
from booking.reminders.due import waits_until
from core.unit_of_work import UnitOfWork
from people.mail.delivery import Wanted
from people.mail.events import TimedEvent
from people.mail.kinds import MailKind
from people.mail.service import send
from people.persons import service as persons
from people.practitioners import service as practitioners


def event_of(appointment: Appointment) -> TimedEvent:
    """Return the appointment as calendars shall know it, now and after each change."""
    return TimedEvent(
        key=f"appointment-{appointment.id}",
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        path=path_of(appointment.id),
        changed_at=appointment.changed_at or appointment.created_at,
        sequence=sequence_of(appointment),
    )


def sequence_of(appointment: Appointment) -> int:
    """Return how often an appointment was changed."""
    return appointment.sequence or 0


def path_of(appointment_id: UUID) -> str:
    """Return where an appointment is shown, to whichever party; the address says nothing of what it is about."""
    return f"/appointments/{appointment_id}"


async def parties(uow: UnitOfWork, appointment: Appointment) -> tuple[UUID | None, UUID | None]:
    """Return the accounts of the person and of the practitioner."""
    people = await persons.account_ids(uow, [appointment.person_id])
    staff = await practitioners.account_ids(uow, [appointment.practitioner_id])
    return people.get(appointment.person_id), staff.get(appointment.practitioner_id)


async def mail_news(
    uow: UnitOfWork,
    appointment: Appointment,
    kind: MailKind,
    account_ids: Iterable[UUID | None],
    *,
    at_once: UUID | None = None,
    starts_at: datetime | None = None,
    occasion: str = "",
) -> None:
    """Mail these accounts, if they wish so, that an appointment was booked, moved, given to another or cancelled.

    Whoever did it (`at_once`) reads of it at once, the others not at night where it can wait. A cancellation takes the
    time out of their calendars, all else enters it or moves it. `starts_at` is the time told to whom the present one
    does not concern. `occasion` tells a second mail of a kind from the first while the appointment is as it was.
    """
    event = event_of(appointment)
    if starts_at is not None:
        event = replace(event, starts_at=starts_at, ends_at=starts_at + (event.ends_at - event.starts_at))
    wishes = await choices.of_accounts(uow, [each for each in account_ids if each is not None])
    for account_id, wish in sorted(wishes.items()):
        if not wish.news_by_mail:
            continue
        waits = waits_until(uow.now, event.starts_at, uow.zone)
        await send(
            uow,
            account_id,
            kind,
            f"{kind}:{appointment.id}:{sequence_of(appointment)}:{account_id}{occasion}",
            {**data_of(appointment, account_id), "starts_at": in_json(event.starts_at)},
            calendar=("CANCEL" if kind is MailKind.APPOINTMENT_CANCELLED else "REQUEST", event),
            send_at=uow.now if account_id == at_once else waits,
            expires_at=None if kind is MailKind.APPOINTMENT_CANCELLED else appointment.starts_at,
        )


def data_of(appointment: Appointment, account_id: UUID) -> Mapping[str, str]:
    """Return what the mails' texts and checks read."""
    return {
        "appointment_id": str(appointment.id),
        "account_id": str(account_id),
        "sequence": str(sequence_of(appointment)),
        "starts_at": in_json(appointment.starts_at),
        "path": path_of(appointment.id),
    }


async def is_so(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether an appointment still stands as a mail tells it: booked, for that time, unchanged since."""
    appointment = await _lock(uow, data)
    return appointment is not None and str(sequence_of(appointment)) == data["sequence"]


async def is_near(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether an appointment still stands at the time that a reminder names, and concerns its reader."""
    appointment = await _lock(uow, data)
    if appointment is None or appointment.starts_at != datetime.fromisoformat(data["starts_at"]):
        return False
    if await is_told_off(uow, appointment):
        return False
    return data["account_id"] in {str(each) for each in await parties(uow, appointment)}


async def _lock(uow: UnitOfWork, data: Mapping[str, str]) -> Appointment | None:
    # A cancellation takes this lock too: either it is seen here, or it comes after the sending has begun.
    appointment: Appointment | None = await uow.session.scalar(
        select(Appointment)
        .where(Appointment.id == UUID(data["appointment_id"]), Appointment.state == ClaimState.BOOKED)
        .options(selectinload(Appointment.service))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return appointment


wanted: Mapping[MailKind, Wanted] = {
    MailKind.APPOINTMENT_BOOKED: is_so,
    MailKind.APPOINTMENT_RESCHEDULED: is_so,
    MailKind.APPOINTMENT_REASSIGNED: is_so,
    MailKind.APPOINTMENT_REMINDER: is_near,
}
