"""A coordinator plans a month, publishes it, and those on it are on duty."""

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from booking.rota.month_tables import RotaVersion
from booking.rota.tables import Duty
from people.notices.tables import Notice
from tests.booking.rota.make_rota import MONTH, NEED, NIGHT, STAFF, Desk, make_desk
from tests.fixtures.application import Api

DOCTORS = {**NEED, "role": "doctor", "day_kind": "sunday"}


@pytest.fixture
async def desk(api: Api) -> Desk:
    return await make_desk(api)


async def test_a_filled_month_is_published_and_its_duties_hold(desk: Desk, api: Api, clock):
    saved = await desk.fill(desk.pairs())
    assert [each for each in saved["findings"] if each["is_hard"]] == []
    status, version = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert (status, version["version"]) == (201, 1)
    clock.set(datetime(2026, 12, 1, 12, tzinfo=UTC))
    _, now = await desk.api.get("/api/rota/on-duty")
    midwives = next(each for each in now["roles"] if each["role"] == "midwife")["people"]
    assert [each["until"] for each in midwives] == ["2026-12-01T23:00:00.000Z"]
    _, mine = await api.as_(desk.midwives[0]).get("/api/rota/mine", params={"month": MONTH})
    assert [each["date"][-2:] for each in mine["duties"]] == ["01", "05", "09", "13", "17", "21", "25", "29"]
    _, gaps = await desk.api.get("/api/rota/uncovered", params={"from": "2026-12-01", "to": "2026-12-31"})
    assert gaps["gaps"] == []
    await api.application.runner.drain()
    async with api.application.units.read() as uow:
        told = await uow.session.scalar(select(func.count()).select_from(Notice).where(Notice.kind == "rota.published"))
    assert told == 4


async def test_what_breaks_a_rule_is_kept_and_shown_and_cannot_be_published(desk: Desk, api: Api):
    saved = await desk.fill([desk.night(0, 0), desk.night(1, 0), desk.night(2, 0)])
    assert {"nights_in_a_row", "cover"} <= {each["rule"] for each in saved["findings"] if each["is_hard"]}
    body = {"revision": saved["revision"]}
    status, problem = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json=body)
    assert (status, problem["code"]) == (409, "rota.breaks_rules")
    async with api.application.units.read() as uow:
        assert (await uow.session.scalars(select(Duty.id))).all() == []


async def test_of_two_who_publish_at_once_one_does(desk: Desk, api: Api):
    saved = await desk.fill(desk.pairs())
    answers = await asyncio.gather(
        *[
            desk.api.put(
                f"/api/rota/months/{MONTH}/cells",
                json={"revision": saved["revision"], "changes": [{**desk.night(0, 0), "locked": locked}]},
            )
            for locked in (True, False)
        ]
    )
    assert sorted(status for status, _ in answers) == [200, 409]
    answers = await asyncio.gather(
        desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]}),
        desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"] + 1}),
    )
    assert sorted(status for status, _ in answers) == [201, 409]
    async with api.application.units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(RotaVersion)) == 1


async def test_publishing_again_keeps_the_first_version_and_never_touches_the_past(desk: Desk, api: Api, clock):
    saved = await desk.fill(desk.pairs())
    _, first = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    clock.set(datetime(2026, 12, 10, 3, tzinfo=UTC))
    changed = [{**desk.night(0, 0), "assignment": None}]
    body = {"revision": saved["revision"], "changes": changed}
    status, problem = await desk.api.put(f"/api/rota/months/{MONTH}/cells", json=body)
    assert (status, problem["code"]) == (409, "rota.day_is_past")
    saved = await desk.fill(
        [
            {**desk.night(19, 3), "assignment": None},
            desk.night(19, 1),
            {**desk.night(21, 1), "assignment": None},
            desk.night(21, 3),
        ]
    )
    status, second = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert (status, second["version"]) == (201, 2)
    _, whole = await desk.api.get(f"/api/rota/versions/{first['id']}")
    _, newest = await desk.api.get(f"/api/rota/versions/{second['id']}")
    moved = {cell["date"] for cell in newest["cells"] if cell not in whole["cells"]}
    assert moved == {"2026-12-20", "2026-12-22"}
    async with api.application.units.read() as uow:
        assert len((await uow.session.scalars(select(Duty.id))).all()) == 31


