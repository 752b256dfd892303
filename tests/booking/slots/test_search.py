"""Free times as a parent finds them."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import event

from booking.appointments.states import ClaimState
from booking.schedules.hours import Hours, WeeklyBlock
from booking.schedules.pattern import Pattern
from booking.schedules.service import put_pattern
from booking.slots.service import MAX_DAYS, find
from core.clock import ManualClock
from core.errors import Invalid, NotFound
from core.principal import Role
from core.unit_of_work import Units
from people.accounts.tables import Account
from tests.booking.make import make_appointment, make_schedule
from tests.booking.story import WEDNESDAY_NINE, Town, make_town, tokyo
from tests.people.make import make_practitioner

WEDNESDAY = date(2026, 11, 25)
WHOLE_DAY = ["09:00", "09:40", "10:20", "11:00", "13:00", "13:40", "14:20", "15:00", "15:40", "16:20"]


async def times(town: Town, day: date = WEDNESDAY, parent: int = 0, staff: int | None = None) -> list[str]:
    practitioner_id = None if staff is None else town.staff[staff].practitioner_id
    async with town.units.read() as uow:
        found = await find(uow, town.parents[parent], town.service_id, day, day, practitioner_id)
        return [uow.zone.to_wall(start).strftime("%H:%M") for start in found.free]


async def test_a_free_day_is_offered_as_a_whole(units: Units):
    assert await times(await make_town(units)) == WHOLE_DAY


async def test_what_is_offered_can_be_booked_and_is_then_no_longer_offered(units: Units):
    town = await make_town(units)
    await town.book(0, tokyo("2026-11-25 10:20"))
    assert await times(town, parent=1) == [each for each in WHOLE_DAY if each != "10:20"]


async def test_the_times_at_which_a_parent_has_another_appointment_are_not_offered_to_them(units: Units):
    town = await make_town(units, staff=2)
    await town.book(0, staff=0)
    assert "09:00" not in await times(town, parent=0)
    assert "09:00" in await times(town, parent=1)
    assert "09:00" not in await times(town, parent=1, staff=0)


async def test_each_time_names_who_is_free_then(units: Units):
    town = await make_town(units, staff=2)
    await town.book(0, staff=0)
    async with units.read() as uow:
        found = await find(uow, town.parents[1], town.service_id, WEDNESDAY, WEDNESDAY)
    ids = [each.practitioner_id for each in town.staff]
    assert found.free[WEDNESDAY_NINE] == [ids[1]]
    assert found.free[tokyo("2026-11-25 09:40")] == ids
    assert [each.id for each in found.practitioners] == ids


async def test_today_begins_after_the_notice_and_days_beyond_the_horizon_are_empty(units: Units):
    town = await make_town(units)
    assert (await times(town, date(2026, 11, 24)))[0] == "11:00"
    assert await times(town, date(2026, 11, 23)) == []
    assert await times(town, date(2026, 12, 22)) == WHOLE_DAY
    assert await times(town, date(2026, 12, 23)) == []


async def test_holidays_and_the_turn_of_the_year_are_free_of_those_who_rest_then(units: Units, clock: ManualClock):
    clock.set(tokyo("2026-12-20 10:00"))
    town = await make_town(units, staff=0)
    async with units.write() as uow:
        midwife = await make_practitioner(uow)
        assert midwife.practitioner_id is not None
        await make_schedule(uow, midwife.practitioner_id, on_holidays=False)
    open_days = [day for day in range(26, 37) if await times(town, date(2026, 12, 1) + timedelta(days=day - 1))]
    assert open_days == [26, 27, 28, 31 + 4, 31 + 5]
    clock.set(tokyo("2027-01-05 10:00"))
    assert await times(town, date(2027, 1, 11)) == []


async def test_a_night_is_offered_across_midnight(units: Units):
    town = await make_town(units, code="counselling", role=Role.COUNSELLOR, staff=0)
    async with units.write() as uow:
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        assert counsellor.practitioner_id is not None
        await make_schedule(
            uow, counsellor.practitioner_id, weekdays=(1,), hours=((time(22), time(2)),), ends_next_day=True
        )
    assert await times(town, date(2026, 11, 24)) == ["22:00", "23:00"]
    assert await times(town, WEDNESDAY) == ["00:00", "01:00"]


async def test_an_exception_changes_one_day_only(units: Units):
    town = await make_town(units, staff=1)
    practitioner_id = town.staff[0].practitioner_id
    assert practitioner_id is not None
    daily = [WeeklyBlock(day, Hours(time(9), time(10)), date(2026, 1, 1)) for day in range(7)]
    async with units.write() as uow:
        special = Pattern(daily, {WEDNESDAY: [], date(2026, 11, 26): daily_two()})
        await put_pattern(uow, practitioner_id, special, seen=0)
    assert [await times(town, date(2026, 11, day)) for day in (25, 26, 27)] == [
        [],
        ["15:00", "15:40", "17:00"],
        ["09:00"],
    ]


def daily_two() -> list[Hours]:
    return [Hours(time(15), time(16, 30)), Hours(time(17), time(17, 30))]


async def test_a_blocked_practitioner_is_not_offered(units: Units):
    town = await make_town(units)
    async with units.write() as uow:
        (await uow.session.get_one(Account, town.staff[0].account_id)).blocked_at = uow.now
    assert await times(town) == []
    with pytest.raises(NotFound, match=r"booking\.practitioner_not_found"):
        await times(town, staff=0)


async def test_too_many_days_or_days_in_reverse_are_refused(units: Units):
    town = await make_town(units)
    async with units.read() as uow:

        async def ask(last: date):
            return await find(uow, town.parents[0], town.service_id, WEDNESDAY, last)

        with pytest.raises(Invalid, match=r"booking\.days_reversed"):
            await ask(WEDNESDAY - timedelta(days=1))
        with pytest.raises(Invalid, match=r"booking\.too_many_days"):
            await ask(WEDNESDAY + timedelta(days=MAX_DAYS))
        await ask(WEDNESDAY + timedelta(days=MAX_DAYS - 1))


async def test_where_nothing_is_free_all_who_give_it_are_named_so_that_one_may_wait_for_somebody(units: Units):
    town = await make_town(units, staff=2, hours=False)
    day = units.zone.today(WEDNESDAY_NINE)
    async with units.read() as uow:
        found = await find(uow, town.parents[0], town.service_id, day, day)
    assert found.free == {}
    assert {each.id for each in found.practitioners} == {each.practitioner_id for each in town.staff}


async def test_the_number_of_queries_grows_neither_with_practitioners_nor_days_nor_history(units: Units):
    small = await make_town(units, code="midwife")
    big = await make_town(units, staff=8, code="paediatrician", role=Role.DOCTOR, specialties=("paediatrics",))
    async with units.write() as uow:
        for day in range(1, 40):
            await make_appointment(
                uow,
                big.parents[0],
                big.staff[0],
                tokyo("2026-11-20 09:00") - timedelta(days=day),
                "paediatrician",
                state=ClaimState.FULFILLED,
            )
    queries: list[str] = []
    engine = units.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: queries.append(args[2]))

    async def ask(town: Town, days: int) -> int:
        queries.clear()
        async with units.read() as uow:
            await find(uow, town.parents[0], town.service_id, WEDNESDAY, WEDNESDAY + timedelta(days=days))
        return len([each for each in queries if each.startswith("SELECT")])

    assert await ask(small, 0) == await ask(big, 27) <= 10
