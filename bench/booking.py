"""Finding free times, and fifty people who want the same one."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bench.figures import Figures
from booking.appointments import service as appointments
from booking.services.tables import Modality
from booking.slots import service as slots
from core.errors import Conflict
from core.principal import Principal
from core.unit_of_work import Units
from tests.booking.make import make_schedule, make_service
from tests.people.make import make_parent, make_practitioner

SEARCHES = 200
PRACTITIONERS = 5
PEOPLE = 50


@dataclass(frozen=True)
class Town:
    """Five midwives with hours on every day, the service they give, and people who look for a time."""

    service_id: UUID
    people: list[Principal]


async def search(units: Units) -> Figures:
    """One person looking through a week of five midwives."""
    town, figures = await _town(units, 1), Figures()

    async def look() -> None:
        async with units.read() as uow:
            first = uow.zone.today(uow.now)
            await slots.find(uow, town.people[0], town.service_id, first, first + timedelta(days=6))

    async def again_and_again() -> None:
        for _ in range(SEARCHES):
            await figures.piece(look)

    await figures.over(again_and_again())
    return figures


async def race(units: Units) -> Figures:
    """Fifty people booking the same time with the same midwife: one gets it."""
    town, figures, won = await _town(units, PEOPLE), Figures(), 0
    async with units.read() as uow:
        first = uow.zone.today(uow.now) + timedelta(days=1)
        found = await slots.find(uow, town.people[0], town.service_id, first, first + timedelta(days=6))
        starts_at, practitioners = next(iter(found.free.items()))

    async def book(person: Principal) -> None:
        nonlocal won
        try:
            async with units.write() as uow:
                await appointments.book(uow, person, town.service_id, starts_at, practitioners[0], Modality.VIDEO)
            won += 1
        except Conflict:
            pass

    await figures.over(asyncio.gather(*(figures.piece(lambda person=person: book(person)) for person in town.people)))
    if won != 1:
        raise AssertionError(f"{won} people got one time")
    return figures


async def _town(units: Units, people: int) -> Town:
    async with units.write() as uow:
        service = await make_service(uow, "midwife")
        for number in range(PRACTITIONERS):
            midwife = await make_practitioner(uow, name=f"助産師{number}")
            assert midwife.practitioner_id is not None
            await make_schedule(uow, midwife.practitioner_id)
        return Town(service.id, [await make_parent(uow, f"利用者{number}") for number in range(people)])
