"""The time for which the published rota needs people and has nobody: what the watch over the alert chain asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from booking.rota.tables import Duty
from booking.rota.uncovered import uncovered
from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.practitioners import service as practitioners


@dataclass(frozen=True, slots=True)
class Unattended:
    """From `starts_at` to `ends_at` nobody of a role is on duty, although the rota needs somebody."""

    role: Role
    starts_at: datetime
    ends_at: datetime


async def unattended(uow: UnitOfWork, roles: Collection[Role], until: datetime) -> Sequence[Unattended]:
    """Return what is unattended from now until `until`, in order; what began before now keeps its beginning."""
    first, last = uow.zone.today(uow.now) - timedelta(days=1), uow.zone.today(until)
    gaps = [gap for gap in await uncovered(uow, first, last) if gap.role in roles]
    if not gaps:
        return ()
    found = []
    for gap in gaps:
        if gap.ends_at <= uow.now or gap.starts_at >= until:
            continue
        for start, end in _without(
            gap.starts_at, gap.ends_at, await _duties(uow, gap.role, gap.starts_at, gap.ends_at)
        ):
            if end > uow.now and start < until:
                found.append(Unattended(gap.role, start, end))
    return sorted(found, key=lambda each: (each.starts_at, each.role))


async def _duties(uow: UnitOfWork, role: Role, start: datetime, end: datetime) -> Sequence[tuple[datetime, datetime]]:
    """Return the duties in a time of those who are there, and whose account is not blocked."""
    query = select(Duty.practitioner_id, Duty.starts_at, Duty.ends_at).where(
        Duty.role == role, Duty.ends_at > start, Duty.starts_at < end
    )
    rows = (await uow.session.execute(query)).all()
    known = await practitioners.get_many(uow, {row.practitioner_id for row in rows})
    first, last = uow.zone.today(start) - timedelta(days=1), uow.zone.today(end)
    away = {
        (each.practitioner_id, each.first + timedelta(days=n)): each.kind
        for each in await absences.list_between(uow, first, last)
        for n in range((each.last - each.first).days + 1)
    }
    there = []
    for who, starts_at, ends_at in rows:
        day = uow.zone.today(starts_at)
        if not known[who].active or (who, day) in away:
            continue
        if away.get((who, day + timedelta(days=1))) is AbsenceKind.SICK:
            ends_at = min(ends_at, uow.zone.day(day)[1])  # noqa: PLW2901  sick from midnight on
        there.append((starts_at, ends_at))
    return sorted(there)


def _without(
    start: datetime, end: datetime, taken: Sequence[tuple[datetime, datetime]]
) -> Sequence[tuple[datetime, datetime]]:
    """Return what is left of a time; `taken` is in the order of its beginnings."""
    left = []
    for begins, ends in taken:
        if begins > start:
            left.append((start, min(begins, end)))
        start = max(start, ends)
    if start < end:
        left.append((start, end))
    return [(one, other) for one, other in left if one < other]