async def test_a_role_is_missing_only_while_somebody_is_needed_and_nobody_is_there(desk: Desk, clock):
    async def missing() -> list[str]:
        _, now = await desk.api.get("/api/rota/on-duty")
        return [each["role"] for each in now["roles"] if each["is_missing"]]

    clock.set(datetime(2026, 12, 1, 3, tzinfo=UTC))
    assert await missing() == []
    for hour in (11, 20):
        clock.set(datetime(2026, 12, 1, hour, tzinfo=UTC))
        assert await missing() == ["midwife"]
    saved = await desk.fill(desk.pairs(range(1, 31)))
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    clock.set(datetime(2026, 12, 2, 20, tzinfo=UTC))
    assert await missing() == []


async def test_what_nobody_covers_is_said_with_its_hours(desk: Desk):
    _, found = await desk.api.get("/api/rota/uncovered", params={"from": "2026-12-01", "to": "2026-12-01"})
    assert [(each["starts_at"], each["ends_at"], each["missing"]) for each in found["gaps"]] == [
        ("2026-12-01T11:00:00.000Z", "2026-12-01T23:00:00.000Z", 1)
    ]


@pytest.mark.parametrize(
    ("part", "body", "code"),
    [
        ("shift-types", {"shift_types": [{**NIGHT, "ends_next_day": False}]}, "rota.shift_reversed"),
        ("shift-types", {"shift_types": [{**NIGHT, "ends": "21:00"}]}, "rota.shift_too_long"),
        (
            "cover",
            {"cover": [{**NEED, "role": "doctor", "day_kind": "sunday"}], "overrides": []},
            "rota.cover_role_nobody",
        ),
        ("staff", {"staff": [{**STAFF, "practitioner_id": NIGHT["id"]}]}, "rota.staff_unknown"),
    ],
)
async def test_settings_that_cannot_be_are_refused_and_nothing_is_written(desk: Desk, part: str, body, code: str):
    _, before = await desk.api.get(f"/api/rota/{part}")
    status, problem = await desk.api.put(f"/api/rota/{part}", json={"revision": before["revision"], **body})
    assert (status, problem["code"]) == (422, code)
    assert (await desk.api.get(f"/api/rota/{part}"))[1] == before
    status, problem = await desk.api.put(f"/api/rota/{part}", json={**body, "revision": 0})
    assert (status, problem["code"]) == (409, "rota.changed_meanwhile")


async def test_a_day_outside_the_month_is_refused(desk: Desk):
    changes = [{**desk.night(0, 0), "date": "2027-01-01"}]
    status, problem = await desk.api.put(f"/api/rota/months/{MONTH}/cells", json={"revision": 0, "changes": changes})
    assert (status, problem["code"]) == (422, "rota.outside_horizon")
    assert (await desk.month())["cells"] == []


async def test_wishes_are_taken_until_the_month_begins(desk: Desk, api: Api, clock):
    midwife = api.as_(desk.midwives[0])
    wish = {"date": "2026-12-24", "shift_type_id": None, "on": False, "weight": 3}
    status, mine = await midwife.put("/api/rota/mine/wishes", json={"month": MONTH, "wishes": [wish]})
    assert (status, mine["wishes"], mine["wishes_until"]) == (200, [wish], "2026-11-30")
    assert [each["weight"] for each in (await desk.month())["wishes"]] == [3]
    clock.set(datetime(2026, 12, 1, 12, tzinfo=UTC))
    status, problem = await midwife.put("/api/rota/mine/wishes", json={"month": MONTH, "wishes": []})
    assert (status, problem["code"]) == (409, "rota.wishes_closed")


async def test_a_skill_that_was_lost_since_hides_no_broken_rule_of_the_days_to_come(desk: Desk, clock):
    await desk.fill([*desk.pairs(range(9)), *(desk.night(day, 0) for day in (19, 20, 21))])
    clock.set(datetime(2026, 12, 10, 3, tzinfo=UTC))
    staff = [{**STAFF, "practitioner_id": str(each.practitioner_id)} for each in desk.midwives]
    staff[3]["skills"] = ["doctor"]
    await desk.put("staff", staff=staff)
    month = await desk.month()
    assert "nights_in_a_row" in {each["rule"] for each in month["findings"] if each["is_hard"]}
    body = {"revision": month["revision"]}
    status, problem = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json=body)
    assert (status, problem["code"]) == (409, "rota.breaks_rules")


