"""Well-formed requests at the wrong time, for the wrong thing, or twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.server.bad_input.rows import count_rows
from tests.server.policies.world import make_world


@pytest.fixture
async def world(units, clock):
    return await make_world(units, clock)


def wanted(world, starts_at, **more):
    return {
        "service_id": str(world.service_id),
        "practitioner_id": world.objects["practitioner_id"],
        "modality": "video",
        "starts_at": starts_at,
        **more,
    }


async def test_a_time_that_cannot_be_booked_is_refused_and_stores_nothing(api, units, world):
    owner = api.as_(world.owner)
    bad = [
        (wanted(world, "2026-11-24T00:00:00Z"), "booking.in_the_past"),
        (wanted(world, "2020-02-29T00:00:00Z"), "booking.in_the_past"),
        (wanted(world, "2026-11-24T01:05:00Z"), "booking.too_soon"),
        (wanted(world, "2027-11-24T01:00:00Z"), "booking.too_far_ahead"),
        (wanted(world, "2026-11-26T02:07:00Z"), "booking.not_a_slot"),
        (wanted(world, "2026-11-26T02:00:00.001Z"), "booking.not_a_slot"),
        (wanted(world, "2026-11-26T18:00:00Z"), "booking.not_a_slot"),
        (wanted(world, "2026-11-26T02:00:00Z", service_id=str(uuid4())), "booking.service_not_found"),
        (wanted(world, "2026-11-26T02:00:00Z", practitioner_id=str(uuid4())), "booking.practitioner_not_found"),
        (wanted(world, "2026-11-26T02:00:00Z", modality="smell"), "request.invalid"),
        (wanted(world, "2026-11-26T02:00:00"), "request.invalid"),
    ]
    before = await count_rows(units)
    for path in ("/api/appointments", "/api/holds"):
        for body, code in bad:
            status, problem = await owner.post(path, json=body)
            assert problem["code"] == code, (path, body, problem)
            assert problem["detail"], (path, body)
            assert 400 <= status < 500, (path, body)
    assert await count_rows(units) == before
    assert (await owner.post("/api/appointments", json=wanted(world, "2026-11-26T02:00:00Z")))[0] == 201


async def test_what_overlaps_is_refused_for_either_side(api, units, world):
    owner, other = api.as_(world.owner), api.as_(world.strangers[0])
    assert (await owner.post("/api/appointments", json=wanted(world, "2026-11-26T02:00:00Z")))[0] == 201
    before = await count_rows(units)
    for sender, starts_at, code in [
        (owner, "2026-11-26T02:00:00Z", "booking.person_busy"),
        (other, "2026-11-26T02:00:00Z", "booking.slot_taken"),
    ]:
        status, problem = await sender.post("/api/appointments", json=wanted(world, starts_at))
        assert (status, problem["code"]) == (409, code), starts_at
    assert await count_rows(units) == before


async def test_what_is_over_is_not_begun_again(api, units, world, clock):
    owner, counsellor = api.as_(world.owner), api.as_(world.counsellor)
    status, booked = await owner.post("/api/appointments", json=wanted(world, "2026-11-26T02:00:00Z"))
    assert status == 201
    path = f"/api/appointments/{booked['id']}"
    assert (await owner.post(f"{path}/arrive", json={"place": "自宅"}))[1]["code"] == "encounters.too_early"
    assert (await counsellor.post(f"{path}/no-show"))[1]["code"] == "booking.not_started"
    for _ in range(2):
        status, cancelled = await owner.post(f"{path}/cancel")
        assert (status, cancelled["state"]) == (200, "cancelled")
    before = await count_rows(units)
    again = [
        await counsellor.post(f"{path}/no-show"),
        await owner.post(f"{path}/arrive", json={"place": "自宅"}),
    ]
    assert [problem["code"] for _, problem in again] == [
        "booking.state",
        "encounters.appointment_not_booked",
    ]
    assert await count_rows(units) == before
    clock.advance(timedelta(days=3))
    assert (await owner.post("/api/holds", json=wanted(world, "2026-11-26T02:00:00Z")))[1]["code"] == (
        "booking.in_the_past"
    )


async def test_ids_of_nothing_are_not_found(api, units, world):
    before = await count_rows(units)
    nothing = str(uuid4())
    for person, method, path, body in [
        (world.owner, "GET", f"/api/appointments/{nothing}", None),
        (world.owner, "POST", f"/api/appointments/{nothing}/arrive", {"place": "自宅"}),
        (world.owner, "DELETE", f"/api/holds/{nothing}", None),
        (world.owner, "GET", f"/api/encounters/{nothing}/messages", None),
        (world.owner, "PUT", f"/api/questionnaire-responses/{nothing}/answers/9", {"value": 0}),
        (world.owner, "PUT", f"/api/questionnaire-responses/{world.objects['response_id']}/answers/99", {"value": 0}),
        (world.counsellor, "GET", f"/api/encounters/{nothing}/note", None),
        (world.counsellor, "POST", f"/api/flags/{nothing}/acknowledge", {"comment": None}),
        (world.counsellor, "GET", f"/api/persons/{nothing}/family-glance", None),
        (world.counsellor, "GET", f"/api/persons/{nothing}/score-trends", None),
    ]:
        status, problem = await api.as_(person).call(method, path, json=body)
        assert (status, problem["code"].rpartition("_")[2].rpartition(".")[2]) == (404, "found"), (path, problem)
    assert await count_rows(units) == before


async def test_an_answer_that_the_item_does_not_have_is_refused(api, units, world):
    before = await count_rows(units)
    for value in (-1, 4, 100):
        path = f"/api/questionnaire-responses/{world.objects['response_id']}/answers/1"
        status, problem = await api.as_(world.owner).put(path, json={"value": value})
        assert (status, problem["code"]) == (422, "assessments.answer_out_of_range"), value
    assert await count_rows(units) == before
