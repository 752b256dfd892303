"""Repairing absences over HTTP: for the coordinator, and a clinician's own sick call."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from booking.appointments.tables import Appointment
from booking.assignment import repairs
from booking.assignment.repairs import Away, Repair
from booking.bounds import CalendarDate
from booking.schedules import absences
from booking.schedules.absences_api import AbsenceIn, AbsenceOut
from booking.schedules.tables import AbsenceKind
from core.errors import NotFound
from core.http import Call, get, post
from core.live import hint
from core.model import Instant, LocalText, Model
from core.policy import allow
from core.principal import CLINICIANS, Role
from people.persons import service as persons
from people.practitioners import service as practitioners

_PLAN_ERRORS = (
    "booking.practitioner_not_found",
    "booking.days_reversed",
    "booking.too_many_days",
    "booking.in_the_past",
)


class TouchedOut(Model):
    """A touched appointment: who meets, when, and either who gives it from now on or other free times.

    `to` is None for one that cannot be kept at its time. `knows` tells that whoever gives it has met this person.
    `makes_room` marks an appointment of somebody else that changes hands so that another can be kept.
    """

    id: UUID
    service: LocalText
    starts_at: Instant
    ends_at: Instant
    person_name: str
    practitioner_name: str
    to: str | None
    knows: bool
    makes_room: bool
    alternatives: list[Instant]


class PlanOut(Model):
    """What would be done, or was; `proven` tells that no better plan is possible."""

    fingerprint: str
    proven: bool
    kept: list[TouchedOut]
    lost: list[TouchedOut]


class ApplyIn(AbsenceIn):
    """The absence, and the fingerprint of the plan that was looked at."""

    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class OpenAbsence(Model):
    """An absence and the appointments that still stand with whoever is away."""

    absence: AbsenceOut
    practitioner_name: str
    appointments: list[TouchedOut]


class OpenAbsencesOut(Model):
    """Absences that want repair, by their first day."""

    absences: list[OpenAbsence]


class SickIn(Model):
    """The local days, both included, on which the caller is sick."""

    first: CalendarDate
    last: CalendarDate


@post("/api/absence-repairs/plan", policy=allow(Role.COORDINATOR), errors=_PLAN_ERRORS)
async def plan_repair(call: Call, body: AbsenceIn) -> PlanOut:
    """Show who would take the appointments that an absence touches; nothing is changed."""
    away = await _away(call, body)
    return await _out(call, away, await repairs.preview(call.uow, away))


@post(
    "/api/absence-repairs/apply",
    policy=allow(Role.COORDINATOR),
    errors=(*_PLAN_ERRORS, "booking.absence_overlaps", "booking.absence_too_long", "booking.repair_stale"),
)
async def apply_repair(call: Call, body: ApplyIn) -> PlanOut:
    """Do what the plan says, record the absence, and let everyone be told."""
    away = await _away(call, body)
    # Read before it is done: who gave what until now.
    shown = await _out(call, away, await repairs.preview(call.uow, away))
    await repairs.apply(call.uow, away, body.fingerprint)
    return shown


@get("/api/absence-repairs", policy=allow(Role.COORDINATOR))
async def list_open(call: Call) -> OpenAbsencesOut:
    """List the absences whose appointments still stand with whoever is away."""
    found = await repairs.unsolved(call.uow)
    staff = await practitioners.get_many(call.uow, [absence.practitioner_id for absence, _ in found])
    result = []
    for absence, touched in found:
        away = Away(absence.practitioner_id, absence.first, absence.last, absence.kind)
        result.append(
            OpenAbsence(
                absence=AbsenceOut.of(absence),
                practitioner_name=staff[absence.practitioner_id].display_name,
                appointments=[await _touched(call, away, each, None, known=False) for each in touched],
            )
        )
    return OpenAbsencesOut(absences=result)


@post(
    "/api/absences/own",
    policy=allow(*CLINICIANS),
    status=201,
    errors=(
        "booking.practitioner_not_found",
        "booking.days_reversed",
        "booking.absence_too_long",
        "booking.absence_overlaps",
        "booking.in_the_past",
        "booking.too_many_days",
    ),
)
async def report_sick(call: Call, body: SickIn) -> AbsenceOut:
    """Report myself sick; the coordinator sees at once what is to be repaired."""
    if call.principal.practitioner_id is None:
        raise NotFound("booking.practitioner_not_found", "There is no such practitioner.")
    away = Away(call.principal.practitioner_id, body.first, body.last)
    repairs.check(call.uow, away)
    made = await absences.add(call.uow, away.practitioner_id, away.first, away.last, AbsenceKind.SICK)
    call.uow.publish(hint("role:coordinator", "appointments"))
    return AbsenceOut.of(made)


async def _away(call: Call, body: AbsenceIn) -> Away:
    if body.practitioner_id not in await practitioners.get_many(call.uow, [body.practitioner_id]):
        raise NotFound("booking.practitioner_not_found", "There is no such practitioner.")
    return Away(body.practitioner_id, body.first, body.last, body.kind)


async def _out(call: Call, away: Away, repair: Repair) -> PlanOut:
    kept = sorted(repair.plan.given, key=lambda each: (repair.appointments[each].starts_at, each))
    return PlanOut(
        fingerprint=repair.fingerprint,
        proven=repair.plan.proven,
        kept=[await _given(call, away, repair, each) for each in kept],
        lost=[await _touched(call, away, repair.appointments[each], None, known=False) for each in repair.plan.lost],
    )


async def _given(call: Call, away: Away, repair: Repair, appointment_id: UUID) -> TouchedOut:
    appointment, to = repair.appointments[appointment_id], repair.plan.given[appointment_id]
    return await _touched(call, away, appointment, to, known=to in repair.known.get(appointment.person_id, ()))


async def _touched(call: Call, away: Away, appointment: Appointment, to: UUID | None, *, known: bool) -> TouchedOut:
    who = await practitioners.get_many(call.uow, [each for each in (appointment.practitioner_id, to) if each])
    names = await persons.display_names(call.uow, [appointment.person_id])
    others: Sequence[Instant] = [] if to else await repairs.alternatives(call.uow, appointment, away)
    return TouchedOut(
        id=appointment.id,
        service=LocalText(ja=appointment.service.name_ja, en=appointment.service.name_en),
        starts_at=appointment.starts_at,
        ends_at=appointment.ends_at,
        person_name=names[appointment.person_id],
        practitioner_name=who[appointment.practitioner_id].display_name,
        to=None if to is None else who[to].display_name,
        knows=known,
        makes_room=appointment.practitioner_id != away.practitioner_id,
        alternatives=list(others),
    )


routes = (plan_repair, apply_repair, list_open, report_sick)
