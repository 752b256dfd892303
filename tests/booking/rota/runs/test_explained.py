"""A coordinator whose month cannot be planned is told what conflicts and what would help, whatever happens."""

from datetime import UTC, datetime
from typing import Any

import pytest

from booking.rota.runs import jobs
from booking.rota.solving import ExplainerProcess
from tests.booking.rota.make_rota import MONTH, NEED, NIGHT, Desk, make_desk
from tests.booking.rota.runs.running import ended, started
from tests.fixtures.application import Api


async def away(desk: Desk, who: int, first: str, last: str) -> None:
    body = {
        "practitioner_id": str(desk.midwives[who].practitioner_id),
        "first": first,
        "last": last,
        "kind": "leave",
    }
    status, noted = await desk.api.post("/api/absences", json=body)
    assert status == 201, noted


@pytest.fixture
async def nobody_on_the_fifth(api: Api) -> Desk:
    """Four midwives, all of them on leave on 5 December."""
    desk = await make_desk(api)
    for who in range(4):
        await away(desk, who, "2026-12-05", "2026-12-05")
    return desk


def kinds(run: Any) -> list[list[str]]:
    return [[how["kind"] for how in each["relaxations"]] for each in run["suggestions"]]


async def test_a_day_on_which_everybody_is_on_leave_is_named_with_its_cover(nobody_on_the_fifth: Desk):
    desk = nobody_on_the_fifth
    run = await ended(desk, await started(desk))
    assert run["state"] == "infeasible"
    assert {(each["rule"], each["practitioner_id"], *each["dates"]) for each in run["conflicts"]} == {
        ("cover", None, "2026-12-05"),
        *(("leave", str(each.practitioner_id), "2026-12-05") for each in desk.midwives),
    }
    [cover] = [each for each in run["conflicts"] if each["rule"] == "cover"]
    assert (cover["shift_type_id"], cover["role"], cover["limit"]) == (NIGHT["id"], "midwife", 1)
    assert kinds(run) == [["cover_less"], *([["leave_lifted"]] * 3), ["cover_soft"]]
    less = run["suggestions"][0]["relaxations"][0]
    assert less.items() >= {"date": "2026-12-05", "was": 1, "to": 0, "shift_type_id": NIGHT["id"]}.items()


async def test_what_was_suggested_for_a_day_is_suggested_no_more_when_it_is_over(nobody_on_the_fifth: Desk, clock):
    desk = nobody_on_the_fifth
    run_id = await started(desk)
    assert len((await ended(desk, run_id))["suggestions"]) == 5
    clock.set(datetime(2026, 12, 5, 15, 30, tzinfo=UTC))
    _, run = await desk.api.get(f"/api/rota/runs/{run_id}")
    assert kinds(run) == [["cover_soft"]]


async def test_what_is_over_can_be_part_of_the_conflict_and_is_never_suggested_to_change(api: Api, clock):
    desk = await make_desk(api, midwives=2)
    need = {"date": "2026-12-10", "role": "midwife", "shift_type_id": NIGHT["id"], "required": 1}
    await desk.put("cover", cover=[{**NEED, "day_kind": "weekday", "required": 0}], overrides=[need])
    # Both have had two nights in a row when the third day comes, and must rest.
    await desk.fill([{**desk.night(day, who), "locked": True} for day in (6, 7) for who in (0, 1)])
    clock.set(datetime(2026, 12, 9, 3, tzinfo=UTC))
    run = await ended(desk, await started(desk))
    assert ("lock", ["2026-12-08"]) in [(each["rule"], each["dates"]) for each in run["conflicts"]]
    assert ["rule_number"] in kinds(run)
    for each in run["suggestions"]:
        assert all(how["date"] is None or how["date"] >= "2026-12-09" for how in each["relaxations"])


async def test_the_best_effort_says_when_nobody_is_there(nobody_on_the_fifth: Desk):
    desk = nobody_on_the_fifth
    run = await ended(desk, await started(desk, kind="best_effort", seconds=5))
    assert run["state"] == "done"
    assert [(each["date"], each["missing"], each["minutes"]) for each in run["missing"]] == [("2026-12-05", 1, 720)]
    assert run["changes"] == 30


async def test_why_there_is_no_rota_can_be_asked_by_itself_and_be_given_more_time(nobody_on_the_fifth: Desk):
    desk = nobody_on_the_fifth
    run = await ended(desk, await started(desk, kind="explain", seconds=40))
    assert run["state"] == "infeasible"
    assert len(run["conflicts"]) == 5
    assert ["cover_less"] in kinds(run)


async def test_of_a_month_that_can_be_planned_is_said_that_nothing_conflicts(api: Api):
    desk = await make_desk(api)
    run = await ended(desk, await started(desk, kind="explain", seconds=40))
    assert (run["state"], run["conflicts"], run["suggestions"], run["changes"]) == ("done", [], [], None)
    status, problem = await desk.api.post(f"/api/rota/runs/{run['id']}/apply", json={"revision": run["base_revision"]})
    assert (status, problem["code"]) == (409, "rota.run_without_rota")


class DyingExplainer(ExplainerProcess):
    """An explainer whose process is killed as soon as it lives."""

    @classmethod
    async def start(cls, *asked: Any) -> "DyingExplainer":
        made = await super().start(*asked)
        made.kill()
        return made


async def test_where_the_search_for_the_reason_breaks_off_the_proof_that_there_is_no_rota_stays(
    nobody_on_the_fifth: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(jobs, "ExplainerProcess", DyingExplainer)
    desk = nobody_on_the_fifth
    run = await ended(desk, await started(desk))
    assert (run["state"], run["conflicts"], run["suggestions"]) == ("infeasible", [], [])
    logged = capsys.readouterr().out
    assert "rota_explain_failed" in logged
    assert "2026-12-05" not in logged
    assert not any(str(each.practitioner_id) in logged for each in desk.midwives)
    status, _ = await desk.api.post(
        f"/api/rota/months/{MONTH}/runs", json={"kind": "solve", "seconds": 1, "seed": 1, "deterministic": False}
    )
    assert status == 201
