"""A clinician's own sick call over HTTP, and taking it back."""

from datetime import timedelta
from uuid import UUID

from booking.assignment.jobs import tell_coordinators
from booking.assignment.touched import Away, check
from booking.bounds import CalendarDate
from booking.schedules import absences
from booking.schedules.absences_api import AbsenceOut, AbsencePath, AbsencesOut
from booking.schedules.tables import AbsenceKind
from core.errors import NotFound
from core.http import Call, delete, get, post
from core.model import Model
from core.policy import allow
from core.principal import CLINICIANS

_AHEAD = timedelta(days=366)


class SickIn(Model):
    """The local days, both included, on which the caller is sick."""

    first: CalendarDate
    last: CalendarDate


@get("/api/absences/own", policy=allow(*CLINICIANS))
async def list_own(call: Call) -> AbsencesOut:
    """List my absences from today on."""
    if call.principal.practitioner_id is None:
        return AbsencesOut(absences=[])
    today = call.uow.zone.today(call.uow.now)
    found = await absences.list_between(call.uow, today, today + _AHEAD, [call.principal.practitioner_id])
    return AbsencesOut(absences=[AbsenceOut.of(each) for each in found])


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
    """Report myself sick; the coordinator is told at once what is to be repaired."""
    away = Away(_own_id(call), body.first, body.last)
    check(call.uow, away)
    made = await absences.add(call.uow, away.practitioner_id, away.first, away.last, AbsenceKind.SICK)
    tell_coordinators(call.uow, made.id, "reported")
    return AbsenceOut.of(made)


@delete(
    "/api/absences/own/{absence_id}",
    policy=allow(*CLINICIANS),
    errors=("booking.practitioner_not_found", "booking.absence_not_found"),
)
async def take_back(call: Call, path: AbsencePath) -> None:
    """Take my sick call back, from today on; what was given to others meanwhile stays with them."""
    await absences.take_back(call.uow, _own_id(call), path.absence_id)
    tell_coordinators(call.uow, path.absence_id, "taken_back")


def _own_id(call: Call) -> UUID:
    if call.principal.practitioner_id is None:
        raise NotFound("booking.practitioner_not_found", "There is no such practitioner.")
    return call.principal.practitioner_id


routes = (list_own, report_sick, take_back)
