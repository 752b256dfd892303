"""Repairing: planning who takes the appointments that have lost their practitioner, and doing what was planned."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import and_, delete, select

from booking.appointments.service import NO_SHOW_JOB, hint_practitioner
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment, Claim, Hold
from booking.assignment import changes
from booking.assignment.policy import Wishes
from booking.assignment.repair import Piece, Plan, fits, plan
from booking.assignment.service import known_to, load_of
from booking.assignment.touched import Away, Cause, check, standing, touched
from booking.instants import in_json
from booking.locks import lock_time
from booking.schedules import absences
from booking.services.tables import Service
from booking.slots.availability import Interval, intersect
from booking.slots.service import eligible, takes_time
from booking.slots.worktimes import read_worktimes_of
from core.errors import Conflict
from core.json import JSON
from core.live import hint
from core.unit_of_work import UnitOfWork
from people.persons import service as persons
from people.practitioners.service import Practitioner

REASSIGNED_JOB = "booking.appointment_reassigned"
UNSOLVED_JOB = "booking.appointment_unsolved"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Repair:
    """A plan with the appointments it is about; `fingerprint` changes with anything that the plan rests on.

    `touched` have lost their practitioner; the others could change hands to make room.
    """

    cause: Cause
    appointments: Mapping[UUID, Appointment]
    touched: frozenset[UUID]
    plan: Plan
    known: Mapping[UUID, frozenset[UUID]]
    fingerprint: str


async def preview(uow: UnitOfWork, cause: Cause) -> Repair:
    """Return how the appointments that are touched would be given to others; nothing is changed.

    Raises for an absence Invalid "booking.days_reversed", "booking.too_many_days" or "booking.in_the_past".
    """
    if isinstance(cause, Away):
        check(uow, cause)
    situation = await _situation(uow, cause, *await _read(uow, cause))
    days = [uow.zone.today(each.starts_at) for each in situation.found.values()]
    everyone = {who for piece in situation.pieces for who in piece.allowed}
    load = await load_of(uow, everyone, max(days, default=uow.zone.today(uow.now)))
    made = await asyncio.to_thread(plan, situation.pieces, load)
    return Repair(
        cause, situation.found, situation.touched, made, situation.known, _fingerprint(cause, situation, made.given)
    )


async def apply(uow: UnitOfWork, cause: Cause, given: Mapping[UUID, UUID], fingerprint: str) -> Repair:
    """Do what `preview` said: `given` and the fingerprint are those of its plan. An absence is recorded unless it is.

    Under the locks nothing is planned anew: the plan is checked against what is so now. Whoever cannot be kept stays
    booked, is told, and is listed until moved or cancelled. Raises as `preview`, as absences.add, and Conflict
    "booking.repair_stale" when anything changed since.
    """
    if isinstance(cause, Away):
        check(uow, cause)
    found, staff, _ = await _read(uow, cause)
    # Appointments before practitioners, as who moves an appointment does; so no two wait for each other.
    rows = select(Claim.id).where(Claim.id.in_([each.id for each in found])).order_by(Claim.id).with_for_update()
    await uow.session.execute(rows)
    everyone = {each.practitioner_id for each in found} | {each.id for _, some in staff.values() for each in some}
    if isinstance(cause, Away):
        everyone.add(cause.practitioner_id)
    await lock_time(uow, practitioner_ids=everyone)
    situation = await _situation(uow, cause, *await _read(uow, cause))
    if _fingerprint(cause, situation, given) != fingerprint or not fits(situation.pieces, given):
        raise Conflict(
            "booking.repair_stale", "Something changed since this plan was made. Please look at the new one."
        )
    lost = tuple(each.id for each in situation.pieces if each.touched and each.id not in given)
    repair = Repair(
        cause, situation.found, situation.touched, Plan(given, lost, proven=False), situation.known, fingerprint
    )
    if isinstance(cause, Away):
        await _record(uow, cause)
    await _give(uow, repair)
    await _note_lost(uow, repair)
    uow.publish(hint("role:coordinator", "appointments"))
    return repair


async def _record(uow: UnitOfWork, away: Away) -> None:
    noted = await absences.list_between(uow, away.first, away.last, [away.practitioner_id])
    if not any(each.first <= away.first and away.last <= each.last for each in noted):
        await absences.add(uow, away.practitioner_id, away.first, away.last, away.kind)


Staff = Mapping[UUID, tuple[Service, Sequence[Practitioner]]]


async def _read(uow: UnitOfWork, cause: Cause) -> tuple[Sequence[Appointment], Staff, Collection[UUID]]:
    """Return the touched appointments, then those that could make room; who may give each service; the touched ids."""
    lost = await touched(uow, cause)
    if not lost:
        return [], {}, frozenset()
    services = {each.service_id: each.service for each in lost}
    staff = {key: (service, await eligible(uow, service)) for key, service in services.items()}
    ids = {each.id for _, candidates in staff.values() for each in candidates} - _gone(cause)
    touched_ids = frozenset(each.id for each in lost)
    reach = Interval(min(each.busy_from for each in lost), max(each.busy_until for each in lost))
    query = standing(uow).where(
        Appointment.practitioner_id.in_(ids),
        Appointment.busy_until > reach.start,
        Appointment.busy_from < reach.end,
    )
    movable = [
        each
        for each in (await uow.session.scalars(query)).all()
        # Who named their practitioner keeps them.
        if each.id not in touched_ids
        and each.assignment.get("policy") != "named"
        and any(each.busy_from < other.busy_until and other.busy_from < each.busy_until for other in lost)
    ]
    for each in movable:
        if each.service_id not in staff:
            staff[each.service_id] = (each.service, await eligible(uow, each.service))
    return [*lost, *movable], staff, touched_ids


def _gone(cause: Cause) -> frozenset[UUID]:
    return frozenset({cause.practitioner_id}) if isinstance(cause, Away) else frozenset()


@dataclass(frozen=True, slots=True)
class _Situation:
    """All that a plan rests on."""

    found: Mapping[UUID, Appointment]
    pieces: Sequence[Piece]
    known: Mapping[UUID, frozenset[UUID]]

    @property
    def touched(self) -> frozenset[UUID]:
        return frozenset(piece.id for piece in self.pieces if piece.touched)


async def _situation(
    uow: UnitOfWork, cause: Cause, found: Sequence[Appointment], staff: Staff, touched_ids: Collection[UUID]
) -> _Situation:
    if not found:
        return _Situation({}, (), {})
    ids = {each.id for _, candidates in staff.values() for each in candidates} - _gone(cause)
    known = await known_to(uow, [each.person_id for each in found])
    reach = Interval(min(each.busy_from for each in found), max(each.busy_until for each in found))
    fixed = await _fixed(uow, ids, reach, {each.id for each in found})
    for each in found:
        # Whoever works again right beside a time that is lost may still have it: it takes their time until it is given.
        if each.id in touched_ids:
            fixed.setdefault(each.practitioner_id, []).append(Interval(each.busy_from, each.busy_until))
    first, last = uow.zone.today(reach.start) - _DAY, uow.zone.today(reach.end) + _DAY
    services = {service: [each.id for each in candidates] for service, candidates in staff.values()}
    work = await read_worktimes_of(uow, services, first, last)
    times = {
        (service.id, who): work[service.id].of(who, first, last) for service, some in services.items() for who in some
    }
    pieces: list[Piece] = []
    for each in found:
        busy, wishes = Interval(each.busy_from, each.busy_until), Wishes.of(each.assignment)
        allowed = frozenset(
            who.id
            for who in staff[each.service_id][1]
            if who.id in ids
            and wishes.admits(who.languages, who.gender)
            and _is_at_work(times[each.service_id, who.id], each)
            and not intersect((busy,), fixed.get(who.id, ()))
        )
        pieces.append(
            Piece(
                id=each.id,
                busy=busy,
                practitioner_id=each.practitioner_id,
                allowed=allowed,
                known=known.get(each.person_id, frozenset()),
                touched=each.id in touched_ids,
            )
        )
    return _Situation({each.id: each for each in found}, pieces, known)


def _is_at_work(times: Sequence[Interval], at: Appointment) -> bool:
    # Within the working time is enough: the grid is for offering times, and this time was offered already.
    return any(time.start <= at.starts_at and at.ends_at <= time.end for time in times)


async def _fixed(uow: UnitOfWork, ids: set[UUID], reach: Interval, but: set[UUID]) -> dict[UUID, list[Interval]]:
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


def _fingerprint(cause: Cause, situation: _Situation, given: Mapping[UUID, UUID]) -> str:
    rows = [
        f"{cause.practitioner_id} {cause.first} {cause.last} {cause.kind}" if isinstance(cause, Away) else "displaced"
    ]
    for piece in situation.pieces:
        each = situation.found[piece.id]
        allowed = ",".join(str(who) for who in sorted(piece.allowed))
        rows.append(
            f"{each.id} {each.sequence} {each.practitioner_id} {in_json(each.starts_at)} {piece.touched} {allowed}"
        )
    rows += [f"{key} {given[key]}" for key in sorted(given)]
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
        reasons: list[JSON] = [{"code": "absence" if isinstance(repair.cause, Away) else "displaced"}]
        if who in repair.known.get(appointment.person_id, ()):
            reasons.append({"code": "knows_person"})
        wishes = Wishes.of(appointment.assignment)
        appointment.assignment = wishes.kept_in(changes.reassigned(reasons, former))
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


async def _note_lost(uow: UnitOfWork, repair: Repair) -> None:
    found = [repair.appointments[each] for each in repair.plan.lost]
    lost = [each for each in found if not changes.is_unsolved(each.assignment)]
    accounts = await persons.account_ids(uow, [each.person_id for each in lost])
    for each in lost:
        each.assignment = changes.unsolved(each.assignment)
        # It may be lost, found and lost again without a change of its own.
        occasion = in_json(uow.now)
        payload: dict[str, JSON] = {"appointment_id": str(each.id), "occasion": occasion}
        uow.enqueue(UNSOLVED_JOB, payload, key=f"{UNSOLVED_JOB}:{each.id}:{each.sequence or 0}:{occasion}")
        if account_id := accounts.get(each.person_id):
            uow.publish(hint(f"account:{account_id}", "appointments", each.id))
