"""Holds and appointments over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.appointments import holds, reading, service
from booking.appointments.reading import Details, When
from booking.appointments.states import ClaimState
from booking.appointments.tables import Hold
from booking.assignment.alternatives import nearest_free
from booking.assignment.changes import Change, is_accepted
from booking.assignment.models import AssignmentOut, WishesIn
from booking.assignment.policy import Wishes
from booking.bounds import BoundedInstant, CalendarDate
from booking.followups import service as followups
from booking.services.tables import Modality
from booking.slots.api import PractitionerOut
from core.http import Call, RateLimit, delete, get, post
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import CLIENTS, CLINICIANS, Role
from core.unreadable import Unreadable
from people.practitioners import service as practitioners
from people.practitioners.service import Practitioner

_PARTIES = allow(*CLIENTS, *CLINICIANS, Role.COORDINATOR)
CLAIM_ERRORS = (
    "booking.service_not_found",
    "booking.practitioner_not_found",
    "booking.modality_not_offered",
    "booking.in_the_past",
    "booking.too_soon",
    "booking.too_far_ahead",
    "booking.not_a_slot",
    "booking.slot_taken",
    "booking.person_busy",
    "booking.offered_to_you",
    "booking.quota_reached",
    "consent.required",
    "people.telephone_required",
)


class HoldIn(Model):
    """Which time to keep; without a practitioner, with anyone who is as wished."""

    service_id: UUID
    starts_at: BoundedInstant
    practitioner_id: UUID | None = None
    modality: Modality
    wishes: WishesIn = WishesIn()


class HoldOut(Model):
    """A time that is kept until `expires_at`."""

    id: UUID
    starts_at: Instant
    ends_at: Instant
    practitioner: PractitionerOut
    expires_at: Instant

    @classmethod
    def of(cls, hold: Hold, practitioner: Practitioner) -> "HoldOut":
        """Return a hold as it goes out."""
        return cls(
            id=hold.id,
            starts_at=hold.starts_at,
            ends_at=hold.ends_at,
            practitioner=PractitionerOut.of(practitioner),
            expires_at=hold.expires_at or hold.created_at,
        )


class HoldPath(Model):
    """Which hold."""

    hold_id: UUID


class AppointmentIn(HoldIn):
    """What to book; `reason` is what the person wants to say beforehand, `hold_id` the hold that it replaces.

    `follow_up_id` is the offer after a consultation that is answered by it.
    """

    reason: Annotated[str, Field(max_length=2000)] | None = None
    hold_id: UUID | None = None
    follow_up_id: UUID | None = None


class NewTimeIn(Model):
    """Where an appointment is moved to; without a practitioner, anyone as wished gives it.

    Without `wishes` those with which it was booked hold on.
    """

    starts_at: BoundedInstant
    practitioner_id: UUID | None = None
    modality: Modality
    wishes: WishesIn | None = None


class AcceptIn(Model):
    """Whom the person accepts in the place of whoever gave it before."""

    practitioner_id: UUID


class AlternativesOut(Model):
    """Free times, in order."""

    starts_at: list[Instant]


class ServiceName(Model):
    """The service of an appointment."""

    id: UUID
    code: str
    name: LocalText
    needs_place: bool
    cancellation_notice_minutes: int


class PersonName(Model):
    """The client of an appointment."""

    id: UUID
    display_name: str


class AppointmentChangeOut(Model):
    """A change that the person did not ask for: somebody else gives it, or nobody can.

    `former` is who gave it before, `accepted` that the person is fine with the new one.
    """

    kind: Change
    former: str | None
    accepted: bool


class AppointmentOut(Model):
    """An appointment; `person` is left out for the person themselves, `reason` for all but the two who meet.

    `reason_unreadable` says why it cannot be opened for them.

    `assignment` is why this practitioner was chosen; only the coordinator sees it. `change` and `wishes`, whom they
    wished for when they booked, are for the person alone.
    """

    id: UUID
    service: ServiceName
    modality: Modality
    starts_at: Instant
    ends_at: Instant
    state: ClaimState
    cancelled_late: bool
    practitioner: PractitionerOut
    person: PersonName | None
    reason: str | None
    reason_unreadable: Unreadable | None
    assignment: AssignmentOut | None
    change: AppointmentChangeOut | None
    wishes: WishesIn | None

    @classmethod
    def of(cls, details: Details, *, with_person: bool, with_assignment: bool) -> "AppointmentOut":
        """Return an appointment as it goes out."""
        appointment = details.appointment
        offered = appointment.service
        person = PersonName(id=appointment.person_id, display_name=details.person_name)
        return cls(
            id=appointment.id,
            service=ServiceName(
                id=offered.id,
                code=offered.code,
                name=LocalText(ja=offered.name_ja, en=offered.name_en),
                needs_place=offered.needs_place,
                cancellation_notice_minutes=offered.cancellation_notice_minutes,
            ),
            modality=appointment.modality,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            state=appointment.state,
            cancelled_late=appointment.cancelled_late or False,
            practitioner=PractitionerOut.of(details.practitioner),
            person=person if with_person else None,
            reason=details.reason,
            reason_unreadable=details.reason_unreadable,
            assignment=AssignmentOut.of(appointment.assignment) if with_assignment else None,
            change=None if with_person else _change(details),
            wishes=None if with_person else WishesIn.of(Wishes.of(appointment.assignment)),
        )


def _change(details: Details) -> AppointmentChangeOut | None:
    appointment = details.appointment
    if appointment.state is not ClaimState.BOOKED:
        return None
    if details.unsolved:
        return AppointmentChangeOut(kind=Change.UNSOLVED, former=details.former_name, accepted=False)
    if details.former_name is not None:
        accepted = is_accepted(appointment.assignment)
        return AppointmentChangeOut(kind=Change.REASSIGNED, former=details.former_name, accepted=accepted)
    return None


class AppointmentsOut(Model):
    """Appointments the caller may see."""

    appointments: list[AppointmentOut]


class AppointmentPath(Model):
    """Which appointment."""

    appointment_id: UUID


class AppointmentsQuery(Model):
    """Upcoming ones (the next first) or past ones (the latest first, before `before`); or all of a local `day`.

    With `before_id`, the last one that was seen, none is left out of those that start at the same time.
    """

    when: When = "upcoming"
    day: CalendarDate | None = None
    before: BoundedInstant | None = None
    before_id: UUID | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@post("/api/holds", policy=allow(*CLIENTS), status=201, errors=CLAIM_ERRORS, limit=RateLimit("hold", 30, 60))
async def hold_time(call: Call, body: HoldIn) -> HoldOut:
    """Keep a time for five minutes while the form is filled in; an earlier hold is given back."""
    made = await holds.hold(
        call.uow,
        call.principal,
        body.service_id,
        body.starts_at,
        body.practitioner_id,
        body.modality,
        body.wishes.entered(),
    )
    return HoldOut.of(made, await practitioners.get(call.uow, made.practitioner_id))


@delete("/api/holds/{hold_id}", policy=allow(*CLIENTS), errors=("booking.hold_not_found",))
async def release_hold(call: Call, path: HoldPath) -> None:
    """Give a kept time back."""
    await holds.release(call.uow, call.principal, path.hold_id)


@post(
    "/api/appointments",
    policy=allow(*CLIENTS),
    status=201,
    errors=(*CLAIM_ERRORS, "booking.follow_up_not_found"),
    limit=RateLimit("book", 20, 60),
)
async def book(call: Call, body: AppointmentIn) -> AppointmentOut:
    """Book a time."""
    appointment = await service.book(
        call.uow,
        call.principal,
        body.service_id,
        body.starts_at,
        body.practitioner_id,
        body.modality,
        reason=body.reason,
        hold_id=body.hold_id,
        wishes=body.wishes.entered(),
    )
    if body.follow_up_id is not None:
        await followups.settle(call.uow, call.principal, body.follow_up_id, appointment.id)
    return await one(call, appointment.id)


@get("/api/appointments", policy=_PARTIES)
async def list_appointments(call: Call, query: AppointmentsQuery) -> AppointmentsOut:
    """List the appointments I may see."""
    if query.day is not None:
        found = await reading.of_day(call.uow, call.principal, query.day, limit=query.limit)
    else:
        found = await reading.list_for(
            call.uow, call.principal, query.when, limit=query.limit, before=query.before, before_id=query.before_id
        )
    details = await reading.details_of(call.uow, call.principal, found)
    return AppointmentsOut(appointments=[_of(call, each) for each in details])


@get("/api/appointments/{appointment_id}", policy=_PARTIES, errors=("booking.not_found",))
async def show(call: Call, path: AppointmentPath) -> AppointmentOut:
    """Show an appointment."""
    return await one(call, path.appointment_id)


@post(
    "/api/appointments/{appointment_id}/cancel",
    policy=_PARTIES,
    errors=("booking.not_found", "booking.already_started", "booking.state"),
)
async def cancel(call: Call, path: AppointmentPath) -> AppointmentOut:
    """Cancel an appointment; its time is free at once."""
    await service.cancel(call.uow, call.principal, path.appointment_id)
    return await one(call, path.appointment_id)


@post(
    "/api/appointments/{appointment_id}/reschedule",
    policy=allow(*CLIENTS, Role.COORDINATOR),
    errors=("booking.not_found", "booking.already_started", "booking.state", *CLAIM_ERRORS),
    limit=RateLimit("reschedule", 20, 60),
)
async def reschedule(call: Call, path: AppointmentPath, body: NewTimeIn) -> AppointmentOut:
    """Move an appointment; until the new time is sure it keeps the old one."""
    await service.reschedule(
        call.uow,
        call.principal,
        path.appointment_id,
        body.starts_at,
        body.practitioner_id,
        body.modality,
        None if body.wishes is None else body.wishes.entered(),
    )
    return await one(call, path.appointment_id)


@post(
    "/api/appointments/{appointment_id}/no-show",
    policy=allow(*CLINICIANS),
    errors=("booking.not_found", "booking.not_started", "booking.person_arrived", "booking.state"),
)
async def mark_no_show(call: Call, path: AppointmentPath) -> AppointmentOut:
    """Note that nobody came."""
    await service.mark_no_show(call.uow, call.principal, path.appointment_id)
    return await one(call, path.appointment_id)


@get(
    "/api/appointments/{appointment_id}/alternatives",
    policy=allow(*CLIENTS),
    errors=("booking.not_found",),
)
async def list_alternatives(call: Call, path: AppointmentPath) -> AlternativesOut:
    """List free times near an appointment of mine that cannot be kept; none for one that is over or cancelled."""
    appointment = await reading.get_for(call.uow, call.principal, path.appointment_id)
    if appointment.state is not ClaimState.BOOKED:
        return AlternativesOut(starts_at=[])
    found = await nearest_free(call.uow, [appointment])
    return AlternativesOut(starts_at=list(found[appointment.id]))


@post(
    "/api/appointments/{appointment_id}/accept",
    policy=allow(*CLIENTS),
    errors=("booking.not_found", "booking.state", "booking.change_other"),
)
async def accept_change(call: Call, path: AppointmentPath, body: AcceptIn) -> AppointmentOut:
    """Say that whoever gives it now is fine."""
    await service.accept_change(call.uow, call.principal, path.appointment_id, body.practitioner_id)
    return await one(call, path.appointment_id)


async def one(call: Call, appointment_id: UUID) -> AppointmentOut:
    """Return an appointment that the caller may see as it goes out; raises NotFound("booking.not_found")."""
    appointment = await reading.get_for(call.uow, call.principal, appointment_id)
    [details] = await reading.details_of(call.uow, call.principal, [appointment])
    return _of(call, details)


def _of(call: Call, details: Details) -> AppointmentOut:
    role = call.principal.role
    return AppointmentOut.of(details, with_person=role not in CLIENTS, with_assignment=role is Role.COORDINATOR)


routes = (
    hold_time,
    release_hold,
    book,
    list_appointments,
    show,
    cancel,
    reschedule,
    mark_no_show,
    list_alternatives,
    accept_change,
)
