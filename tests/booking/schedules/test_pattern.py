from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.schedules.hours import Hours, WeeklyBlock, shifts
from booking.schedules.pattern import Pattern, check
from core.clock import ServiceZone
from core.errors import Invalid

START = date(2026, 1, 1)
TOKYO = ServiceZone("Asia/Tokyo")


def block(weekday: int, starts: int, ends: int, *, over: bool = False, since: date = START, until: date | None = None):
    return WeeklyBlock(weekday, Hours(time(starts), time(ends), over), since, until)


def refusal(pattern: Pattern) -> str | None:
    try:
        check(pattern)
    except Invalid as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("blocks", "code"),
    [
        ([block(0, 9, 12), block(0, 12, 17)], None),
        ([block(0, 9, 12), block(0, 11, 17)], "booking.blocks_overlap"),
        ([block(0, 9, 12), block(1, 9, 12)], None),
        ([block(0, 17, 9)], "booking.block_ends_before_start"),
        ([block(0, 9, 9)], "booking.block_ends_before_start"),
        ([block(0, 22, 6, over=True)], None),
        ([block(0, 22, 6, over=True), block(1, 5, 9)], "booking.blocks_overlap"),
        ([block(6, 22, 6, over=True), block(0, 5, 9)], "booking.blocks_overlap"),
        ([block(6, 22, 6, over=True), block(0, 6, 9)], None),
        ([block(0, 9, 10, over=True)], "booking.block_too_long"),
        ([block(0, 0, 0, over=True)], None),
        ([block(0, 9, 12, until=date(2026, 3, 31)), block(0, 9, 17, since=date(2026, 4, 1))], None),
        (
            [block(0, 9, 12, until=date(2026, 4, 1)), block(0, 9, 17, since=date(2026, 4, 1))],
            "booking.blocks_overlap",
        ),
        ([block(0, 9, 12, until=date(2025, 12, 31))], "booking.block_valid_to_before_from"),
    ],
)
def test_a_week_that_cannot_be_worked_is_refused(blocks, code):
    assert refusal(Pattern(blocks)) == code


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ([], None),
        ([Hours(time(9), time(12)), Hours(time(13), time(15))], None),
        ([Hours(time(9), time(12)), Hours(time(11), time(15))], "booking.blocks_overlap"),
        ([Hours(time(9), time(8))], "booking.block_ends_before_start"),
    ],
)
def test_an_exception_that_cannot_be_worked_is_refused(hours, code):
    assert refusal(Pattern(exceptions={date(2026, 11, 24): hours})) == code


quarters = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))


@given(
    st.lists(
        st.builds(
            lambda weekday, starts, ends, over: WeeklyBlock(weekday, Hours(starts, ends, over), START),
            st.integers(0, 6),
            quarters,
            quarters,
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_the_shifts_of_an_accepted_week_never_overlap(blocks):
    if refusal(Pattern(blocks)) is not None:
        return
    found = shifts(blocks, {}, lambda _: False, TOKYO, START, START + timedelta(days=21))
    assert all(one.end <= other.start for one, other in pairwise(found))
