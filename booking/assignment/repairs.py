"""Repairing an absence: planning who takes the appointments it touches, and doing what was planned."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import Select, and_, delete, select
from sqlalchemy.orm import selectinload

from booking.appointments.service import NO_SHOW_JOB, hint_practitioner
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment, Claim, Hold
from booking.assignment.policy import Wishes
from booking.assignment.repair import Piece, Plan, plan
from booking.assignment.service import known_to, load_of
from booking.instants import in_json
from booking.locks import lock_time
from booking.schedules import absences
from booking.schedules.tables import Absence, AbsenceKind
from booking.services.tables import Service
from booking.slots.alternatives import nearest
from booking.slots.availability import Interval, intersect
from booking.slots.service import eligible, free_times, takes_time, window_of
from booking.slots.worktimes import Worktimes, read_worktimes
from core.errors import Conflict, Invalid
from core.json import JSON
from core.live import hint
from core.unit_of_work import UnitOfWork
from people.persons import service as persons
from people.practitioners.service import Practitioner

REASSIGNED_JOB = "booking.appointment_reassigned"
UNSOLVED_JOB = "booking.appointment_unsolved"
LONGEST_DAYS = 92
_NEAR = timedelta(days=7)
_ALTERNATIVES = 4
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away on which local days, both included."""

    practitioner_id: UUID
    first: date
    last: date
    kind: AbsenceKind = AbsenceKind.SICK


@dataclass(frozen=True, slots=True)
class Repair:
    """A plan with the appointments it is about; `fingerprint` changes with anything that the plan rests on."""

    appointments: Mapping[UUID, Appointment]
    plan: Plan
    known: Mapping[UUID, frozenset[UUID]]
    fingerprint: str


async def preview(uow: UnitOfWork, away: Away) -> Repair:
    """Return how the appointments that an absence touches would be given to others; nothing is changed.

    Raises Invalid "booking.days_reversed", "booking.too_many_days" or "booking.in_the_past".
    """
    check(uow, away)
    found, staff = await _read(uow, away)
    return await _plan(uow, away, found, staff)


async def apply(uow: UnitOfWork, away: Away, fingerprint: str) -> Repair:
    """Record the absence unless it is, do what `preview` said with this fingerprint, and let everyone be told.

    Whoever cannot be kept stays booked, is told, and is listed by `unsolved` until moved or cancelled. Raises as
    `preview`, as absences.add, and Conflict "booking.repair_stale" when anything changed since.
    """
    check(uow, away)
    found, staff = await _read(uow, away)
    # Appointments before practitioners, as who moves an appointment does; so no two wait for each other.
    rows = select(Claim.id).where(Claim.id.in_([each.id for each in found])).order_by(Claim.id).with_for_update()
    await uow.session.execute(rows)
    everyone = {away.practitioner_id, *(each.id for _, candidates in staff.values() for each in candidates)}
    await lock_time(uow, practitioner_ids=everyone)
    found, staff = await _read(uow, away)
    repair = await _plan(uow, away, found, staff)
    if repair.fingerprint != fingerprint:
        raise Conflict(
            "booking.repair_stale", "Something changed since this plan was made. Please look at the new one."
        )
    noted = await absences.list_between(uow, away.first, away.last, [away.practitioner_id])
    if not any(each.first <= away.first and away.last <= each.last for each in noted):
        await absences.add(uow, away.practitioner_id, away.first, away.last, away.kind)
    await _give(uow, repair)
    for appointment_id in repair.plan.lost:
        payload: dict[str, JSON] = {"appointment_id": str(appointment_id)}
        appointment = repair.appointments[appointment_id]
        uow.enqueue(UNSOLVED_JOB, payload, key=f"{UNSOLVED_JOB}:{appointment_id}:{appointment.sequence or 0}")
    uow.publish(hint("role:coordinator", "appointments"))
    return repair


async def unsolved(uow: UnitOfWork, days: int = 366) -> Sequence[tuple[Absence, Sequence[Appointment]]]:
    """Return the absences from today on with the appointments that still stand with whoever is away, in order.

    Nobody writes this list: an appointment leaves it only by being given to another, moved, cancelled or over.
    """
    today = uow.zone.today(uow.now)
    result = []
    for absence in await absences.list_between(uow, today, today + timedelta(days=days)):
        touched = await _touched(uow, Away(absence.practitioner_id, absence.first, absence.last))
        if touched:
            result.append((absence, touched))
    return result


