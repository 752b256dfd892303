"""Swaps of duties over HTTP: for practitioners, and for the coordinator who decides."""

from datetime import date
from uuid import UUID

from booking.bounds import CalendarDate
from booking.rota import settings
from booking.rota.month_models import FindingOut
from booking.rota.settings_api import ShiftTypeModel
from booking.rota.swaps import service
from booking.rota.swaps.service import Shown
from booking.rota.swaps.states import SwapState
from core.http import Call, get, post
from core.model import Model
from core.policy import allow
from core.principal import CLINICIANS, Role
from people.practitioners import service as practitioners
from people.practitioners.service import Practitioner

_CLINICIANS = sorted(CLINICIANS)
_TAKING = ("rota.swap_not_found", "rota.swap_decided", "rota.swap_over", "rota.swap_breaks_rules")


class SwapDutyOut(Model):
    """A duty of the published rota."""

    date: date
    shift_type_id: UUID
    role: Role


class SwapPersonOut(Model):
    """Somebody of a swap."""

    practitioner_id: UUID
    display_name: str

    @classmethod
    def of(cls, person: Practitioner) -> "SwapPersonOut":
        """Return a practitioner as they stand in a swap."""
        return cls(practitioner_id=person.id, display_name=person.display_name)


class SwapOut(Model):
    """A swap as it stands now.

    `offered_to` is None where it is offered to anyone; `wanted` is their duty asked for in return. `findings` is what
    becomes worse by it, told once somebody has taken it, and before that to whoever could; `appointments` how many are
    booked with whoever gives a duty away, within its time.
    """

    id: UUID
    state: SwapState
    offered_by: SwapPersonOut
    duty: SwapDutyOut
    offered_to: SwapPersonOut | None
    wanted: SwapDutyOut | None
    taken_by: SwapPersonOut | None
    findings: list[FindingOut]
    appointments: int


class SwapsOut(Model):
    """Swaps by their duty's time, with the names and shifts that stand in them."""

    swaps: list[SwapOut]
    staff: list[SwapPersonOut]
    shift_types: list[ShiftTypeModel]


class SwapIn(Model):
    """Which duty of mine is offered, to whom (None: anyone), and which of theirs is wanted in return (None: none)."""

    date: CalendarDate
    offered_to: UUID | None
    wanted: CalendarDate | None = None


class SwapPath(Model):
    """Which swap."""

    swap_id: UUID


@get("/api/rota/swaps", policy=allow(Role.COORDINATOR, *_CLINICIANS), errors=("rota.no_practitioner",))
async def list_swaps(call: Call) -> SwapsOut:
    """List the swaps that the caller may see."""
    return await _listed(call)


@post(
    "/api/rota/swaps",
    policy=allow(*_CLINICIANS),
    status=201,
    errors=(
        "rota.no_practitioner",
        "rota.swap_no_duty",
        "rota.swap_over",
        "rota.swap_there_already",
        "rota.swap_to_oneself",
        "rota.swap_colleague_unfit",
        "rota.swap_wanted_of_whom",
    ),
)
async def offer_swap(call: Call, body: SwapIn) -> SwapsOut:
    """Offer a duty of mine; it stays mine until the coordinator approved a swap."""
    await service.offer(call.uow, call.principal, body.date, body.offered_to, body.wanted)
    return await _listed(call)


@post(
    "/api/rota/swaps/{swap_id}/take",
    policy=allow(*_CLINICIANS),
    errors=("rota.no_practitioner", "rota.swap_own", *_TAKING),
)
async def take_swap(call: Call, path: SwapPath) -> SwapsOut:
    """Take a duty that is on offer; the coordinator decides."""
    await service.take(call.uow, call.principal, path.swap_id)
    return await _listed(call)


@post(
    "/api/rota/swaps/{swap_id}/withdraw",
    policy=allow(*_CLINICIANS),
    errors=("rota.no_practitioner", "rota.swap_not_found", "rota.swap_decided"),
)
async def withdraw_swap(call: Call, path: SwapPath) -> SwapsOut:
    """Take back one's own offer, or one's taking of another's."""
    await service.withdraw(call.uow, call.principal, path.swap_id)
    return await _listed(call)


@post(
    "/api/rota/swaps/{swap_id}/approve",
    policy=allow(Role.COORDINATOR),
    errors=("rota.swap_not_taken", *_TAKING),
)
async def approve_swap(call: Call, path: SwapPath) -> SwapsOut:
    """Approve a swap: it is published at once, and both are told."""
    await service.approve(call.uow, call.principal, path.swap_id)
    return await _listed(call)


@post(
    "/api/rota/swaps/{swap_id}/reject",
    policy=allow(Role.COORDINATOR),
    errors=("rota.swap_not_found", "rota.swap_decided"),
)
async def reject_swap(call: Call, path: SwapPath) -> SwapsOut:
    """Leave the duty where it is; both are told."""
    await service.reject(call.uow, call.principal, path.swap_id)
    return await _listed(call)


async def _listed(call: Call) -> SwapsOut:
    uow = call.uow
    shown = await service.list_for(uow, call.principal)
    swaps = [each.swap for each in shown]
    on_rota = [each.practitioner_id for each in await settings.staff(uow) if each.on_rota]
    ids = {who for swap in swaps for who in (swap.practitioner_id, swap.offered_to, swap.taken_by) if who}
    found = await practitioners.get_many(uow, {*ids, *on_rota})
    people = {key: SwapPersonOut.of(person) for key, person in found.items()}
    return SwapsOut(
        swaps=[_out(each, people) for each in shown],
        staff=[people[each] for each in on_rota],
        shift_types=[ShiftTypeModel.of(each) for each in await settings.shift_types(uow)],
    )


def _out(shown: Shown, people: dict[UUID, SwapPersonOut]) -> SwapOut:
    swap = shown.swap
    wanted = None
    if swap.wanted_day is not None and swap.wanted_shift_type_id is not None and swap.wanted_role is not None:
        wanted = SwapDutyOut(date=swap.wanted_day, shift_type_id=swap.wanted_shift_type_id, role=swap.wanted_role)
    return SwapOut(
        id=swap.id,
        state=shown.state,
        offered_by=people[swap.practitioner_id],
        duty=SwapDutyOut(date=swap.day, shift_type_id=swap.shift_type_id, role=swap.role),
        offered_to=None if swap.offered_to is None else people[swap.offered_to],
        wanted=wanted,
        taken_by=None if swap.taken_by is None else people[swap.taken_by],
        findings=[FindingOut.of(each.found, each.first) for each in shown.findings],
        appointments=shown.appointments,
    )


routes = (list_swaps, offer_swap, take_swap, withdraw_swap, approve_swap, reject_swap)
