"""The time for which the published rota has fewer people than are needed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from booking.rota import settings
from booking.rota.planning import duties_between, kinds_of, needs_of, overrides_of, shift_of
from booking.rota.problem_building import cover_of
from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from core.principal import Role
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Gap:
    """From `starts_at` to `ends_at`, `missing` people of a role are missing on a shift."""

    role: Role
    shift_type_id: UUID
    starts_at: datetime
    ends_at: datetime
    missing: int


async def uncovered(uow: UnitOfWork, first: date, last: date) -> Sequence[Gap]:
    """Return what is not covered on the shifts that begin on the local days `first` to `last`, by time.

    It is held against what is needed by today's settings, for past days too. Who is absent when a shift begins covers
    nothing of it; who fell sick in the middle of a night covers it until midnight, or until they said so after it.
    """
    types = {row.id: row for row in await settings.shift_types(uow)}
    active = [shift_of(row) for row in types.values() if row.active]
    kinds = await kinds_of(uow, first, last)
    cover = cover_of(first, kinds, await needs_of(uow), await overrides_of(uow, first, last), active)
    away = {
        (each.practitioner_id, each.first + timedelta(days=n)): each
        for each in await absences.list_between(uow, first, last + timedelta(days=1))
        for n in range((each.last - each.first).days + 1)
    }
    there: Counter[tuple[date, UUID, Role]] = Counter()
    fallen_sick: defaultdict[tuple[date, UUID, Role], list[datetime]] = defaultdict(list)
    for duty in await duties_between(uow, uow.zone.day(first)[0], uow.zone.day(last)[1]):
        day = uow.zone.today(duty.starts_at)
        if (duty.practitioner_id, day) in away:
            continue
        there[day, duty.shift_type_id, duty.role] += 1
        next_day = day + timedelta(days=1)
        sick = away.get((duty.practitioner_id, next_day))
        if sick is not None and sick.kind is AbsenceKind.SICK:
            since = max(sick.created_at, uow.zone.day(next_day)[0])
            if since < duty.ends_at:
                fallen_sick[day, duty.shift_type_id, duty.role].append(since)
    gaps: list[Gap] = []
    for each in cover:
        day = first + timedelta(days=each.day)
        shift, role = types[UUID(each.shift_id)], Role(each.role)
        missing = each.required - there[day, shift.id, role]
        ends_at = uow.zone.to_utc(day + timedelta(days=1) if shift.ends_next_day else day, shift.ends)
        if missing > 0:
            gaps.append(Gap(role, shift.id, uow.zone.to_utc(day, shift.starts), ends_at, missing))
        gone = sorted(fallen_sick[day, shift.id, role])[max(-missing, 0) :]
        gaps += [
            Gap(role, shift.id, since, ends_at, count) for since, count in Counter(gone).items() if since < ends_at
        ]
    return _merged(sorted(gaps, key=lambda gap: (gap.role, str(gap.shift_type_id), gap.starts_at)))


def _merged(gaps: Sequence[Gap]) -> Sequence[Gap]:
    merged: list[Gap] = []
    for gap in gaps:
        before = merged[-1] if merged else None
        if (
            before is not None
            and (before.role, before.shift_type_id, before.missing) == (gap.role, gap.shift_type_id, gap.missing)
            and before.ends_at == gap.starts_at
        ):
            merged[-1] = replace(before, ends_at=gap.ends_at)
        else:
            merged.append(gap)
    return sorted(merged, key=lambda gap: (gap.starts_at, gap.role))