async def alternatives(uow: UnitOfWork, appointment: Appointment, away: Away) -> Sequence[datetime]:
    """Return the free times nearest to an appointment, first those of the same practitioner when they are back."""
    service = appointment.service
    day = uow.zone.today(appointment.starts_at)
    last = max(day, away.last) + _NEAR
    window = window_of(uow, service).within(uow.zone.day(day - _NEAR)[0], uow.zone.day(last)[1])
    if window is None:
        return []
    wishes = Wishes.of(appointment.assignment)
    staff = [each for each in await eligible(uow, service) if wishes.admits(each.languages, each.gender)]
    free = await free_times(uow, service, staff, window, appointment.person_id)
    gone = _span(uow, away)
    open_to = {
        start: [
            each for each in ids if each != away.practitioner_id or not (gone.start - service.length < start < gone.end)
        ]
        for start, ids in free.items()
    }
    left = {start: ids for start, ids in open_to.items() if ids}
    return nearest(left, appointment.starts_at, away.practitioner_id, _ALTERNATIVES)


def check(uow: UnitOfWork, away: Away) -> None:
    """Raise Invalid for days that are reversed, too many, or over."""
    if away.last < away.first:
        raise Invalid("booking.days_reversed", "The last day comes before the first.")
    if (away.last - away.first).days >= LONGEST_DAYS:
        raise Invalid("booking.too_many_days", "Please ask for fewer days at once.", max_days=LONGEST_DAYS)
    if away.last < uow.zone.today(uow.now):
        raise Invalid("booking.in_the_past", "These days are over.")


Staff = Mapping[UUID, tuple[Service, Sequence[Practitioner]]]


async def _read(uow: UnitOfWork, away: Away) -> tuple[Sequence[Appointment], Staff]:
    """Return the touched appointments, then those that could make room, and who may give each service."""
    touched = await _touched(uow, away)
    if not touched:
        return [], {}
    staff = {each.service_id: (each.service, await eligible(uow, each.service)) for each in touched}
    ids = {each.id for _, candidates in staff.values() for each in candidates} - {away.practitioner_id}
    reach = Interval(min(each.busy_from for each in touched), max(each.busy_until for each in touched))
    query = _standing(uow).where(
        Appointment.practitioner_id.in_(ids),
        Appointment.busy_until > reach.start,
        Appointment.busy_from < reach.end,
    )
    movable = [
        each
        for each in (await uow.session.scalars(query)).all()
        # Who named their practitioner keeps them.
        if each.assignment.get("policy") != "named"
        and any(each.busy_from < other.busy_until and other.busy_from < each.busy_until for other in touched)
    ]
    for each in movable:
        if each.service_id not in staff:
            staff[each.service_id] = (each.service, await eligible(uow, each.service))
    return [*touched, *movable], staff


async def _touched(uow: UnitOfWork, away: Away) -> Sequence[Appointment]:
    span = _span(uow, away)
    query = _standing(uow).where(
        Appointment.practitioner_id == away.practitioner_id,
        Appointment.busy_until > span.start,
        Appointment.ends_at > span.start,
        Appointment.starts_at < span.end,
    )
    return (await uow.session.scalars(query)).all()


def _standing(uow: UnitOfWork) -> Select[Appointment]:
    return (
        select(Appointment)
        .where(
            Appointment.state == ClaimState.BOOKED, Appointment.arrived_at.is_(None), Appointment.starts_at > uow.now
        )
        .options(selectinload(Appointment.service))
        .order_by(Appointment.starts_at, Appointment.id)
        .execution_options(populate_existing=True)
    )


def _span(uow: UnitOfWork, away: Away) -> Interval:
    return Interval(uow.zone.day(away.first)[0], uow.zone.day(away.last)[1])


async def _plan(uow: UnitOfWork, away: Away, found: Sequence[Appointment], staff: Staff) -> Repair:
    ids = {each.id for _, candidates in staff.values() for each in candidates} - {away.practitioner_id}
    known = await known_to(uow, [each.person_id for each in found])
    pieces: list[Piece] = []
    if found:
        reach = Interval(min(each.busy_from for each in found), max(each.busy_until for each in found))
        fixed = await _fixed(uow, ids, reach, {each.id for each in found})
        first, last = uow.zone.today(reach.start) - _DAY, uow.zone.today(reach.end) + _DAY
        work = {
            service_id: await read_worktimes(uow, service, [each.id for each in candidates], first, last)
            for service_id, (service, candidates) in staff.items()
        }
        for each in found:
            _, candidates = staff[each.service_id]
            wishes = Wishes.of(each.assignment)
            pieces.append(
                Piece(
                    id=each.id,
                    busy=Interval(each.busy_from, each.busy_until),
                    practitioner_id=each.practitioner_id,
                    allowed=frozenset(
                        who.id
                        for who in candidates
                        if who.id in ids
                        and wishes.admits(who.languages, who.gender)
                        and _is_at_work(work[each.service_id], who.id, each, first, last)
                        and not intersect((Interval(each.busy_from, each.busy_until),), fixed.get(who.id, ()))
                    ),
                    known=known.get(each.person_id, frozenset()),
                    touched=each.practitioner_id == away.practitioner_id,
                )
            )
    day = max((uow.zone.today(each.starts_at) for each in found), default=away.last)
    made = await asyncio.to_thread(plan, pieces, await load_of(uow, ids, day))
    return Repair({each.id: each for each in found}, made, known, _fingerprint(away, found, pieces, made))


