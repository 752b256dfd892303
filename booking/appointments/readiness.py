"""What must be there before a person can take a time."""

from uuid import UUID

from booking.services.offering import may_book
from booking.services.service import service_not_found, tier_of
from booking.services.tables import Service
from core.errors import Forbidden
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.consents.service import require_sensitive_data
from people.persons.service import require_telephone


async def require_ready(uow: UnitOfWork, principal: Principal, service: Service) -> UUID:
    """Return the person who calls, when they may book this service.

    Raises NotFound("booking.service_not_found") when it is not meant for their risk tier: that is not said to them.
    Raises Forbidden("consent.required") without consent to the handling of health data, and
    Conflict("people.telephone_required") without a telephone number where the service needs one.
    """
    if principal.person_id is None:
        raise Forbidden("auth.role_not_allowed", "Your account is not meant for this.")
    await require_sensitive_data(uow, principal.person_id)
    if service.tiers and not may_book(await tier_of(uow, principal.person_id), service.tiers):
        raise service_not_found()
    if service.needs_telephone:
        await require_telephone(uow, principal.person_id)
    return principal.person_id
