"""A repair over HTTP: uncovered hours first, then the fewest changes; what is over stays."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.booking.rota.make_rota import KINDS, NEED, STAFF, Desk, make_desk
from tests.booking.rota.runs.running import ended, started
from tests.fixtures.application import Api

NOON_OF_THE_TENTH = datetime(2026, 12, 10, 3, tzinfo=UTC)


@pytest.fixture
async def desk(api: Api) -> Desk:
    """A planned month of six midwives, in which a missing one costs less than anything else."""
    desk = await make_desk(api, midwives=6)
    await desk.put(
        "cover", cover=[{**NEED, "day_kind": kind, "hard": False, "under": 1} for kind in KINDS], overrides=[]
    )
    await desk.fill(desk.pairs())
    return desk


async def sick(desk: Desk, who: int, first: str, last: str) -> None:
    body = {"practitioner_id": str(desk.midwives[who].practitioner_id), "first": first, "last": last, "kind": "sick"}
    assert (await desk.api.post("/api/absences", json=body))[0] == 201


def held(month: Any) -> dict[str, str]:
    """Return who has each night, by date; a night on which somebody is twice would lack one."""
    return {cell["date"]: cell["practitioner_id"] for cell in month["cells"] if cell["shift_type_id"]}


async def repaired(desk: Desk) -> tuple[Any, Any]:
    """Repair the month, take it over, and return the run and the month."""
    run = await ended(desk, await started(desk, kind="repair"))
    assert run["state"] == "done"
    status, _ = await desk.api.post(f"/api/rota/runs/{run['id']}/apply", json={"revision": run["base_revision"]})
    assert status == 200
    return run, await desk.month()


async def test_every_night_of_the_one_who_is_sick_is_covered_and_nothing_else_changes(desk: Desk, clock):
    before = held(await desk.month())
    clock.set(NOON_OF_THE_TENTH)
    await sick(desk, 1, "2026-12-12", "2026-12-20")
    run, month = await repaired(desk)
    after = held(month)
    assert after.keys() == before.keys()
    lost = {day for day, who in before.items() if who == str(desk.midwives[1].practitioner_id)}
    lost = {day for day in lost if "2026-12-12" <= day <= "2026-12-20"}
    assert {day for day in before if before[day] != after[day]} == lost
    # Each night that is handed over is a cell less here and one more there.
    assert run["changes"] == 2 * len(lost) > 0
    assert run["missing"] == []
    assert not [each for each in month["findings"] if each["is_hard"]]


async def test_a_night_that_has_begun_stays_with_the_one_who_falls_out(desk: Desk, clock):
    before = held(await desk.month())
    [tonight] = [day for day, who in before.items() if day == "2026-12-10"]
    clock.set(datetime(2026, 12, 10, 12, tzinfo=UTC))
    who = [str(each.practitioner_id) for each in desk.midwives].index(before[tonight])
    await sick(desk, who, "2026-12-10", "2026-12-31")
    _, month = await repaired(desk)
    after = held(month)
    assert [after[day] for day in sorted(after) if day <= tonight] == [
        before[day] for day in sorted(before) if day <= tonight
    ]
    assert all(after[day] != before[tonight] for day in after if day > tonight)


async def test_what_cannot_be_covered_is_left_and_said(desk: Desk, clock):
    clock.set(NOON_OF_THE_TENTH)
    for who in range(6):
        await sick(desk, who, "2026-12-15", "2026-12-15")
    run, month = await repaired(desk)
    assert [each["date"] for each in run["missing"]] == ["2026-12-15"]
    assert "2026-12-15" not in held(month)
    assert run["changes"] == 1


async def test_a_rule_that_was_broken_in_days_that_are_over_does_not_make_the_rest_impossible(api: Api, clock):
    desk = await make_desk(api)
    # Three nights in a row, of which the rules allow two.
    await desk.fill([desk.night(day, 0 if day < 3 else day % 4) for day in range(10)])
    clock.set(NOON_OF_THE_TENTH)
    run = await ended(desk, await started(desk, seconds=5))
    assert run["state"] == "done"
    await desk.api.post(f"/api/rota/runs/{run['id']}/apply", json={"revision": run["base_revision"]})
    month = await desk.month()
    assert len(held(month)) == 31
    assert not [each for each in month["findings"] if each["is_hard"]]
    assert {day: who for day, who in held(month).items() if day < "2026-12-04"} == {
        f"2026-12-0{day}": str(desk.midwives[0].practitioner_id) for day in (1, 2, 3)
    }


async def test_somebody_who_left_the_rota_is_replaced(desk: Desk, clock):
    clock.set(NOON_OF_THE_TENTH)
    staff = [{**STAFF, "practitioner_id": str(each.practitioner_id)} for each in desk.midwives]
    gone = str(desk.midwives[2].practitioner_id)
    await desk.put("staff", staff=[{**each, "on_rota": each["practitioner_id"] != gone} for each in staff])
    run, month = await repaired(desk)
    nights = [who for day, who in held(month).items() if day >= "2026-12-10"]
    assert gone not in nights
    assert len(nights) == 22
    assert run["missing"] == []


async def test_a_run_leaves_alone_what_the_published_next_month_does_not_bear(desk: Desk):
    changes = [{**desk.night(day, day % 6), "date": f"2027-01-{day + 1:02}"} for day in range(31)]
    _, saved = await desk.api.put("/api/rota/months/2027-01/cells", json={"revision": 0, "changes": changes})
    body = {"revision": saved["revision"]}
    assert (await desk.api.post("/api/rota/months/2027-01/publish", json=body))[0] == 201
    # One midwife is left, who has the first night of January; a night is needed on the last of December alone.
    staff = [{**STAFF, "practitioner_id": str(each.practitioner_id)} for each in desk.midwives]
    await desk.put("staff", staff=[{**each, "on_rota": number == 0} for number, each in enumerate(staff)])
    night = {key: NEED[key] for key in ("role", "shift_type_id", "required")}
    await desk.put("cover", cover=[], overrides=[{**night, "date": "2026-12-31"}])
    await desk.put("rules", rules=[{"code": "rest_between", "on": True, "params": {"minutes": 2880}, "weight": None}])
    run = await ended(desk, await started(desk, seconds=5))
    await desk.api.post(f"/api/rota/runs/{run['id']}/apply", json={"revision": run["base_revision"]})
    month = await desk.month()
    assert "2026-12-31" not in held(month)
    assert not [each for each in month["findings"] if each["is_hard"]]
