"""Which times an account's calendar holds: the appointments of a client, and those and the duty of a clinician."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment
from booking.reminders.mails import event_of
from booking.rota.problem import DutyKind
from booking.rota.tables import Duty
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.mail.events import TimedEvent
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

_PAST = timedelta(days=60)
_AHEAD = timedelta(days=400)


async def times_of(uow: UnitOfWork, account: Account) -> Sequence[TimedEvent]:
    """Return the account's own times from two months ago on; a cancelled one is not among them."""
    begin, end = uow.now - _PAST, uow.now + _AHEAD
    return [*await _appointments(uow, account, begin, end), *await _duties(uow, account, begin, end)]


async def _appointments(uow: UnitOfWork, account: Account, begin: datetime, end: datetime) -> Sequence[TimedEvent]:
    query = select(Appointment).where(
        or_(
            Appointment.person_id.in_(select(Person.id).where(Person.account_id == account.id)),
            Appointment.practitioner_id.in_(select(Practitioner.id).where(Practitioner.account_id == account.id)),
        ),
        Appointment.state.in_(STANDING),
        Appointment.starts_at >= begin,
        Appointment.starts_at < end,
    )
    return [event_of(appointment) for appointment in await uow.session.scalars(query)]


async def _duties(uow: UnitOfWork, account: Account, begin: datetime, end: datetime) -> Sequence[TimedEvent]:
    query = select(Duty).where(
        Duty.practitioner_id.in_(select(Practitioner.id).where(Practitioner.account_id == account.id)),
        Duty.starts_at >= begin,
        Duty.starts_at < end,
    )
    return [
        TimedEvent(
            # A version of the rota that is published anew keeps who serves when: their calendar shall not blink.
            key=f"duty-{duty.shift_type_id}-{duty.starts_at:%Y%m%dT%H%M}",
            starts_at=duty.starts_at,
            ends_at=duty.ends_at,
            path="/",
            changed_at=duty.starts_at,
            sort="duty" if duty.duty is DutyKind.ACTIVE else "on_call",
        )
        for duty in await uow.session.scalars(query)
    ]
