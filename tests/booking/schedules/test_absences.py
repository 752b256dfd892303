"""Absences: no time is free on their days, and no booking slips past one that is being noted."""

from datetime import date

import pytest

from booking.appointments.reading import get_for
from booking.appointments.states import ClaimState
from booking.rota.duties import active_intervals, on_duty_now
from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from booking.slots.service import find
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.principal import Role
from core.unit_of_work import Units
from tests.booking.make import make_duty
from tests.booking.story import Town, make_town, tokyo

WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)


async def free(town: Town, day: date) -> list[str]:
    async with town.units.read() as uow:
        found = await find(uow, town.parents[0], town.service_id, day, day)
        return [uow.zone.to_wall(start).strftime("%H:%M") for start in found.free]


async def away(town: Town, first: date, last: date, staff: int = 0):
    async with town.units.write() as uow:
        return await absences.add(uow, town.staff[staff].practitioner_id, first, last, AbsenceKind.SICK)


async def test_who_is_away_has_no_free_time_on_these_days_and_has_again_when_it_is_taken_back(units: Units):
    town = await make_town(units)
    before = await free(town, WEDNESDAY)
    noted = await away(town, WEDNESDAY, WEDNESDAY)
    assert await free(town, WEDNESDAY) == []
    assert await free(town, THURSDAY) == before
    refused = await town.refusal(0, tokyo("2026-11-25 09:00"), staff=0)
    assert refused is not None
    assert refused.code == "booking.not_a_slot"
    async with units.write() as uow:
        await absences.remove(uow, noted.id)
    assert await free(town, WEDNESDAY) == before


async def test_an_appointment_that_is_there_stays(units: Units):
    town = await make_town(units)
    booked = await town.book(0, tokyo("2026-11-25 09:00"))
    await away(town, WEDNESDAY, WEDNESDAY)
    async with units.read() as uow:
        assert (await get_for(uow, town.parents[0], booked.id)).state is ClaimState.BOOKED


async def test_a_night_is_free_until_the_midnight_at_which_the_absence_begins(units: Units):
    town = await make_town(units, hours=False)
    async with units.write() as uow:
        await make_duty(uow, town.staff[0].practitioner_id, tokyo("2026-11-25 22:00"), tokyo("2026-11-26 02:00"))
    assert await free(town, THURSDAY) == ["00:00", "00:40", "01:20"]
    await away(town, THURSDAY, THURSDAY)
    assert await free(town, THURSDAY) == []
    assert await free(town, WEDNESDAY) == ["22:00", "22:40", "23:20"]


async def test_days_reversed_too_many_or_taken_are_refused(units: Units):
    town = await make_town(units)
    with pytest.raises(Invalid) as reversed_:
        await away(town, THURSDAY, WEDNESDAY)
    assert reversed_.value.code == "booking.days_reversed"
    with pytest.raises(Invalid) as long:
        await away(town, WEDNESDAY, date(2199, 1, 1))
    assert long.value.code == "booking.absence_too_long"
    await away(town, WEDNESDAY, THURSDAY)
    with pytest.raises(Conflict) as taken:
        await away(town, THURSDAY, date(2026, 11, 30))
    assert taken.value.code == "booking.absence_overlaps"
    async with units.write() as uow:
        with pytest.raises(NotFound):
            await absences.remove(uow, new_id())


async def test_absences_are_listed_by_the_days_into_which_they_reach(units: Units):
    town = await make_town(units, staff=2)
    mine = await away(town, WEDNESDAY, THURSDAY)
    other = await away(town, THURSDAY, THURSDAY, staff=1)
    async with units.read() as uow:
        both = await absences.list_between(uow, THURSDAY, THURSDAY)
        assert [each.id for each in both] == [mine.id, other.id]
        assert [each.id for each in await absences.list_between(uow, WEDNESDAY, WEDNESDAY)] == [mine.id]
        who = [town.staff[1].practitioner_id]
        assert [each.id for each in await absences.list_between(uow, WEDNESDAY, THURSDAY, who)] == [other.id]


