"""Taking a time: choosing who gives it, and writing the claim so that the database has the last word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, or_, select, true
from sqlalchemy.exc import DBAPIError

from booking.appointments.quota import exceeds
from booking.appointments.refusals import is_collision, names_person, offered_to_them, person_busy, slot_taken
from booking.appointments.states import STANDING
from booking.appointments.tables import Appointment, Claim, Hold
from booking.assignment.policy import Choice, Wishes, anyone, named
from booking.assignment.service import known_to, load_of
from booking.locks import lock_time
from booking.services.tables import Modality, Service
from booking.slots.alternatives import nearest
from booking.slots.availability import Interval, starts
from booking.slots.service import FreeTimes, eligible, free_times, shape_of, takes_time, window_of
from booking.slots.window import check_start
from booking.slots.worktimes import Worktimes, read_worktimes
from booking.waitlist.tables import WaitlistEntry
from core.errors import Conflict, Invalid
from core.unit_of_work import UnitOfWork
from people.practitioners.service import Practitioner

_NEAR = timedelta(days=7)
_ALTERNATIVES = 4
_INSTANT = timedelta(microseconds=1)

C = TypeVar("C", Hold, Appointment)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which time a person wants, with whom (None: anyone), and whom they were offered already when they held it."""

    service: Service
    person_id: UUID
    starts_at: datetime
    modality: Modality
    practitioner_id: UUID | None = None
    offered: Choice | None = None
    wishes: Wishes = field(default_factory=Wishes)
    replaces: UUID | None = None
    """The appointment that is moved here: its own time is no obstacle."""
    keeps_holds: bool = False
    """Whether the person's other holds stay: what they are filling in now, and what they are offered."""
    hold_id: UUID | None = None
    """The person's own hold that becomes this claim."""


async def claim(uow: UnitOfWork, wish: Wish, made: C) -> C:
    """Write `made`, an empty hold or appointment, for the time of `wish`; it replaces every hold of the person.

    An appointment that is moved (`wish.replaces`) is `made` itself: it keeps its old time until the new one is written.

    Raises Invalid (modality, past, notice, horizon, or no time of the schedule: "booking.not_a_slot"), NotFound for a
    practitioner who does not give the service, Conflict "booking.slot_taken" with the nearest free alternatives,
    Conflict "booking.person_busy", Conflict "booking.offered_to_you" for a time of which the waitlist offers them a
    part, and Conflict "booking.quota_reached". After each refusal the transaction is usable, and nothing of the claim
    is in it.
    """
    service = wish.service
    if wish.modality not in service.modalities:
        raise Invalid("booking.modality_not_offered", "This consultation is not offered in this way.")
    check_start(wish.starts_at, uow.now, window_of(uow, service))
    candidates = await eligible(uow, service, wish.practitioner_id)
    if wish.practitioner_id is None:
        candidates = [each for each in candidates if wish.wishes.admits(each.languages, each.gender)]
    day = uow.zone.today(wish.starts_at)
    worktimes = await read_worktimes(uow, service, [each.id for each in candidates], day - _NEAR, day + _NEAR)
    on_schedule = _on_schedule(wish, [each.id for each in candidates], worktimes, day)
    if not on_schedule:
        raise Invalid(
            "booking.not_a_slot", "No consultation starts at this time. Please choose one of the times shown."
        )
    if await _is_plainly_taken(uow, wish, on_schedule):
        raise await _slot_taken(uow, wish, candidates, worktimes)
    try:
        async with uow.session.begin_nested():
            await _write(uow, wish, on_schedule, made)
    except _Taken:
        # What they work may have changed since it was read.
        worktimes = await read_worktimes(uow, service, [each.id for each in candidates], day - _NEAR, day + _NEAR)
    except DBAPIError as error:
        if not is_collision(error):
            raise
        if names_person(error):
            raise person_busy(None) from error
    else:
        return made
    raise await _slot_taken(uow, wish, candidates, worktimes)


class _Taken(Exception):
    """Nobody is free. It leaves the savepoint by its rollback, so that the locks do not outlast the refusal."""


async def _is_plainly_taken(uow: UnitOfWork, wish: Wish, on_schedule: Sequence[UUID]) -> bool:
    """Tell, without waiting for anybody, whether others have all of them: then no lock is worth waiting for."""
    busy = shape_of(wish.service).busy(wish.starts_at)
    query = select(Claim.practitioner_id).where(
        Claim.practitioner_id.in_(on_schedule),
        Claim.person_id != wish.person_id,
        _overlaps(busy),
        takes_time(uow.now),
    )
    return set(on_schedule) <= set(await uow.session.scalars(query))


async def _write(uow: UnitOfWork, wish: Wish, on_schedule: Sequence[UUID], made: C) -> None:
    await lock_time(uow, person_id=wish.person_id, practitioner_ids=on_schedule)
    busy = shape_of(wish.service).busy(wish.starts_at)
    # An absence may have been noted, or a schedule changed, while we waited for the lock.
    on_schedule = await _still_on_schedule(uow, wish, on_schedule)
    await _check_quota(uow, wish)
    await _delete_holds(uow, wish, on_schedule, busy)
    taken = [each for each in await _taken(uow, wish.person_id, on_schedule, busy) if each.id != wish.replaces]
    for each in taken:
        if each.person_id == wish.person_id:
            raise offered_to_them() if isinstance(each, Hold) else person_busy(each)
    taken_from = {each.practitioner_id for each in taken}
    free = [each for each in on_schedule if each not in taken_from]
    if not free:
        raise _Taken
    choice = await _choose(uow, wish, on_schedule, free)
    made.service_id = wish.service.id
    made.person_id = wish.person_id
    made.practitioner_id = choice.practitioner_id
    made.modality = wish.modality
    made.starts_at = wish.starts_at
    made.ends_at = wish.starts_at + wish.service.length
    made.busy_from = busy.start
    made.busy_until = busy.end
    made.assignment = wish.wishes.kept_in(choice.assignment)
    if wish.replaces is None:
        made.created_at = uow.now
    uow.session.add(made)
    await uow.session.flush()


