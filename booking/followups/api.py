"""Follow-ups over HTTP."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.appointments.api import CLAIM_ERRORS, AppointmentOut, AppointmentPath, one
from booking.bounds import BoundedInstant
from booking.followups import service
from booking.followups.proposal import Proposal, propose
from booking.followups.tables import FollowUp, FollowUpState
from booking.followups.weeks import MOST_WEEKS
from booking.services.tables import Modality, Service
from booking.slots.api import PractitionerOut
from core.http import Call, RateLimit, delete, get, post
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS
from people.practitioners import service as practitioners
from people.practitioners.service import Practitioner


class FollowUpIn(Model):
    """What to offer: about `weeks` weeks after the appointment, with whoever offers it or with anyone."""

    service_id: UUID
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)]
    modality: Modality
    with_me: bool = True


class OfferedOut(Model):
    """What a practitioner offered after an appointment, and what became of it; `is_open` says it can be taken now."""

    id: UUID
    service_id: UUID
    weeks: int
    modality: Modality
    with_me: bool
    state: FollowUpState
    is_open: bool


class LatestOut(Model):
    """The latest offer after an appointment."""

    follow_up: OfferedOut | None


class FollowUpOut(Model):
    """What the caller is offered, with a free time of that week if there is one.

    `practitioner` is None for anyone. `first` and `last` are the local days of the week; `opens` is the local day from
    which it can be booked, None when it can be already.
    """

    id: UUID
    appointment_id: UUID
    service_id: UUID
    service_name: LocalText
    practitioner: PractitionerOut | None
    modality: Modality
    weeks: int
    first: date
    last: date
    opens: date | None
    starts_at: Instant | None
    ends_at: Instant | None

    @classmethod
    def of(
        cls, found: FollowUp, offered: Service, proposal: Proposal, staff: Mapping[UUID, Practitioner]
    ) -> "FollowUpOut":
        """Return an offer as it goes out to its person."""
        who = None if found.practitioner_id is None else staff[found.practitioner_id]
        return cls(
            id=found.id,
            appointment_id=found.appointment_id,
            service_id=offered.id,
            service_name=LocalText(ja=offered.name_ja, en=offered.name_en),
            practitioner=None if who is None else PractitionerOut.of(who),
            modality=found.modality,
            weeks=found.weeks,
            first=proposal.first,
            last=proposal.last,
            opens=proposal.opens,
            starts_at=proposal.starts_at,
            ends_at=proposal.ends_at,
        )


class FollowUpsOut(Model):
    """What the caller is offered."""

    follow_ups: list[FollowUpOut]


class TakeIn(Model):
    """The time that was shown, and with whom; None for anyone."""

    starts_at: BoundedInstant
    practitioner_id: UUID | None = None


class FollowUpPath(Model):
    """Which offer."""

    follow_up_id: UUID


_NOT_FOUND = ("booking.follow_up_not_found",)


@post(
    "/api/appointments/{appointment_id}/follow-up",
    policy=allow(*CLINICIANS),
    errors=(
        "booking.not_found",
        "booking.follow_up_not_now",
        "booking.follow_up_taken",
        "booking.service_not_found",
        "booking.practitioner_not_found",
        "booking.modality_not_offered",
    ),
    limit=RateLimit("follow_up", 30, 60),
)
async def offer(call: Call, path: AppointmentPath, body: FollowUpIn) -> LatestOut:
    """Offer the family of my appointment a next consultation, in the place of what I offered before."""
    made = await service.offer(
        call.uow,
        call.principal,
        path.appointment_id,
        body.service_id,
        body.weeks,
        body.modality,
        with_me=body.with_me,
    )
    return _latest(call, made)


@get("/api/appointments/{appointment_id}/follow-up", policy=allow(*CLINICIANS), errors=("booking.not_found",))
async def show(call: Call, path: AppointmentPath) -> LatestOut:
    """Show what I offered after my appointment."""
    return _latest(call, await service.of_appointment(call.uow, call.principal, path.appointment_id))


@delete("/api/appointments/{appointment_id}/follow-up", policy=allow(*CLINICIANS), errors=("booking.not_found",))
async def revoke(call: Call, path: AppointmentPath) -> None:
    """Take back what I offered, if it was not taken yet."""
    await service.revoke(call.uow, call.principal, path.appointment_id)


@get("/api/follow-ups", policy=allow(*CLIENTS))
async def list_own(call: Call) -> FollowUpsOut:
    """List what I am offered after my consultations."""
    found = await service.list_open(call.uow, call.principal)
    staff = await practitioners.get_many(call.uow, [each.practitioner_id for each, _ in found if each.practitioner_id])
    return FollowUpsOut(
        follow_ups=[
            FollowUpOut.of(each, offered, await propose(call.uow, each, offered), staff) for each, offered in found
        ]
    )


@post(
    "/api/follow-ups/{follow_up_id}/take",
    policy=allow(*CLIENTS),
    status=201,
    errors=(*_NOT_FOUND, "booking.follow_up_over", *CLAIM_ERRORS),
    limit=RateLimit("book", 20, 60),
)
async def take(call: Call, path: FollowUpPath, body: TakeIn) -> AppointmentOut:
    """Book a time for what I am offered; doing it again answers with the same appointment."""
    booked = await service.take(call.uow, call.principal, path.follow_up_id, body.starts_at, body.practitioner_id)
    return await one(call, booked)


@post("/api/follow-ups/{follow_up_id}/decline", policy=allow(*CLIENTS), errors=_NOT_FOUND)
async def decline(call: Call, path: FollowUpPath) -> None:
    """Say no to what I am offered."""
    await service.decline(call.uow, call.principal, path.follow_up_id)


def _latest(call: Call, found: FollowUp | None) -> LatestOut:
    if found is None:
        return LatestOut(follow_up=None)
    return LatestOut(
        follow_up=OfferedOut(
            id=found.id,
            service_id=found.service_id,
            weeks=found.weeks,
            modality=found.modality,
            with_me=found.practitioner_id is not None,
            state=found.state,
            is_open=found.state is FollowUpState.OFFERED and found.expires_at > call.uow.now,
        )
    )


routes = (offer, show, revoke, list_own, take, decline)
