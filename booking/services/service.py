"""Reading the catalogue of services, and filling it at the start."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from booking.services.catalogue import STARTING_SERVICES
from booking.services.tables import Service
from core.errors import NotFound
from core.ids import new_id
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there


async def list_active(uow: UnitOfWork) -> Sequence[Service]:
    """Return the services that can be booked, in the order in which they are shown."""
    query = select(Service).where(Service.active).order_by(Service.position, Service.code)
    return (await uow.session.scalars(query)).all()


async def get_active(uow: UnitOfWork, service_id: UUID) -> Service:
    """Return a service that can be booked; raises NotFound("booking.service_not_found")."""
    service = await uow.session.scalar(select(Service).where(Service.id == service_id, Service.active))
    if service is None:
        raise NotFound("booking.service_not_found", "This kind of consultation is not offered.")
    return service


async def seed_services(uow: UnitOfWork) -> None:
    """Add the services a new installation starts with; what is there by the same code stays as it is."""
    rows = [{"id": new_id(), **values} for values in STARTING_SERVICES]
    await uow.session.execute(insert_unless_there(uow, Service, rows))
