"""Guests over HTTP: for the two of the consultation, for the guest, for the supervising psychiatrist."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from clinic.encounters.guests import service, visiting
from clinic.encounters.guests.states import GuestKind
from clinic.encounters.guests.views import (
    GuestOut,
    InvitationOut,
    InvitationPreview,
    SupervisionOut,
    SupervisorOut,
    VisitOut,
)
from core.http import Call, RateLimit, delete, get, post
from core.model import Model
from core.policy import OPEN, allow
from core.principal import CLIENTS, CLINICIANS, Role
from people.accounts.sign_in import SIGN_IN
from people.sign_in.answer import SignedIn, signed_in
from people.text_fields import DisplayName

_BOTH = allow(*CLIENTS, *CLINICIANS)
_NOT_AHEAD = ("encounters.appointment_not_booked", "encounters.finished")
_LINK = ("guests.link_over", "guests.link_used", "guests.not_agreed")

InvitationToken = Annotated[str, StringConstraints(min_length=20, max_length=200)]


class AppointmentPath(Model):
    """Which appointment."""

    appointment_id: UUID


class GuestPath(Model):
    """Which guest."""

    guest_id: UUID


class InviteIn(Model):
    """Whom to invite; the name is shown to all in the consultation."""

    name: DisplayName
    kind: GuestKind


class SupervisorIn(Model):
    """Which psychiatrist."""

    practitioner_id: UUID


class InvitationIn(Model):
    """The secret part of an invitation's link."""

    token: InvitationToken


class GuestList(Model):
    """Those who are invited or inside."""

    guests: list[GuestOut]


class SupervisorList(Model):
    """The psychiatrists."""

    supervisors: list[SupervisorOut]


class SupervisionList(Model):
    """The consultations in which the caller may be present."""

    supervisions: list[SupervisionOut]


@get("/api/appointments/{appointment_id}/guests", policy=_BOTH, errors=("booking.not_found",))
async def list_guests(call: Call, path: AppointmentPath) -> GuestList:
    """List who is invited to my consultation, and who is inside beside us two."""
    return GuestList(guests=list(await service.list_guests(call.uow, call.principal, path.appointment_id)))


@post(
    "/api/appointments/{appointment_id}/guests",
    policy=_BOTH,
    status=201,
    errors=("booking.not_found", *_NOT_AHEAD, "guests.too_many", "guests.ask_supervisor"),
    limit=RateLimit("guests", 30, 3600),
)
async def invite(call: Call, path: AppointmentPath, body: InviteIn) -> InvitationOut:
    """Invite somebody into my consultation."""
    return await service.invite(call.uow, call.principal, path.appointment_id, body.name, body.kind)


@post(
    "/api/appointments/{appointment_id}/supervisor",
    policy=allow(*CLINICIANS),
    status=201,
    errors=("booking.not_found", *_NOT_AHEAD, "guests.supervisor_unknown", "guests.supervisor_asked"),
    limit=RateLimit("guests", 30, 3600),
)
async def ask_supervisor(call: Call, path: AppointmentPath, body: SupervisorIn) -> GuestOut:
    """Ask the client whether a psychiatrist may be present."""
    return await service.ask_supervisor(call.uow, call.principal, path.appointment_id, body.practitioner_id)


@get("/api/supervisors", policy=allow(*CLINICIANS))
async def list_supervisors(call: Call) -> SupervisorList:
    """List the psychiatrists whom I can ask to be present."""
    return SupervisorList(supervisors=list(await service.list_supervisors(call.uow, call.principal)))


@get("/api/supervisions", policy=allow(Role.PSYCHIATRIST))
async def list_supervisions(call: Call) -> SupervisionList:
    """List the consultations in which I am asked to be present, with the client's consent."""
    return SupervisionList(supervisions=list(await visiting.list_supervisions(call.uow, call.principal)))


@post("/api/guests/{guest_id}/agree", policy=allow(*CLIENTS), errors=("guests.not_found", "guests.full", *_NOT_AHEAD))
async def agree(call: Call, path: GuestPath) -> GuestOut:
    """Say yes to somebody whom the practitioner would like to have present."""
    return await service.agree(call.uow, call.principal, path.guest_id)


@post(
    "/api/guests/{guest_id}/admit",
    policy=allow(*CLINICIANS),
    errors=(
        "guests.not_found",
        "guests.not_waiting",
        "guests.full",
        "encounters.not_admitted",
        "encounters.finished",
    ),
)
async def admit(call: Call, path: GuestPath) -> GuestOut:
    """Let a waiting guest in."""
    return await service.admit(call.uow, call.principal, path.guest_id)


@delete("/api/guests/{guest_id}", policy=_BOTH, errors=("guests.not_found",))
async def end(call: Call, path: GuestPath) -> None:
    """Say no to a guest, take an invitation back, or put a guest out."""
    await service.end(call.uow, call.principal, path.guest_id)


@post("/api/invitations/preview", policy=OPEN, errors=_LINK, limit=RateLimit("invitations", 60, 600))
async def preview(call: Call, body: InvitationIn) -> InvitationPreview:
    """Read an invitation."""
    return await visiting.preview(call.uow, body.token)


@post(
    "/api/invitations/redeem",
    policy=OPEN,
    errors=_LINK,
    limit=RateLimit("invitations", 60, 600),
    transaction="manual",
)
async def redeem(call: Call, body: InvitationIn) -> SignedIn:
    """Use an invitation: who has it is signed in as the guest, for this consultation only."""
    async with call.units.write() as uow:
        account_id = await visiting.redeem(uow, body.token)
        grant = await call.get(SIGN_IN).open(uow, account_id, Role.GUEST)
    return await signed_in(call, grant)


@get("/api/visit", policy=allow(Role.GUEST), errors=("guests.not_found",))
async def show_visit(call: Call) -> VisitOut:
    """Show where I stand as a guest."""
    return await visiting.show_visit(call.uow, call.principal)


routes = (
    list_guests,
    invite,
    ask_supervisor,
    list_supervisors,
    list_supervisions,
    agree,
    admit,
    end,
    preview,
    redeem,
    show_visit,
)