async def within_quota(
    uow: UnitOfWork,
    service: Service,
    person_id: UUID,
    times: Sequence[datetime],
    replaces: UUID | None = None,
) -> Sequence[datetime]:
    """Return those of `times` (in order) at which a person may have one more of a service; `replaces` is left out."""
    if service.quota_count is None or service.quota_days is None or not times:
        return times
    count, period = service.quota_count, timedelta(days=service.quota_days)
    query = select(Appointment.starts_at).where(
        Appointment.person_id == person_id,
        Appointment.service_id == service.id,
        Appointment.state.in_(STANDING),
        Appointment.starts_at > times[0] - period,
        Appointment.starts_at < times[-1] + period,
        Appointment.id != replaces if replaces is not None else true(),
    )
    others = (await uow.session.scalars(query)).all()
    return [each for each in times if not exceeds(others, each, count, period)]


async def _check_quota(uow: UnitOfWork, wish: Wish) -> None:
    service = wish.service
    if not await within_quota(uow, service, wish.person_id, [wish.starts_at], wish.replaces):
        raise Conflict(
            "booking.quota_reached",
            "You have as many of these consultations as can be booked in this period.",
            count=service.quota_count,
        )


def _on_schedule(wish: Wish, candidates: Iterable[UUID], worktimes: Worktimes, day: date) -> Sequence[UUID]:
    shape = shape_of(wish.service)
    at = Interval(wish.starts_at, wish.starts_at + _INSTANT)
    return [each for each in candidates if starts(worktimes.of(each, day, day), (), shape, at)]


async def _still_on_schedule(uow: UnitOfWork, wish: Wish, candidates: Sequence[UUID]) -> Sequence[UUID]:
    day = uow.zone.today(wish.starts_at)
    return _on_schedule(wish, candidates, await read_worktimes(uow, wish.service, candidates, day, day), day)


async def _delete_holds(uow: UnitOfWork, wish: Wish, practitioner_ids: Sequence[UUID], busy: Interval) -> None:
    of_either = or_(Hold.practitioner_id.in_(practitioner_ids), Hold.person_id == wish.person_id)
    ended_in_the_way = and_(of_either, Hold.expires_at <= uow.now, _overlaps(busy))
    # What the waitlist offers them stays, unless it is what they take now.
    offered = select(WaitlistEntry.offer_id).where(WaitlistEntry.offer_id.is_not(None))
    own = and_(Hold.person_id == wish.person_id, or_(Hold.id == wish.hold_id, Hold.id.not_in(offered)))
    # In order and locked, so that two who delete the same holds do not wait for each other.
    found = await uow.session.scalars(
        select(Hold.id)
        .where(ended_in_the_way if wish.keeps_holds else or_(own, ended_in_the_way))
        .order_by(Hold.id)
        .with_for_update()
    )
    if ids := found.all():
        await uow.session.execute(
            delete(Claim).where(Claim.id.in_(ids)), execution_options={"synchronize_session": False}
        )


async def _taken(uow: UnitOfWork, person_id: UUID, practitioner_ids: Sequence[UUID], busy: Interval) -> Sequence[Claim]:
    of_either = or_(Claim.person_id == person_id, Claim.practitioner_id.in_(practitioner_ids))
    return (await uow.session.scalars(select(Claim).where(of_either, _overlaps(busy), takes_time(uow.now)))).all()


async def _choose(uow: UnitOfWork, wish: Wish, on_schedule: Sequence[UUID], free: Sequence[UUID]) -> Choice:
    if wish.practitioner_id is not None:
        return named(wish.practitioner_id)
    if wish.offered is not None and wish.offered.practitioner_id in free:
        return wish.offered
    known = (await known_to(uow, [wish.person_id])).get(wish.person_id, frozenset()) if wish.wishes.familiar else None
    return anyone(len(on_schedule), free, await load_of(uow, free, uow.zone.today(wish.starts_at)), known)


def _overlaps(busy: Interval) -> ColumnElement[bool]:
    return and_(Claim.busy_until > busy.start, Claim.busy_from < busy.end)


async def _slot_taken(
    uow: UnitOfWork, wish: Wish, candidates: Sequence[Practitioner], worktimes: Worktimes
) -> Conflict:
    service = wish.service
    day = uow.zone.today(wish.starts_at)
    window = window_of(uow, service).within(uow.zone.day(day - _NEAR)[0], uow.zone.day(day + _NEAR)[0])
    free: FreeTimes = {}
    if window is not None:
        free = await free_times(uow, service, candidates, window, wish.person_id, worktimes, replacing=wish.replaces)
        if wish.practitioner_id is not None and len(free) < _ALTERNATIVES:
            everyone = await eligible(uow, service)
            free = await free_times(uow, service, everyone, window, wish.person_id, replacing=wish.replaces)
    return slot_taken(free, nearest(free, wish.starts_at, wish.practitioner_id, _ALTERNATIVES), service.length)
