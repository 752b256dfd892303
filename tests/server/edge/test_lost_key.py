"""A key is lost: a clear code instead of the text, nothing half shown, and alerts are seen all the same."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from booking.appointments.tables import Appointment
from clinic.encounters.attachments.tables import Attachment
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.tables import Message
from clinic.encounters.views import Author
from clinic.records import service as records
from clinic.records.sharing import glass
from clinic.records.summaries import service as summaries
from core.crypto import Vault
from core.ids import new_id
from core.live import LiveBus
from core.principal import Role
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.clinic.records.make import make_content
from tests.people.make import make_member, make_parent
from tests.server.policies.world import make_world


@pytest.fixture
async def world(database, clock, zone):
    """A family whose texts were sealed under a key that the application does not have."""
    lost = Units(database, clock, zone, Vault([("lost", bytes(32))]), LiveBus())
    return await make_world(lost, clock)


async def test_what_cannot_be_opened_is_told_by_a_code_and_alerts_are_still_seen(api, world):
    counsellor = api.as_(world.counsellor)
    status, problem = await counsellor.get(f"/api/encounters/{world.encounter_id}/note")
    assert (status, problem["code"]) == (500, "server.sealed")
    status, listed = await counsellor.get("/api/flags")
    assert status == 200
    [flag] = listed["flags"]
    assert (flag["person"]["display_name"], flag["person"]["telephone"]) == ("はな", None)
    assert (await counsellor.post(f"/api/flags/{flag['id']}/acknowledge", json={"comment": "電話した"}))[0] == 200


async def test_one_text_under_a_lost_key_does_not_fail_the_list_it_stands_in(api, units, world):
    owner, counsellor = api.as_(world.owner), api.as_(world.counsellor)
    path = f"/api/encounters/{world.encounter_id}/messages"
    writer = ChatWriter(units)
    writer.start()
    author = Author(account_id=world.owner.account_id, display_name="はな", role=world.owner.role)
    await writer.append(world.encounter_id, author, new_id(), "いまは読める")
    await writer.stop()
    for side in (owner, counsellor):
        status, listed = await side.get(path)
        assert status == 200
        assert [(one["body"], one["unreadable"]) for one in listed["messages"]] == [
            ("", "server.sealed"),
            ("いまは読める", None),
        ]
    status, listed = await counsellor.get("/api/encounters")
    assert [(one["place"], one["place_unreadable"]) for one in listed["encounters"]] == [(None, "server.sealed")]
    status, listed = await counsellor.get(f"/api/persons/{world.owner.person_id}/questionnaire-responses")
    assert status == 200
    assert [(one["answers"], one["unreadable"]) for one in listed["responses"]] == [({}, "server.sealed")]


async def test_what_stands_in_lists_of_staff_and_household_is_told_too(api, database, clock, zone, units):
    lost = Units(database, clock, zone, Vault([("lost", bytes(32))]), LiveBus())
    world = await make_world(lost, clock)
    staff = {one.role: one for one in world.strangers}
    midwife, administrator = staff[Role.MIDWIFE], staff[Role.ADMINISTRATOR]
    async with lost.write() as uow:
        saved = await records.save(uow, world.counsellor, world.encounter_id, make_content(Role.COUNSELLOR), 1)
        await records.sign(uow, world.counsellor, world.encounter_id, saved.version)
        await summaries.release(uow, world.counsellor, world.encounter_id, "休む時間", 0)
        family = await make_parent(uow, "しょう", Role.FAMILY)
        await make_member(uow, world.owner, family)
        await summaries.share(uow, world.owner, world.encounter_id, family.account_id)
        await make_appointment(uow, world.owner, midwife, uow.now + timedelta(days=2), "midwife")
        await glass.break_glass(uow, midwife, world.owner.person_id, "夜間の急な相談")
        sealed = uow.vault.seal("眠れない", f"appointment:{world.objects['appointment_id']}")
        claim = update(Appointment).where(Appointment.id == UUID(world.objects["appointment_id"]))
        await uow.session.execute(claim.values(reason_sealed=sealed))
    counsellor = api.as_(world.counsellor)
    _, glance = await counsellor.get(f"/api/persons/{world.owner.person_id}/family-glance")
    assert [(one["complaint"], one["unreadable"]) for one in glance["notes"]] == [("", "server.sealed")]
    _, broken = await api.as_(midwife).get("/api/glass-breakings")
    assert [(one["reason"], one["unreadable"]) for one in broken["breakings"]] == [("", "server.sealed")]
    _, shown = await api.as_(family).get("/api/shared-summaries")
    assert [(one["text"], one["unreadable"]) for one in shown["summaries"]] == [("", "server.sealed")]
    _, booked = await counsellor.get("/api/appointments?when=upcoming")
    assert [(one["reason"], one["reason_unreadable"]) for one in booked["appointments"]] == [(None, "server.sealed")]
    _, held = await api.as_(administrator).get("/api/legal-holds")
    assert [(one["reason"], one["unreadable"]) for one in held["holds"]] == [("", "server.sealed")]


async def test_a_message_under_a_lost_key_that_is_sent_again_is_known_and_fails_no_other(units, world):
    async with units.read() as uow:
        first = (await uow.session.scalars(select(Message).where(Message.withdraws.is_(None)))).one()
        files = (await uow.session.scalars(select(Attachment.id))).all()
    writer = ChatWriter(units)
    writer.start()
    author = Author(account_id=world.owner.account_id, display_name="はな", role=world.owner.role)
    again, other = await asyncio.gather(
        writer.append(world.encounter_id, author, first.client_id, "", files[0]),
        writer.append(world.encounter_id, author, new_id(), "べつのこと"),
    )
    await writer.stop()
    assert (again.id, again.unreadable) == (first.id, "server.sealed")
    assert other.body == "べつのこと"


async def test_what_is_written_from_now_on_can_be_read(api, world):
    number = {"number": "090-8765-4321", "may_ring": True, "may_leave_message": False}
    owner = api.as_(world.owner)
    status, me = await owner.get("/api/me")
    assert (status, me["telephone"], me["has_telephone"], me["unreadable"]) == (200, None, False, "server.sealed")
    status, me = await owner.patch("/api/me", json={"telephone": number, "emergency_contact": None})
    assert status == 200, me
    assert (await owner.get("/api/me"))[1]["telephone"]["number"] == "09087654321"
