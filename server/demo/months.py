"""The demonstration's duty: this month is published, the next one drafted, with two wishes."""

import asyncio
from datetime import date, datetime, time, timedelta
from uuid import UUID

from booking.rota import months, publishing, wishes
from booking.rota.model import SolveOptions
from booking.rota.months import CellChange
from booking.rota.planning import read_plan
from core.clock import ManualClock
from core.principal import Role
from core.unit_of_work import UnitOfWork, Units
from server.demo import course

_COORDINATOR = "nakamura@hagukumi.example"
_WISHING = ("sato@hagukumi.example", "ito@hagukumi.example")


async def seed_months(units: Units, now: datetime) -> None:
    """Plan the present month as it was before it began, and publish it; draft the next one."""
    first = units.zone.today(now).replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    coordinator = await course.principal_of(units, _COORDINATOR)
    before = course.at(units, ManualClock(units.zone.to_utc(first - timedelta(days=1), time(10))))
    async with before.write() as uow:
        revision = await draft(uow, first)
        await publishing.publish(uow, coordinator, first, revision)
    for email in _WISHING:
        who = await course.principal_of(units, email)
        if who.practitioner_id is not None:
            async with before.write() as uow:
                wished = [wishes.Wished(following + timedelta(days=day), None, on=False, weight=2) for day in (5, 6)]
                await wishes.put(uow, who.practitioner_id, following, wished)
    async with units.write() as uow:
        await draft(uow, following)


async def draft(uow: UnitOfWork, first: date) -> int:
    """Fill the empty draft of a month by the solver, the same wherever it is made; return the draft's revision."""
    # Needs OR-Tools, which takes most of a second to load.
    from booking.rota.model import solve  # noqa: PLC0415

    plan = await read_plan(uow, first)
    # In deterministic time: the demonstration is the same wherever it is made.
    options = SolveOptions(seconds=0.5, workers=1, deterministic=True)
    result = await asyncio.to_thread(solve, plan.problem, options)
    changes = [
        CellChange(
            practitioner_id=UUID(one.staff_id),
            day=first + timedelta(days=one.day),
            shift_type_id=UUID(one.shift_id),
            role=Role(one.role),
            locked=False,
        )
        for one in sorted(result.rota or (), key=lambda one: (one.staff_id, one.day))
    ]
    return await months.change_cells(uow, first, 0, changes)
