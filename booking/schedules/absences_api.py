"""Absences of practitioners over HTTP, for the coordinator."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from booking.bounds import CalendarDate
from booking.schedules import absences
from booking.schedules.tables import Absence, AbsenceKind
from core.errors import Invalid, NotFound
from core.http import Call, delete, get, post
from core.model import Model
from core.policy import allow
from core.principal import Role
from people.practitioners import service as practitioners

_MAX_DAYS = 732


class AbsenceIn(Model):
    """Who is away, on which local days (both included), and why."""

    practitioner_id: UUID
    first: CalendarDate
    last: CalendarDate
    kind: AbsenceKind


class AbsenceOut(AbsenceIn):
    """A stored absence."""

    id: UUID

    @classmethod
    def of(cls, absence: Absence) -> "AbsenceOut":
        """Return a stored absence as it goes out."""
        return cls(
            id=absence.id,
            practitioner_id=absence.practitioner_id,
            first=absence.first,
            last=absence.last,
            kind=absence.kind,
        )


class AbsencesOut(Model):
    """Absences by their first day."""

    absences: list[AbsenceOut]


class AbsencesQuery(Model):
    """The local days, both included, into which the absences reach; at most two years."""

    first: Annotated[CalendarDate, Field(alias="from")]
    last: Annotated[CalendarDate, Field(alias="to")]
    practitioner_id: UUID | None = None


class AbsencePath(Model):
    """Which absence."""

    absence_id: UUID


@get(
    "/api/absences",
    policy=allow(Role.COORDINATOR),
    errors=("booking.days_reversed", "booking.too_many_days"),
)
async def list_absences(call: Call, query: AbsencesQuery) -> AbsencesOut:
    """List absences."""
    if query.last < query.first:
        raise Invalid("booking.days_reversed", "The last day comes before the first.")
    if (query.last - query.first).days >= _MAX_DAYS:
        raise Invalid("booking.too_many_days", "Please ask for fewer days at once.", max_days=_MAX_DAYS)
    who = None if query.practitioner_id is None else [query.practitioner_id]
    found = await absences.list_between(call.uow, query.first, query.last, who)
    return AbsencesOut(absences=[AbsenceOut.of(each) for each in found])


@post(
    "/api/absences",
    policy=allow(Role.COORDINATOR),
    status=201,
    errors=(
        "booking.practitioner_not_found",
        "booking.days_reversed",
        "booking.absence_too_long",
        "booking.absence_overlaps",
    ),
)
async def add_absence(call: Call, body: AbsenceIn) -> AbsenceOut:
    """Note that a practitioner is away; what is booked on these days stays until it is repaired."""
    if body.practitioner_id not in await practitioners.get_many(call.uow, [body.practitioner_id]):
        raise NotFound("booking.practitioner_not_found", "There is no such practitioner.")
    return AbsenceOut.of(await absences.add(call.uow, body.practitioner_id, body.first, body.last, body.kind))


@delete("/api/absences/{absence_id}", policy=allow(Role.COORDINATOR), errors=("booking.absence_not_found",))
async def remove_absence(call: Call, path: AbsencePath) -> None:
    """Take an absence back."""
    await absences.remove(call.uow, path.absence_id)


routes = (list_absences, add_absence, remove_absence)
