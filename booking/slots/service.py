"""Finding free times: schedules less claims, within what a service allows. A slot is computed, never stored."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from booking.appointments.states import LIVE, ClaimState
from booking.appointments.tables import Claim
from booking.services.service import get_active, require_tier, tier_of
from booking.services.tables import Modality, Service
from booking.slots.availability import Interval, Shape, instant, start_ticks
from booking.slots.window import Window, booking_window
from booking.slots.worktimes import Worktimes, read_worktimes
from core.errors import Invalid, NotFound
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.practitioners import service as practitioners
from people.practitioners.kinds import Gender
from people.practitioners.service import Practitioner

MAX_DAYS = 35

FreeTimes = Mapping[datetime, Sequence[UUID]]
"""Starting times in order, each with the practitioners who are free then."""

_Busy = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Found:
    """Free times of a service and the practitioners who are named in them; without any, all who give it as wished."""

    service: Service
    free: FreeTimes
    practitioners: Sequence[Practitioner]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a person wishes of whom they meet and how; None stands for no wish."""

    language: str | None = None
    gender: Gender | None = None
    modality: Modality | None = None

    def admits(self, practitioner: Practitioner) -> bool:
        """Tell whether a practitioner is as wished."""
        speaks = self.language is None or self.language in practitioner.languages
        return speaks and (self.gender is None or practitioner.gender is self.gender)


def shape_of(service: Service) -> Shape:
    """Return what a slot of a service needs."""
    return Shape(service.length, service.step, service.before, service.after)


def window_of(uow: UnitOfWork, service: Service) -> Window:
    """Return when a consultation of a service that is booked now may start."""
    return booking_window(uow.now, timedelta(minutes=service.minimum_notice_minutes), service.horizon_days, uow.zone)


async def eligible(uow: UnitOfWork, service: Service, practitioner_id: UUID | None = None) -> Sequence[Practitioner]:
    """Return the active practitioners who may give a service, by name; only the named one if one is named.

    Raises NotFound("booking.practitioner_not_found") when the named one is not among them.
    """
    found = await practitioners.list_active(
        uow, roles=service.roles, specialties=service.specialties, languages=service.languages
    )
    if practitioner_id is None:
        return found
    named = [each for each in found if each.id == practitioner_id]
    if not named:
        raise NotFound("booking.practitioner_not_found", "This practitioner does not give this consultation.")
    return named


async def find(
    uow: UnitOfWork,
    principal: Principal,
    service_id: UUID,
    first: date,
    last: date,
    practitioner_id: UUID | None = None,
    wished: Filter = Filter(),
    replacing: UUID | None = None,
) -> Found:
    """Return the free times of a service on the local days `first` to `last`, both included, at most 35 of them.

    For a client, times at which they have an appointment are left out, and their own hold takes nothing away, nor
    does their appointment `replacing`, which is to be moved. Raises Invalid "booking.days_reversed" or
    "booking.too_many_days", NotFound for the service or the practitioner.
    """
    if last < first:
        raise Invalid("booking.days_reversed", "The last day comes before the first.")
    if (last - first).days >= MAX_DAYS:
        raise Invalid("booking.too_many_days", "Please ask for fewer days at once.", max_days=MAX_DAYS)
    service = await get_active(uow, service_id)
    # What is booked already is moved although the tier has changed since.
    if principal.person_id is not None and service.tiers and replacing is None:
        require_tier(await tier_of(uow, principal.person_id), service)
    candidates = await eligible(uow, service, practitioner_id)
    candidates = [each for each in candidates if wished.admits(each)]
    window = window_of(uow, service).within(uow.zone.day(first)[0], uow.zone.day(last)[1])
    offered = wished.modality is None or wished.modality in service.modalities
    if window is None or not candidates or not offered:
        return Found(service, {}, candidates)
    free = await free_times(uow, service, candidates, window, principal.person_id, replacing=replacing)
    # Where nothing is free one may wait for one of them.
    return Found(service, free, _named(free, candidates) if free else candidates)


def _named(free: FreeTimes, candidates: Sequence[Practitioner]) -> Sequence[Practitioner]:
    named: set[UUID] = set()
    for ids in free.values():
        named.update(ids)
        if len(named) == len(candidates):
            return candidates
    return [each for each in candidates if each.id in named]


async def free_times(
    uow: UnitOfWork,
    service: Service,
    candidates: Sequence[Practitioner],
    window: Interval,
    person_id: UUID | None,
    worktimes: Worktimes | None = None,
    replacing: UUID | None = None,
) -> FreeTimes:
    """Return the starting times of a service in `window`, each with the free candidates in the order given.

    `worktimes` are those of the candidates for the days of the window, when they were read already.
    """
    shape = shape_of(service)
    ids = [each.id for each in candidates]
    first, last = uow.zone.today(window.start), uow.zone.today(window.end)
    if worktimes is None:
        worktimes = await read_worktimes(uow, service, ids, first, last)
    busy = await _busy_practitioners(uow, ids, shape, window, person_id, replacing)
    own = [] if person_id is None else await _busy_person(uow, person_id, shape, window, replacing)
    free: defaultdict[int, list[UUID]] = defaultdict(list)
    for each in ids:
        for tick in start_ticks(worktimes.of(each, first, last), [*busy[each], *own], shape, window):
            free[tick].append(each)
    return {instant(tick): free[tick] for tick in sorted(free)}


def takes_time(now: datetime) -> ColumnElement[bool]:
    """Return the condition for claims that take their time at `now`: live, and no expired hold."""
    return and_(Claim.state.in_(LIVE), or_(Claim.state != ClaimState.HELD, Claim.expires_at > now))


async def _busy_practitioners(
    uow: UnitOfWork,
    ids: Sequence[UUID],
    shape: Shape,
    window: Interval,
    person_id: UUID | None,
    replacing: UUID | None,
) -> Mapping[UUID, Sequence[_Busy]]:
    query = select(Claim.practitioner_id, Claim.busy_from, Claim.busy_until).where(
        Claim.practitioner_id.in_(ids), _reaches(shape, window), takes_time(uow.now)
    )
    if person_id is not None:
        query = query.where(or_(Claim.state != ClaimState.HELD, Claim.person_id != person_id))
        if replacing is not None:
            query = query.where(or_(Claim.id != replacing, Claim.person_id != person_id))
    busy: defaultdict[UUID, list[_Busy]] = defaultdict(list)
    # Thousands of rows: by the connection, since the session would look at each of them once more.
    await uow.session.flush()
    connection = await uow.session.connection()
    for practitioner_id, start, end in await connection.execute(query):
        busy[practitioner_id].append((start, end))
    return busy


async def _busy_person(
    uow: UnitOfWork, person_id: UUID, shape: Shape, window: Interval, replacing: UUID | None
) -> Sequence[_Busy]:
    query = select(Claim.busy_from, Claim.busy_until).where(
        Claim.person_id == person_id,
        _reaches(shape, window),
        Claim.state.in_([state for state in LIVE if state is not ClaimState.HELD]),
    )
    if replacing is not None:
        query = query.where(Claim.id != replacing)
    return [(start, end) for start, end in await uow.session.execute(query)]


def _reaches(shape: Shape, window: Interval) -> ColumnElement[bool]:
    # The index on who and busy_until leaves the past out; the future is bounded by the horizon.
    return and_(
        Claim.busy_until > window.start - shape.before,
        Claim.busy_from < window.end + shape.length + shape.after,
    )
