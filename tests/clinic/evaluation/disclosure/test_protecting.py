"""What an attacker can work out of the released tables, by linear programming: never a hidden cell."""

from collections.abc import Mapping, Sequence
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.evaluation.disclosure.cells import Key, Statement
from clinic.evaluation.disclosure.protecting import Earlier, Pattern, protect
from clinic.evaluation.disclosure.tables import Dimension, Measure, Span, Table, state_measure, state_table
from tests.clinic.evaluation.disclosure.attack import is_open, ranges

QUARTERS = ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
MONTHS = tuple(f"{2026 + (month + 3) // 12}-{(month + 3) % 12 + 1:02}" for month in range(12))


def year(*, quarters: int = 4, whole: bool = True) -> tuple[Span, ...]:
    """The fiscal year, or its first quarters alone."""
    months = [Span(MONTHS[place], QUARTERS[place // 3]) for place in range(3 * quarters)]
    above = [Span(quarter, "2026" if whole else None) for quarter in QUARTERS[:quarters]]
    return (*months, *above, *([Span("2026", None)] if whole else []))


def state(tables: Sequence[Table], measures: Sequence[Measure] = (), threshold: int = 5) -> Statement:
    return Statement.together(
        [
            *(state_table(table, threshold) for table in tables),
            *(state_measure(measure, threshold) for measure in measures),
        ]
    )


def published(statement: Statement, shown: frozenset[Key]) -> dict[Key, int]:
    return {key: statement.cells[key].value for key in shown}


def least(statement: Statement) -> dict[Key, int]:
    """The attacker of the ADR: a hidden cell is 1 or more, unless it is a zero that had to be hidden."""
    return {key: min(1, cell.value) for key, cell in statement.cells.items()}


def assert_nothing_follows(
    tables: Sequence[Table], measures: Sequence[Measure], statement: Statement, pattern: Pattern
) -> None:
    found = ranges(tables, measures, published(statement, pattern.shown), least=least(statement))
    betrayed = {key: span for key, span in found.items() if not is_open(span) and key not in pattern.exposed}
    assert not betrayed


def table(
    name: str, spans: tuple[Span, ...], dimensions: tuple[Dimension, ...], counts: Mapping[tuple[str, ...], int]
) -> Table:
    return Table(name, "consultations", spans, dimensions, counts)


def random_year(random: Random, mean: float, spans: tuple[Span, ...]) -> list[Table]:
    """Two tables of the same consultations, which share every total."""
    outcome = Dimension("outcome", ("advice", "doctor", "city", "other"))
    district = Dimension("district", ("north", "south", "unknown"))
    ours = {span.name for span in spans}
    leaves = [month for month in MONTHS if month in ours]
    first: dict[tuple[str, ...], int] = {}
    second: dict[tuple[str, ...], int] = {}
    for leaf in leaves:
        for _ in range(int(random.expovariate(1 / mean))):
            for counts, dimension, weights in ((first, outcome, (8, 3, 1, 1)), (second, district, (5, 2, 1))):
                at = (leaf, *random.choices(dimension.categories, weights))
                counts[at] = counts.get(at, 0) + 1
    return [table("outcomes", spans, (outcome,), first), table("districts", spans, (district,), second)]


def test_a_small_cell_takes_others_of_its_row_and_column_with_it() -> None:
    spans = year(quarters=1, whole=False)
    outcome = Dimension("outcome", ("advice", "doctor"))
    counts = dict.fromkeys(product(MONTHS[:3], outcome.categories), 20)
    counts["2026-04", "doctor"] = 2
    only = table("outcomes", spans, (outcome,), counts)
    statement = state([only])
    pattern = protect(statement)
    hidden = statement.cells.keys() - pattern.shown
    assert Key("consultations", "2026-04", ("outcome:doctor",)) in hidden
    assert len(hidden) == 4, "a square of four is the least that hides one"
    assert not any(key.span == "2026-Q1" for key in hidden), "totals are worth more than months"
    assert_nothing_follows([only], [], statement, pattern)


def test_hiding_the_small_cells_alone_would_betray_them() -> None:
    """The attack is a real one: without the complementary cells it finds the value."""
    spans = year(quarters=1, whole=False)
    outcome = Dimension("outcome", ("advice", "doctor"))
    counts = dict.fromkeys(product(MONTHS[:3], outcome.categories), 20)
    counts["2026-04", "doctor"] = 2
    only = table("outcomes", spans, (outcome,), counts)
    statement = state([only])
    shown = frozenset(key for key, cell in statement.cells.items() if not cell.small)
    (found,) = ranges([only], [], published(statement, shown)).values()
    assert found == pytest.approx((2, 2))


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32), mean=st.sampled_from([2.0, 8.0, 30.0]))
def test_no_hidden_cell_of_a_quarter_can_be_worked_out(seed: int, mean: float) -> None:
    tables = random_year(Random(seed), mean, year(quarters=1, whole=False))
    statement = state(tables)
    pattern = protect(statement)
    assert not pattern.exposed
    assert all(not statement.cells[key].small for key in pattern.shown)
    assert_nothing_follows(tables, [], statement, pattern)


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32), mean=st.sampled_from([3.0, 12.0]))
def test_no_hidden_cell_of_a_whole_year_can_be_worked_out(seed: int, mean: float) -> None:
    tables = random_year(Random(seed), mean, year())
    statement = state(tables)
    pattern = protect(statement)
    assert not pattern.exposed
    assert_nothing_follows(tables, [], statement, pattern)


