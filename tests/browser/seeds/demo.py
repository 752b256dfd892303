"""The demonstration's small city, as `hagukumi demo` makes it."""

from core.clock import Clock
from server.app import Application
from server.demo.families import GUESTS
from server.demo.seed import PASSWORD
from server.demo.seed import seed as seed_demo
from server.demo.staff import STAFF


async def seed(application: Application, _clock: Clock) -> dict[str, object]:
    await seed_demo(application.units, application.people)
    return {
        "password": PASSWORD,
        "staff": {member.key: {"email": member.email, "name": member.name, "role": member.role} for member in STAFF},
        "guests": {guest.key: {"email": guest.email, "name": guest.name} for guest in GUESTS},
    }