async def test_a_month_is_not_published_over_the_first_duties_of_the_next(api: Api):
    desk = await make_desk(api, midwives=5)
    for month in ("2027-01", MONTH):
        changes = [{**desk.night(day, day % 5), "date": f"{month}-{day + 1:02}"} for day in range(31)]
        body = {"revision": 0, "changes": changes}
        _, saved = await desk.api.put(f"/api/rota/months/{month}/cells", json=body)
        body = {"revision": saved["revision"]}
        assert (await desk.api.post(f"/api/rota/months/{month}/publish", json=body))[0] == 201
    # The first has the last night of December and the first of January: the one before would be the third in a row.
    exchanged = [desk.night(29, 0), desk.night(25, 4)]
    freed = [{**desk.night(29, 4), "assignment": None}, {**desk.night(25, 0), "assignment": None}]
    saved = await desk.fill([*freed, *exchanged])
    [broken] = [each for each in saved["findings"] if each["is_hard"]]
    assert (broken["rule"], broken["dates"]) == ("nights_in_a_row", ["2026-12-30", "2026-12-31", "2027-01-01"])
    status, answer = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert (status, answer["code"]) == (409, "rota.breaks_rules")


async def test_a_sick_call_during_a_shift_does_not_keep_the_rest_from_being_published(desk: Desk, clock):
    saved = await desk.fill(desk.pairs())
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    # The first has the night of the first of December, and goes home at ten.
    clock.set(datetime(2026, 12, 1, 13, tzinfo=UTC))
    who = str(desk.midwives[0].practitioner_id)
    body = {"practitioner_id": who, "first": "2026-12-01", "last": "2026-12-01", "kind": "sick"}
    assert (await desk.api.post("/api/absences", json=body))[0] == 201
    assert [each["rule"] for each in (await desk.month())["findings"] if each["is_hard"]] == []
    status, _ = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert status == 201


async def test_what_was_planned_for_somebody_who_left_the_rota_stands_open_and_keeps_nothing_back(desk: Desk, clock):
    saved = await desk.fill([*desk.pairs(range(30)), {**desk.night(30, 2), "locked": True}])
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    clock.set(datetime(2026, 12, 30, 3, tzinfo=UTC))
    staff = [{**STAFF, "practitioner_id": str(each.practitioner_id)} for each in desk.midwives]
    staff[2]["on_rota"] = False
    await desk.put("staff", staff=staff)
    month = await desk.month()
    assert month["changed"] is True
    assert [(each["rule"], each["dates"]) for each in month["findings"] if each["is_hard"]] == [
        ("cover", ["2026-12-31"])
    ]
    for url in ("/api/rota/on-duty", "/api/rota/staff", f"/api/rota/months/{MONTH}/versions"):
        assert (await desk.api.get(url))[0] == 200
    saved = await desk.fill([desk.night(30, 3)])
    status, _ = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    assert status == 201
    _, gaps = await desk.api.get("/api/rota/uncovered", params={"from": "2026-12-01", "to": "2026-12-31"})
    assert gaps["gaps"] == []


async def test_a_shift_that_has_begun_stays_with_whoever_is_on_it(desk: Desk, clock):
    saved = await desk.fill(desk.pairs())
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    clock.set(datetime(2026, 12, 1, 13, tzinfo=UTC))
    url, change = f"/api/rota/months/{MONTH}/cells", {**desk.night(0, 0), "assignment": None}
    status, problem = await desk.api.put(url, json={"revision": saved["revision"], "changes": [change]})
    assert (status, problem["code"]) == (409, "rota.shift_begun")
    assert (await desk.fill([{**desk.night(0, 0), "locked": True}]))["revision"] == saved["revision"] + 1


async def test_what_is_published_as_it_stands_is_not_published_again(desk: Desk):
    saved = await desk.fill(desk.pairs())
    body = {"revision": saved["revision"]}
    answers = await asyncio.gather(*[desk.api.post(f"/api/rota/months/{MONTH}/publish", json=body) for _ in range(2)])
    assert sorted((status, answer.get("code")) for status, answer in answers) == [
        (201, None),
        (409, "rota.published_already"),
    ]
    # The same cells at other times are other duties.
    await desk.put("shift-types", shift_types=[{**NIGHT, "starts": "21:00"}])
    status, version = await desk.api.post(f"/api/rota/months/{MONTH}/publish", json=body)
    assert (status, version["version"]) == (201, 2)


