"""What the coordinator's day is made of in the clinic: counts and instants, never a name or a word of anybody's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.services.tables import Service
from booking.waitlist.tables import WaitlistEntry, WaitState
from clinic.encounters.forgotten import FORGOTTEN_AFTER
from clinic.encounters.messages import last_word
from clinic.encounters.reading import stands_there, waiting_since
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, Message
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag
from core.unit_of_work import UnitOfWork
from people.persons.tables import Person

WAITS_LONG = FORGOTTEN_AFTER
"""Who stands before a closed door for longer waits too long."""

UNANSWERED_LONG = timedelta(hours=24)
"""Who wrote and has no answer for longer waits too long. Our own number: 「運営者の確認が必要です」."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many, and since when the oldest of them; None when there are none."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Pressure(Count):
    """How many wait for a time of a service, and since when the first of them."""

    service_id: UUID
    name_ja: str
    name_en: str


async def waiting_long(uow: UnitOfWork) -> Count:
    """Count who came, whose time has come, and who is not let in for more than three minutes since.

    Whose appointment ended an hour ago and whose page is away waits no more: that room is closed.
    """
    waits = waiting_since()
    since = case((waits > Appointment.starts_at, waits), else_=Appointment.starts_at)
    query = (
        select(func.count(), func.min(since))
        .select_from(Encounter)
        .join(Appointment, Appointment.id == Encounter.appointment_id)
        .where(
            Encounter.state == EncounterState.ARRIVED,
            Appointment.state == ClaimState.BOOKED,
            waits < uow.now - WAITS_LONG,
            Appointment.starts_at < uow.now - WAITS_LONG,
            stands_there(uow.now),
        )
    )
    count, oldest = (await uow.session.execute(query)).one()
    return Count(count, oldest)


async def unanswered_long(uow: UnitOfWork) -> Count:
    """Count the consultations that go on in writing whose last word is the client's for more than a day."""
    query = (
        select(func.count(), func.min(Message.sent_at))
        .select_from(Encounter)
        .join(Message, and_(Message.encounter_id == Encounter.id, Message.sequence == last_word()))
        .join(Person, Person.id == Encounter.person_id)
        .where(
            Encounter.writing_until > uow.now,
            Message.author_account_id == Person.account_id,
            Message.sent_at < uow.now - UNANSWERED_LONG,
        )
    )
    count, oldest = (await uow.session.execute(query)).one()
    return Count(count, oldest)


async def open_alerts(uow: UnitOfWork) -> Count:
    """Count the alerts that nobody took on, or assessed in time, and no drills.

    Whom and what they are about is not the coordinator's to see.
    """
    waits = or_(Flag.acknowledged_at.is_(None), Flag.overdue_at.is_not(None))
    query = select(func.count(), func.min(Flag.raised_at)).where(
        Flag.closed_at.is_(None), Flag.kind != FlagKind.DRILL, waits
    )
    count, oldest = (await uow.session.execute(query)).one()
    return Count(count, oldest)


async def waitlists(uow: UnitOfWork) -> list[Pressure]:
    """Count for each service who waits for a time and is offered none, the longest waiting first."""
    oldest = func.min(WaitlistEntry.created_at)
    query = (
        select(func.count(), oldest, Service.id, Service.name_ja, Service.name_en)
        .select_from(WaitlistEntry)
        .join(Service, Service.id == WaitlistEntry.service_id)
        .where(WaitlistEntry.state == WaitState.WAITING, WaitlistEntry.last >= uow.zone.today(uow.now))
        .group_by(Service.id, Service.name_ja, Service.name_en)
        .order_by(oldest, Service.id)
    )
    return [Pressure(*row) for row in await uow.session.execute(query)]
