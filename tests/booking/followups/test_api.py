"""Follow-ups over HTTP, from the offer to the appointment."""

from datetime import timedelta

import pytest

from booking.appointments.states import ClaimState
from tests.booking.make import make_appointment
from tests.booking.story import WEDNESDAY_NINE, Town, make_town


@pytest.fixture
async def met(units, clock) -> tuple[Town, str]:
    """The first parent has met the midwife on Wednesday at nine; the way to what is offered after it."""
    town = await make_town(units)
    clock.set(WEDNESDAY_NINE + timedelta(minutes=25))
    async with units.write() as uow:
        held = await make_appointment(uow, town.parents[0], town.staff[0], WEDNESDAY_NINE, state=ClaimState.FULFILLED)
    return town, f"/api/appointments/{held.id}/follow-up"


async def test_what_the_midwife_offers_the_family_sees_with_a_time_and_takes(api, met):
    town, path = met
    midwife, parent = api.as_(town.staff[0]), api.as_(town.parents[0])
    assert await midwife.get(path) == (200, {"follow_up": None})
    body = {"service_id": str(town.service_id), "weeks": 2, "modality": "voice"}
    status, made = await midwife.post(path, json=body)
    assert (status, made["follow_up"]["with_me"], made["follow_up"]["is_open"]) == (200, True, True)
    _, found = await parent.get("/api/follow-ups")
    [offer] = found["follow_ups"]
    assert (offer["starts_at"], offer["practitioner"]["display_name"]) == ("2026-12-09T00:00:00.000Z", "担当0")
    wanted = {"starts_at": offer["starts_at"], "practitioner_id": offer["practitioner"]["id"]}
    status, booked = await parent.post(f"/api/follow-ups/{offer['id']}/take", json=wanted)
    assert (status, booked["modality"]) == (201, "voice")
    assert (await parent.post(f"/api/follow-ups/{offer['id']}/take", json=wanted))[1]["id"] == booked["id"]
    assert (await midwife.get(path))[1]["follow_up"]["state"] == "taken"
    # A follow-up takes the place that anybody else finds taken.
    _, slots = await parent.get(
        "/api/slots", params={"service_id": str(town.service_id), "from": "2026-12-09", "to": "2026-12-09"}
    )
    assert offer["starts_at"] not in [each["starts_at"] for each in slots["slots"]]


async def test_booking_for_anothers_offer_books_nothing(api, met):
    town, path = met
    body = {"service_id": str(town.service_id), "weeks": 2, "modality": "voice"}
    _, made = await api.as_(town.staff[0]).post(path, json=body)
    other = api.as_(town.parents[1])
    booking = {
        "service_id": str(town.service_id),
        "starts_at": "2026-12-09T00:00:00Z",
        "modality": "voice",
        "follow_up_id": made["follow_up"]["id"],
    }
    status, problem = await other.post("/api/appointments", json=booking)
    assert (status, problem["code"]) == (404, "booking.follow_up_not_found")
    assert (await other.get("/api/appointments"))[1] == {"appointments": []}
    status, booked = await api.as_(town.parents[0]).post("/api/appointments", json=booking)
    assert status == 201
    _, answered = await api.as_(town.staff[0]).get(path)
    assert (answered["follow_up"]["state"], booked["starts_at"]) == ("taken", "2026-12-09T00:00:00.000Z")


async def test_more_weeks_than_a_quarter_are_not_offered(api, met):
    town, path = met
    body = {"service_id": str(town.service_id), "weeks": 13, "modality": "voice"}
    status, problem = await api.as_(town.staff[0]).post(path, json=body)
    assert (status, problem["code"]) == (422, "request.invalid")
