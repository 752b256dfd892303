"""What must be there before a person can take a time."""

from uuid import UUID

from booking.services.tables import Service
from core.errors import Forbidden
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.consents.service import require_sensitive_data
from people.persons.service import require_telephone


async def require_ready(uow: UnitOfWork, principal: Principal, service: Service) -> UUID:
    """Return the person who calls, when they may book this service.

    Raises Forbidden("consent.required") without consent to the handling of health data, and
    Conflict("people.telephone_required") without a telephone number where the service needs one.
    """
    if principal.person_id is None:
        raise Forbidden("auth.role_not_allowed", "Your account is not meant for this.")
    await require_sensitive_data(uow, principal.person_id)
    if service.needs_telephone:
        await require_telephone(uow, principal.person_id)
    return principal.person_id
