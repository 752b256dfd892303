"""What the coordinator changes in the catalogue of services."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from booking.services.opening import check_opening, opening_of
from booking.services.service import service_not_found
from booking.services.tables import Service
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.principal import CLINICIANS, Role
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

Values = Mapping[str, Any]
"""The columns of a service that the coordinator enters: all of them but id, code and version."""


async def create(uow: UnitOfWork, code: str, values: Values) -> Service:
    """Add a service and return it. Raises Conflict("booking.service_code_taken"), and Invalid as `check`."""
    check(values)
    row = {"id": new_id(), "code": code, "version": 1, **values}
    made = await uow.session.scalar(insert_unless_there(uow, Service, [row]).returning(Service.id))
    if made is None:
        raise Conflict("booking.service_code_taken", "There is a service with this short name already.")
    return await uow.session.get_one(Service, made)


async def change(uow: UnitOfWork, service_id: UUID, version: int, values: Values) -> Service:
    """Put `values` in the place of a service's and return it; what was booked before stays as it was booked.

    `version` is that which the coordinator has seen. Raises NotFound("booking.service_not_found"),
    Conflict("booking.service_changed") when another changed it meanwhile, and Invalid as `check`.
    """
    check(values)
    service = await uow.session.scalar(select(Service).where(Service.id == service_id).with_for_update())
    if service is None:
        raise service_not_found()
    if service.version != version:
        raise Conflict(
            "booking.service_changed", "Somebody else has just changed this service. Please look at it again."
        )
    for name, value in values.items():
        setattr(service, name, value)
    service.version += 1
    await uow.session.flush()
    return service


def check(values: Values) -> None:
    """Raise Invalid for a service that cannot be given.

    "booking.service_role": somebody else than clinicians shall give it. "booking.service_specialty": a specialty is
    asked for, and no doctor gives it. "booking.service_quota": a number without its days, or days without a number.
    Opening hours as opening.check_opening.
    """
    roles = set(values["roles"])
    if not roles or not roles <= CLINICIANS:
        raise Invalid("booking.service_role", "Please choose at least one kind of clinician who gives it.")
    if values["specialties"] and roles != {Role.DOCTOR}:
        raise Invalid("booking.service_specialty", "Only a service that doctors alone give can ask for a specialty.")
    if (values["quota_count"] is None) != (values["quota_days"] is None):
        raise Invalid("booking.service_quota", "Please say both how many and within how many days, or neither.")
    check_opening(opening_of(values["opening"]))
