"""Courses of counselling whose first session took place twenty days ago, made through the services; after `demo`.

One for each language of the story: PHQ-9 of 14 at the start, the note signed, the course not closed.
"""

from datetime import time, timedelta

from clinic.records.views import NoteContent
from core.clock import Clock
from core.principal import Locale
from people.registration.service import register
from people.risk.kinds import RiskLevel
from server.app import Application
from server.demo import course
from server.demo.families import Guest
from server.demo.seed import PASSWORD

START = (2, 2, 2, 2, 2, 2, 1, 1, 0)
GUESTS: dict[Locale, Guest] = {
    "ja": Guest("sakura", "さくら", children=(4,), number="+81312345611"),
    "en": Guest("olivia", "Olivia", children=(6,), number="+81312345612", locale="en"),
}
COUNSELLORS: dict[Locale, str] = {"ja": "ito@hagukumi.example", "en": "watanabe@hagukumi.example"}
HOURS: dict[Locale, time] = {"ja": time(14), "en": time(20)}
NOTE = NoteContent(
    fields={
        "complaint": "夜に眠れない。",
        "situation": "一人で過ごす日が多い。",
        "advice": "休む時間を決めた。",
        "next_action": "三週間後に話す。",
        "safety": "no_concern",
    },
    risk_level=RiskLevel.HIGH,
    reasons=["sleep", "mood"],
    outcome="follow_up",
)


async def seed(application: Application, clock: Clock) -> dict[str, object]:
    return {language: await _course(application, clock, language) for language in GUESTS}


async def _course(application: Application, clock: Clock, language: Locale) -> dict[str, object]:
    units, people, guest = application.units, application.people, GUESTS[language]
    password_hash = await people.hasher.hash(PASSWORD)
    async with units.write() as uow:
        entry = guest.registration(uow.zone.today(uow.now), people.consents)
        await register(uow, entry, password_hash, catalogue=people.consents, city=people.city)
    client = await course.principal_of(units, guest.email)
    counsellor = await course.principal_of(units, COUNSELLORS[language])
    day = units.zone.today(clock.now()) - timedelta(days=20)
    starts_at = units.zone.to_utc(day, HOURS[language])
    first = await course.first_session(units, client, counsellor, starts_at, START, NOTE)
    return {
        "email": guest.email,
        "name": guest.name,
        "counsellor": COUNSELLORS[language],
        "appointment_id": str(first.appointment_id),
        "encounter_id": str(first.encounter_id),
        "episode_id": str(first.episode_id),
        "response_id": str(first.response_id),
        "total": first.total,
    }
