"""Reading and replacing practitioners' schedules."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select

from booking.locks import lock_time
from booking.schedules import pattern as patterns
from booking.schedules.hours import Hours, WeeklyBlock, shifts
from booking.schedules.pattern import Pattern
from booking.schedules.rest_days import YearlyClosing, is_rest_day
from booking.schedules.tables import Closing, ScheduleBlock, ScheduleException, ScheduleExceptionBlock
from booking.slots.availability import Interval
from core.unit_of_work import UnitOfWork


async def get_pattern(uow: UnitOfWork, practitioner_id: UUID) -> Pattern:
    """Return the whole schedule of a practitioner: blocks by weekday and time, exceptions by date."""
    return (await _load(uow, [practitioner_id], date.min, date.max))[practitioner_id]


async def put_pattern(uow: UnitOfWork, practitioner_id: UUID, pattern: Pattern) -> None:
    """Put `pattern` in the place of a practitioner's schedule; appointments stay. Raises Invalid as pattern.check."""
    patterns.check(pattern)
    await lock_time(uow, practitioner_ids=[practitioner_id])
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


async def shifts_of(
    uow: UnitOfWork, practitioner_ids: Collection[UUID], first: date, last: date
) -> Mapping[UUID, Sequence[Interval]]:
    """Return, for each practitioner, the shifts that reach into the local days `first` to `last`; see hours.shifts.

    The number of queries does not depend on the number of practitioners or days.
    """
    rows = await uow.session.scalars(select(Closing))
    closings = [YearlyClosing((row.first_month, row.first_day), (row.last_month, row.last_day)) for row in rows]
    rests = partial(is_rest_day, closings=closings)
    found = await _load(uow, practitioner_ids, first, last)
    return {
        practitioner_id: shifts(each.blocks, each.exceptions, rests, uow.zone, first, last)
        for practitioner_id, each in found.items()
    }


async def _load(uow: UnitOfWork, practitioner_ids: Collection[UUID], first: date, last: date) -> Mapping[UUID, Pattern]:
    wanted = set(practitioner_ids)
    # The night before the first day belongs to the day before.
    since = date.min if first == date.min else date.fromordinal(first.toordinal() - 1)
    blocks: defaultdict[UUID, list[WeeklyBlock]] = defaultdict(list)
    for row in await uow.session.scalars(
        select(ScheduleBlock)
        .where(
            ScheduleBlock.practitioner_id.in_(wanted),
            ScheduleBlock.valid_from <= last,
            ScheduleBlock.valid_to.is_(None) | (ScheduleBlock.valid_to >= since),
        )
        .order_by(ScheduleBlock.weekday, ScheduleBlock.starts, ScheduleBlock.valid_from)
    ):
        hours = Hours(row.starts, row.ends, row.ends_next_day)
        blocks[row.practitioner_id].append(
            WeeklyBlock(row.weekday, hours, row.valid_from, row.valid_to, row.on_holidays)
        )
    exceptions: defaultdict[UUID, dict[date, list[Hours]]] = defaultdict(dict)
    for practitioner_id, day in await uow.session.execute(
        select(ScheduleException.practitioner_id, ScheduleException.day)
        .where(ScheduleException.practitioner_id.in_(wanted), ScheduleException.day.between(since, last))
        .order_by(ScheduleException.day)
    ):
        exceptions[practitioner_id][day] = []
    for each in await uow.session.scalars(
        select(ScheduleExceptionBlock)
        .where(ScheduleExceptionBlock.practitioner_id.in_(wanted), ScheduleExceptionBlock.day.between(since, last))
        .order_by(ScheduleExceptionBlock.day, ScheduleExceptionBlock.starts)
    ):
        exceptions[each.practitioner_id][each.day].append(Hours(each.starts, each.ends, each.ends_next_day))
    return {each: Pattern(blocks[each], exceptions[each]) for each in wanted}
