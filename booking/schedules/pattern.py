"""What a practitioner's schedule is as a whole, and when it cannot be. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import combinations

from booking.schedules.hours import Hours, WeeklyBlock
from core.errors import Invalid
from core.json import JSON

_DAY_MINUTES = 24 * 60
_WEEK_MINUTES = 7 * _DAY_MINUTES
_LONGEST_MINUTES = _DAY_MINUTES


@dataclass(frozen=True, slots=True)
class Pattern:
    """The weekly blocks of a practitioner, and the hours of the dates on which they do not hold (none: off)."""

    blocks: Sequence[WeeklyBlock] = ()
    exceptions: Mapping[date, Sequence[Hours]] = field(default_factory=dict)


def check(pattern: Pattern) -> None:
    """Raise Invalid for a schedule that cannot be worked.

    "booking.block_ends_before_start": hours end before, or when, they start, and do not say that they cross midnight.
    "booking.block_too_long": hours of more than 24 hours.
    "booking.block_valid_to_before_from": a block ends to hold before it begins to.
    "booking.blocks_overlap": two weekly blocks that hold in the same weeks, or two of an exception, overlap.
    """
    for number, block in enumerate(pattern.blocks):
        check_hours(block.hours, at="blocks", index=number)
        if block.valid_to is not None and block.valid_to < block.valid_from:
            raise Invalid(
                "booking.block_valid_to_before_from",
                "A block of hours must not end before the day from which it holds.",
                at="blocks",
                index=number,
            )
    for (one, first), (two, second) in combinations(enumerate(pattern.blocks), 2):
        if _hold_together(first, second) and meet(_week_minutes(first), _week_minutes(second)):
            raise _overlap(at="blocks", index=two, other=one)
    for day, hours in pattern.exceptions.items():
        for number, each in enumerate(hours):
            check_hours(each, at="exceptions", day=day.isoformat(), index=number)
        for (one, early), (two, late) in combinations(enumerate(hours), 2):
            if meet([span(early)], [span(late)]):
                raise _overlap(at="exceptions", day=day.isoformat(), index=two, other=one)


def check_hours(hours: Hours, **where: JSON) -> None:
    """Raise Invalid "booking.block_ends_before_start" or "booking.block_too_long", with `where` it is."""
    start, end = span(hours)
    if end <= start:
        raise Invalid(
            "booking.block_ends_before_start",
            "These hours end before they start. If they run past midnight, please say so.",
            **where,
        )
    if end - start > _LONGEST_MINUTES:
        raise Invalid("booking.block_too_long", "A block of hours can be at most 24 hours long.", **where)


def _overlap(**where: JSON) -> Invalid:
    return Invalid("booking.blocks_overlap", "Two blocks of hours overlap.", **where)


def _minutes(at: time) -> float:
    return at.hour * 60 + at.minute + at.second / 60


def span(hours: Hours) -> tuple[float, float]:
    """Return start and end of hours in minutes from the midnight before the start."""
    return _minutes(hours.starts), _minutes(hours.ends) + (_DAY_MINUTES if hours.ends_next_day else 0)


def _week_minutes(block: WeeklyBlock) -> list[tuple[float, float]]:
    start, end = span(block.hours)
    offset = block.weekday * _DAY_MINUTES
    # The night from Sunday to Monday reaches into the next week's beginning.
    return [(start + offset + turn, end + offset + turn) for turn in (0, -_WEEK_MINUTES)]


def meet(one: Iterable[tuple[float, float]], other: Sequence[tuple[float, float]]) -> bool:
    """Tell whether any span of one meets any of the other; spans that only touch do not."""
    return any(start < other_end and other_start < end for start, end in one for other_start, other_end in other)


def _hold_together(one: WeeklyBlock, other: WeeklyBlock) -> bool:
    return _last(one) >= other.valid_from and _last(other) >= one.valid_from


def _last(block: WeeklyBlock) -> date:
    if block.valid_to is None:
        return date.max
    # The last night reaches into the day after.
    return block.valid_to + timedelta(days=1) if block.hours.ends_next_day else block.valid_to
