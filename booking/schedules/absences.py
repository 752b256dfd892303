"""Absences of practitioners, by whole local days."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from booking.locks import lock_time
from booking.schedules.tables import Absence, AbsenceKind
from booking.slots.availability import Interval
from core.errors import Conflict, Invalid, NotFound
from core.ids import new_id
from core.json import JSON
from core.unit_of_work import UnitOfWork

LONGEST_DAYS = 732
ENDED_JOB = "booking.absence_ended"
"""The job that tells whoever meets their practitioner after all."""


async def add(uow: UnitOfWork, practitioner_id: UUID, first: date, last: date, kind: AbsenceKind) -> Absence:
    """Note that a practitioner is away on the local days `first` to `last`, both included, and return the absence.

    No time of theirs is free on these days from now on; what is booked stays until it is repaired. Raises Invalid
    "booking.days_reversed" or "booking.absence_too_long", Conflict("booking.absence_overlaps").
    """
    if last < first:
        raise Invalid("booking.days_reversed", "The last day comes before the first.")
    if (last - first).days >= LONGEST_DAYS:
        raise Invalid("booking.absence_too_long", "An absence can be at most two years long.")
    # Who books with this practitioner at the same moment comes before or after, so that no appointment is overlooked.
    await lock_time(uow, practitioner_ids=[practitioner_id])
    overlapping = select(Absence.id).where(
        Absence.practitioner_id == practitioner_id, Absence.last >= first, Absence.first <= last
    )
    if await uow.session.scalar(overlapping.limit(1)) is not None:
        raise Conflict("booking.absence_overlaps", "There is an absence on some of these days already.")
    made = Absence(id=new_id(), practitioner_id=practitioner_id, first=first, last=last, kind=kind, created_at=uow.now)
    uow.session.add(made)
    await uow.session.flush()
    return made


async def remove(uow: UnitOfWork, absence_id: UUID) -> None:
    """Take an absence back; raises NotFound("booking.absence_not_found")."""
    found = await uow.session.get(Absence, absence_id)
    if found is None:
        raise NotFound("booking.absence_not_found", "This absence is not there any more.")
    await lock_time(uow, practitioner_ids=[found.practitioner_id])
    _note_ended(uow, found)
    await uow.session.delete(found)
    await uow.session.flush()


async def take_back(uow: UnitOfWork, practitioner_id: UUID, absence_id: UUID) -> None:
    """End a practitioner's own sick call: from today on they are there again.

    Raises NotFound("booking.absence_not_found") for one that is another's, no sick call, or over.
    """
    await lock_time(uow, practitioner_ids=[practitioner_id])
    today = uow.zone.today(uow.now)
    found = await uow.session.scalar(
        select(Absence).where(
            Absence.id == absence_id,
            Absence.practitioner_id == practitioner_id,
            Absence.kind == AbsenceKind.SICK,
            Absence.last >= today,
        )
    )
    if found is None:
        raise NotFound("booking.absence_not_found", "This absence is not there any more.")
    _note_ended(uow, found)
    if found.first < today:
        # On the days before they were away.
        found.last = today - timedelta(days=1)
    else:
        await uow.session.delete(found)
    await uow.session.flush()


def _note_ended(uow: UnitOfWork, absence: Absence) -> None:
    payload: dict[str, JSON] = {
        "absence_id": str(absence.id),
        "practitioner_id": str(absence.practitioner_id),
        "first": absence.first.isoformat(),
        "last": absence.last.isoformat(),
    }
    uow.enqueue(ENDED_JOB, payload, key=f"{ENDED_JOB}:{absence.id}")


async def list_between(
    uow: UnitOfWork, first: date, last: date, practitioner_ids: Collection[UUID] | None = None
) -> Sequence[Absence]:
    """Return the absences that reach into the local days `first` to `last`, by their first day."""
    query = select(Absence).where(Absence.last >= first, Absence.first <= last)
    if practitioner_ids is not None:
        query = query.where(Absence.practitioner_id.in_(set(practitioner_ids)))
    return (await uow.session.scalars(query.order_by(Absence.first, Absence.id))).all()


async def intervals(
    uow: UnitOfWork, practitioner_ids: Collection[UUID], first: date, last: date
) -> Mapping[UUID, Sequence[Interval]]:
    """Return when practitioners are away, on UTC, for the local days `first` to `last`; in one query."""
    away: defaultdict[UUID, list[Interval]] = defaultdict(list)
    query = select(Absence.practitioner_id, Absence.first, Absence.last).where(
        Absence.practitioner_id.in_(set(practitioner_ids)), Absence.last >= first, Absence.first <= last
    )
    for who, begins, ends in await uow.session.execute(query):
        away[who].append(Interval(uow.zone.day(begins)[0], uow.zone.day(ends)[1]))
    return away


def away_until(practitioner_id: ColumnElement[UUID], day: date) -> ScalarSelect[date]:
    """Return the last local day of the absence of another query's practitioner, null where they are there on `day`."""
    query = select(func.max(Absence.last)).where(
        Absence.practitioner_id == practitioner_id, Absence.first <= day, Absence.last >= day
    )
    return query.scalar_subquery()
