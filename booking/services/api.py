"""The catalogue of services over HTTP."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field, StringConstraints

from booking.services import editing
from booking.services import service as catalogue
from booking.services.tables import Modality, Service
from booking.wall_hours import ScheduleHours
from core.http import Call, get, post, put
from core.model import LocalText, Model
from core.policy import SIGNED_IN, allow
from core.principal import Role
from people.practitioners.kinds import Specialty
from people.risk.kinds import RiskLevel

_EDITING_ERRORS = (
    "booking.service_role",
    "booking.service_specialty",
    "booking.service_quota",
    "booking.block_ends_before_start",
    "booking.block_too_long",
    "booking.opening_overlaps",
)

Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
About = Annotated[str, StringConstraints(max_length=400)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


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
    cancellation_notice_minutes: int
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
            cancellation_notice_minutes=service.cancellation_notice_minutes,
            horizon_days=service.horizon_days,
        )


class ServicesOut(Model):
    """The services that the caller is offered, in the order in which they are shown."""

    services: list[ServiceOut]


class NameIn(Model):
    """A name in Japanese and English."""

    ja: Name
    en: Name


class AboutIn(Model):
    """What a parent reads about it, in Japanese and English."""

    ja: About
    en: About


class OpeningModel(ScheduleHours):
    """Hours at which a service is open: `day` is 0 for Monday to 6 for Sunday, 7 for holidays and closed days."""

    day: Annotated[int, Field(ge=0, le=7)]


class ServiceModel(Model):
    """Everything of a service that the coordinator decides; see booking/services/tables.Service."""

    name: NameIn
    about: AboutIn
    roles: Annotated[list[Role], Field(min_length=1, max_length=4)]
    specialties: Annotated[list[Specialty], Field(max_length=4)] = Field(default_factory=list)
    languages: Annotated[list[Language], Field(max_length=10)] = Field(default_factory=list)
    modalities: Annotated[list[Modality], Field(min_length=1, max_length=3)]
    minutes: Annotated[int, Field(ge=5, le=240)]
    step_minutes: Annotated[int, Field(ge=5, le=240)]
    buffer_before_minutes: Annotated[int, Field(ge=0, le=120)] = 0
    buffer_after_minutes: Annotated[int, Field(ge=0, le=120)] = 0
    minimum_notice_minutes: Annotated[int, Field(ge=0, le=20_160)]
    cancellation_notice_minutes: Annotated[int, Field(ge=0, le=20_160)] = 0
    horizon_days: Annotated[int, Field(ge=1, le=366)]
    quota_count: Annotated[int, Field(ge=1, le=100)] | None = None
    quota_days: Annotated[int, Field(ge=1, le=1100)] | None = None
    tiers: Annotated[list[RiskLevel], Field(max_length=3)] = Field(default_factory=list)
    first_for: Annotated[list[RiskLevel], Field(max_length=3)] = Field(default_factory=list)
    opening: Annotated[list[OpeningModel], Field(max_length=40)] = Field(default_factory=list)
    needs_telephone: bool = False
    needs_place: bool = False
    position: Annotated[int, Field(ge=0, le=1000)]
    active: bool = True

    @classmethod
    def read(cls, service: Service) -> dict[str, Any]:
        """Return the fields of a stored service."""
        plain = {name: getattr(service, name) for name in cls.model_fields if name not in {"name", "about"}}
        return {
            **plain,
            "name": NameIn(ja=service.name_ja, en=service.name_en),
            "about": AboutIn(ja=service.about_ja, en=service.about_en),
        }

    def values(self) -> dict[str, Any]:
        """Return the columns that they stand for; lists without doubles."""
        plain = self.model_dump(mode="json", include=ServiceModel.model_fields.keys() - {"name", "about"})
        once = {
            name: list(dict.fromkeys(plain[name]))
            for name in ("roles", "specialties", "languages", "modalities", "tiers", "first_for")
        }
        return {
            **plain,
            **once,
            "name_ja": self.name.ja,
            "name_en": self.name.en,
            "about_ja": self.about.ja,
            "about_en": self.about.en,
        }


class ServiceRow(ServiceModel):
    """A service as the coordinator sees it."""

    id: UUID
    code: str
    version: int

    @classmethod
    def of(cls, service: Service) -> Self:
        """Return a stored service as it goes out."""
        own = {"id": service.id, "code": service.code, "version": service.version}
        return cls.model_validate({**ServiceModel.read(service), **own})


class ServiceRows(Model):
    """Every service, also those not offered now."""

    services: list[ServiceRow]


class NewService(ServiceModel):
    """A service to add; `code` is its short name, which stays."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,31}$")]


class ServiceChange(ServiceModel):
    """A service as it shall be; `version` is that which was seen."""

    version: Annotated[int, Field(ge=1)]


class ServicePath(Model):
    """Which service."""

    service_id: UUID


@get("/api/services", policy=SIGNED_IN)
async def list_services(call: Call) -> ServicesOut:
    """List the kinds of consultation that I can book."""
    found = await catalogue.list_offered(call.uow, call.principal)
    return ServicesOut(services=[ServiceOut.of(service) for service in found])


@get("/api/services/all", policy=allow(Role.COORDINATOR))
async def list_all_services(call: Call) -> ServiceRows:
    """List every service with all that is decided about it."""
    return ServiceRows(services=[ServiceRow.of(each) for each in await catalogue.list_all(call.uow)])


@post(
    "/api/services",
    policy=allow(Role.COORDINATOR),
    status=201,
    errors=("booking.service_code_taken", *_EDITING_ERRORS),
)
async def create_service(call: Call, body: NewService) -> ServiceRow:
    """Add a service."""
    return ServiceRow.of(await editing.create(call.uow, body.code, body.values()))


@put(
    "/api/services/{service_id}",
    policy=allow(Role.COORDINATOR),
    errors=("booking.service_not_found", "booking.service_changed", *_EDITING_ERRORS),
)
async def change_service(call: Call, path: ServicePath, body: ServiceChange) -> ServiceRow:
    """Change a service; what was booked before stays as it was booked."""
    return ServiceRow.of(await editing.change(call.uow, path.service_id, body.version, body.values()))


routes = (list_services, list_all_services, create_service, change_service)
