"""A private calendar address gives its owner's times, nothing else, and nothing at all once it is deleted."""

import json
import re
from datetime import timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from booking.appointments import service as appointments
from booking.calendar.tables import CalendarFeed
from core.principal import Role
from people.accounts.service import block
from tests.booking.make import make_appointment, make_duty
from tests.people.make import make_parent, make_practitioner
from tests.words import HEALTH_WORDS


@pytest.fixture
async def people(units):
    async with units.write() as uow:
        return await make_parent(uow, "はな"), await make_practitioner(uow, Role.MIDWIFE, "佐藤 花")


async def create(api, principal):
    status, made = await api.as_(principal).post("/api/calendar-feeds")
    assert status == 201, made
    return made


async def fetch(api, address, **headers):
    path = address.removeprefix(api.application.settings.public_url)
    async with api.client.get(path, headers=headers) as response:
        return response.status, dict(response.headers), await response.text()


async def book(units, parent, midwife, **ahead):
    async with units.write() as uow:
        return await make_appointment(uow, parent, midwife, uow.now + timedelta(**ahead))


async def test_a_parents_calendar_holds_their_standing_appointments_and_follows_each_change(api, units, people):
    parent, midwife = people
    booked = await book(units, parent, midwife, days=1)
    async with units.write() as uow:
        other = await make_parent(uow, "みお")
    await book(units, other, midwife, days=2)
    made = await create(api, parent)
    status, headers, text = await fetch(api, made["address"])
    assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert "private" in headers["Cache-Control"]
    [entry] = Calendar.from_ical(text).walk("VEVENT")
    assert entry["UID"] == f"appointment-{booked.id}@localhost"
    assert entry.decoded("DTSTART") == booked.starts_at
    assert (await fetch(api, made["address"], **{"If-None-Match": headers["Etag"]}))[0] == 304
    async with units.write() as uow:
        await appointments.cancel(uow, parent, booked.id)
    assert Calendar.from_ical((await fetch(api, made["address"]))[2]).walk("VEVENT") == []


async def test_a_clinicians_calendar_holds_appointments_and_duty(api, units, people):
    parent, midwife = people
    await book(units, parent, midwife, days=1)
    async with units.write() as uow:
        for days, duty in ((2, "active"), (3, "on_call")):
            starts = uow.now + timedelta(days=days)
            await make_duty(uow, midwife.practitioner_id, starts, starts + timedelta(hours=9), duty=duty)
    made = await create(api, midwife)
    text = (await fetch(api, made["address"]))[2]
    entries = Calendar.from_ical(text).walk("VEVENT")
    assert [str(entry["SUMMARY"]) for entry in entries] == ["ご予約(はぐくみ)", "当番(はぐくみ)", "待機(はぐくみ)"]


async def test_a_calendar_and_its_address_tell_no_name_no_role_and_nothing_of_health(api, units, people):
    parent, midwife = people
    await book(units, parent, midwife, days=1)
    for principal in people:
        made = await create(api, principal)
        text = (await fetch(api, made["address"]))[2]
        told = re.sub(r"(?m)^(UID|PRODID).*$", "", text.replace("\r\n ", "")) + made["address"]
        assert [word for word in (*HEALTH_WORDS, "はな", "佐藤") if word in told.lower()] == []


async def test_a_guessed_deleted_or_blocked_address_is_not_found(api, units, people):
    parent, _ = people
    made = await create(api, parent)
    guessed = made["address"][:-10] + "AAAAAA.ics"
    status, _, unknown = await fetch(api, guessed)
    assert status == 404
    assert (await fetch(api, made["address"]))[0] == 200
    status, _ = await api.as_(parent).delete(f"/api/calendar-feeds/{made['id']}")
    assert status == 204
    status, _, text = await fetch(api, made["address"])
    assert (status, "calendar.not_found" in text) == (404, True)
    # Nobody learns that there was one.
    assert neutral(text) == neutral(unknown)
    again = await create(api, parent)
    async with units.write() as uow:
        await block(uow, parent.account_id)
    status, _, text = await fetch(api, again["address"])
    assert (status, neutral(text)) == (404, neutral(unknown))


def neutral(problem: str) -> dict[str, object]:
    return {name: value for name, value in json.loads(problem).items() if name not in {"instance", "request_id"}}


async def test_the_secret_is_told_once_and_stands_in_no_row_no_log_and_no_metric(api, units, people, capfd):
    parent, _ = people
    made = await create(api, parent)
    secret = made["address"].rpartition("/")[2].removesuffix(".ics")
    assert len(secret) == 43
    await fetch(api, made["address"])
    await fetch(api, made["address"].replace(secret, secret[::-1]))
    _, listed = await api.as_(parent).get("/api/calendar-feeds")
    async with api.client.get("/metrics") as response:
        metrics = await response.text()
    assert "/calendar/{token}.ics" in metrics
    said = capfd.readouterr()
    async with units.read() as uow:
        [stored] = await uow.session.scalars(select(CalendarFeed))
    for place in (str(listed), metrics, said.out, said.err, str(stored.token_hash)):
        assert secret not in place
        assert secret[::-1] not in place


async def test_the_owner_sees_when_an_address_was_last_used(api, clock, people):
    parent, _ = people
    made = await create(api, parent)
    assert made["last_used_at"] is None
    await fetch(api, made["address"])
    _, listed = await api.as_(parent).get("/api/calendar-feeds")
    assert [each["last_used_at"] for each in listed["feeds"]] == ["2026-11-24T01:00:00.000Z"]
    clock.advance(timedelta(minutes=59))
    await fetch(api, made["address"])
    clock.advance(timedelta(minutes=1))
    await fetch(api, made["address"])
    _, listed = await api.as_(parent).get("/api/calendar-feeds")
    assert [each["last_used_at"] for each in listed["feeds"]] == ["2026-11-24T02:00:00.000Z"]


async def test_five_addresses_are_enough(api, people):
    parent, _ = people
    for _ in range(5):
        await create(api, parent)
    status, problem = await api.as_(parent).post("/api/calendar-feeds")
    assert (status, problem["code"], problem["params"]["most"]) == (409, "calendar.too_many", 5)