async def test_an_active_duty_opens_slots_and_one_on_call_does_not(units: Units):
    town = await make_town(units, staff=2, hours=False)
    spot, call = (each.practitioner_id for each in town.staff)
    async with units.write() as uow:
        await make_duty(uow, spot, tokyo("2026-11-25 18:00"), tokyo("2026-11-25 19:00"))
        await make_duty(uow, call, tokyo("2026-11-25 18:00"), tokyo("2026-11-25 22:00"), duty="on_call")
    assert await free(town, WEDNESDAY) == ["18:00"]
    await town.book(0, tokyo("2026-11-25 18:00"), staff=0)


async def test_a_duty_opens_the_slots_of_its_own_role_only(units: Units):
    town = await make_town(units, hours=False)
    async with units.write() as uow:
        who = town.staff[0].practitioner_id
        await make_duty(uow, who, tokyo("2026-11-25 18:00"), tokyo("2026-11-25 19:00"), role=Role.DOCTOR)
        start, end = tokyo("2026-11-25 00:00"), tokyo("2026-11-26 00:00")
        assert await active_intervals(uow, [who], start, end, [Role.MIDWIFE]) == {}
    assert await free(town, WEDNESDAY) == []


async def test_on_duty_now_are_those_on_the_spot_before_those_on_call_and_not_the_sick(units: Units, clock):
    town = await make_town(units, staff=4)
    late, soon, call, sick = (each.practitioner_id for each in town.staff)
    begin, end = tokyo("2026-11-25 18:00"), tokyo("2026-11-25 22:00")
    async with units.write() as uow:
        await make_duty(uow, call, begin, tokyo("2026-11-26 09:00"), duty="on_call")
        await make_duty(uow, soon, begin, tokyo("2026-11-25 20:00"))
        await make_duty(uow, late, begin, end)
        await make_duty(uow, sick, begin, end)
        await absences.add(uow, sick, WEDNESDAY, WEDNESDAY, AbsenceKind.SICK)
    clock.set(begin)
    async with units.read() as uow:
        now = await on_duty_now(uow)
        assert [each.practitioner_id for each in now[Role.MIDWIFE]] == [late, soon, call]
        assert now[Role.MIDWIFE][0].until == end
        assert now[Role.COUNSELLOR] == []
    clock.set(tokyo("2026-11-25 20:00"))
    async with units.read() as uow:
        assert [each.practitioner_id for each in (await on_duty_now(uow))[Role.MIDWIFE]] == [late, call]


async def test_who_was_sick_when_a_night_began_is_not_on_duty_after_midnight_either(units: Units, clock):
    town = await make_town(units, staff=3, hours=False)
    sick, leaving, taken_ill = (each.practitioner_id for each in town.staff)
    begin, end = tokyo("2026-11-25 18:00"), tokyo("2026-11-26 08:00")
    async with units.write() as uow:
        for who in (sick, leaving, taken_ill):
            await make_duty(uow, who, begin, end)
        await absences.add(uow, sick, WEDNESDAY, WEDNESDAY, AbsenceKind.SICK)
        await absences.add(uow, leaving, THURSDAY, THURSDAY, AbsenceKind.LEAVE)
    clock.set(tokyo("2026-11-26 02:00"))
    async with units.write() as uow:
        now = (await on_duty_now(uow))[Role.MIDWIFE]
        assert {each.practitioner_id for each in now} == {leaving, taken_ill}
        await absences.add(uow, taken_ill, THURSDAY, THURSDAY, AbsenceKind.SICK)
        assert [each.practitioner_id for each in (await on_duty_now(uow))[Role.MIDWIFE]] == [leaving]


async def test_a_night_that_begins_on_a_day_of_absence_opens_no_slots_after_midnight(units: Units):
    town = await make_town(units, hours=False)
    async with units.write() as uow:
        who = town.staff[0].practitioner_id
        await make_duty(uow, who, tokyo("2026-11-25 22:00"), tokyo("2026-11-26 02:00"))
    assert await free(town, THURSDAY) == ["00:00", "00:40", "01:20"]
    async with units.write() as uow:
        await absences.add(uow, who, WEDNESDAY, WEDNESDAY, AbsenceKind.SICK)
    assert await free(town, THURSDAY) == []
