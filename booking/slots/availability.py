"""Interval algebra on UTC, and the starting times that free intervals leave.

Pure: no clock, no database. A list of intervals that a function returns is in normal form: in order, and no two of
them overlap or touch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """The instants from `start` (included) to `end` (not included), both aware; `end` is later than `start`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("an interval ends after it starts")


in_time = attrgetter("start", "end")
"""The key by which intervals are in order: in C, where comparing them one by one is not."""


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


def starts(
    shifts: Sequence[Interval], busy: Iterable[tuple[datetime, datetime]], shape: Shape, window: Interval
) -> list[datetime]:
    """Return, in order and once each, the instants in `window` at which a slot may start; see `start_ticks`."""
    return [instant(each) for each in start_ticks(shifts, busy, shape, window)]


def start_ticks(
    shifts: Sequence[Interval], busy: Iterable[tuple[datetime, datetime]], shape: Shape, window: Interval
) -> list[int]:
    """Return, in order and once each, the ticks in `window` at which a slot may start.

    `shifts` are the working times, each with a grid of its own that counts from its start; they may touch or overlap.
    A slot lies within one shift as a whole. With its buffers it meets none of `busy` (from, until); the buffers may
    reach beyond the shift, since nobody is met in them.
    """
    length, step = _ticks(shape.length), _ticks(shape.step)
    before, after = _ticks(shape.before), _ticks(shape.after)
    opens, closes = tick(window.start), tick(window.end)
    # A slot that starts at t keeps clear of what is busy exactly when t lies nowhere between these two.
    forbidden = sorted((tick(since) - after - length, tick(until) + before) for since, until in busy)
    found: list[int] = []
    passed = 0
    for shift in sorted(shifts, key=in_time):
        anchor = tick(shift.start)
        stop = min(tick(shift.end) - length + 1, closes)
        start = anchor if anchor >= opens else opens + (anchor - opens) % step
        if start >= stop:
            continue
        while passed < len(forbidden) and forbidden[passed][1] <= anchor:
            passed += 1
        for number in range(passed, len(forbidden)):
            since, until = forbidden[number]
            if since >= stop or start >= stop:
                break
            found.extend(range(start, since + 1, step))
            if start <= since:
                start = since + 1 + (anchor - since - 1) % step
            if start < until:
                start = until + (anchor - until) % step
        found.extend(range(start, stop, step))
    return sorted(set(found))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def tick(at: datetime) -> int:
    """Return an aware instant as whole microseconds since 1970: searching many times in numbers costs far less."""
    return (at - _EPOCH) // _TICK


def instant(ticks: int) -> datetime:
    """Return the instant of a tick, on UTC."""
    return _EPOCH + timedelta(microseconds=ticks)


def _ticks(length: timedelta) -> int:
    return length // _TICK
