"""The waitlist over HTTP."""

from uuid import UUID

from booking.appointments.api import CLAIM_ERRORS, AppointmentOut, one
from booking.assignment.models import WishesIn
from booking.assignment.policy import Wishes
from booking.bounds import CalendarDate
from booking.services.tables import Modality, Service
from booking.waitlist import service
from booking.waitlist.tables import WaitlistEntry
from booking.waitlist.waiting import PartOfDay
from core.http import Call, RateLimit, delete, get, post
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import CLIENTS


class WaitIn(Model):
    """What to wait for: local days (both included), a part of the day, somebody or anyone."""

    service_id: UUID
    first: CalendarDate
    last: CalendarDate
    part: PartOfDay = PartOfDay.ANY
    practitioner_id: UUID | None = None
    modality: Modality
    wishes: WishesIn = WishesIn()


class OfferOut(Model):
    """A time that is held for whoever waits, until `expires_at`."""

    starts_at: Instant
    practitioner_id: UUID
    expires_at: Instant


class WaitOut(Model):
    """Something one waits for, with what is offered now, if anything."""

    id: UUID
    service_id: UUID
    service_name: LocalText
    first: CalendarDate
    last: CalendarDate
    part: PartOfDay
    practitioner_id: UUID | None
    modality: Modality
    wishes: WishesIn
    offer: OfferOut | None

    @classmethod
    def of(cls, entry: WaitlistEntry, offered: Service) -> "WaitOut":
        """Return a stored entry as it goes out."""
        offer = None
        if entry.offer_starts_at and entry.offer_practitioner_id and entry.offer_expires_at:
            offer = OfferOut(
                starts_at=entry.offer_starts_at,
                practitioner_id=entry.offer_practitioner_id,
                expires_at=entry.offer_expires_at,
            )
        return cls(
            id=entry.id,
            service_id=entry.service_id,
            service_name=LocalText(ja=offered.name_ja, en=offered.name_en),
            first=entry.first,
            last=entry.last,
            part=entry.part,
            practitioner_id=entry.practitioner_id,
            modality=entry.modality,
            wishes=WishesIn.of(Wishes.of(entry.wishes)),
            offer=offer,
        )


class WaitsOut(Model):
    """What I wait for."""

    entries: list[WaitOut]


class WaitPath(Model):
    """Which entry."""

    entry_id: UUID


_NOT_FOUND = ("booking.waitlist_not_found",)


@post(
    "/api/waitlist",
    policy=allow(*CLIENTS),
    status=201,
    errors=(
        "booking.service_not_found",
        "booking.practitioner_not_found",
        "booking.modality_not_offered",
        "booking.days_reversed",
        "booking.waitlist_days",
        "booking.waitlist_twice",
        "consent.required",
        "people.telephone_required",
    ),
    limit=RateLimit("wait", 20, 600),
)
async def join(call: Call, body: WaitIn) -> WaitsOut:
    """Wait for a time of a service to become free."""
    await service.join(
        call.uow,
        call.principal,
        body.service_id,
        body.first,
        body.last,
        body.part,
        body.practitioner_id,
        body.modality,
        body.wishes.entered(),
    )
    return await _own(call)


@get("/api/waitlist", policy=allow(*CLIENTS))
async def list_own(call: Call) -> WaitsOut:
    """List what I wait for, and what I am offered."""
    return await _own(call)


@delete("/api/waitlist/{entry_id}", policy=allow(*CLIENTS), errors=_NOT_FOUND)
async def leave(call: Call, path: WaitPath) -> None:
    """Wait no longer."""
    await service.leave(call.uow, call.principal, path.entry_id)


@post(
    "/api/waitlist/{entry_id}/accept",
    policy=allow(*CLIENTS),
    status=201,
    errors=(*_NOT_FOUND, "booking.offer_over", *CLAIM_ERRORS),
)
async def accept(call: Call, path: WaitPath) -> AppointmentOut:
    """Book the time that I am offered."""
    return await one(call, (await service.accept(call.uow, call.principal, path.entry_id)).id)


@post("/api/waitlist/{entry_id}/decline", policy=allow(*CLIENTS), errors=_NOT_FOUND)
async def decline(call: Call, path: WaitPath) -> None:
    """Pass the time that I am offered, and wait on."""
    await service.decline(call.uow, call.principal, path.entry_id)


async def _own(call: Call) -> WaitsOut:
    found = await service.list_own(call.uow, call.principal)
    return WaitsOut(entries=[WaitOut.of(entry, offered) for entry, offered in found])


routes = (join, list_own, leave, accept, decline)
