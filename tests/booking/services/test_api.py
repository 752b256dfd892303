"""The coordinator edits services; clients are offered what is meant for them."""

from typing import Any

import pytest

from core.ids import new_id
from core.principal import Principal, Role
from people.risk.kinds import RiskLevel, TierReason
from people.risk.service import record_tier
from tests.booking.make import make_service
from tests.booking.story import Town, make_town
from tests.fixtures.application import Api
from tests.people.make import make_staff

SERVICE: dict[str, Any] = {
    "name": {"ja": "夜の相談", "en": "Night talk"},
    "about": {"ja": "夜の授乳のことなど。", "en": "Feeding at night, and more."},
    "roles": ["midwife"],
    "modalities": ["voice", "text"],
    "minutes": 30,
    "step_minutes": 30,
    "minimum_notice_minutes": 0,
    "horizon_days": 14,
    "position": 9,
}


@pytest.fixture
async def town(application) -> Town:
    return await make_town(application.units)


@pytest.fixture
async def desk(api: Api, town: Town) -> Api:
    async with town.units.write() as uow:
        await make_service(uow)
        return api.as_(await make_staff(uow, Role.COORDINATOR))


async def codes(api: Api, principal: Principal) -> list[str]:
    _, body = await api.as_(principal).get("/api/services")
    return [each["code"] for each in body["services"]]


async def row(desk: Api, code: str) -> dict[str, Any]:
    _, body = await desk.get("/api/services/all")
    return next(each for each in body["services"] if each["code"] == code)


def change(row: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"id", "code"}} | values


async def test_a_service_is_added_and_offered_at_once(desk: Api, town: Town, api: Api):
    status, made = await desk.post("/api/services", json={**SERVICE, "code": "night"})
    assert status == 201
    assert (made["version"], made["quota_count"], made["opening"]) == (1, None, [])
    assert await codes(api, town.parents[0]) == ["midwife", "counselling", "paediatrician", "obstetrician", "night"]
    status, problem = await desk.post("/api/services", json={**SERVICE, "code": "night"})
    assert (status, problem["code"]) == (409, "booking.service_code_taken")


async def test_a_change_is_kept_whole_and_one_that_was_made_meanwhile_is_not_overwritten(desk: Api):
    seen = await row(desk, "counselling")
    assert (seen["quota_count"], seen["quota_days"], seen["first_for"]) == (3, 183, ["high"])
    opening = [{"day": 7, "starts": "22:00", "ends": "06:00", "ends_next_day": True}]
    status, changed = await desk.put(
        f"/api/services/{seen['id']}", json=change(seen, opening=opening, tiers=["high", "high"], minutes=40)
    )
    assert status == 200
    assert changed == seen | {"opening": opening, "tiers": ["high"], "minutes": 40, "version": 2}
    assert await row(desk, "counselling") == changed
    status, problem = await desk.put(f"/api/services/{seen['id']}", json=change(seen, minutes=90))
    assert (status, problem["code"]) == (409, "booking.service_changed")
    assert (await row(desk, "counselling"))["minutes"] == 40


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"roles": ["coordinator"]}, "booking.service_role"),
        ({"specialties": ["paediatrics"]}, "booking.service_specialty"),
        ({"quota_count": 3}, "booking.service_quota"),
        (
            {"opening": [{"day": 1, "starts": "12:00", "ends": "09:00", "ends_next_day": False}]},
            "booking.block_ends_before_start",
        ),
    ],
)
async def test_a_service_that_nobody_could_give_is_refused_and_nothing_is_stored(desk: Api, values: Any, code: str):
    status, problem = await desk.post("/api/services", json={**SERVICE, "code": "night", **values})
    assert (status, problem["code"]) == (422, code)
    seen = await row(desk, "midwife")
    status, problem = await desk.put(f"/api/services/{seen['id']}", json=change(seen, **values))
    assert (status, problem["code"]) == (422, code)
    assert await row(desk, "midwife") == seen


async def test_an_unknown_service_is_not_found(desk: Api):
    status, problem = await desk.put(f"/api/services/{new_id()}", json={**SERVICE, "version": 1})
    assert (status, problem["code"]) == (404, "booking.service_not_found")


async def test_a_service_that_is_put_away_is_no_longer_offered_and_its_appointments_stay(
    desk: Api, town: Town, api: Api
):
    booked = await town.book(0)
    seen = await row(desk, "midwife")
    await desk.put(f"/api/services/{seen['id']}", json=change(seen, active=False, minutes=60))
    assert "midwife" not in await codes(api, town.parents[0])
    status, kept = await api.as_(town.parents[0]).get(f"/api/appointments/{booked.id}")
    assert (status, kept["state"]) == (200, "booked")
    assert kept["ends_at"] == "2026-11-25T00:30:00.000Z"


async def test_at_high_risk_counselling_comes_first_and_what_is_not_meant_for_one_is_not_there(
    desk: Api, town: Town, api: Api
):
    high, low = town.parents[:2]
    async with town.units.write() as uow:
        await record_tier(uow, high.person_id, RiskLevel.HIGH, TierReason.PHQ9_TOTAL, new_id(), decided_at=uow.now)
    assert (await codes(api, high))[0] == "counselling"
    assert (await codes(api, low))[0] == "midwife"
    seen = await row(desk, "counselling")
    await desk.put(f"/api/services/{seen['id']}", json=change(seen, tiers=["high"]))
    assert "counselling" in await codes(api, high)
    assert "counselling" not in await codes(api, low)
    body = {"service_id": seen["id"], "starts_at": "2026-11-25T00:00:00Z", "modality": "voice"}
    status, problem = await api.as_(low).post("/api/appointments", json=body)
    # As if there were no such service: nobody is told that they are not of a tier.
    assert (status, problem["code"]) == (404, "booking.service_not_found")
