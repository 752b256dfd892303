"""Which appointments want repair: those of whoever is away, and those at times at which nobody works any more."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.assignment.changes import is_unsolved
from booking.schedules import absences
from booking.schedules.tables import Absence, AbsenceKind
from booking.slots.availability import Interval, union
from booking.slots.worktimes import read_worktimes_of
from core.errors import Invalid
from core.unit_of_work import UnitOfWork
from people.practitioners import service as practitioners

LONGEST_DAYS = 92
MOST_AT_ONCE = 100
"""So many displaced appointments are planned at once, the next ones first; the others in a second step."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away on which local days, both included."""

    practitioner_id: UUID
    first: date
    last: date
    kind: AbsenceKind = AbsenceKind.SICK


@dataclass(frozen=True, slots=True)
class Displaced:
    """Whatever stands at times at which its practitioner does not work any more."""


Cause = Away | Displaced


def check(uow: UnitOfWork, away: Away) -> None:
    """Raise Invalid for days that are reversed, too many, or over."""
    if away.last < away.first:
        raise Invalid("booking.days_reversed", "The last day comes before the first.")
    if (away.last - away.first).days >= LONGEST_DAYS:
        raise Invalid("booking.too_many_days", "Please ask for fewer days at once.", max_days=LONGEST_DAYS)
    if away.last < uow.zone.today(uow.now):
        raise Invalid("booking.in_the_past", "These days are over.")


async def touched(uow: UnitOfWork, cause: Cause) -> Sequence[Appointment]:
    """Return the appointments to come that have lost their practitioner, their services loaded, in order."""
    if isinstance(cause, Displaced):
        return (await displaced(uow))[:MOST_AT_ONCE]
    span = span_of(uow, cause)
    query = standing(uow).where(
        Appointment.practitioner_id == cause.practitioner_id,
        Appointment.busy_until > span.start,
        Appointment.ends_at > span.start,
        Appointment.starts_at < span.end,
    )
    return (await uow.session.scalars(query)).all()


async def displaced(uow: UnitOfWork) -> Sequence[Appointment]:
    """Return the appointments of the next 92 days whose practitioner works no longer at their time, in order.

    Their schedule, a closing, the service's hours or the duty rota changed since, or their account was blocked. Who is
    absent is not among them: see `unsolved`. The number of queries does not depend on how many appointments there are.
    """
    query = standing(uow).where(Appointment.busy_until > uow.now, Appointment.starts_at < uow.now + LONGEST_DAYS * _DAY)
    found = (await uow.session.scalars(query)).all()
    missing = await _missing(uow, found)
    return [each for each in found if each.id in missing.displaced]


async def unsolved(uow: UnitOfWork, days: int = 366) -> Sequence[tuple[Absence, Sequence[Appointment]]]:
    """Return the absences from today on with the appointments that still stand with whoever is away, in order.

    Nobody writes this list: an appointment leaves it only by being given to another, moved, cancelled or over.
    """
    today = uow.zone.today(uow.now)
    noted = await absences.list_between(uow, today, today + timedelta(days=days))
    if not noted:
        return []
    query = standing(uow).where(
        Appointment.practitioner_id.in_({each.practitioner_id for each in noted}),
        Appointment.busy_until > uow.now,
    )
    found: defaultdict[UUID, list[Appointment]] = defaultdict(list)
    for each in await uow.session.scalars(query):
        found[each.practitioner_id].append(each)
    result = []
    for absence in noted:
        span = Interval(uow.zone.day(absence.first)[0], uow.zone.day(absence.last)[1])
        theirs = [each for each in found[absence.practitioner_id] if _meets(each, span)]
        if theirs:
            result.append((absence, theirs))
    return result


async def without_anybody(uow: UnitOfWork, appointments: Sequence[Appointment]) -> Collection[UUID]:
    """Return which of these (their services loaded) stand while their practitioner is away or does not work."""
    missing = await _missing(uow, appointments)
    return missing.displaced | missing.absent


async def is_told_off(uow: UnitOfWork, appointment: Appointment) -> bool:
    """Tell whether the family was told that nobody can meet them, and it is still so; its service is loaded."""
    return is_unsolved(appointment.assignment) and bool(await without_anybody(uow, [appointment]))


def standing(uow: UnitOfWork) -> Select[Appointment]:
    """Return the query for the appointments to come to which nobody arrived yet, in order, their services loaded."""
    return (
        select(Appointment)
        .where(
            Appointment.state == ClaimState.BOOKED, Appointment.arrived_at.is_(None), Appointment.starts_at > uow.now
        )
        .options(selectinload(Appointment.service))
        .order_by(Appointment.starts_at, Appointment.id)
        .execution_options(populate_existing=True)
    )


def span_of(uow: UnitOfWork, away: Away) -> Interval:
    """Return the time of an absence on UTC."""
    return Interval(uow.zone.day(away.first)[0], uow.zone.day(away.last)[1])


@dataclass(frozen=True, slots=True)
class _Missing:
    displaced: frozenset[UUID]
    absent: frozenset[UUID]


async def _missing(uow: UnitOfWork, appointments: Sequence[Appointment]) -> _Missing:
    if not appointments:
        return _Missing(frozenset(), frozenset())
    services = {each.service_id: each.service for each in appointments}
    theirs: defaultdict[tuple[UUID, UUID], list[Appointment]] = defaultdict(list)
    for each in appointments:
        theirs[each.service_id, each.practitioner_id].append(each)
    first = uow.zone.today(min(each.starts_at for each in appointments)) - _DAY
    last = uow.zone.today(max(each.ends_at for each in appointments)) + _DAY
    staff = {service: [who for service_id, who in theirs if service_id == service.id] for service in services.values()}
    work = await read_worktimes_of(uow, staff, first, last)
    who_is = await practitioners.get_many(uow, [who for _, who in theirs])
    displaced_ids, absent = set[UUID](), set[UUID]()
    for (service_id, who), some in theirs.items():
        days = uow.zone.today(some[0].starts_at) - _DAY, uow.zone.today(max(each.ends_at for each in some)) + _DAY
        times = union(work[service_id].of(who, *days)) if who_is[who].active else []
        begins = [each.start for each in times]
        away = work[service_id].away.get(who, ())
        for each in some:
            at = bisect_right(begins, each.starts_at) - 1
            if any(_meets(each, span) for span in away):
                absent.add(each.id)
            elif at < 0 or times[at].end < each.ends_at:
                displaced_ids.add(each.id)
    return _Missing(frozenset(displaced_ids), frozenset(absent))


def _meets(appointment: Appointment, span: Interval) -> bool:
    return appointment.starts_at < span.end and appointment.ends_at > span.start
