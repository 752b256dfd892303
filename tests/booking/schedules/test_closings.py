"""The coordinator decides on which days of every year the service rests."""

import asyncio
from typing import Any

import pytest

from booking.schedules import closings, revisions
from booking.schedules.tables import Closing
from core.errors import Conflict
from core.principal import Principal, Role
from core.unit_of_work import Units
from server.app import Application
from tests.fixtures.application import Api
from tests.people.make import make_staff

SUMMER: dict[str, Any] = {
    "name": {"ja": "夏季休業", "en": "Summer"},
    "first_month": 8,
    "first_day": 13,
    "last_month": 8,
    "last_day": 15,
}


@pytest.fixture
async def coordinator(application: Application) -> Principal:
    async with application.units.write() as uow:
        return await make_staff(uow, Role.COORDINATOR)


async def test_closings_are_put_and_read_back_by_their_first_day(api: Api, coordinator: Principal):
    desk = api.as_(coordinator)
    _, seen = await desk.get("/api/closings")
    turn_of_the_year = seen["closings"][0]
    status, saved = await desk.put("/api/closings", json={**seen, "closings": [turn_of_the_year, SUMMER]})
    assert (status, saved) == (200, {"revision": seen["revision"] + 1, "closings": [SUMMER, turn_of_the_year]})
    assert await desk.get("/api/closings") == (200, saved)


async def test_who_saves_over_closings_that_they_have_not_seen_is_refused(api: Api, coordinator: Principal):
    desk = api.as_(coordinator)
    _, seen = await desk.get("/api/closings")
    _, saved = await desk.put("/api/closings", json={**seen, "closings": [SUMMER]})
    status, problem = await desk.put("/api/closings", json={**seen, "closings": []})
    assert (status, problem["code"]) == (409, "booking.closings_changed_meanwhile")
    assert await desk.get("/api/closings") == (200, saved)


async def test_a_day_that_no_year_has_is_named(api: Api, coordinator: Principal):
    for at, wrong in (("first", {"first_month": 2, "first_day": 30}), ("last", {"last_month": 9, "last_day": 31})):
        body = {"revision": 0, "closings": [SUMMER, {**SUMMER, **wrong}]}
        status, problem = await api.as_(coordinator).put("/api/closings", json=body)
        assert (status, problem["code"]) == (422, "booking.closing_no_date")
        assert problem["params"] == {"index": 1, "at": at}


async def test_of_many_coordinators_at_once_one_saves_and_the_others_are_told(units: Units):
    async def put(day: int) -> int | str:
        row = Closing(name_ja="夏", name_en="Summer", first_month=8, first_day=day, last_month=8, last_day=day)
        try:
            async with units.write() as uow:
                await closings.put_all(uow, [row], seen=0)
        except Conflict as error:
            return error.code
        return day

    outcomes = await asyncio.gather(*(put(day) for day in range(1, 9)))
    saved = [each for each in outcomes if isinstance(each, int)]
    assert len(saved) == 1
    assert outcomes.count("booking.closings_changed_meanwhile") == 7
    async with units.read() as uow:
        assert [each.first_day for each in await closings.list_all(uow)] == saved
        assert await revisions.get(uow, revisions.CLOSINGS) == 1


async def test_the_public_holidays_of_this_year_and_the_next_are_listed_in_both_languages(
    api: Api, coordinator: Principal
):
    _, answer = await api.as_(coordinator).get("/api/public-holidays")
    days = {each["date"]: each["name"] for each in answer["holidays"]}
    assert list(days) == sorted(days)
    assert {day[:4] for day in days} == {"2026", "2027"}
    assert days["2026-11-23"] == {"ja": "勤労感謝の日", "en": "Labor Thanksgiving Day"}
    assert days["2027-03-22"] == {"ja": "振替休日", "en": "Substitute Holiday"}


async def test_only_the_coordinator_sees_and_edits_closings(api: Api, units: Units):
    async with units.write() as uow:
        officer = await make_staff(uow, Role.MIDWIFE)
    for path in ("/api/closings", "/api/public-holidays"):
        assert (await api.as_(officer).get(path))[0] == 403
    assert (await api.as_(officer).put("/api/closings", json={"revision": 0, "closings": []}))[0] == 403