def test_categories_that_overlap_are_bounded_by_their_whole() -> None:
    """A consultation has up to three reasons: that no part is greater than the whole is known to everybody."""
    spans = year(quarters=1, whole=False)
    reason = Dimension("reason", ("sleep", "mood", "feeding"), at_most=3)
    counts = {("2026-04", "sleep"): 6, ("2026-04", "mood"): 6, ("2026-04", "feeding"): 3, ("2026-05", "mood"): 9}
    only = Table("reasons", "notes", spans, (reason,), counts, wholes={"2026-04": 6, "2026-05": 9})
    statement = state([only])
    pattern = protect(statement)
    assert Key("notes", "2026-04", ("reason:feeding",)) not in pattern.shown
    assert_nothing_follows([only], [], statement, pattern)


def test_the_years_measure_is_always_given_and_a_quarter_with_a_small_n_is_not() -> None:
    spans = (*(Span(quarter, "2026") for quarter in QUARTERS), Span("2026", None))
    n = dict(zip((*QUARTERS, "2026"), (9, 3, 12, 8, 32), strict=True))
    reached = dict(zip((*QUARTERS, "2026"), (9, 1, 7, 6, 23), strict=True))
    measure = Measure("phq9", spans, "n", {"n": n, "reached": reached}, nested=(("reached", "n"),))
    statement = state([], [measure])
    pattern = protect(statement)
    assert {measure.key("n", "2026"), measure.key("reached", "2026")} <= pattern.shown
    hidden = {key.span for key in statement.cells.keys() - pattern.shown}
    assert "2026-Q2" in hidden
    assert len(hidden) == 2, "another quarter is withheld, or the year less the others would tell"
    for key in statement.cells:
        assert (key in pattern.shown) == (key.span not in hidden), "n and share go together"
    assert_nothing_follows([], [measure], statement, pattern)


def test_a_year_of_three_is_given_and_not_the_quarter_that_they_were_in() -> None:
    spans = (*(Span(quarter, "2026") for quarter in QUARTERS), Span("2026", None))
    n = dict(zip((*QUARTERS, "2026"), (0, 3, 0, 0, 3), strict=True))
    measure = Measure("phq9", spans, "n", {"n": n, "reached": n}, nested=(("reached", "n"),))
    statement = state([], [measure])
    pattern = protect(statement)
    hidden = {key.span for key in statement.cells.keys() - pattern.shown}
    assert "2026-Q2" in hidden
    assert len(hidden) == 2, "a quarter with nobody is withheld, too, or it would have been in the second"
    assert not pattern.exposed
    assert_nothing_follows([], [measure], statement, pattern)


def test_people_who_are_counted_once_in_a_year_do_not_add_up() -> None:
    """Of 7, 3 and 6 people of three quarters some came twice: the year's 12 say little of the second."""
    spans = (*(Span(quarter, "2026") for quarter in QUARTERS), Span("2026", None))
    n = dict(zip((*QUARTERS, "2026"), (7, 3, 6, 0, 12), strict=True))
    measure = Measure("image", spans, "n", {"n": n}, distinct=True)
    statement = state([], [measure])
    pattern = protect(statement)
    assert measure.key("n", "2026-Q2") not in pattern.shown
    assert not pattern.exposed
    once = dict(zip((*QUARTERS, "2026"), (7, 3, 6, 0, 16), strict=True))
    careful = protect(state([], [Measure("image", spans, "n", {"n": once}, distinct=True)]))
    assert len(careful.shown) < len(pattern.shown), "nobody came twice, and that can be guessed"


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 2**32), mean=st.sampled_from([3.0, 10.0]))
def test_the_years_report_betrays_nothing_that_the_quarters_reports_hid(seed: int, mean: float) -> None:
    """Quarters are released one after the other, then the year: what was published is an equation of what follows."""
    tables = random_year(Random(seed), mean, year())
    earlier: list[Earlier] = []
    for number, quarter in enumerate(QUARTERS):
        months = MONTHS[3 * number : 3 * number + 3]
        spans = (*(Span(month, quarter) for month in months), Span(quarter, None))
        of_quarter = state([table(one.name, spans, one.dimensions, one.counts) for one in tables])
        earlier.append(Earlier(of_quarter, protect(of_quarter, earlier).shown))
    statement = state(tables)
    pattern = protect(statement, earlier)
    shown = published(statement, pattern.shown)
    for release in earlier:
        assert release.shown <= pattern.shown
        assert not (release.statement.cells.keys() - release.shown) & pattern.shown
        shown |= published(release.statement, release.shown)
    assert_nothing_follows(tables, [], statement, pattern)


