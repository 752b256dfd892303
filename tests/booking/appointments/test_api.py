"""Booking over HTTP: the whole way, who may see what, and input that cannot be."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from booking.appointments.tables import Claim
from core.clock import ManualClock
from core.ids import new_id
from core.principal import Role
from server.app import Application
from tests.booking.story import Town, make_town, tokyo
from tests.fixtures.application import Api
from tests.people.make import make_parent, make_staff

NINE = "2026-11-25T00:00:00.000Z"


@pytest.fixture
async def town(application: Application) -> Town:
    return await make_town(application.units)


def wish(town: Town, **more: Any) -> dict[str, Any]:
    return {"service_id": str(town.service_id), "starts_at": NINE, "modality": "video", **more}


async def claims(application: Application) -> int:
    async with application.units.read() as uow:
        return (await uow.session.scalars(select(func.count()).select_from(Claim))).one()


async def test_a_parent_finds_holds_books_sees_and_cancels(api: Api, town: Town):
    parent, midwife = api.as_(town.parents[0]), api.as_(town.staff[0])
    _, services = await parent.get("/api/services")
    service = services["services"][0]
    assert (service["code"], service["minutes"]) == ("midwife", 30)
    status, found = await parent.get(f"/api/slots?service_id={service['id']}&from=2026-11-25&to=2026-11-26")
    assert status == 200
    slot = found["slots"][0]
    assert (slot["starts_at"], slot["ends_at"]) == (NINE, "2026-11-25T00:30:00.000Z")
    assert [each["id"] for each in found["practitioners"]] == slot["practitioner_ids"]
    status, hold = await parent.post("/api/holds", json=wish(town))
    assert status == 201
    assert hold["expires_at"] == "2026-11-24T01:05:00.000Z"
    assert hold["practitioner"]["display_name"] == "担当0"
    status, booked = await parent.post("/api/appointments", json=wish(town, reason="眠れません", hold_id=hold["id"]))
    assert status == 201
    assert booked["service"]["name"] == {"ja": "助産師相談", "en": "Midwife consultation"}
    assert (booked["state"], booked["reason"], booked["person"]) == ("booked", "眠れません", None)
    status, seen = await midwife.get(f"/api/appointments/{booked['id']}")
    assert status == 200
    assert (seen["person"]["display_name"], seen["reason"]) == ("親0", "眠れません")
    for caller, query in ((parent, "when=upcoming"), (midwife, "day=2026-11-25")):
        status, listed = await caller.get(f"/api/appointments?{query}")
        assert status == 200
        assert [each["id"] for each in listed["appointments"]] == [booked["id"]]
    status, cancelled = await parent.post(f"/api/appointments/{booked['id']}/cancel")
    assert (status, cancelled["state"]) == (200, "cancelled")
    _, listed = await parent.get("/api/appointments?when=past")
    assert [each["state"] for each in listed["appointments"]] == ["cancelled"]


async def test_a_taken_slot_is_a_conflict_with_alternatives(api: Api, town: Town):
    assert (await api.as_(town.parents[0]).post("/api/appointments", json=wish(town)))[0] == 201
    status, problem = await api.as_(town.parents[1]).post("/api/appointments", json=wish(town))
    assert (status, problem["code"]) == (409, "booking.slot_taken")
    assert len(problem["params"]["alternatives"]) == 4


async def test_a_hold_is_given_back(api: Api, town: Town, application: Application):
    parent = api.as_(town.parents[0])
    _, hold = await parent.post("/api/holds", json=wish(town))
    assert (await api.as_(town.parents[1]).delete(f"/api/holds/{hold['id']}"))[0] == 404
    assert (await parent.delete(f"/api/holds/{hold['id']}"))[0] == 204
    assert await claims(application) == 0


async def test_for_strangers_the_appointment_is_not_there_and_for_others_the_door_is_closed(
    api: Api, town: Town, application: Application
):
    _, booked = await api.as_(town.parents[0]).post("/api/appointments", json=wish(town, reason="眠れません"))
    path = f"/api/appointments/{booked['id']}"
    async with application.units.write() as uow:
        partner = await make_parent(uow, "夫", Role.FAMILY, household=town.parents[0])
        staff = {role: await make_staff(uow, role) for role in Role if role not in {Role.PARENT, Role.FAMILY}}
    for stranger in (partner, town.parents[1], staff[Role.MIDWIFE], staff[Role.PSYCHIATRIST]):
        for status, problem in (await api.as_(stranger).get(path), await api.as_(stranger).post(f"{path}/cancel")):
            assert (status, problem["code"]) == (404, "booking.not_found")
        assert (await api.as_(stranger).get("/api/appointments"))[1] == {"appointments": []}
    for outsider in (staff[Role.OFFICER], staff[Role.ADMINISTRATOR]):
        for method, where in (("GET", path), ("POST", f"{path}/cancel"), ("GET", "/api/appointments")):
            assert (await api.as_(outsider).call(method, where))[0] == 403
    status, seen = await api.as_(staff[Role.COORDINATOR]).get(path)
    assert (status, seen["reason"], seen["person"]["display_name"]) == (200, None, "親0")
    assert (await api.get(path))[0] == 401
    assert (await api.as_(town.staff[0]).post("/api/appointments", json=wish(town)))[0] == 403
    assert (await api.as_(town.parents[0]).post(f"{path}/no-show"))[0] == 403


async def test_nobody_came(api: Api, town: Town, clock: ManualClock):
    _, booked = await api.as_(town.parents[0]).post("/api/appointments", json=wish(town))
    midwife = api.as_(town.staff[0])
    status, problem = await midwife.post(f"/api/appointments/{booked['id']}/no-show")
    assert (status, problem["code"]) == (409, "booking.not_started")
    clock.set(tokyo("2026-11-25 09:20"))
    status, missed = await midwife.post(f"/api/appointments/{booked['id']}/no-show")
    assert (status, missed["state"]) == (200, "no_show")


CANNOT_BE: list[tuple[dict[str, Any], int]] = [
    ({"starts_at": "2026-11-25T00:00:00"}, 422),
    ({"starts_at": "yesterday"}, 422),
    ({"starts_at": "9999-12-31T23:59:59Z"}, 422),
    ({"starts_at": "0001-01-01T00:00:00+14:00"}, 422),
    ({"starts_at": 1e300}, 422),
    ({"starts_at": "2026-11-20T00:00:00Z"}, 422),
    ({"starts_at": "2026-11-25T00:01:00Z"}, 422),
    ({"modality": "carrier pigeon"}, 422),
    ({"service_id": str(new_id())}, 404),
    ({"service_id": "midwife"}, 422),
    ({"practitioner_id": str(new_id())}, 404),
    ({"reason": "あ" * 2001}, 422),
    ({"hold_id": "mine"}, 422),
    ({"state": "fulfilled"}, 422),
]


async def test_input_that_cannot_be_is_refused_and_nothing_is_stored(api: Api, town: Town, application: Application):
    for change, status in CANNOT_BE:
        answered, problem = await api.as_(town.parents[0]).post("/api/appointments", json=wish(town, **change))
        assert answered == status, change
        assert problem["code"]
    assert await claims(application) == 0
    assert (await api.as_(town.parents[0]).post("/api/appointments", json=wish(town)))[0] == 201


NO_DAYS = [
    "from=2026-11-25&to=2026-11-24",
    "from=2026-11-25&to=2027-01-25",
    "from=0001-01-01&to=0001-01-02",
    "from=9999-12-30&to=9999-12-31",
    "from=today&to=tomorrow",
    "from=2026-11-25",
    "from=2026-11-25&to=2026-11-26&practitioner_id=x",
]


async def test_days_that_cannot_be_searched_are_refused(api: Api, town: Town):
    for query in NO_DAYS:
        status, problem = await api.as_(town.parents[0]).get(f"/api/slots?service_id={town.service_id}&{query}")
        assert status == 422, query
        assert problem["code"]


async def test_an_expired_hold_does_not_stop_a_slow_parent(api: Api, town: Town, clock: ManualClock):
    _, hold = await api.as_(town.parents[0]).post("/api/holds", json=wish(town))
    clock.advance(timedelta(minutes=9))
    status, _ = await api.as_(town.parents[0]).post("/api/appointments", json=wish(town, hold_id=hold["id"]))
    assert status == 201


async def test_the_person_alone_reads_whom_they_wished_for_and_moves_with_or_without_it(api: Api):
    town = await make_town(api.application.units)
    wished = {"language": "ja", "gender": None, "familiar": True}
    body = {
        "service_id": str(town.service_id),
        "starts_at": "2026-11-25T00:00:00Z",
        "practitioner_id": None,
        "modality": "video",
        "wishes": wished,
    }
    status, booked = await api.as_(town.parents[0]).post("/api/appointments", json=body)
    assert (status, booked["wishes"]) == (201, wished)
    _, seen = await api.as_(town.staff[0]).get(f"/api/appointments/{booked['id']}")
    assert seen["wishes"] is None
    path = f"/api/appointments/{booked['id']}/reschedule"
    move = {"starts_at": "2026-11-25T00:40:00Z", "modality": "video"}
    _, moved = await api.as_(town.parents[0]).post(path, json=move)
    assert moved["wishes"] == wished
    none = {"language": None, "gender": None, "familiar": False}
    move = {"starts_at": "2026-11-25T01:20:00Z", "modality": "video", "wishes": none}
    _, moved = await api.as_(town.parents[0]).post(path, json=move)
    assert moved["wishes"] == none
