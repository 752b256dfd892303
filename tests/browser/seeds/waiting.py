"""A video consultation that begins now and whose parent waits to be admitted; after `demo`."""

from clinic.encounters import service as encounters
from core.clock import Clock
from server.app import Application
from server.demo.course import principal_of
from tests.booking.make import make_appointment
from tests.browser.seeds.meeting import MIDWIFE, PARENT


async def seed(application: Application, clock: Clock) -> dict[str, object]:
    parent, midwife = [await principal_of(application.units, email) for email in (PARENT, MIDWIFE)]
    async with application.units.write() as uow:
        appointment = await make_appointment(uow, parent, midwife, clock.now())
        encounter = await encounters.arrive(uow, parent, appointment.id, "自宅")
    return {
        "appointment_id": str(appointment.id),
        "encounter_id": str(encounter.id),
        "parent": PARENT,
        "midwife": MIDWIFE,
    }