def test_a_last_quarter_that_follows_from_what_was_given_is_named() -> None:
    """Three quarters are out and the year must be given: nothing else can be hidden, and the operator learns of it."""
    spans = (*(Span(quarter, "2026") for quarter in QUARTERS), Span("2026", None))
    n = dict(zip((*QUARTERS, "2026"), (9, 8, 12, 3, 32), strict=True))
    earlier = []
    for quarter in QUARTERS[:3]:
        statement = state([], [Measure("uses", (Span(quarter, None),), "n", {"n": n})])
        earlier.append(Earlier(statement, protect(statement, earlier).shown))
    measure = Measure("uses", spans, "n", {"n": n})
    pattern = protect(state([], [measure]), earlier)
    assert pattern.exposed == {measure.key("n", "2026-Q4")}
    assert measure.key("n", "2026-Q4") not in pattern.shown


def test_a_value_that_changed_a_little_since_it_was_given_is_not_given_again() -> None:
    """A late note makes 12 of 11: who holds both reports would learn that there is one."""
    quarter = (Span("2026-Q1", None),)
    before = state([table("all", quarter, (), {("2026-Q1",): 11})])
    earlier = [Earlier(before, protect(before).shown)]
    assert earlier[0].shown == {Key("consultations", "2026-Q1")}
    now = state([table("all", quarter, (), {("2026-Q1",): 12})])
    assert protect(now, earlier).shown == frozenset()
    much_later = state([table("all", quarter, (), {("2026-Q1",): 30})])
    assert protect(much_later, earlier).shown == {Key("consultations", "2026-Q1")}


def test_a_cell_that_an_earlier_release_hid_and_a_correction_betrays_is_named() -> None:
    """Of a row of two, the correction may show both of another value, and the old total less one of them tells."""
    quarter = (Span("2026-Q1", None),)
    outcome = Dimension("outcome", ("advice", "doctor"))
    before = state([table("outcomes", quarter, (outcome,), {("2026-Q1", "advice"): 20, ("2026-Q1", "doctor"): 2})])
    total, advice, doctor = (
        Key("consultations", "2026-Q1", of) for of in ((), ("outcome:advice",), ("outcome:doctor",))
    )
    earlier = [Earlier(before, frozenset({total, advice}))]
    now = state([table("outcomes", quarter, (outcome,), {("2026-Q1", "advice"): 40, ("2026-Q1", "doctor"): 9})])
    pattern = protect(now, earlier)
    assert doctor not in pattern.shown, "what was hidden stays hidden"
    assert doctor in pattern.exposed


def test_a_years_measure_that_is_corrected_by_one_is_given_and_named() -> None:
    spans = (*(Span(quarter, "2026") for quarter in QUARTERS), Span("2026", None))

    def of_year(last: int) -> tuple[Measure, Statement]:
        n = dict(zip((*QUARTERS, "2026"), (9, 8, 12, last, 29 + last), strict=True))
        measure = Measure("uses", spans, "n", {"n": n})
        return measure, state([], [measure])

    measure, before = of_year(10)
    _, now = of_year(11)
    pattern = protect(now, [Earlier(before, protect(before).shown)])
    assert measure.key("n", "2026") in pattern.shown & pattern.exposed
    assert measure.key("n", "2026-Q4") not in pattern.shown, "its change is a small count"


def test_a_cell_that_counts_two_things_is_refused() -> None:
    quarter = (Span("2026-Q1", None),)
    one, other = (state([table("all", quarter, (), {("2026-Q1",): value})]) for value in (3, 4))
    with pytest.raises(ValueError, match="two values"):
        Statement.together([one, other])


def test_the_same_tables_are_protected_in_the_same_way() -> None:
    tables = random_year(Random(7), 6.0, year(quarters=2, whole=False))
    assert protect(state(tables)) == protect(state(tables))
