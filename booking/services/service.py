"""Reading the catalogue of services, and filling it at the start."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from booking.services.catalogue import STARTING_SERVICES
from booking.services.offering import in_order_for, may_book
from booking.services.tables import Service
from core.errors import NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there
from people.risk.kinds import RiskLevel
from people.risk.service import current_tier


async def list_active(uow: UnitOfWork) -> Sequence[Service]:
    """Return the services that can be booked, in the order in which they are shown."""
    query = select(Service).where(Service.active).order_by(Service.position, Service.code)
    return (await uow.session.scalars(query)).all()


async def list_offered(uow: UnitOfWork, principal: Principal) -> Sequence[Service]:
    """Return the services that the caller is offered, in their order.

    A client gets those that their risk tier may book, those that are first for it before the others.
    """
    found = await list_active(uow)
    if principal.person_id is None:
        return found
    tier = await tier_of(uow, principal.person_id)
    return in_order_for(tier, [each for each in found if may_book(tier, each.tiers)])


async def list_all(uow: UnitOfWork) -> Sequence[Service]:
    """Return every service, also those that are not offered now, in the order in which they are shown."""
    return (await uow.session.scalars(select(Service).order_by(Service.position, Service.code))).all()


async def get_active(uow: UnitOfWork, service_id: UUID) -> Service:
    """Return a service that can be booked; raises NotFound("booking.service_not_found")."""
    service = await uow.session.scalar(select(Service).where(Service.id == service_id, Service.active))
    if service is None:
        raise service_not_found()
    return service


def service_not_found() -> NotFound:
    """Return the answer for a service that is not offered, or not to the caller."""
    return NotFound("booking.service_not_found", "This kind of consultation is not offered.")


def require_tier(tier: RiskLevel, service: Service) -> None:
    """Raise NotFound("booking.service_not_found") for a service that is not meant for a tier."""
    if not may_book(tier, service.tiers):
        raise service_not_found()


async def tier_of(uow: UnitOfWork, person_id: UUID) -> RiskLevel:
    """Return a person's risk tier for booking: who was never judged counts as low."""
    return await current_tier(uow, person_id) or RiskLevel.LOW


async def seed_services(uow: UnitOfWork) -> None:
    """Add the services a new installation starts with; what is there by the same code stays as it is."""
    rows = [{"id": new_id(), **values} for values in STARTING_SERVICES]
    await uow.session.execute(insert_unless_there(uow, Service, rows))
