"""A small desk: a city with a midwife or more, parents, and a schedule; what booking's tests start from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from booking.appointments import service as appointments
from booking.appointments.tables import Appointment
from booking.services.tables import Modality
from core.errors import DomainError
from core.principal import Principal, Role
from core.unit_of_work import Units
from tests.booking.make import make_schedule, make_service
from tests.people.make import make_parent, make_practitioner


def tokyo(text: str) -> datetime:
    """Return the instant of a wall-clock time in Tokyo, such as "2026-11-25 09:00"."""
    return datetime.fromisoformat(f"{text}:00+09:00")


WEDNESDAY_NINE = tokyo("2026-11-25 09:00")


@dataclass
class Town:
    """Some parents, some practitioners who work from 9 to 12 and 13 to 17 every day, and a service they give."""

    units: Units
    service_id: UUID
    parents: list[Principal]
    staff: list[Principal]

    async def book(
        self,
        parent: int = 0,
        starts_at: datetime = WEDNESDAY_NINE,
        staff: int | None = 0,
        modality: Modality = Modality.VIDEO,
        reason: str | None = None,
        hold_id: UUID | None = None,
    ) -> Appointment:
        """Book in a unit of its own."""
        practitioner_id = None if staff is None else self.staff[staff].practitioner_id
        async with self.units.write() as uow:
            return await appointments.book(
                uow, self.parents[parent], self.service_id, starts_at, practitioner_id, modality, reason, hold_id
            )

    async def refusal(self, *args, **kwargs) -> DomainError | None:
        """Return how a booking is refused; None when it is not."""
        try:
            await self.book(*args, **kwargs)
        except DomainError as error:
            return error
        return None


async def make_town(
    units: Units,
    *,
    parents: int = 2,
    staff: int = 1,
    code: str = "midwife",
    role: Role = Role.MIDWIFE,
    specialties: tuple[str, ...] = (),
    hours: bool = True,
    **parent_options,
) -> Town:
    async with units.write() as uow:
        service = await make_service(uow, code)
        clients = [await make_parent(uow, f"親{number}", **parent_options) for number in range(parents)]
        clinicians = [
            await make_practitioner(uow, role, f"担当{number}", specialties=specialties) for number in range(staff)
        ]
        for each in clinicians if hours else ():
            assert each.practitioner_id is not None
            await make_schedule(uow, each.practitioner_id)
    return Town(units, service.id, clients, clinicians)
