"""The interval algebra against sets of minutes, and the rules of starting times."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booking.slots.availability import Interval, Shape, clip, intersect, starts, subtract, union

ZERO = datetime(2026, 11, 24, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minute: int) -> datetime:
    return ZERO + minute * MINUTE


def interval(start: int, end: int) -> Interval:
    return Interval(at(start), at(end))


intervals = st.builds(lambda start, length: interval(start, start + length), st.integers(0, 120), st.integers(1, 40))
sets = st.lists(intervals, max_size=8)
shapes = st.builds(
    lambda length, step, before, after: Shape(length * MINUTE, step * MINUTE, before * MINUTE, after * MINUTE),
    st.integers(1, 20),
    st.integers(1, 20),
    st.integers(0, 8),
    st.integers(0, 8),
)


def minutes(found: list[Interval]) -> set[int]:
    return {minute for each in found for minute in range((each.start - ZERO) // MINUTE, (each.end - ZERO) // MINUTE)}


def spans(found: list[Interval]) -> list[tuple[datetime, datetime]]:
    return [(each.start, each.end) for each in found]


def assert_normal(found: list[Interval]) -> None:
    assert all(one.end < other.start for one, other in pairwise(found))


@given(sets, sets)
def test_union_intersection_and_difference_are_those_of_the_instants(left, right):
    for found, expected in (
        (union(left, right), minutes(left) | minutes(right)),
        (intersect(left, right), minutes(left) & minutes(right)),
        (subtract(left, right), minutes(left) - minutes(right)),
    ):
        assert minutes(found) == expected
        assert_normal(found)


@given(sets, intervals)
def test_clipping_leaves_what_lies_in_the_window(left, window):
    assert minutes(clip(left, window)) == minutes(left) & minutes([window])


@given(sets, sets)
def test_what_is_taken_away_and_what_remains_make_the_whole(left, right):
    assert union(subtract(left, right), intersect(left, right)) == union(left)


@given(sets)
def test_the_order_of_intervals_says_nothing(left):
    assert union(left) == union(reversed(left)) == union(union(left), left)


@given(sets, sets, shapes, intervals)
def test_a_starting_time_is_free_on_the_grid_of_a_shift_and_in_the_window_and_no_such_time_is_left_out(
    shifts, busy, shape, window
):
    expected = [
        at(minute)
        for minute in range(-10, 200)
        if window.start <= at(minute) < window.end
        and any(
            shift.start <= at(minute)
            and at(minute) + shape.length <= shift.end
            and (at(minute) - shift.start) % shape.step == timedelta(0)
            for shift in shifts
        )
        and not intersect([shape.busy(at(minute))], busy)
    ]
    assert starts(shifts, spans(busy), shape, window) == expected


@given(sets, shapes, intervals, intervals)
def test_the_window_asked_for_does_not_move_the_times(shifts, shape, one, other):
    def within(window: Interval) -> set[datetime]:
        return set(starts(shifts, [], shape, window))

    both = intersect([one], [other])
    common = within(both[0]) if both else set()
    assert within(one) & within(other) == common


def test_a_buffer_keeps_the_next_time_free_for_the_notes_of_the_last_one():
    shape = Shape(30 * MINUTE, 30 * MINUTE, after=5 * MINUTE)
    free = starts([interval(0, 120)], spans([shape.busy(at(30))]), shape, interval(0, 120))
    assert free == [at(90)]


def test_a_consultation_may_end_with_the_shift_although_the_notes_are_written_after_it():
    shape = Shape(30 * MINUTE, 30 * MINUTE, after=5 * MINUTE)
    assert starts([interval(0, 30)], [], shape, interval(0, 30)) == [at(0)]


def test_an_interval_that_ends_before_it_starts_cannot_be_made():
    with pytest.raises(ValueError, match="ends after"):
        interval(10, 10)
