"""The duty rota of the simulated year: each month is planned by the solver and published, as the coordinator would."""

from datetime import date, time, timedelta
from random import Random

from sqlalchemy import select

from booking.rota import publishing
from booking.rota.duties import on_duty_now
from booking.rota.months import month_row
from booking.rota.tables import ShiftType
from core.clock import ManualClock
from core.errors import Conflict
from core.principal import Principal, Role
from core.unit_of_work import Units
from server.demo import course
from server.demo.months import draft
from server.demo.rota import seed_rota
from server.simulate.agenda import Story
from server.simulate.stage import Stage

_COORDINATOR = "nakamura@hagukumi.example"
_PUBLISHED_ON = 20
"""The day of the month before on which a month's rota is published."""


async def keep_rota(stage: Stage, first_day: date) -> Story:
    """Publish the rota of each month that the year touches, in good time; that of the first one before it begins.

    A month that cannot be published, or that the demonstration planned already, stays as it is and is counted.
    """
    async with stage.units.write() as uow:
        if await uow.session.scalar(select(ShiftType.id).limit(1)) is None:
            await seed_rota(uow)
    coordinator = await course.principal_of(stage.units, _COORDINATOR)
    zone = stage.units.zone
    month = first_day.replace(day=1)
    last = zone.today(stage.until + timedelta(days=1))
    while month <= last:
        at = zone.to_utc((month - timedelta(days=1)).replace(day=_PUBLISHED_ON), time(10))
        if at > stage.clock.now():
            yield at
        await _publish(stage, course.at(stage.units, ManualClock(at)), coordinator, month)
        month = (month + timedelta(days=31)).replace(day=1)


async def answering(stage: Stage, rng: Random) -> Principal:
    """Return the counsellor who answers at this moment: on duty by the rota, else, in the daytime, any of them."""
    async with stage.units.read() as uow:
        on_duty = (await on_duty_now(uow, [Role.COUNSELLOR]))[Role.COUNSELLOR]
    known = [stage.city.clinicians[each.practitioner_id] for each in on_duty]
    if known:
        stage.counts["answered_on_duty"] += 1
        return known[0]
    return rng.choice(stage.city.of_role(Role.COUNSELLOR))


async def _publish(stage: Stage, units: Units, coordinator: Principal, month: date) -> None:
    async with units.read() as uow:
        if await month_row(uow, month) is not None:
            stage.counts["months_there_before"] += 1
            return
    try:
        async with units.write() as uow:
            revision = await draft(uow, month)
            await publishing.publish(uow, coordinator, month, revision)
    except Conflict:
        # A published month that follows may leave no rota without a breach of its rules.
        stage.counts["months_unpublished"] += 1
        return
    stage.counts["months_published"] += 1
