"""A counsellor on call for the night; after `demo`."""

from datetime import timedelta

from core.clock import Clock
from core.principal import Role
from server.app import Application
from server.demo.course import principal_of
from tests.booking.make import make_duty

COUNSELLOR = "ito@hagukumi.example"


async def seed(application: Application, clock: Clock) -> dict[str, object]:
    counsellor = await principal_of(application.units, COUNSELLOR)
    begins = clock.now() - timedelta(hours=6)
    async with application.units.write() as uow:
        who = counsellor.practitioner_id
        assert who is not None
        await make_duty(uow, who, begins, begins + timedelta(hours=12), role=Role.COUNSELLOR, duty="on_call")
    return {"counsellor": COUNSELLOR}
