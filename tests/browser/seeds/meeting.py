"""A video consultation of a demonstration's parent that begins now, with the door open; after `demo`."""

from datetime import timedelta

from clinic.encounters import service as encounters
from core.clock import Clock
from server.app import Application
from server.demo.course import principal_of
from tests.booking.make import make_appointment

PARENT = "hana@hagukumi.example"
MIDWIFE = "sato@hagukumi.example"


async def seed(application: Application, clock: Clock) -> dict[str, object]:
    parent, midwife = [await principal_of(application.units, email) for email in (PARENT, MIDWIFE)]
    async with application.units.write() as uow:
        appointment = await make_appointment(uow, parent, midwife, clock.now())
        encounter = await encounters.arrive(uow, parent, appointment.id, "自宅")
        await encounters.admit(uow, midwife, encounter.id)
    return {
        "appointment_id": str(appointment.id),
        "encounter_id": str(encounter.id),
        "minutes": (appointment.ends_at - appointment.starts_at) / timedelta(minutes=1),
        "parent": PARENT,
        "midwife": MIDWIFE,
    }
