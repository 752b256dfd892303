"""Reports over HTTP: the coordinator freezes and releases, the officer reads what was released and nothing else."""

import json
from datetime import UTC, datetime

import pytest

from core.principal import Role
from tests.clinic.evaluation.reports.test_service import frozen
from tests.people.make import make_staff

PERIOD = {"from": "2026-04-01", "to": "2026-06-30"}


@pytest.fixture
async def people(units, clock):
    coordinator, report = await frozen(units, clock)
    async with units.write() as uow:
        officer = await make_staff(uow, Role.OFFICER)
    return coordinator, officer, str(report.id)


async def fetched(api, principal, path):
    headers = {"Authorization": f"Bearer {api.token(principal)}"}
    async with api.client.get(path, headers=headers) as response:
        return response.status, response.headers, await response.read()


async def test_a_coordinator_freezes_lists_shows_compares_and_releases(api, people):
    coordinator, _, _ = people
    status, made = await api.as_(coordinator).call("POST", "/api/reports", json=PERIOD)
    assert (status, made["release"]) == (201, None)
    at = f"/api/reports/{made['id']}"
    status, listed = await api.as_(coordinator).get("/api/reports")
    assert (status, [one["id"] for one in listed["reports"]].count(made["id"])) == (200, 1)
    assert listed["since"] == "2026-05-01", "nothing is to be reported of the time before the first registration"
    status, shown = await api.as_(coordinator).get(at)
    assert (status, shown["content"]["audience"]) == (200, "operator")
    status, compared = await api.as_(coordinator).get(f"{at}/comparison")
    assert (status, compared["recomputes"], compared["differences"]) == (200, True, [])
    status, released = await api.as_(coordinator).call("POST", f"{at}/release", json={})
    assert (status, released["threshold"]) == (200, 5)
    status, problem = await api.as_(coordinator).call("POST", f"{at}/release", json={})
    assert (status, problem["code"]) == (409, "reports.released_already")


async def test_the_officer_reads_released_reports_and_nothing_else(api, people):
    coordinator, officer, report_id = people
    city = f"/api/city-reports/{report_id}"
    assert await api.as_(officer).get("/api/city-reports") == (200, {"reports": []})
    for path in (city, *(f"{city}/report.{ending}" for ending in ("xlsx", "csv", "json"))):
        status, _, body = await fetched(api, officer, path)
        assert (status, json.loads(body)["code"]) == (404, "reports.not_found"), path
    await api.as_(coordinator).call("POST", f"/api/reports/{report_id}/release", json={})
    status, listed = await api.as_(officer).get("/api/city-reports")
    assert [one["id"] for one in listed["reports"]] == [report_id]
    status, shown = await api.as_(officer).get(city)
    assert (status, shown["audience"]) == (200, "city")
    whole = f"/api/reports/{report_id}"
    live = "/api/figures?from=2026-04-01&to=2026-06-30"
    for path in (live, "/api/reports", whole, f"{whole}/comparison", f"{whole}/report.xlsx", f"{whole}/report.json"):
        status, _, body = await fetched(api, officer, path)
        assert (status, json.loads(body)["code"]) == (403, "auth.role_not_allowed"), path


async def test_the_officer_sees_which_report_of_a_period_is_current_and_why(api, people, clock):
    coordinator, officer, first = people
    clock.set(datetime(2026, 7, 9, tzinfo=UTC))
    _, corrected = await api.as_(coordinator).call("POST", "/api/reports", json=PERIOD)
    await api.as_(coordinator).call("POST", f"/api/reports/{first}/release", json={})
    at = f"/api/reports/{corrected['id']}/release"
    status, problem = await api.as_(coordinator).call("POST", at, json={})
    assert (status, problem["code"]) == (409, "reports.reason_needed")
    status, _ = await api.as_(coordinator).call("POST", at, json={"reason": "記録の訂正のため。"})
    assert status == 200
    _, listed = await api.as_(officer).get("/api/city-reports")
    of = {one["id"]: one["release"] for one in listed["reports"]}
    assert (of[first]["superseded_by"], of[first]["reason"]) == (corrected["id"], None)
    assert (of[corrected["id"]]["supersedes"], of[corrected["id"]]["superseded_by"]) == (first, None)
    assert of[corrected["id"]]["reason"] == "記録の訂正のため。"
    for report_id, name in ((first, "-20260630-superseded.csv"), (corrected["id"], "-20260630.csv")):
        status, headers, _ = await fetched(api, officer, f"/api/city-reports/{report_id}/report.csv")
        assert (status, name in headers["Content-Disposition"]) == (200, True)


async def test_files_have_names_and_types_that_a_spreadsheet_opens(api, people):
    coordinator, _, report_id = people
    begins = {"xlsx": b"PK", "csv": b"\xef\xbb\xbf", "json": b"{"}
    for ending, first in begins.items():
        status, headers, body = await fetched(api, coordinator, f"/api/reports/{report_id}/report.{ending}")
        assert (status, body[: len(first)]) == (200, first)
        assert f"hagukumi-operator-20260401-20260630.{ending}" in headers["Content-Disposition"]
