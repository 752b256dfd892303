"""The crisis lines: those that come with the product, and what the coordinators make of them."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clinic.safety.lines.model import CHECKED_FOR, CrisisLine, LineList, is_stale, shipped_lines
from core.principal import Role
from server.edge.emergency_html import with_lines
from tests.people.make import make_parent, make_staff

LINES = shipped_lines().lines

FACTS = {
    "119": "119",
    "8000": "#8000",
    "yorisoi": "0120-279-338",
    "inochi-sos": "0120-061-338",
    "inochi-no-denwa": "0120-783-556",
    "kokoro": "0570-064-556",
    "189": "189",
    "child-guidance": "0120-189-783",
    "dv-plus": "0120-279-889",
    "8008": "#8008",
    "9110": "#9110",
    "110": "110",
}


def test_the_ambulance_and_the_childrens_line_come_first():
    assert [line.number for line in shipped_lines().lines[:2]] == ["119", "#8000"]


def test_every_number_is_the_one_that_was_looked_up():
    assert {line.code: line.number for line in shipped_lines().lines if line.kind == "telephone"} == FACTS


def test_hours_that_could_not_be_confirmed_say_so():
    by_code = {line.code: line for line in shipped_lines().lines}
    sos = by_code["inochi-sos"]
    assert not sos.hours_confirmed
    assert "確認できていません" in sos.hours.ja
    assert "not confirmed" in sos.hours.en


def test_somebody_in_despair_finds_a_line_that_is_answered_at_every_hour():
    always = [line for line in LINES if line.always_open]
    assert all("24" in line.hours.ja and line.hours_confirmed for line in always)
    assert {"yorisoi", "119"} <= {line.code for line in always}


def test_a_list_that_was_kept_before_tells_of_no_line_that_it_is_always_open():
    kept = {"lines": [line.model_dump(mode="json", exclude={"always_open"}) for line in LINES]}
    assert not any(line.always_open for line in LineList.model_validate(kept).lines)


def test_every_line_can_be_reached_and_is_named_in_both_languages():
    for line in shipped_lines().lines:
        assert (line.number is None) == (line.kind == "web")
        assert (line.url is None) == (line.kind == "telephone")
        assert re.search(r"[ぁ-んァ-ン一-龥0-9]", line.name.ja)
        assert line.name.en.isascii()


def test_every_number_stands_under_what_one_calls_it_for():
    assert {line.situation for line in LINES} == {"danger", "child_illness", "despair", "child_harm", "violence"}


def test_the_day_on_which_they_were_checked_is_told():
    assert shipped_lines().checked_on.isoformat() == "2026-11-23"


@pytest.mark.parametrize("number", ["", "911", "#800", "#80000", "0120279338", "0120-279-33", "tel:119", "119;ext=1"])
def test_a_number_that_nobody_can_dial_is_refused(number):
    with pytest.raises(ValidationError):
        CrisisLine.model_validate({**LINES[0].model_dump(), "number": number})


@pytest.mark.parametrize(
    "url", ["http://example.jp/", "javascript:alert(1)", 'https://example.jp/"><script>', "//x.jp"]
)
def test_an_address_that_is_no_safe_page_is_refused(url):
    (page,) = [line for line in LINES if line.kind == "web"]
    with pytest.raises(ValidationError):
        CrisisLine.model_validate({**page.model_dump(), "url": url})


@pytest.mark.parametrize(
    "left",
    [
        [line for line in LINES if line.number != "119"],
        [line for line in LINES if line.situation != "despair"],
        [*LINES, LINES[0]],
        [],
    ],
)
def test_a_list_without_the_ambulance_or_a_number_for_despair_or_with_a_line_twice_is_refused(left):
    with pytest.raises(ValidationError):
        LineList(lines=tuple(left))


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(-10, 400))
def test_a_list_is_stale_once_its_check_is_more_than_half_a_year_ago(checked_on, days):
    assert is_stale(checked_on, checked_on + timedelta(days=days)) == (days > CHECKED_FOR.days)


PAGE = """<p>before</p><!-- lines ja danger -->
<ul><li><svg x><path/></svg></li></ul>
<!-- /lines --><!-- lines en despair --><ul></ul><!-- /lines -->
<!-- checked ja --><p>old</p><!-- /checked --><p>after</p>"""


def test_the_emergency_page_gets_the_lines_of_each_situation_and_the_day_and_escapes_every_word():
    evil = {"ja": "<script>", "en": "<b>&"}
    changed = LINES[0].model_validate({**LINES[0].model_dump(), "name": evil})
    page = with_lines(PAGE, LineList(lines=(changed, *LINES[1:])), date(2027, 3, 1))
    assert page.startswith("<p>before</p><ul><li>")
    assert page.endswith("<p>after</p>")
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert 'href="tel:119"><svg x><path/></svg>' in page
    assert "Yorisoi Hotline" in page
    assert "よりそい" not in page
    assert "2027年3月1日" in page


async def edited(api, who, **changes):
    _, found = await api.get("/api/crisis-lines")
    lines = [{**line, "number": "0120-000-111"} if line["code"] == "yorisoi" else line for line in found["lines"]]
    body = {"version": found["version"], "checked_on": "2026-11-23", "lines": lines, **changes}
    return await api.as_(who).put("/api/crisis-lines", json=body)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
async def test_the_list_is_changed_by_who_runs_the_service_and_its_history_stays(api, units, role, clock):
    async with units.write() as uow:
        keeper = await make_staff(uow, role)
    today = clock.now().date().isoformat()
    _, before = await api.get("/api/crisis-lines")
    assert (before["version"], before["needs_review"]) == (0, True)
    status, saved = await edited(api, keeper, checked_on=today)
    assert (status, saved["version"], saved["needs_review"], saved["is_stale"]) == (200, 1, False, False)
    _, after = await api.get("/api/crisis-lines")
    assert after == saved
    assert "0120-000-111" in [line["number"] for line in after["lines"]]
    status, found = await api.as_(keeper).get("/api/crisis-lines/changes")
    (change,) = found["changes"]
    assert (change["version"], change["checked_on"]) == (1, today)
    assert change["changed_by"]


async def test_a_list_that_somebody_else_changed_meanwhile_is_not_overwritten(api, units, clock):
    async with units.write() as uow:
        keeper = await make_staff(uow, Role.COORDINATOR)
    today = clock.now().date().isoformat()
    assert (await edited(api, keeper, checked_on=today))[0] == 200
    status, problem = await edited(api, keeper, checked_on=today, version=0)
    assert (status, problem["code"]) == (409, "safety.lines_changed")


@pytest.mark.parametrize("days", [2, -400])
async def test_a_day_to_come_or_long_past_is_no_check(api, units, clock, days):
    async with units.write() as uow:
        keeper = await make_staff(uow, Role.COORDINATOR)
    day = (clock.now() + timedelta(days=days)).date().isoformat()
    status, problem = await edited(api, keeper, checked_on=day)
    assert (status, problem["code"]) == (422, "safety.checked_on")
    assert (await api.get("/api/crisis-lines"))[1]["version"] == 0


async def test_the_list_says_when_it_is_stale(api, units, clock):
    async with units.write() as uow:
        keeper = await make_staff(uow, Role.COORDINATOR)
    await edited(api, keeper, checked_on=clock.now().date().isoformat())
    clock.advance(CHECKED_FOR + timedelta(days=2))
    assert (await api.get("/api/crisis-lines"))[1]["is_stale"]


async def test_nobody_else_changes_a_number_that_people_in_danger_ring(api, units, clock):
    async with units.write() as uow:
        others = [await make_parent(uow), await make_staff(uow, Role.COUNSELLOR), await make_staff(uow, Role.OFFICER)]
    for other in others:
        status, _ = await edited(api, other, checked_on=clock.now().date().isoformat())
        assert status == 403
