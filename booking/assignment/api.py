"""Repairs over HTTP, for the coordinator: an absence, and appointments at times at which nobody works any more."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from booking.appointments.tables import Appointment
from booking.assignment import repairs
from booking.assignment.alternatives import nearest_free
from booking.assignment.changes import is_unsolved
from booking.assignment.repairs import Repair
from booking.assignment.touched import MOST_AT_ONCE, Away, Displaced, displaced, unsolved
from booking.schedules.absences_api import AbsenceIn, AbsenceOut
from core.errors import NotFound
from core.http import Call, get, post
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import Role
from people.persons import service as persons
from people.practitioners import service as practitioners

_PLAN_ERRORS = (
    "booking.practitioner_not_found",
    "booking.days_reversed",
    "booking.too_many_days",
    "booking.in_the_past",
)
_MOST_GIVEN = 1000
_MAX_PLAN = 256 * 1024
"""Bytes: room for so many."""


class TouchedOut(Model):
    """A touched appointment: who meets, when, and either who gives it from now on or other free times.

    `to` and `to_id` are None for one that cannot be kept at its time. `knows` tells that whoever gives it has met this
    person. `makes_room` marks an appointment of somebody else that changes hands so that another can be kept. `told`
    tells that the family knows that nobody can give it.
    """

    id: UUID
    service: LocalText
    starts_at: Instant
    ends_at: Instant
    person_name: str
    practitioner_name: str
    to: str | None
    to_id: UUID | None
    knows: bool
    makes_room: bool
    told: bool
    alternatives: list[Instant]


class PlanOut(Model):
    """What would be done; `proven` tells that no better plan is possible."""

    fingerprint: str
    proven: bool
    kept: list[TouchedOut]
    lost: list[TouchedOut]


class GivenIn(Model):
    """Who gives an appointment from now on, as the plan said."""

    appointment_id: UUID
    practitioner_id: UUID


class PlannedIn(Model):
    """The plan that was looked at: its fingerprint, and who takes what."""

    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    given: Annotated[list[GivenIn], Field(max_length=_MOST_GIVEN)]

    def entered(self) -> Mapping[UUID, UUID]:
        """Return who takes what."""
        return {each.appointment_id: each.practitioner_id for each in self.given}


class ApplyRepairIn(AbsenceIn, PlannedIn):
    """The absence, and the plan that was looked at."""


class AppliedOut(Model):
    """How many appointments were given to others, and how many families are asked to choose another time."""

    given: int
    lost: int


class OpenAbsence(Model):
    """An absence and the appointments that still stand with whoever is away."""

    absence: AbsenceOut
    practitioner_name: str
    appointments: list[TouchedOut]


class OpenAbsencesOut(Model):
    """Absences that want repair, by their first day."""

    absences: list[OpenAbsence]


class DisplacedOut(Model):
    """The next appointments whose practitioner does not work then any more, and how many there are in all."""

    total: int
    appointments: list[TouchedOut]


# To plan is to read: no other writer waits for the solver.
@post("/api/absence-repairs/plan", policy=allow(Role.COORDINATOR), errors=_PLAN_ERRORS, transaction="read")
async def plan_repair(call: Call, body: AbsenceIn) -> PlanOut:
    """Show who would take the appointments that an absence touches; nothing is changed."""
    return await _plan(call, await repairs.preview(call.uow, await _away(call, body)))


@post(
    "/api/absence-repairs/apply",
    policy=allow(Role.COORDINATOR),
    errors=(*_PLAN_ERRORS, "booking.absence_overlaps", "booking.absence_too_long", "booking.repair_stale"),
    max_body=_MAX_PLAN,
)
async def apply_repair(call: Call, body: ApplyRepairIn) -> AppliedOut:
    """Do what the plan says, record the absence, and let everyone be told."""
    return _applied(await repairs.apply(call.uow, await _away(call, body), body.entered(), body.fingerprint))


@get("/api/absence-repairs", policy=allow(Role.COORDINATOR))
async def list_open(call: Call) -> OpenAbsencesOut:
    """List the absences whose appointments still stand with whoever is away."""
    found = await unsolved(call.uow)
    staff = await practitioners.get_many(call.uow, [absence.practitioner_id for absence, _ in found])
    views = await _touched(call, [each for _, some in found for each in some])
    return OpenAbsencesOut(
        absences=[
            OpenAbsence(
                absence=AbsenceOut.of(absence),
                practitioner_name=staff[absence.practitioner_id].display_name,
                appointments=[views[each.id] for each in some],
            )
            for absence, some in found
        ]
    )


@get("/api/displaced-appointments", policy=allow(Role.COORDINATOR))
async def list_displaced(call: Call) -> DisplacedOut:
    """List the appointments whose practitioner does not work at their time any more."""
    found = await displaced(call.uow)
    views = await _touched(call, found[:MOST_AT_ONCE])
    return DisplacedOut(total=len(found), appointments=[*views.values()])


@post("/api/displaced-appointments/plan", policy=allow(Role.COORDINATOR), transaction="read")
async def plan_displaced(call: Call) -> PlanOut:
    """Show who would take them; nothing is changed."""
    return await _plan(call, await repairs.preview(call.uow, Displaced()))


@post(
    "/api/displaced-appointments/apply",
    policy=allow(Role.COORDINATOR),
    errors=("booking.repair_stale",),
    max_body=_MAX_PLAN,
)
async def apply_displaced(call: Call, body: PlannedIn) -> AppliedOut:
    """Do what the plan says, and let everyone be told."""
    return _applied(await repairs.apply(call.uow, Displaced(), body.entered(), body.fingerprint))


async def _away(call: Call, body: AbsenceIn) -> Away:
    if body.practitioner_id not in await practitioners.get_many(call.uow, [body.practitioner_id]):
        raise NotFound("booking.practitioner_not_found", "There is no such practitioner.")
    return Away(body.practitioner_id, body.first, body.last, body.kind)


def _applied(repair: Repair) -> AppliedOut:
    return AppliedOut(given=len(repair.plan.given), lost=len(repair.plan.lost))


async def _plan(call: Call, repair: Repair) -> PlanOut:
    order = sorted(repair.appointments.values(), key=lambda each: (each.starts_at, each.id))
    kept = [each for each in order if each.id in repair.plan.given]
    lost = [each for each in order if each.id in set(repair.plan.lost)]
    views = await _touched(call, [*kept, *lost], repair)
    return PlanOut(
        fingerprint=repair.fingerprint,
        proven=repair.plan.proven,
        kept=[views[each.id] for each in kept],
        lost=[views[each.id] for each in lost],
    )


async def _touched(
    call: Call, appointments: Sequence[Appointment], repair: Repair | None = None
) -> Mapping[UUID, TouchedOut]:
    """Return appointments as they go out, by id and in order, with what the plan says of them if there is one."""
    given = {} if repair is None else repair.plan.given
    away = repair.cause if repair is not None and isinstance(repair.cause, Away) else None
    staff = await practitioners.get_many(call.uow, [*(each.practitioner_id for each in appointments), *given.values()])
    names = await persons.display_names(call.uow, [each.person_id for each in appointments])
    free: Mapping[UUID, Sequence[datetime]] = await nearest_free(
        call.uow, [each for each in appointments if each.id not in given], away
    )
    views: dict[UUID, TouchedOut] = {}
    for each in appointments:
        to = given.get(each.id)
        views[each.id] = TouchedOut(
            id=each.id,
            service=LocalText(ja=each.service.name_ja, en=each.service.name_en),
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            person_name=names[each.person_id],
            practitioner_name=staff[each.practitioner_id].display_name,
            to=None if to is None else staff[to].display_name,
            to_id=to,
            knows=repair is not None and to in repair.known.get(each.person_id, ()),
            makes_room=repair is not None and each.id not in repair.touched,
            told=is_unsolved(each.assignment),
            alternatives=list(free.get(each.id, ())),
        )
    return views


routes = (plan_repair, apply_repair, list_open, list_displaced, plan_displaced, apply_displaced)
