"""Free times over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from booking.bounds import CalendarDate
from booking.services.tables import Modality
from booking.slots import service
from booking.slots.service import Filter
from core.http import Call, RateLimit, get
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS, Role
from people.practitioners.kinds import Gender
from people.practitioners.service import Practitioner


class PractitionerOut(Model):
    """A practitioner as a parent sees them."""

    id: UUID
    display_name: str
    role: Role
    title: LocalText
    languages: list[str]
    gender: Gender | None

    @classmethod
    def of(cls, practitioner: Practitioner) -> "PractitionerOut":
        """Return a practitioner as it goes out."""
        return cls(
            id=practitioner.id,
            display_name=practitioner.display_name,
            role=practitioner.role,
            title=LocalText(ja=practitioner.title_ja, en=practitioner.title_en),
            languages=list(practitioner.languages),
            gender=practitioner.gender,
        )


class SlotOut(Model):
    """A free time and who is free then."""

    starts_at: Instant
    ends_at: Instant
    practitioner_ids: list[UUID]


class SlotsOut(Model):
    """Free times in order, and the practitioners whom they name; without any, all who give it as wished."""

    slots: list[SlotOut]
    practitioners: list[PractitionerOut]


class SlotsQuery(Model):
    """Which service on which local days, both included; `practitioner_id` for somebody, none for anyone.

    With `language`, `gender` or `modality` only times with whom speaks it, is it, or at which it is offered.
    `replacing` is an appointment of the caller that is to be moved: its time counts as free.
    """

    service_id: UUID
    first: Annotated[CalendarDate, Field(alias="from")]
    last: Annotated[CalendarDate, Field(alias="to")]
    practitioner_id: UUID | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    gender: Gender | None = None
    modality: Modality | None = None
    replacing: UUID | None = None


@get(
    "/api/slots",
    policy=allow(*CLIENTS, *CLINICIANS, Role.COORDINATOR),
    errors=(
        "booking.service_not_found",
        "booking.practitioner_not_found",
        "booking.days_reversed",
        "booking.too_many_days",
    ),
    limit=RateLimit("slots", 120, 60),
)
async def list_slots(call: Call, query: SlotsQuery) -> SlotsOut:
    """List the free times of a service."""
    found = await service.find(
        call.uow,
        call.principal,
        query.service_id,
        query.first,
        query.last,
        query.practitioner_id,
        Filter(query.language, query.gender, query.modality),
        query.replacing,
    )
    return SlotsOut(
        slots=[
            SlotOut(starts_at=start, ends_at=start + found.service.length, practitioner_ids=list(ids))
            for start, ids in found.free.items()
        ],
        practitioners=[PractitionerOut.of(each) for each in found.practitioners],
    )


routes = (list_slots,)
