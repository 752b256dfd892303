"""When practitioners work for a service: by schedule or active duty, not absent, while the service is open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from booking.rota.duties import active_intervals
from booking.schedules.absences import intervals as absences_of
from booking.schedules.service import Calendars, read_calendars
from booking.services.opening import open_times, opening_of
from booking.services.tables import Service
from booking.slots.availability import Interval, intersect, subtract
from core.principal import Role
from core.unit_of_work import UnitOfWork

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Worktimes:
    """The working times of some practitioners for one service, on the local days they were read for."""

    calendars: Calendars
    duties: Mapping[UUID, Sequence[Interval]]
    away: Mapping[UUID, Sequence[Interval]]
    open: Sequence[Interval] | None

    def of(self, practitioner_id: UUID, first: date, last: date) -> list[Interval]:
        """Return the working times that reach into the local days `first` to `last`, each with a grid of its own.

        The grid of a time that absence or closing cut begins anew where it goes on.
        """
        duties = self.duties.get(practitioner_id, ())
        away = self.away.get(practitioner_id)
        if away:
            # Who is away when a duty begins does not come at midnight either.
            duties = [duty for duty in duties if not any(each.start <= duty.start < each.end for each in away)]
        times = [*self.calendars.shifts(practitioner_id, first, last), *duties]
        if away:
            times = [part for time in times for part in subtract((time,), away)]
        if self.open is not None:
            times = [part for time in times for part in intersect((time,), self.open)]
        return times


async def read_worktimes(
    uow: UnitOfWork, service: Service, practitioner_ids: Collection[UUID], first: date, last: date
) -> Worktimes:
    """Read the working times of practitioners for the local days `first` to `last`: a few queries for any number."""
    return (await read_worktimes_of(uow, {service: practitioner_ids}, first, last))[service.id]


async def read_worktimes_of(
    uow: UnitOfWork, staff: Mapping[Service, Collection[UUID]], first: date, last: date
) -> Mapping[UUID, Worktimes]:
    """Read the same for several services, and return it by the service's id: one more query for each more service."""
    everyone = {each for ids in staff.values() for each in ids}
    calendars = await read_calendars(uow, everyone, first, last)
    # A night reaches into the days beside: what cuts it there decides its times here.
    before, after = first - _DAY, last + _DAY
    away = await absences_of(uow, everyone, before, after)
    start, end = uow.zone.day(first)[0], uow.zone.day(last)[1]
    found: dict[UUID, Worktimes] = {}
    for service, ids in staff.items():
        opening = opening_of(service.opening)
        found[service.id] = Worktimes(
            calendars=calendars,
            duties=await active_intervals(uow, ids, start, end, [Role(role) for role in service.roles]),
            away=away,
            open=open_times(opening, calendars.is_rest_day, uow.zone, before, after) if opening else None,
        )
    return found
