"""Whatever mail leaves the service betrays neither what it is about nor who meets whom."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from booking.appointments.tables import Appointment
from booking.instants import in_json
from booking.reminders.mails import mail_news, parties
from booking.services.tables import Service
from core.outbox.runner import JobRunner
from core.principal import Role
from people.accounts.tables import Account
from people.mail.delivery import Delivery, Post
from people.mail.kinds import MailKind
from people.mail.service import send
from people.practitioners.titles import default_title
from tests.booking.make import make_appointment
from tests.people.make import make_parent, make_practitioner
from tests.words import HEALTH_WORDS

ROLES = {
    "midwife": Role.MIDWIFE,
    "counselling": Role.COUNSELLOR,
    "paediatrician": Role.DOCTOR,
}


def _decoded(message: EmailMessage) -> str:
    """Return all that a reader, a mail program or a calendar can read, without what is only a number."""
    heads = "\n".join(f"{name}: {value}" for name, value in message.items() if name not in {"To", "Message-ID"})
    bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() != "multipart"]
    text = "\n".join(body.decode() if isinstance(body, bytes) else body for body in bodies)
    text = text.replace("\r\n ", "").replace("\n ", "")
    names = [part.get_filename() or "" for part in message.walk()]
    plain = re.sub(r"(?m)^(ATTENDEE|UID|PRODID).*$", "", f"{heads}\n{text}\n{names}")
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", plain).lower()


@pytest.mark.parametrize("locale", ["ja", "en"])
@pytest.mark.parametrize("code", ROLES)
async def test_no_mail_names_a_service_a_role_a_person_or_a_word_of_health(units, post_office, locale, code):
    async with units.write() as uow:
        parent = await make_parent(uow, "山田花", locale=locale)
        specialties = ("paediatrics",) if code == "paediatrician" else ()
        clinician = await make_practitioner(uow, ROLES[code], "佐藤美咲", specialties)
        booked = await make_appointment(
            uow, parent, clinician, uow.now + timedelta(hours=3), code, reason="夜に眠れません"
        )
        assert isinstance(booked, Appointment)
        both = await parties(uow, booked)
        for kind in (each for each in MailKind if each.startswith("appointment_")):
            await mail_news(uow, booked, kind, both)
        for kind in (each for each in MailKind if not each.startswith("appointment_")):
            times = {"starts_at": in_json(booked.starts_at), "until_at": in_json(booked.ends_at)}
            await send(uow, parent.account_id, kind, kind.value, {"path": "/confirm#abc", **times})
        services = [
            word for each in await uow.session.scalars(select(Service)) for word in (each.name_ja, each.name_en)
        ]
        people = list(await uow.session.scalars(select(Account.display_name)))
    post = Post("https://hagukumi.example", "はぐくみ <no-reply@city.example>", "desk@city.example", post_office.server)
    await JobRunner(units, Delivery(post).handlers()).drain()
    assert len(post_office.received) == len(MailKind) + sum(each.startswith("appointment_") for each in MailKind)
    titles = default_title(ROLES[code], set(specialties))
    hidden = [*HEALTH_WORDS, *services, *people, *titles, code, ROLES[code].value, "夜に眠れ"]
    for message in post_office.mails:
        read = _decoded(message)
        assert [word for word in hidden if word.lower() in read] == [], read
