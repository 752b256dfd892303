"""Interval algebra on UTC, and the starting times that free intervals leave.

Pure: no clock, no database. A list of intervals that a function returns is in normal form: in order, and no two of
them overlap or touch.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The instants from `start` (included) to `end` (not included), both aware; `end` is later than `start`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("an interval ends after it starts")


def between(start: datetime, end: datetime) -> tuple[Interval, ...]:
    """Return the interval from `start` to `end`, or none when there is nothing between them."""
    return (Interval(start, end),) if end > start else ()


def union(*sets: Iterable[Interval]) -> list[Interval]:
    """Return the instants that lie in any of the sets."""
    merged: list[Interval] = []
    for interval in sorted(interval for each in sets for interval in each):
        if merged and interval.start <= merged[-1].end:
            if interval.end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, interval.end)
        else:
            merged.append(interval)
    return merged


def intersect(left: Iterable[Interval], right: Iterable[Interval]) -> list[Interval]:
    """Return the instants that lie in both sets."""
    ours, theirs = union(left), union(right)
    common: list[Interval] = []
    i = j = 0
    while i < len(ours) and j < len(theirs):
        common.extend(between(max(ours[i].start, theirs[j].start), min(ours[i].end, theirs[j].end)))
        if ours[i].end <= theirs[j].end:
            i += 1
        else:
            j += 1
    return common


def subtract(left: Iterable[Interval], right: Iterable[Interval]) -> list[Interval]:
    """Return the instants of `left` that do not lie in `right`."""
    taken = union(right)
    left_over: list[Interval] = []
    first = 0
    for interval in union(left):
        start = interval.start
        while first < len(taken) and taken[first].end <= start:
            first += 1
        for other in taken[first:]:
            if other.start >= interval.end:
                break
            left_over.extend(between(start, other.start))
            start = max(start, other.end)
        left_over.extend(between(start, interval.end))
    return left_over


def clip(intervals: Iterable[Interval], window: Interval) -> list[Interval]:
    """Return the instants of `intervals` that lie in `window`."""
    return intersect(intervals, (window,))


@dataclass(frozen=True, slots=True)
class Shape:
    """What a slot of a service needs: its length, the step of its grid, and the buffers around it."""

    length: timedelta
    step: timedelta
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        if self.length <= timedelta(0) or self.step <= timedelta(0):
            raise ValueError("a slot has a length and a step")
        if self.before < timedelta(0) or self.after < timedelta(0):
            raise ValueError("a buffer is not negative")

    def busy(self, start: datetime) -> Interval:
        """Return the time that a slot starting at `start` takes, with its buffers."""
        return Interval(start - self.before, start + self.length + self.after)


def starts(shifts: Sequence[Interval], busy: Iterable[Interval], shape: Shape, window: Interval) -> Iterator[datetime]:
    """Yield, in order and once each, the instants in `window` at which a slot may start.

    `shifts` are the working times, each with a grid of its own that counts from its start; they may touch or overlap.
    A slot lies within one shift as a whole. With its buffers it meets no `busy` interval; the buffers may reach
    beyond the shift, since nobody is met in them.
    """
    # A slot [t, t + length) with its buffers keeps clear of a busy interval exactly when without them
    # it keeps clear of the interval widened by the buffers of the other side.
    widened = union(Interval(each.start - shape.after, each.end + shape.before) for each in busy)
    ends = [each.end for each in widened]
    found: set[datetime] = set()
    for shift in shifts:
        if shift.end <= window.start or shift.start >= window.end:
            continue
        near = widened[bisect_left(ends, shift.start) :]
        for free in _free(shift, near):
            found.update(_grid(shift.start, free, shape, window))
    return iter(sorted(found))


def _free(shift: Interval, taken: Sequence[Interval]) -> Iterator[Interval]:
    start = shift.start
    for other in taken:
        if other.start >= shift.end:
            break
        yield from between(start, other.start)
        start = max(start, other.end)
    yield from between(start, shift.end)


def _grid(anchor: datetime, free: Interval, shape: Shape, window: Interval) -> Iterator[datetime]:
    first = max(free.start, window.start)
    steps = -((anchor - first) // shape.step)
    start = anchor + steps * shape.step
    last = free.end - shape.length
    while start <= last and start < window.end:
        yield start
        start += shape.step