async def test_whoever_has_no_duty_any_more_is_told_of_the_new_version_too(desk: Desk, api: Api):
    await desk.put(
        "cover", cover=[{**NEED, "day_kind": kind, "hard": False} for kind in ("weekday", "sunday")], overrides=[]
    )
    for changes in ([desk.night(0, 0)], [{**desk.night(0, 0), "assignment": None}, desk.night(0, 1)]):
        saved = await desk.fill(changes)
        await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    await api.application.runner.drain()
    async with api.application.units.read() as uow:
        told = (await uow.session.scalars(select(Notice.account_id).where(Notice.kind == "rota.published"))).all()
    assert sorted(told) == sorted([desk.midwives[0].account_id] * 2 + [desk.midwives[1].account_id])


async def test_wishes_for_a_published_month_are_not_taken_any_more(desk: Desk, api: Api):
    saved = await desk.fill(desk.pairs())
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    midwife = api.as_(desk.midwives[0])
    status, problem = await midwife.put("/api/rota/mine/wishes", json={"month": MONTH, "wishes": []})
    assert (status, problem["code"]) == (409, "rota.wishes_closed")
    _, mine = await midwife.get("/api/rota/mine", params={"month": MONTH})
    assert mine["wishes_until"] is None


async def test_a_night_whose_midwife_is_away_is_uncovered_to_its_end_also_after_publishing(desk: Desk, clock):
    saved = await desk.fill(desk.pairs())
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    who = str(desk.midwives[0].practitioner_id)
    body = {"practitioner_id": who, "first": "2026-12-01", "last": "2026-12-01", "kind": "sick"}
    assert (await desk.api.post("/api/absences", json=body))[0] == 201
    for now in (datetime(2026, 12, 1, 18, tzinfo=UTC), datetime(2026, 12, 20, 3, tzinfo=UTC)):
        clock.set(now)
        _, found = await desk.api.get("/api/rota/uncovered", params={"from": "2026-12-01", "to": "2026-12-31"})
        assert [(each["starts_at"], each["ends_at"]) for each in found["gaps"]] == [
            ("2026-12-01T11:00:00.000Z", "2026-12-01T23:00:00.000Z")
        ]
    clock.set(datetime(2026, 12, 1, 18, tzinfo=UTC))
    _, on_duty = await desk.api.get("/api/rota/on-duty")
    [midwives] = [each for each in on_duty["roles"] if each["role"] == "midwife"]
    assert (midwives["is_missing"], midwives["people"]) == (True, [])


async def test_the_nights_of_the_year_so_far_are_carried_over_and_april_begins_at_none(desk: Desk, clock):
    saved = await desk.fill(desk.pairs())
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    carried = {}
    for month in ("2027-03", "2027-04"):
        _, shown = await desk.api.get(f"/api/rota/months/{month}")
        carried[month] = sorted(each["nights"] for each in shown["carried"])
    assert carried == {"2027-03": [7, 8, 8, 8], "2027-04": [0, 0, 0, 0]}


async def test_from_the_hour_of_a_sick_call_at_night_the_rest_of_the_night_is_uncovered(desk: Desk, clock):
    saved = await desk.fill(desk.pairs())
    await desk.api.post(f"/api/rota/months/{MONTH}/publish", json={"revision": saved["revision"]})
    # Three in the morning in Japan, in the night of the first of December.
    clock.set(datetime(2026, 12, 1, 18, tzinfo=UTC))
    who = str(desk.midwives[0].practitioner_id)
    body = {"practitioner_id": who, "first": "2026-12-02", "last": "2026-12-02", "kind": "sick"}
    assert (await desk.api.post("/api/absences", json=body))[0] == 201
    _, found = await desk.api.get("/api/rota/uncovered", params={"from": "2026-12-01", "to": "2026-12-31"})
    assert [(each["starts_at"], each["ends_at"], each["missing"]) for each in found["gaps"]] == [
        ("2026-12-01T18:00:00.000Z", "2026-12-01T23:00:00.000Z", 1)
    ]
    _, on_duty = await desk.api.get("/api/rota/on-duty")
    [midwives] = [each for each in on_duty["roles"] if each["role"] == "midwife"]
    assert (midwives["is_missing"], midwives["people"]) == (True, [])
