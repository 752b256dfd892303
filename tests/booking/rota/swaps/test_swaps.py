"""Practitioners offer and take duties; the coordinator decides, and the published rota follows."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from booking.rota.month_tables import RotaVersion
from booking.rota.swaps.tables import RotaSwap
from core.principal import Principal, Role
from people.notices.tables import Notice
from tests.booking.rota.make_rota import MONTH, NIGHT, STAFF, Desk, make_desk
from tests.fixtures.application import Api
from tests.people.make import make_practitioner

SWAPS = "/api/rota/swaps"


class Team:
    """Five midwives in turn at night, as published, and what they ask of one another."""

    def __init__(self, api: Api, desk: Desk) -> None:
        self.api = api
        self.desk = desk

    def who(self, number: int) -> str:
        return str(self.desk.midwives[number].practitioner_id)

    async def call(self, number: int | None, path: str = "", **body: Any) -> Any:
        api = self.desk.api if number is None else self.api.as_(self.desk.midwives[number])
        return await api.post(f"{SWAPS}{path}", json=body) if body else await api.post(f"{SWAPS}{path}")

    async def offer(self, number: int, day: int, to: int | None = None, wanted: int | None = None) -> Any:
        body: dict[str, Any] = {"date": _date(day), "offered_to": None if to is None else self.who(to)}
        if wanted is not None:
            body["wanted"] = _date(wanted)
        return await self.call(number, **body)

    async def seen_by(self, number: int | None) -> list[Any]:
        api = self.desk.api if number is None else self.api.as_(self.desk.midwives[number])
        status, found = await api.get(SWAPS)
        assert status == 200, found
        return found["swaps"]

    async def days_of(self, number: int) -> list[int]:
        _, mine = await self.api.as_(self.desk.midwives[number]).get("/api/rota/mine", params={"month": MONTH})
        return [int(each["date"][-2:]) for each in mine["duties"]]

    async def told(self, kind: str) -> set[int | str]:
        await self.api.application.runner.drain()
        names = {each.account_id: number for number, each in enumerate(self.desk.midwives)}
        async with self.api.application.units.read() as uow:
            found = await uow.session.scalars(select(Notice.account_id).where(Notice.kind == f"rota.swap_{kind}"))
            return {names.get(each, "coordinator") for each in found}


def _date(day: int) -> str:
    return f"2026-12-{day:02}"


@pytest.fixture
async def team(api: Api) -> Team:
    return await _team(api, 5)


async def _team(api: Api, midwives: int) -> Team:
    desk = await make_desk(api, midwives)
    saved = await desk.fill(desk.pairs())
    status, _ = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert status == 201
    return Team(api, desk)


async def test_a_duty_changes_hands_once_it_was_taken_and_approved(team: Team):
    status, _ = await team.offer(0, 6)
    assert status == 201
    [swap] = await team.seen_by(2)
    assert (swap["state"], swap["findings"], swap["appointments"]) == ("offered", [], 0)
    assert await team.told("offered") == {1, 2, 3, 4}
    assert (await team.call(2, f"/{swap['id']}/take"))[0] == 200
    assert 6 in await team.days_of(0), "until it is approved the duty stays where it was"
    assert await team.told("taken") == {0, "coordinator"}
    assert (await team.call(None, f"/{swap['id']}/approve"))[0] == 200
    assert 6 not in await team.days_of(0)
    assert 6 in await team.days_of(2)
    assert await team.told("approved") == {0, 2}
    month = await team.desk.month()
    assert (month["published"]["version"], month["changed"]) == (2, False), "the draft follows"
    [swap] = await team.seen_by(0)
    assert swap["state"] == "approved"


async def test_a_duty_may_be_exchanged_for_one_of_a_colleagues(team: Team):
    await team.offer(0, 6, to=1, wanted=12)
    assert await team.seen_by(2) == []
    [swap] = await team.seen_by(1)
    assert (swap["wanted"]["date"], swap["offered_to"]["practitioner_id"]) == (_date(12), team.who(1))
    await team.call(1, f"/{swap['id']}/take")
    assert (await team.call(None, f"/{swap['id']}/approve"))[0] == 200
    assert {6, 12} & set(await team.days_of(0)) == {12}
    assert {6, 12} & set(await team.days_of(1)) == {6}
    assert (await team.desk.month())["changed"] is False


async def test_what_would_break_a_rule_is_said_beforehand_and_cannot_be_taken(api: Api):
    team = await _team(api, 4)
    await team.offer(0, 5)
    # Of four in turn the second has eight nights in this month already.
    [swap] = await team.seen_by(1)
    assert [each["rule"] for each in swap["findings"] if each["is_hard"]] == ["nights_a_month"]
    status, problem = await team.call(1, f"/{swap['id']}/take")
    assert (status, problem["code"]) == (409, "rota.swap_breaks_rules")
    assert [each["state"] for each in await team.seen_by(0)] == ["offered"]
    assert (await team.call(3, f"/{swap['id']}/take"))[0] == 200


async def test_what_became_impossible_since_it_was_taken_is_not_approved(team: Team):
    await team.offer(0, 6)
    [swap] = await team.seen_by(2)
    await team.call(2, f"/{swap['id']}/take")
    body = {"practitioner_id": team.who(2), "first": _date(6), "last": _date(6), "kind": "leave"}
    assert (await team.desk.api.post("/api/absences", json=body))[0] == 201
    [shown] = await team.seen_by(None)
    assert [each["rule"] for each in shown["findings"] if each["is_hard"]] == ["leave"]
    status, problem = await team.call(None, f"/{swap['id']}/approve")
    assert (status, problem["code"]) == (409, "rota.swap_breaks_rules")
    assert 6 in await team.days_of(0)
    async with team.api.application.units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(RotaVersion)) == 1


async def test_the_first_night_of_the_next_month_is_looked_at_too(team: Team):
    desk = team.desk
    changes = [{**desk.night(day, (day + 4) % 5), "date": f"2027-01-{day + 1:02}"} for day in range(31)]
    status, saved = await desk.api.put("/api/rota/months/2027-01/cells", json={"revision": 0, "changes": changes})
    assert status == 200, saved
    status, problem = await desk.api.post("/api/rota/months/2027-01/publish", json={"revision": saved["revision"]})
    assert status == 201, problem
    # The fifth has the thirtieth and the first of January: with the night between them three in a row.
    await team.offer(0, 31)
    [swap] = await team.seen_by(4)
    hard = [each for each in swap["findings"] if each["is_hard"]]
    assert [each["rule"] for each in hard] == ["nights_in_a_row"]
    assert hard[0]["dates"][-1] == "2027-01-01"


async def test_of_two_who_take_at_once_one_does(team: Team):
    await team.offer(0, 6)
    [swap] = await team.seen_by(2)
    answers = await asyncio.gather(*[team.call(number, f"/{swap['id']}/take") for number in (2, 2, 3)])
    assert sorted(status for status, _ in answers) in ([200, 404, 409], [200, 409, 409])
    async with team.api.application.units.read() as uow:
        assert (await uow.session.scalars(select(RotaSwap.sequence))).all() == [1]


async def test_a_duty_is_on_offer_once(team: Team):
    answers = await asyncio.gather(*[team.offer(0, 6) for _ in range(3)])
    assert sorted(status for status, _ in answers) == [201, 409, 409]
    assert len(await team.seen_by(0)) == 1


async def test_both_sides_may_take_back_until_it_is_decided(team: Team):
    await team.offer(0, 6)
    [swap] = await team.seen_by(2)
    await team.call(2, f"/{swap['id']}/take")
    assert (await team.call(2, f"/{swap['id']}/withdraw"))[0] == 200
    [again] = await team.seen_by(3)
    assert (again["state"], again["taken_by"]) == ("offered", None)
    assert (await team.call(0, f"/{swap['id']}/withdraw"))[0] == 200
    assert await team.seen_by(3) == []
    status, problem = await team.call(0, f"/{swap['id']}/withdraw")
    assert (status, problem["code"]) == (409, "rota.swap_decided")
    assert (await team.offer(0, 6))[0] == 201, "and it may be offered anew"


async def test_the_coordinator_may_leave_a_duty_where_it_is(team: Team):
    await team.offer(0, 6)
    [swap] = await team.seen_by(None)
    status, problem = await team.call(None, f"/{swap['id']}/approve")
    assert (status, problem["code"]) == (409, "rota.swap_not_taken")
    await team.call(2, f"/{swap['id']}/take")
    assert (await team.call(None, f"/{swap['id']}/reject"))[0] == 200
    assert await team.told("rejected") == {0, 2}
    assert 6 in await team.days_of(0)


async def test_what_is_offered_to_one_is_not_found_by_another(team: Team):
    await team.offer(0, 6, to=1)
    [swap] = await team.seen_by(0)
    for what in ("take", "withdraw"):
        status, problem = await team.call(2, f"/{swap['id']}/{what}")
        assert (status, problem["code"]) == (404, "rota.swap_not_found")


async def test_who_does_not_serve_in_the_role_neither_sees_nor_takes_it(team: Team, api: Api):
    async with api.application.units.write() as uow:
        doctor: Principal = await make_practitioner(uow, Role.DOCTOR)
    await team.offer(0, 6)
    [swap] = await team.seen_by(0)
    assert (await api.as_(doctor).get(SWAPS))[1]["swaps"] == []
    assert (await api.as_(doctor).post(f"{SWAPS}/{swap['id']}/take"))[0] == 404
    body = {"date": _date(11), "offered_to": str(doctor.practitioner_id)}
    status, problem = await team.call(0, **body)
    assert (status, problem["code"]) == (422, "rota.swap_colleague_unfit")


async def test_a_duty_that_has_begun_or_moved_is_over(team: Team, clock):
    await team.offer(0, 6)
    await team.offer(1, 7)
    clock.set(datetime(2026, 12, 6, 11, 30, tzinfo=UTC))
    assert {each["duty"]["date"]: each["state"] for each in await team.seen_by(None)} == {
        _date(6): "over",
        _date(7): "offered",
    }
    [begun, _] = await team.seen_by(None)
    status, problem = await team.call(2, f"/{begun['id']}/take")
    assert (status, problem["code"]) == (409, "rota.swap_over")
    status, problem = await team.offer(0, 6)
    assert (status, problem["code"]) == (409, "rota.swap_over")
    desk = team.desk
    saved = await desk.fill([{**desk.night(6, 1), "assignment": None}, desk.night(6, 3)])
    status, _ = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert [each["state"] for each in await team.seen_by(None)] == ["over", "over"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"date": "2026-12-07", "offered_to": None}, "rota.swap_no_duty"),
        ({"date": "2027-02-01", "offered_to": None}, "rota.swap_no_duty"),
        ({"date": "2026-12-06", "offered_to": None, "wanted": "2026-12-07"}, "rota.swap_wanted_of_whom"),
    ],
)
async def test_an_offer_that_cannot_be_is_refused_in_words(team: Team, body, code: str):
    status, problem = await team.call(0, **body)
    assert (status, problem["code"]) == (409 if code == "rota.swap_no_duty" else 422, code)
    assert await team.seen_by(0) == []


async def test_two_on_the_same_day_may_exchange_their_shifts(team: Team):
    desk = team.desk
    day_shift = {
        **NIGHT,
        "id": "0193a000-0000-7000-8000-000000000002",
        "code": "日",
        "starts": "10:00",
        "ends": "14:00",
        "ends_next_day": False,
        "is_night": False,
    }
    await desk.put("shift-types", shift_types=[NIGHT, day_shift])
    third = {**desk.night(5, 3), "assignment": {"shift_type_id": day_shift["id"], "role": "midwife"}}
    saved = await desk.fill([third])
    status, problem = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert status == 201, problem
    assert (await team.offer(0, 6, to=3, wanted=6))[0] == 201
    [swap] = await team.seen_by(3)
    assert (await team.call(3, f"/{swap['id']}/take"))[0] == 200
    assert (await team.call(None, f"/{swap['id']}/approve"))[0] == 200
    month = await desk.month()
    shifts = {each["practitioner_id"]: each["shift_type_id"] for each in month["cells"] if each["date"] == _date(6)}
    assert (shifts[team.who(0)], shifts[team.who(3)]) == (day_shift["id"], NIGHT["id"])
    assert month["changed"] is False


async def _away(team: Team, number: int, day: int) -> None:
    body = {"practitioner_id": team.who(number), "first": _date(day), "last": _date(day), "kind": "leave"}
    assert (await team.desk.api.post("/api/absences", json=body))[0] == 201


async def test_nobody_gets_a_duty_on_a_day_of_leave_for_another_such_duty(team: Team):
    await _away(team, 0, 6)
    await _away(team, 0, 12)
    await team.offer(0, 6, to=1, wanted=12)
    [swap] = await team.seen_by(1)
    assert [(each["rule"], each["dates"]) for each in swap["findings"] if each["is_hard"]] == [("leave", [_date(12)])]
    status, problem = await team.call(1, f"/{swap['id']}/take")
    assert (status, problem["code"]) == (409, "rota.swap_breaks_rules")


async def test_a_colleague_learns_that_a_rule_is_broken_and_not_the_numbers_of_the_contract(team: Team):
    staff = [{**STAFF, "practitioner_id": team.who(number)} for number in range(5)]
    staff[0] = {**staff[0], "max_run": 1}
    await team.desk.put("staff", staff=staff)
    await team.offer(0, 6, to=1, wanted=17)
    [swap] = await team.seen_by(1)
    [seen] = [each for each in swap["findings"] if each["is_hard"]]
    assert (seen["rule"], seen["practitioner_id"], seen["limit"]) == ("days_in_a_row", team.who(0), None)


async def test_who_took_a_duty_and_left_the_rota_does_not_get_it(team: Team):
    await team.offer(0, 6)
    [swap] = await team.seen_by(2)
    await team.call(2, f"/{swap['id']}/take")
    staff = [{**STAFF, "practitioner_id": team.who(number), "on_rota": number != 2} for number in range(5)]
    await team.desk.put("staff", staff=staff)
    for number in (None, 0, 2):
        assert len(await team.seen_by(number)) == 1
    status, problem = await team.call(None, f"/{swap['id']}/approve")
    assert (status, problem["code"]) == (409, "rota.swap_over")
    assert 6 in await team.days_of(0)


async def test_of_two_swaps_that_cross_one_is_approved_and_the_other_is_over(team: Team):
    await team.offer(0, 6, to=1, wanted=12)
    await team.offer(1, 12, to=0, wanted=6)
    mine, theirs = await team.seen_by(0)
    for swap, taker in ((mine, 1), (theirs, 0)):
        assert (await team.call(taker, f"/{swap['id']}/take"))[0] == 200
    answers = await asyncio.gather(*[team.call(None, f"/{swap['id']}/approve") for swap in (mine, theirs)])
    assert sorted((status, answer.get("code")) for status, answer in answers) == [(200, None), (409, "rota.swap_over")]
    assert {6, 12} & set(await team.days_of(0)) == {12}
    assert {6, 12} & set(await team.days_of(1)) == {6}


async def test_a_swap_is_over_once_the_duty_wanted_in_return_went_to_another(team: Team):
    await team.offer(0, 6, to=1, wanted=12)
    await team.offer(1, 12)
    [first] = [each for each in await team.seen_by(0) if each["wanted"]]
    [second] = [each for each in await team.seen_by(3) if not each["wanted"]]
    await team.call(1, f"/{first['id']}/take")
    await team.call(3, f"/{second['id']}/take")
    assert (await team.call(None, f"/{second['id']}/approve"))[0] == 200
    status, problem = await team.call(None, f"/{first['id']}/approve")
    assert (status, problem["code"]) == (409, "rota.swap_over")
    assert 12 in await team.days_of(3)


async def test_a_type_of_shift_that_an_old_swap_or_version_names_is_not_deleted(team: Team):
    desk = team.desk
    await team.offer(0, 6)
    free = [{**each, "assignment": None} for each in desk.pairs()]
    late = {**NIGHT, "id": "0193a000-0000-7000-8000-000000000002", "code": "遅", "starts": "21:00"}
    await desk.put("shift-types", shift_types=[NIGHT, late])
    await desk.put("cover", cover=[], overrides=[])
    moved = {"shift_type_id": late["id"], "role": "midwife"}
    await desk.fill(free)
    saved = await desk.fill([{**each, "assignment": moved} for each in desk.pairs()])
    body = {"revision": saved["revision"]}
    assert (await desk.api.post(f"/api/rota/months/{MONTH}/publish", json=body))[0] == 201
    stored = await desk.put("shift-types", shift_types=[late])
    assert {each["id"]: each["active"] for each in stored["shift_types"]} == {late["id"]: True, NIGHT["id"]: False}
    assert [each["state"] for each in await team.seen_by(0)] == ["over"]


async def test_of_coordinators_who_approve_change_and_publish_at_once_nobody_overtakes_another(team: Team):
    desk = team.desk
    await team.offer(0, 6)
    [swap] = await team.seen_by(2)
    await team.call(2, f"/{swap['id']}/take")
    revision = (await desk.fill([{**desk.night(30, 0), "locked": True}]))["revision"]
    cells = {"revision": revision, "changes": [{**desk.night(29, 4), "locked": True}]}
    answers = await asyncio.gather(
        team.call(None, f"/{swap['id']}/approve"),
        desk.api.put(f"/api/rota/months/{MONTH}/cells", json=cells),
        desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": revision}),
    )
    assert answers[0][0] == 200, "a swap needs no certain draft"
    assert {answer["code"] for status, answer in answers[1:] if status == 409} <= {"rota.changed_meanwhile"}
    assert {status for status, _ in answers} <= {200, 201, 409}
    nights = {day: number for number in range(5) for day in await team.days_of(number)}
    assert len(nights) == 31
    assert 6 in await team.days_of(2)
    month = await desk.month()
    assert not [each for each in month["findings"] if each["is_hard"]]
    assert month["changed"] is False
