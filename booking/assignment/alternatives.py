"""Which free times to offer for appointments that cannot be kept: for many at once, in a few queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment, Claim
from booking.assignment.near import nearest_in_habit
from booking.assignment.policy import Wishes
from booking.assignment.touched import Away, span_of
from booking.services.tables import Service
from booking.slots.availability import Interval, instant, start_ticks, subtract
from booking.slots.service import eligible, shape_of, takes_time, window_of
from booking.slots.worktimes import Worktimes, read_worktimes_of
from core.unit_of_work import UnitOfWork
from people.practitioners.service import Practitioner

_NEAR = timedelta(days=7)
_MOST = 4


@dataclass(frozen=True, slots=True)
class _Read:
    staff: Mapping[UUID, Sequence[Practitioner]]
    work: Mapping[UUID, Worktimes]
    busy: Mapping[UUID, Sequence[Claim]]
    own: Mapping[UUID, Sequence[Claim]]


async def nearest_free(
    uow: UnitOfWork, appointments: Sequence[Appointment], away: Away | None = None
) -> Mapping[UUID, Sequence[datetime]]:
    """Return for each appointment (its service loaded) at most four free times near it, in order.

    They are those that suit the family best (see near.py), within a week of the appointment, or of the end of `away`,
    an absence that is perhaps not recorded yet; on its days whoever is away has none. The number of queries
    depends on how many services there are, not on how many appointments.
    """
    if not appointments:
        return {}
    today = uow.zone.today(uow.now)
    days = {each.id: _days(uow, each, away, today) for each in appointments}
    first, last = min(first for first, _ in days.values()), max(last for _, last in days.values())
    read = await _read(uow, appointments, first, last)
    gone = () if away is None else (span_of(uow, away),)
    times: dict[tuple[UUID, UUID], list[Interval]] = {}
    for service_id, staff in read.staff.items():
        for who in staff:
            of = read.work[service_id].of(who.id, first, last)
            is_away = away is not None and who.id == away.practitioner_id
            times[service_id, who.id] = [part for time in of for part in subtract((time,), gone)] if is_away else of
    return {each.id: _nearest(uow, each, days[each.id], read, times) for each in appointments}


def _nearest(
    uow: UnitOfWork,
    appointment: Appointment,
    days: tuple[date, date],
    read: _Read,
    times: Mapping[tuple[UUID, UUID], Sequence[Interval]],
) -> Sequence[datetime]:
    service = appointment.service
    window = window_of(uow, service).within(uow.zone.day(days[0])[0], uow.zone.day(days[1])[1])
    if window is None:
        return []
    shape, wishes = shape_of(service), Wishes.of(appointment.assignment)
    own = [(each.busy_from, each.busy_until) for each in read.own.get(appointment.person_id, ())]
    free: defaultdict[datetime, list[UUID]] = defaultdict(list)
    for who in read.staff[service.id]:
        if not wishes.admits(who.languages, who.gender):
            continue
        taken = [(each.busy_from, each.busy_until) for each in read.busy.get(who.id, ()) if each.id != appointment.id]
        near = [each for each in times[service.id, who.id] if each.start < window.end and window.start < each.end]
        for found in start_ticks(near, [*taken, *own], shape, window):
            free[instant(found)].append(who.id)
    # What is not to be kept is no alternative to itself.
    free.pop(appointment.starts_at, None)
    return nearest_in_habit(free, appointment.starts_at, appointment.practitioner_id, _MOST, uow.zone)


async def _read(uow: UnitOfWork, appointments: Sequence[Appointment], first: date, last: date) -> _Read:
    services: dict[UUID, Service] = {each.service_id: each.service for each in appointments}
    staff = {key: await eligible(uow, service) for key, service in services.items()}
    ids = {key: [each.id for each in found] for key, found in staff.items()}
    work = await read_worktimes_of(uow, {services[key]: ids[key] for key in services}, first, last)
    start, end = uow.zone.day(first - _NEAR)[0], uow.zone.day(last + _NEAR)[1]
    reach = (Claim.busy_until > start, Claim.busy_from < end, takes_time(uow.now))
    busy: defaultdict[UUID, list[Claim]] = defaultdict(list)
    everyone = {each for found in ids.values() for each in found}
    for each in await uow.session.scalars(select(Claim).where(Claim.practitioner_id.in_(everyone), *reach)):
        busy[each.practitioner_id].append(each)
    own: defaultdict[UUID, list[Claim]] = defaultdict(list)
    moved = {each.id for each in appointments}
    people = {each.person_id for each in appointments}
    for each in await uow.session.scalars(select(Claim).where(Claim.person_id.in_(people), *reach)):
        if each.id not in moved and each.state is not ClaimState.HELD:
            own[each.person_id].append(each)
    return _Read(staff, work, busy, own)


def _days(uow: UnitOfWork, appointment: Appointment, away: Away | None, today: date) -> tuple[date, date]:
    day = uow.zone.today(appointment.starts_at)
    back = day if away is None else max(day, away.last)
    return max(day - _NEAR, today), back + _NEAR
