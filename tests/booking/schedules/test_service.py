"""Schedules in the database."""

import asyncio
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from booking.schedules import revisions
from booking.schedules.hours import Hours, WeeklyBlock
from booking.schedules.pattern import Pattern
from booking.schedules.service import get_pattern, put_pattern, read_calendars
from booking.schedules.tables import Closing
from core.clock import ServiceZone
from core.errors import Conflict, Invalid
from core.unit_of_work import Units
from tests.people.make import make_practitioner

START = date(2026, 1, 1)
NEW_YEAR = date(2027, 1, 1)


def pattern(hour: int) -> Pattern:
    return Pattern(
        [WeeklyBlock(day, Hours(time(hour), time(hour + 1)), START) for day in range(7)],
        {date(2026, 12, 1): [], date(2026, 12, 2): [Hours(time(hour + 2), time(hour + 3))]},
    )


@pytest.fixture
async def practitioner_id(units: Units):
    async with units.write() as uow:
        return (await make_practitioner(uow)).practitioner_id


async def test_what_is_put_is_what_is_there_and_nothing_of_the_old(units: Units, practitioner_id):
    for seen, hour in enumerate((9, 13)):
        async with units.write() as uow:
            await put_pattern(uow, practitioner_id, pattern(hour), seen=seen)
        async with units.read() as uow:
            assert await get_pattern(uow, practitioner_id) == pattern(hour)


@pytest.mark.parametrize("seen", [0, 1])
async def test_of_many_coordinators_at_once_one_saves_and_the_others_are_told(units: Units, practitioner_id, seen: int):
    for revision in range(seen):
        async with units.write() as uow:
            await put_pattern(uow, practitioner_id, pattern(20), seen=revision)

    async def put(hour: int) -> int | str:
        try:
            async with units.write() as uow:
                await put_pattern(uow, practitioner_id, pattern(hour), seen=seen)
        except Conflict as error:
            return error.code
        return hour

    outcomes = await asyncio.gather(*(put(hour) for hour in range(6, 14)))
    saved = [each for each in outcomes if isinstance(each, int)]
    assert len(saved) == 1
    assert outcomes.count("booking.schedule_changed_meanwhile") == 7
    async with units.read() as uow:
        assert await get_pattern(uow, practitioner_id) == pattern(saved[0])
        assert await revisions.get(uow, revisions.of_schedule(practitioner_id)) == seen + 1


async def test_a_refused_schedule_leaves_the_old_one(units: Units, practitioner_id):
    async with units.write() as uow:
        await put_pattern(uow, practitioner_id, pattern(9), seen=0)
    block = pattern(9).blocks[0]
    with pytest.raises(Invalid, match=r"booking\.blocks_overlap"):
        async with units.write() as uow:
            await put_pattern(uow, practitioner_id, Pattern([block, block]), seen=1)
    async with units.read() as uow:
        assert await get_pattern(uow, practitioner_id) == pattern(9)


async def test_the_closing_at_the_turn_of_the_year_is_data(units: Units, practitioner_id, zone: ServiceZone):
    async with units.write() as uow:
        await put_pattern(uow, practitioner_id, pattern(9), seen=0)

    async def working_days() -> list[date]:
        async with units.read() as uow:
            first, last = NEW_YEAR - timedelta(days=5), NEW_YEAR + timedelta(days=4)
            found = (await read_calendars(uow, [practitioner_id], first, last)).shifts(practitioner_id, first, last)
        return [zone.today(each.start) for each in found]

    assert await working_days() == [date(2026, 12, 27), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 5)]
    async with units.write() as uow:
        closing = (await uow.session.scalars(select(Closing))).one()
        closing.first_day, closing.last_day = 31, 2
    assert await working_days() == [
        *(date(2026, 12, day) for day in (27, 28, 29, 30)),
        *(date(2027, 1, day) for day in (3, 4, 5)),
    ]
