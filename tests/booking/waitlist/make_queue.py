"""A town in which somebody may wait for the one time there is."""

from dataclasses import dataclass

from sqlalchemy import select

from booking.appointments import service as appointments
from booking.appointments.tables import Appointment
from booking.services.tables import Modality
from booking.waitlist import service as waitlist
from booking.waitlist.jobs import handlers
from booking.waitlist.tables import WaitlistEntry
from booking.waitlist.waiting import PartOfDay
from core.outbox.runner import JobHandler, JobRunner, Outside
from core.unit_of_work import Units
from tests.booking.make import make_schedule
from tests.booking.story import WEDNESDAY_NINE, Town, make_town

WEDNESDAY = WEDNESDAY_NINE.date()


@dataclass
class Queue:
    """A town with one time on Wednesday, taken by the first parent; the others may wait for it."""

    town: Town
    booked: Appointment
    runner: JobRunner

    async def wait(self, parent: int, **values) -> WaitlistEntry:
        options = {"part": PartOfDay.ANY, "practitioner_id": None, "modality": Modality.VIDEO} | values
        async with self.town.units.write() as uow:
            return await waitlist.join(
                uow, self.town.parents[parent], self.town.service_id, WEDNESDAY, WEDNESDAY, **options
            )

    async def cancel(self) -> None:
        async with self.town.units.write() as uow:
            await appointments.cancel(uow, self.town.parents[0], self.booked.id)
        await self.runner.drain()

    async def entry(self, parent: int) -> WaitlistEntry:
        person_id = self.town.parents[parent].person_id
        async with self.town.units.read() as uow:
            query = select(WaitlistEntry).where(WaitlistEntry.person_id == person_id)
            return (await uow.session.scalars(query.order_by(WaitlistEntry.id.desc()))).first()

    async def states(self) -> list[str]:
        async with self.town.units.read() as uow:
            return [each.state.value for each in await uow.session.scalars(select(WaitlistEntry).order_by("id"))]

    async def accept(self, parent: int) -> Appointment:
        entry = await self.entry(parent)
        async with self.town.units.write() as uow:
            return await waitlist.accept(uow, self.town.parents[parent], entry.id)


async def make_queue(units: Units, **more: JobHandler | Outside) -> Queue:
    """Return the town; `more` are jobs that run beside those of the waitlist."""
    town = await make_town(units, parents=4, hours=False)
    nine = units.zone.to_wall(WEDNESDAY_NINE).time()
    async with units.write() as uow:
        await make_schedule(uow, town.staff[0].practitioner_id, hours=((nine, nine.replace(minute=30)),), weekdays=(2,))
    return Queue(town, await town.book(0), JobRunner(units, {**handlers, **more}))
