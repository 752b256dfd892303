"""The city's review rests on what the city was shown, and on nothing else."""

from datetime import date

import pytest

from clinic.evaluation.facts.narrowing import narrow
from clinic.evaluation.facts.rows import Rows
from clinic.evaluation.reports.city import for_the_city, pattern_of
from clinic.evaluation.reports.inputs import Inputs, Result
from clinic.evaluation.reports.whole import whole_report
from clinic.evaluation.review.from_facts import compare_facts
from clinic.evaluation.review.from_released import compare_released
from clinic.evaluation.review.judging import judge
from clinic.evaluation.review.model import Quarter, Verdict
from tests.clinic.evaluation.reports.make import QUARTERS, make_inputs

NAMES = ("2026-Q1", "2026-Q2")


def released(inputs: Inputs):
    whole = whole_report(inputs)
    return for_the_city(whole, 5, pattern_of(whole, 5, []).shown)


@pytest.fixture(scope="module")
def year():
    inputs = make_inputs(3, people=300, uses=900, courses=120)
    return inputs, released(inputs)


def test_what_is_shown_is_as_in_the_facts_and_what_is_withheld_has_no_number(year):
    inputs, content = year
    whole = {each.code: each for each in compare_facts(*(narrow(inputs.facts, *QUARTERS[number]) for number in (0, 1)))}
    found = compare_released((NAMES[0], content), (NAMES[1], content))
    shown = 0
    for each in found:
        for side, real in ((each.before, whole[each.code].before), (each.after, whole[each.code].after)):
            if side.missing is None:
                assert (side.value, side.n, side.reached) == (real.value, real.n, real.reached), each.code
                shown += 1
            else:
                assert (side.value, side.n, side.reached) == (None, None, None)
    assert shown >= 10


def test_a_withheld_figure_is_named_and_tested_nowhere(year):
    _, content = year
    hidden = content.model_copy(
        update={
            "measures": tuple(
                measure.model_copy(
                    update={
                        "quarters": tuple(
                            point.model_copy(
                                update={
                                    "figure": point.figure.model_copy(
                                        update={"value": None, "n": None, "low": None, "high": None, "withheld": True}
                                    )
                                }
                            )
                            for point in measure.quarters
                        )
                    }
                )
                for measure in content.measures
            )
        }
    )
    found = judge(
        compare_released((NAMES[0], hidden), (NAMES[1], content)), Quarter(NAMES[0], 91), Quarter(NAMES[1], 92)
    )
    for each in found:
        if each.comparison.code in ("registrations", "counselling", "satisfaction", "image", "phq9"):
            assert (each.verdict, each.change) == (Verdict.WITHHELD, None)


def test_a_quarter_without_a_report_and_other_definitions_are_named(year):
    _, content = year
    quarters = Quarter(NAMES[0], 91), Quarter(NAMES[1], 92)
    found = judge(compare_released((NAMES[0], None), (NAMES[1], content)), *quarters)
    assert {each.verdict for each in found} == {Verdict.NOT_RELEASED}
    older = content.model_copy(update={"definitions_version": "2025-01-1"})
    found = judge(compare_released((NAMES[0], older), (NAMES[1], content)), *quarters)
    assert {each.verdict for each in found} <= {Verdict.DEFINITIONS_DIFFER, Verdict.WITHHELD, Verdict.UNMEASURED}
    (registrations,) = [each for each in found if each.comparison.code == "registrations"]
    sides = (registrations.comparison.before, registrations.comparison.after)
    assert [side.definitions_version for side in sides] == ["2025-01-1", content.definitions_version]


def test_a_report_that_is_not_the_citys_is_refused(year):
    inputs, content = year
    with pytest.raises(ValueError):
        compare_released((NAMES[0], whole_report(inputs)), (NAMES[1], content))


def test_a_mean_that_is_beyond_chance_with_the_widest_spread_is_so_with_the_real_one(year):
    inputs, content = year
    quarters = Quarter(NAMES[0], 91), Quarter(NAMES[1], 92)
    live = judge(compare_facts(*(narrow(inputs.facts, *QUARTERS[number]) for number in (0, 1))), *quarters)
    city = judge(compare_released((NAMES[0], content), (NAMES[1], content)), *quarters)
    (real,) = [each.change for each in live if each.comparison.code == "satisfaction"]
    (widest,) = [each.change for each in city if each.comparison.code == "satisfaction"]
    assert real is not None
    assert widest is None or (widest.low <= real.low and real.high <= widest.high)


def test_a_quarter_that_the_report_cuts_short_is_not_taken(year):
    inputs, _ = year
    part = make_inputs(3)
    facts = narrow(part.facts, date(2026, 4, 1), date(2026, 9, 15))
    content = whole_report(
        Inputs(facts, Rows.of(Result, ()), inputs.districts, inputs.definitions_version, inputs.definitions)
    )
    city = content.model_copy(update={"audience": "city", "tables": ()})
    found = compare_released((NAMES[0], city), (NAMES[1], city))
    assert {each.after.missing for each in found} == {Verdict.WITHHELD}
