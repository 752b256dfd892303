"""The crisis lines."""

import re

from clinic.safety.crisis_lines import crisis_lines

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
    assert [line.number for line in crisis_lines().lines[:2]] == ["119", "#8000"]


def test_every_number_is_the_one_that_was_looked_up():
    assert {line.code: line.number for line in crisis_lines().lines if line.kind == "telephone"} == FACTS


def test_hours_that_could_not_be_confirmed_say_so():
    by_code = {line.code: line for line in crisis_lines().lines}
    sos = by_code["inochi-sos"]
    assert not sos.hours_confirmed
    assert "確認できていません" in sos.hours.ja
    assert "not confirmed" in sos.hours.en
    assert crisis_lines().needs_review


def test_every_line_can_be_reached_and_is_named_in_both_languages():
    for line in crisis_lines().lines:
        assert (line.number is None) == (line.kind == "web")
        assert (line.url is None) == (line.kind == "telephone")
        assert re.search(r"[ぁ-んァ-ン一-龥0-9]", line.name.ja)
        assert line.name.en.isascii()


def test_the_day_on_which_they_were_checked_is_told():
    assert crisis_lines().checked_on.isoformat() == "2026-11-23"
