"""What the city gets of whole reports: an attacker with all of them works out no withheld number."""

import zlib
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from clinic.evaluation.disclosure.cells import Key
from clinic.evaluation.facts.model import Registration, Use
from clinic.evaluation.facts.narrowing import narrow
from clinic.evaluation.reports.city import Released, for_the_city, pattern_of
from clinic.evaluation.reports.comparing import differences
from clinic.evaluation.reports.content import ReportContent
from clinic.evaluation.reports.fiscal import is_for_the_city
from clinic.evaluation.reports.inputs import Inputs, pack, unpack
from clinic.evaluation.reports.service import written
from clinic.evaluation.reports.stated import table_of
from clinic.evaluation.reports.whole import whole_report
from clinic.evaluation.sheets.csv_sheet import to_csv
from tests.clinic.evaluation.disclosure.attack import Release, is_open, ranges, ranges_over
from tests.clinic.evaluation.reports.make import QUARTERS, YEAR, make_inputs

DATA = Path(__file__).parent / "data"


def of_days(inputs: Inputs, first_day, last_day) -> Inputs:
    facts = narrow(inputs.facts, first_day, last_day)
    return replace(inputs, facts=facts, results=inputs.results.within(first_day, last_day))


def test_kept_inputs_give_the_same_bytes_again() -> None:
    inputs = make_inputs()
    assert unpack(pack(inputs)) == inputs
    assert written(whole_report(unpack(pack(inputs)))) == written(whole_report(inputs))


def test_kept_inputs_are_written_by_names_so_that_older_ones_are_read_whatever_the_order_of_fields() -> None:
    facts = orjson.loads(zlib.decompress(pack(make_inputs())))["facts"]
    assert set(facts["uses"]) == set(Use._fields)
    assert set(facts["registrations"]) == set(Registration._fields)


def test_a_report_whose_facts_were_kept_one_by_one_still_recomputes() -> None:
    """The files were written when facts were lists of them; a report that was released then is proven by its inputs."""
    kept, report = ((DATA / f"kept_one_by_one.{part}").read_bytes() for part in ("inputs", "report"))
    frozen = ReportContent.model_validate_json(zlib.decompress(report))
    inputs = unpack(kept)
    assert differences(frozen, whole_report(inputs)) == ()
    assert unpack(pack(inputs)) == inputs


@pytest.mark.parametrize(("seed", "uses"), [(1, 60), (2, 300)])
def test_nothing_withheld_follows_from_all_reports_of_a_year(seed, uses) -> None:
    inputs = make_inputs(seed, uses=uses)
    earlier: list[Released] = []
    for first_day, last_day in (*QUARTERS, YEAR):
        content = whole_report(of_days(inputs, first_day, last_day))
        pattern = pattern_of(content, 5, earlier)
        earlier.append(Released(content, 5, pattern.shown))
    city = for_the_city(earlier[-1].content, 5, earlier[-1].shown)
    tables = [table_of(view) for view in earlier[-1].content.tables]
    values = {key: value for table in tables for key, value in table.values().items()}
    published: dict[Key, int] = {}
    for released in earlier:
        for view, whole in zip(for_the_city(released.content, 5, released.shown).tables, tables, strict=True):
            for cell in view.cells:
                if cell.value is not None:
                    published[whole.key(cell.span, (cell.category,))] = cell.value
    assert any(cell.value is None for view in city.tables for cell in view.cells)
    assert all(not 0 < value < 5 or key.span == "2026" for key, value in published.items())
    exposed = pattern.exposed
    found = ranges(tables, [], published, least={key: min(1, value) for key, value in values.items()})
    assert not {key for key, span in found.items() if not is_open(span) and key not in exposed}


@pytest.mark.parametrize("seed", [4, 5])
def test_nothing_withheld_follows_from_a_quarter_and_its_corrections(seed) -> None:
    """Late notes and an erasure change the quarter twice; the city holds all three, the superseded ones too."""
    inputs = of_days(make_inputs(seed, uses=240), *QUARTERS[0])
    uses = inputs.facts.uses
    versions = (uses[6:], uses[:-3], uses[1:-1])
    earlier: list[Released] = []
    releases: list[Release] = []
    exposed: set[Key] = set()
    for version in versions:
        content = whole_report(replace(inputs, facts=replace(inputs.facts, uses=version)))
        pattern = pattern_of(content, 5, earlier)
        exposed |= pattern.exposed
        earlier.append(Released(content, 5, pattern.shown))
        tables = [table_of(view) for view in content.tables]
        given = {
            table.key(cell.span, (cell.category,)): cell.value
            for table, view in zip(tables, for_the_city(content, 5, pattern.shown).tables, strict=True)
            for cell in view.cells
            if cell.value is not None
        }
        for before in releases:
            changes = {
                key: abs(value - before.published[key]) for key, value in given.items() if key in before.published
            }
            assert not {key for key, change in changes.items() if 0 < change < 5}
        releases.append(Release(tables, given))
    found = ranges_over(releases)
    assert found
    assert not {at for at, span in found.items() if not is_open(span) and at[1] not in exposed}


def test_a_quarter_without_cases_says_so_and_withholds_nothing() -> None:
    """Nobody is in a zero: it is neither 0 % nor hidden."""
    inputs = of_days(make_inputs(1), *QUARTERS[0])
    empty = replace(inputs, facts=replace(inputs.facts, courses=(), surveys=()))
    content = whole_report(empty)
    city = for_the_city(content, 5, pattern_of(content, 5, []).shown)
    figures = {measure.code: measure.figure for measure in city.measures}
    for code in ("phq9", "image", "satisfaction"):
        assert (figures[code].value, figures[code].n) == (None, 0), code
        assert (figures[code].unmeasured, figures[code].withheld) == ("no_cases", False), code
    lines = to_csv(city).decode("utf-8-sig").splitlines()
    assert any(line.split(",")[1:3] == ["phq9", "期間全体"] and line.endswith("該当なし") for line in lines)


def test_the_years_six_measures_are_given_with_n_and_a_quarters_small_one_is_not() -> None:
    content = whole_report(make_inputs(3, uses=40, courses=8))
    city = for_the_city(content, 5, pattern_of(content, 5, []).shown)
    assert [measure.figure for measure in city.measures] == [measure.figure for measure in content.measures]
    for before, after in zip(content.measures, city.measures, strict=True):
        assert after.distribution == ()
        for whole, given in zip(before.quarters, after.quarters, strict=True):
            assert given.figure.withheld or not 0 < (whole.figure.n or 0) < 5
            assert given.figure == whole.figure or (given.figure.value, given.figure.n) == (None, None)
    assert any(point.figure.withheld for measure in city.measures for point in measure.quarters)
    assert {beside.code for measure in city.measures for beside in measure.neighbours} <= {
        "phq9.below_10.complete",
        "phq9.started_10_or_more",
        "phq9.missing_ends",
        "counselling.people",
    }


def test_only_a_whole_quarter_or_year_goes_to_the_city() -> None:
    assert all(is_for_the_city(*days) for days in (*QUARTERS, YEAR))
    assert not is_for_the_city(QUARTERS[0][0], QUARTERS[1][1])
    assert not is_for_the_city(QUARTERS[0][0], YEAR[1].replace(day=30))


def test_scores_name_the_version_and_the_words_behind_them() -> None:
    wordings = whole_report(make_inputs()).wordings
    assert {(each.questionnaire, each.version, each.text_id, each.text_status) for each in wordings} == {
        ("phq-9", "1", "ja-own", "unvalidated"),
        ("satisfaction", "1", "ja-own", "unvalidated"),
    }
