"""Seeds the demonstration: a small city's staff, services and schedules, some families and what they did so far."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import func, select, update

from booking.schedules import service as schedules
from booking.schedules.pattern import Pattern
from booking.services.service import seed_services
from booking.services.tables import Service
from clinic.records.views import NoteContent
from core.clock import ManualClock
from core.unit_of_work import Units
from people.accounts.tables import Account
from people.administration.service import create_staff_account
from people.practitioners.tables import Practitioner
from people.registration.service import register
from people.risk.kinds import RiskLevel
from server.demo import course
from server.demo.families import AOI, GUESTS, HANA, MIO, Guest
from server.demo.months import seed_months
from server.demo.rota import seed_rota
from server.demo.staff import STAFF, seed_supervisors
from server.people import People

PASSWORD = "hagukumi-demo"  # noqa: S105  shown to whoever starts the demonstration
_REGISTERED_WEEKS_AGO = 8


@dataclass(frozen=True, slots=True)
class _Course:
    guest: Guest
    weeks_ago: int
    start: tuple[int, ...]
    end: tuple[int, ...] | None


_COURSES = (
    _Course(HANA, 6, (2, 2, 3, 2, 1, 2, 1, 1, 0), (1, 1, 1, 1, 0, 1, 0, 0, 0)),
    _Course(AOI, 5, (1, 2, 2, 2, 2, 1, 1, 0, 0), (1, 1, 2, 2, 1, 2, 1, 1, 0)),
    _Course(MIO, 4, (2, 2, 2, 2, 1, 1, 1, 1, 0), None),
)
_NOTE = NoteContent(
    fields={
        "complaint": "夜に何度も目が覚めて眠れない。",
        "situation": "家族の手助けは週末だけ。日中は一人で過ごすことが多い。",
        "advice": "休める時間を家族と一緒に決めることを提案した。",
        "next_action": "二週間後にもう一度お話を聞く。",
        "safety": "no_concern",
    },
    risk_level=RiskLevel.MIDDLE,
    reasons=["sleep", "mood"],
    outcome="follow_up",
)


async def seed(units: Units, people: People) -> bool:
    """Fill an empty database; returns whether it was empty. One that holds accounts is left as it is."""
    async with units.read() as uow:
        if await uow.session.scalar(select(func.count()).select_from(Account)):
            return False
    now = units.clock.now()
    past = course.at(units, ManualClock(now - timedelta(weeks=_REGISTERED_WEEKS_AGO)))
    password_hash = await people.hasher.hash(PASSWORD)
    async with past.write() as uow:
        await seed_services(uow)
        # In the demonstration the next time can be booked at once.
        await uow.session.execute(update(Service).values(minimum_notice_minutes=0))
        for member in STAFF:
            account_id = await create_staff_account(
                uow,
                email=member.email,
                password_hash=password_hash,
                display_name=member.name,
                role=member.role,
                specialties=member.specialties,
                languages=member.languages,
                gender=member.gender,
            )
            if member.hours:
                practitioner_id = (
                    await uow.session.scalars(select(Practitioner.id).where(Practitioner.account_id == account_id))
                ).one()
                today = uow.zone.today(uow.now)
                await schedules.put_pattern(uow, practitioner_id, Pattern(member.blocks(today)), seen=0)
        await seed_supervisors(uow)
        for guest in GUESTS:
            entry = guest.registration(uow.zone.today(uow.now), people.consents)
            await register(uow, entry, password_hash, catalogue=people.consents, city=people.city)
        await uow.session.execute(update(Account).values(email_confirmed_at=uow.now))
        await seed_rota(uow)
    await seed_months(units, now)
    for number, story in enumerate(_COURSES):
        await _play(units, story, _morning(units, now - timedelta(weeks=story.weeks_ago), 10 + number))
    return True


async def _play(units: Units, story: _Course, starts_at: datetime) -> None:
    client = await course.principal_of(units, story.guest.email)
    counsellor = await course.principal_of(units, "ito@hagukumi.example")
    first = await course.first_session(units, client, counsellor, starts_at, story.start, _NOTE)
    if story.end is not None:
        psychiatrist = await course.principal_of(units, "yamamoto@hagukumi.example")
        await course.cosign_waiting(units, psychiatrist, starts_at + timedelta(days=2))
        when = starts_at + timedelta(weeks=3)
        await course.close_course(units, client, counsellor, first.episode_id, when, story.end)


def _morning(units: Units, day: datetime, hour: int) -> datetime:
    return units.zone.to_utc(units.zone.today(day), time(hour))
