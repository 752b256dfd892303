"""Reading and replacing practitioners' schedules."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, select

from booking.locks import lock_time
from booking.schedules import pattern as patterns
from booking.schedules import revisions
from booking.schedules.hours import Hours, WeeklyBlock, shifts
from booking.schedules.pattern import Pattern
from booking.schedules.rest_days import YearlyClosing, is_rest_day
from booking.schedules.tables import Closing, ScheduleBlock, ScheduleException, ScheduleExceptionBlock
from booking.slots.availability import Interval
from core.clock import ServiceZone
from core.errors import Conflict
from core.unit_of_work import UnitOfWork


async def get_pattern(uow: UnitOfWork, practitioner_id: UUID) -> Pattern:
    """Return the whole schedule of a practitioner: blocks by weekday and time, exceptions by date."""
    return (await _read_patterns(uow, [practitioner_id], date.min, date.max))[practitioner_id]


async def get_patterns(uow: UnitOfWork, practitioner_ids: Collection[UUID], since: date) -> Mapping[UUID, Pattern]:
    """Return what of the schedules of practitioners holds on the local day `since` or later, in two queries."""
    return await _read_patterns(uow, practitioner_ids, since, date.max)


async def put_pattern(uow: UnitOfWork, practitioner_id: UUID, pattern: Pattern, *, seen: int) -> None:
    """Put `pattern` in the place of a practitioner's schedule, whose revision was `seen`; appointments stay.

    Raises Invalid as pattern.check, and Conflict("booking.schedule_changed_meanwhile") when another saved since.
    """
    patterns.check(pattern)
    await lock_time(uow, practitioner_ids=[practitioner_id])
    if not await revisions.advance(uow, revisions.of_schedule(practitioner_id), seen):
        raise Conflict(
            "booking.schedule_changed_meanwhile",
            "Somebody else has just changed this schedule. Please look at it again.",
        )
    for table in (ScheduleBlock, ScheduleExceptionBlock, ScheduleException):
        await uow.session.execute(delete(table).where(table.practitioner_id == practitioner_id))
    uow.session.add_all(
        ScheduleBlock(
            practitioner_id=practitioner_id,
            weekday=block.weekday,
            starts=block.hours.starts,
            ends=block.hours.ends,
            ends_next_day=block.hours.ends_next_day,
            on_holidays=block.on_holidays,
            valid_from=block.valid_from,
            valid_to=block.valid_to,
        )
        for block in pattern.blocks
    )
    uow.session.add_all(ScheduleException(practitioner_id=practitioner_id, day=day) for day in pattern.exceptions)
    await uow.session.flush()
    uow.session.add_all(
        ScheduleExceptionBlock(
            practitioner_id=practitioner_id,
            day=day,
            starts=each.starts,
            ends=each.ends,
            ends_next_day=each.ends_next_day,
        )
        for day, hours in pattern.exceptions.items()
        for each in hours
    )
    await uow.session.flush()


@dataclass(frozen=True, slots=True)
class Calendars:
    """The schedules of some practitioners on the days they were read for, and the days on which the service rests."""

    patterns: Mapping[UUID, Pattern]
    closings: Sequence[YearlyClosing]
    zone: ServiceZone
    rests: dict[date, bool] = field(default_factory=dict)
    """Which days were asked for before: every practitioner's month asks for the same ones."""

    def shifts(self, practitioner_id: UUID, first: date, last: date) -> list[Interval]:
        """Return a practitioner's shifts that reach into the local days `first` to `last`; see hours.shifts."""
        pattern = self.patterns[practitioner_id]
        return shifts(pattern.blocks, pattern.exceptions, self.is_rest_day, self.zone, first, last)

    def is_rest_day(self, day: date) -> bool:
        """Tell whether a local day is a public holiday or closed."""
        if day not in self.rests:
            self.rests[day] = is_rest_day(day, self.closings)
        return self.rests[day]


async def read_calendars(uow: UnitOfWork, practitioner_ids: Collection[UUID], first: date, last: date) -> Calendars:
    """Read the schedules of practitioners for the local days `first` to `last`: three queries for any number."""
    closings = [
        YearlyClosing((first_month, first_day), (last_month, last_day))
        for first_month, first_day, last_month, last_day in await uow.session.execute(
            select(Closing.first_month, Closing.first_day, Closing.last_month, Closing.last_day)
        )
    ]
    return Calendars(await _read_patterns(uow, practitioner_ids, first, last), closings, uow.zone)


async def _read_patterns(
    uow: UnitOfWork, practitioner_ids: Collection[UUID], first: date, last: date
) -> Mapping[UUID, Pattern]:
    wanted = set(practitioner_ids)
    # The night before the first day belongs to the day before.
    since = date.min if first == date.min else first - timedelta(days=1)
    blocks: defaultdict[UUID, list[WeeklyBlock]] = defaultdict(list)
    weekly = (
        select(
            ScheduleBlock.practitioner_id,
            ScheduleBlock.weekday,
            ScheduleBlock.starts,
            ScheduleBlock.ends,
            ScheduleBlock.ends_next_day,
            ScheduleBlock.valid_from,
            ScheduleBlock.valid_to,
            ScheduleBlock.on_holidays,
        )
        .where(
            ScheduleBlock.practitioner_id.in_(wanted),
            ScheduleBlock.valid_from <= last,
            ScheduleBlock.valid_to.is_(None) | (ScheduleBlock.valid_to >= since),
        )
        .order_by(ScheduleBlock.weekday, ScheduleBlock.starts, ScheduleBlock.valid_from)
    )
    for who, weekday, starts, ends, over, valid_from, valid_to, on_holidays in await uow.session.execute(weekly):
        blocks[who].append(WeeklyBlock(weekday, Hours(starts, ends, over), valid_from, valid_to, on_holidays))
    exceptions: defaultdict[UUID, dict[date, list[Hours]]] = defaultdict(dict)
    by_date = (
        select(
            ScheduleException.practitioner_id,
            ScheduleException.day,
            ScheduleExceptionBlock.starts,
            ScheduleExceptionBlock.ends,
            ScheduleExceptionBlock.ends_next_day,
        )
        .outerjoin(
            ScheduleExceptionBlock,
            and_(
                ScheduleExceptionBlock.practitioner_id == ScheduleException.practitioner_id,
                ScheduleExceptionBlock.day == ScheduleException.day,
            ),
        )
        .where(ScheduleException.practitioner_id.in_(wanted), ScheduleException.day.between(since, last))
        .order_by(ScheduleException.day, ScheduleExceptionBlock.starts)
    )
    for who, day, starts, ends, over in await uow.session.execute(by_date):
        hours = exceptions[who].setdefault(day, [])
        if starts is not None:
            hours.append(Hours(starts, ends, over))
    return {each: Pattern(blocks[each], exceptions[each]) for each in wanted}