def _is_at_work(work: Worktimes, who: UUID, at: Appointment, first: date, last: date) -> bool:
    # Within the working time is enough: the grid is for offering times, and this time was offered already.
    return any(time.start <= at.starts_at and at.ends_at <= time.end for time in work.of(who, first, last))


async def _fixed(uow: UnitOfWork, ids: set[UUID], reach: Interval, but: set[UUID]) -> Mapping[UUID, Sequence[Interval]]:
    query = select(Claim.practitioner_id, Claim.id, Claim.busy_from, Claim.busy_until).where(
        Claim.practitioner_id.in_(ids),
        Claim.busy_until > reach.start,
        Claim.busy_from < reach.end,
        takes_time(uow.now),
    )
    fixed: dict[UUID, list[Interval]] = {}
    for who, claim_id, start, end in await uow.session.execute(query):
        if claim_id not in but:
            fixed.setdefault(who, []).append(Interval(start, end))
    return fixed


def _fingerprint(away: Away, found: Sequence[Appointment], pieces: Sequence[Piece], made: Plan) -> str:
    rows = [f"{away.practitioner_id} {away.first} {away.last} {away.kind}"]
    for each, piece in zip(found, pieces, strict=True):
        allowed = ",".join(str(who) for who in sorted(piece.allowed))
        rows.append(f"{each.id} {each.sequence} {each.practitioner_id} {in_json(each.starts_at)} {allowed}")
    rows += [f"{key} {made.given[key]}" for key in sorted(made.given)]
    rows += [str(each) for each in sorted(made.lost)]
    return sha256("\n".join(rows).encode()).hexdigest()


async def _give(uow: UnitOfWork, repair: Repair) -> None:
    given = [(repair.appointments[key], who) for key, who in repair.plan.given.items()]
    if not given:
        return
    reach = (min(each.busy_from for each, _ in given), max(each.busy_until for each, _ in given))
    ended = and_(
        Hold.practitioner_id.in_({who for _, who in given}),
        Hold.expires_at <= uow.now,
        Hold.busy_until > reach[0],
        Hold.busy_from < reach[1],
    )
    stale = (await uow.session.scalars(select(Hold.id).where(ended).order_by(Hold.id).with_for_update())).all()
    await uow.session.execute(
        delete(Claim).where(Claim.id.in_(stale)), execution_options={"synchronize_session": False}
    )
    # Out of everyone's way first, within this transaction: two may exchange their places.
    for appointment, _ in given:
        appointment.state = ClaimState.CANCELLED
    await uow.session.flush()
    accounts = await persons.account_ids(uow, [each.person_id for each, _ in given])
    for appointment, who in given:
        former = appointment.practitioner_id
        reasons: list[JSON] = [{"code": "absence"}]
        if who in repair.known.get(appointment.person_id, ()):
            reasons.append({"code": "knows_person"})
        wishes = Wishes.of(appointment.assignment)
        appointment.assignment = wishes.kept_in({"policy": "repair", "reasons": reasons})
        appointment.practitioner_id = who
        appointment.state = ClaimState.BOOKED
        appointment.changed_at = uow.now
        appointment.sequence = (appointment.sequence or 0) + 1
        payload: dict[str, JSON] = {
            "appointment_id": str(appointment.id),
            "by": "coordinator",
            "sequence": appointment.sequence,
            "from_starts_at": in_json(appointment.starts_at),
            "from_practitioner_id": str(former),
        }
        uow.enqueue(REASSIGNED_JOB, payload, key=f"{REASSIGNED_JOB}:{appointment.id}:{appointment.sequence}")
        watch: dict[str, JSON] = {"appointment_id": str(appointment.id), "sequence": appointment.sequence}
        uow.enqueue(
            NO_SHOW_JOB, watch, key=f"{NO_SHOW_JOB}:{appointment.id}:{appointment.sequence}", run_at=appointment.ends_at
        )
        if account_id := accounts.get(appointment.person_id):
            uow.publish(hint(f"account:{account_id}", "appointments", appointment.id))
        await hint_practitioner(uow, former, appointment.id)
        await hint_practitioner(uow, who, appointment.id)
    await uow.session.flush()
