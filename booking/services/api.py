"""The catalogue of services over HTTP."""

from uuid import UUID

from booking.services import service as catalogue
from booking.services.tables import Modality, Service
from core.http import Call, get
from core.model import LocalText, Model
from core.policy import SIGNED_IN
from core.principal import Role


class ServiceOut(Model):
    """A kind of consultation: who gives it, how long it lasts, and what it needs beforehand."""

    id: UUID
    code: str
    name: LocalText
    about: LocalText
    minutes: int
    modalities: list[Modality]
    roles: list[Role]
    needs_telephone: bool
    needs_place: bool
    minimum_notice_minutes: int
    horizon_days: int

    @classmethod
    def of(cls, service: Service) -> "ServiceOut":
        """Return a stored service as it goes out."""
        return cls(
            id=service.id,
            code=service.code,
            name=LocalText(ja=service.name_ja, en=service.name_en),
            about=LocalText(ja=service.about_ja, en=service.about_en),
            minutes=service.minutes,
            modalities=[Modality(modality) for modality in service.modalities],
            roles=[Role(role) for role in service.roles],
            needs_telephone=service.needs_telephone,
            needs_place=service.needs_place,
            minimum_notice_minutes=service.minimum_notice_minutes,
            horizon_days=service.horizon_days,
        )


class ServicesOut(Model):
    """All services that can be booked, in the order in which they are shown."""

    services: list[ServiceOut]


@get("/api/services", policy=SIGNED_IN)
async def list_services(call: Call) -> ServicesOut:
    """List the kinds of consultation that can be booked."""
    return ServicesOut(services=[ServiceOut.of(service) for service in await catalogue.list_active(call.uow)])


routes = (list_services,)
