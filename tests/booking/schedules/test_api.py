"""The coordinator edits schedules over HTTP."""

from typing import Any

import pytest

from core.ids import new_id
from core.principal import Principal, Role
from server.app import Application
from tests.booking.story import Town, make_town
from tests.fixtures.application import Api
from tests.people.make import make_staff

EMPTY: dict[str, Any] = {"revision": 0, "blocks": [], "exceptions": []}
BLOCK = {"weekday": 2, "starts": "09:00", "ends": "12:00", "valid_from": "2026-11-01"}


@pytest.fixture
async def town(application: Application) -> Town:
    return await make_town(application.units)


@pytest.fixture
async def coordinator(application: Application) -> Principal:
    async with application.units.write() as uow:
        return await make_staff(uow, Role.COORDINATOR)


def path(town: Town) -> str:
    return f"/api/practitioners/{town.staff[0].practitioner_id}/schedule"


async def test_a_schedule_is_put_and_read_back_and_decides_what_is_offered(
    api: Api, town: Town, coordinator: Principal
):
    desk = api.as_(coordinator)
    _, listed = await desk.get("/api/practitioners")
    assert [each["display_name"] for each in listed["practitioners"]] == ["担当0"]
    schedule: dict[str, Any] = {
        "revision": 0,
        "blocks": [
            {**BLOCK, "ends_next_day": False, "on_holidays": False, "valid_to": None},
            {
                "weekday": 4,
                "starts": "22:00",
                "ends": "02:00",
                "ends_next_day": True,
                "on_holidays": True,
                "valid_from": "2026-11-01",
                "valid_to": "2027-03-31",
            },
        ],
        "exceptions": [
            {"date": "2026-12-02", "closed": True, "blocks": []},
            {
                "date": "2026-12-03",
                "closed": False,
                "blocks": [{"starts": "13:00", "ends": "14:00", "ends_next_day": False}],
            },
        ],
    }
    status, stored = await desk.put(path(town), json=schedule)
    assert (status, stored) == (200, {**schedule, "revision": 1})
    assert await desk.get(path(town)) == (200, {**schedule, "revision": 1})
    query = f"service_id={town.service_id}&from=2026-11-25&to=2026-12-04"
    _, found = await api.as_(town.parents[0]).get(f"/api/slots?{query}")
    starts = [each["starts_at"] for each in found["slots"]]
    assert starts == [
        *(f"2026-11-25T0{each}:00.000Z" for each in ("0:00", "0:40", "1:20", "2:00")),
        *(f"2026-11-27T1{each}:00.000Z" for each in ("3:00", "3:40", "4:20", "5:00", "5:40", "6:20")),
        "2026-12-03T04:00:00.000Z",
        *(f"2026-12-04T1{each}:00.000Z" for each in ("3:00", "3:40", "4:20")),
    ]


CANNOT_BE_WORKED: list[tuple[dict[str, Any], str | None]] = [
    ({"blocks": [BLOCK, BLOCK]}, "booking.blocks_overlap"),
    ({"blocks": [{**BLOCK, "starts": "13:00"}]}, "booking.block_ends_before_start"),
    ({"blocks": [{**BLOCK, "valid_to": "2026-10-31"}]}, "booking.block_valid_to_before_from"),
    ({"blocks": [{**BLOCK, "ends_next_day": True}]}, "booking.block_too_long"),
    ({"exceptions": [{"date": "2026-12-02", "closed": True}] * 2}, "booking.exception_twice"),
    ({"exceptions": [{"date": "2026-12-02", "closed": False}]}, "booking.exception_unclear"),
    ({"blocks": [{**BLOCK, "weekday": 7}]}, None),
    ({"blocks": [{**BLOCK, "starts": "9 o'clock"}]}, None),
    ({"blocks": [{**BLOCK, "starts": "25:00"}]}, None),
    ({"blocks": [{**BLOCK, "valid_to": "9999-12-31"}]}, None),
    ({"blocks": [{**BLOCK, "starts": "09:00:30"}]}, None),
]


async def test_a_schedule_that_cannot_be_worked_is_refused_and_the_old_one_stays(
    api: Api, town: Town, coordinator: Principal
):
    desk = api.as_(coordinator)
    before = await desk.get(path(town))
    for schedule, code in CANNOT_BE_WORKED:
        status, problem = await desk.put(path(town), json={"revision": 0, "blocks": [], "exceptions": [], **schedule})
        assert status == 422, schedule
        assert problem["code"] == (code or problem["code"])
    assert await desk.get(path(town)) == before


async def test_who_saves_over_a_schedule_that_they_have_not_seen_is_refused(
    api: Api, town: Town, coordinator: Principal
):
    desk = api.as_(coordinator)
    _, seen = await desk.get(path(town))
    _, saved = await desk.put(path(town), json={**EMPTY, "revision": seen["revision"], "blocks": [BLOCK]})
    for stale in (seen["revision"], saved["revision"] + 1):
        status, problem = await desk.put(path(town), json={**EMPTY, "revision": stale})
        assert (status, problem["code"]) == (409, "booking.schedule_changed_meanwhile")
    assert await desk.get(path(town)) == (200, saved)
    assert (await desk.put(path(town), json={**EMPTY, "revision": saved["revision"]}))[0] == 200


async def test_a_schedule_without_the_revision_that_was_seen_is_refused(api: Api, town: Town, coordinator: Principal):
    status, problem = await api.as_(coordinator).put(path(town), json={"blocks": [], "exceptions": []})
    assert (status, problem["errors"][0]["at"]) == (422, "body.revision")


async def test_the_list_shows_each_week_without_what_has_ended(api: Api, town: Town, coordinator: Principal):
    desk = api.as_(coordinator)
    ended = {**BLOCK, "valid_to": "2026-11-20"}
    begins = {**BLOCK, "weekday": 3, "valid_from": "2027-01-01"}
    await desk.put(path(town), json={**EMPTY, "blocks": [ended, begins]})
    _, listed = await desk.get("/api/schedules")
    assert [each["practitioner"]["display_name"] for each in listed["weeks"]] == ["担当0"]
    assert [(each["weekday"], each["valid_from"]) for each in listed["weeks"][0]["blocks"]] == [(3, "2027-01-01")]


async def test_only_the_coordinator_sees_and_edits_schedules(api: Api, town: Town, coordinator: Principal):
    for other in (town.parents[0], town.staff[0]):
        assert (await api.as_(other).get(path(town)))[0] == 403
        assert (await api.as_(other).put(path(town), json=EMPTY))[0] == 403
        assert (await api.as_(other).get("/api/practitioners"))[0] == 403
        assert (await api.as_(other).get("/api/schedules"))[0] == 403
    status, problem = await api.as_(coordinator).get(f"/api/practitioners/{new_id()}/schedule")
    assert (status, problem["code"]) == (404, "booking.practitioner_not_found")
