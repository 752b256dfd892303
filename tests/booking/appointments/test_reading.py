"""Lists of appointments."""

from datetime import date, timedelta

from booking.appointments.reading import details_of, list_for, of_day
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from core.clock import ManualClock
from core.principal import Role
from core.unit_of_work import Units
from tests.booking.make import make_appointment
from tests.booking.story import WEDNESDAY_NINE, make_town, tokyo
from tests.people.make import make_staff


async def test_each_sees_what_comes_and_what_was_and_the_coordinator_sees_all(units: Units):
    town = await make_town(units, staff=2)
    async with units.write() as uow:
        past = await make_appointment(
            uow, town.parents[0], town.staff[0], tokyo("2026-11-20 09:00"), state=ClaimState.FULFILLED
        )
        running = await make_appointment(uow, town.parents[0], town.staff[0], tokyo("2026-11-24 09:40"))
        coming = await make_appointment(uow, town.parents[0], town.staff[1], tokyo("2026-11-27 09:00"))
        cancelled = await make_appointment(
            uow, town.parents[0], town.staff[0], tokyo("2026-11-28 09:00"), state=ClaimState.CANCELLED
        )
        others = await make_appointment(uow, town.parents[1], town.staff[1], tokyo("2026-11-26 09:00"))
        coordinator = await make_staff(uow, Role.COORDINATOR)
        officer = await make_staff(uow, Role.OFFICER)
    async with units.read() as uow:

        async def ids(principal, when, **more):
            return [each.id for each in await list_for(uow, principal, when, limit=50, **more)]

        assert await ids(town.parents[0], "upcoming") == [running.id, coming.id]
        assert await ids(town.parents[0], "past") == [cancelled.id, past.id]
        assert await ids(town.parents[0], "past", before=cancelled.starts_at) == [past.id]
        assert await ids(town.staff[0], "upcoming") == [running.id]
        assert await ids(town.staff[1], "upcoming") == [others.id, coming.id]
        assert await ids(coordinator, "upcoming") == [running.id, others.id, coming.id]
        assert await ids(officer, "upcoming") == []
        today = date(2026, 11, 24)
        assert [each.id for each in await of_day(uow, town.staff[0], today, limit=50)] == [running.id]
        assert await of_day(uow, town.staff[0], today + timedelta(days=1), limit=50) == []


async def test_names_stand_beside_each_appointment(units: Units):
    town = await make_town(units)
    async with units.write() as uow:
        made = await make_appointment(uow, town.parents[1], town.staff[0], tokyo("2026-11-27 09:00"), reason="咳")
        [details] = await details_of(uow, town.staff[0], [made])
    assert (details.person_name, details.practitioner.display_name, details.reason) == ("親1", "担当0", "咳")


async def test_page_by_page_none_is_left_out_of_those_that_start_together(units: Units, clock: ManualClock):
    town = await make_town(units, parents=5, staff=5)
    for number in range(5):
        await town.book(number, staff=number)
    clock.set(WEDNESDAY_NINE + timedelta(days=1))
    async with units.write() as uow:
        desk = await make_staff(uow, Role.COORDINATOR)
    seen: list[Appointment] = []
    async with units.read() as uow:
        while True:
            last = seen[-1] if seen else None
            page = await list_for(
                uow,
                desk,
                "past",
                limit=2,
                before=last.starts_at if last else None,
                before_id=last.id if last else None,
            )
            if not page:
                break
            seen += page
    assert len(seen) == len({each.id for each in seen}) == 5
