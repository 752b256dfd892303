"""Reads what a month's rota is decided from into a Problem."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from booking.rota import settings
from booking.rota.month_tables import RotaCell, RotaCover, RotaCoverOverride, RotaWish
from booking.rota.problem import (
    Assignment,
    CoverDayKind,
    Lock,
    Problem,
    Rota,
    Shift,
    Staff,
    Wish,
)
from booking.rota.problem_building import (
    TAIL_DAYS,
    Clock,
    Need,
    cover_of,
    day_kind,
    fiscal_year_start,
    minutes_of,
    month_length,
    spans_of,
)
from booking.rota.tables import Duty, ShiftType
from booking.schedules import absences, closings
from booking.schedules.rest_days import YearlyClosing
from core.clock import ServiceZone
from core.unit_of_work import UnitOfWork

WISH_COST = 10
"""What an unmet wish costs for each step of its weight (1 to 3)."""

_RESTING = frozenset({CoverDayKind.SUNDAY, CoverDayKind.HOLIDAY, CoverDayKind.YEAR_END})


@dataclass(frozen=True)
class Plan:
    """A month as it stands: its problem without locks, its draft, and the types of shifts by id."""

    problem: Problem
    cells: Sequence[RotaCell]
    shift_types: Mapping[UUID, ShiftType]

    @property
    def rota(self) -> Rota:
        """Return the draft as a rota."""
        return frozenset(
            Assignment(str(cell.practitioner_id), self.day_of(cell.day), str(cell.shift_type_id), cell.role)
            for cell in self.cells
            if cell.role is not None
        )

    @property
    def locks(self) -> tuple[Lock, ...]:
        """Return the locked cells."""
        rota = {(one.staff_id, one.day): one for one in self.rota}
        cells = [(str(cell.practitioner_id), self.day_of(cell.day)) for cell in self.cells if cell.locked]
        return tuple(Lock(*cell, rota.get(cell)) for cell in cells if cell[0] in self.problem.staff_by_id)

    def day_of(self, day: date) -> int:
        """Return the number of a date."""
        return (day - self.problem.first).days

    def minute_of(self, zone: ServiceZone, instant: datetime) -> int:
        """Return the minute of an instant, from the midnight at which day 0 begins."""
        return int((instant - zone.day(self.problem.first)[0]).total_seconds() // 60)


async def kinds_of(uow: UnitOfWork, first: date, last: date) -> Sequence[CoverDayKind]:
    """Return the kinds of the days `first` to `last`, both included."""
    yearly = [
        YearlyClosing((each.first_month, each.first_day), (each.last_month, each.last_day))
        for each in await closings.list_all(uow)
    ]
    return [day_kind(first + timedelta(days=n), yearly) for n in range((last - first).days + 1)]


async def needs_of(uow: UnitOfWork) -> Sequence[Need]:
    """Return the required cover by kind of day."""
    return [
        Need(
            row.role,
            str(row.shift_type_id),
            row.day_kind,
            row.required,
            row.most,
            row.under,
            row.over,
            row.hard,
            row.needs_senior,
        )
        for row in await uow.session.scalars(select(RotaCover))
    ]


async def overrides_of(uow: UnitOfWork, first: date, last: date) -> Mapping[tuple[date, str, str], int]:
    """Return the cover that is overridden by date, of the days `first` to `last`."""
    query = select(RotaCoverOverride).where(RotaCoverOverride.day >= first, RotaCoverOverride.day <= last)
    return {(row.day, row.role, str(row.shift_type_id)): row.required for row in await uow.session.scalars(query)}


def shift_of(row: ShiftType) -> Shift:
    """Return a stored type of shift as the problem has it."""
    starts, minutes = minutes_of(Clock(row.starts, row.ends, row.ends_next_day))
    return Shift(
        str(row.id),
        starts,
        minutes,
        row.duty,
        row.is_night,
        row.watch,
        row.counted_minutes,
        frozenset(str(each) for each in row.forbids),
    )


async def read_plan(uow: UnitOfWork, first: date) -> Plan:
    """Return the month that begins on `first` as it stands now."""
    days = month_length(first)
    last = first + timedelta(days=days - 1)
    types = {row.id: row for row in await settings.shift_types(uow)}
    shifts = tuple(shift_of(row) for row in types.values())
    clocks = {str(row.id): Clock(row.starts, row.ends, row.ends_next_day) for row in types.values()}
    kinds = tuple(await kinds_of(uow, first, last))
    active = [shift for shift in shifts if types[UUID(shift.id)].active]
    cover = cover_of(first, kinds, await needs_of(uow), await overrides_of(uow, first, last), active)
    staff = await _staff(uow, first, last, types)
    on_rota, today = {person.id for person in staff}, uow.zone.today(uow.now)
    cells = [
        cell
        for cell in await uow.session.scalars(
            select(RotaCell)
            .where(RotaCell.day >= first, RotaCell.day <= last)
            .order_by(RotaCell.practitioner_id, RotaCell.day)
            .execution_options(populate_existing=True)
        )
        # Whoever left the rota has a part in its past alone: what was planned for them stands open.
        if cell.day < today or str(cell.practitioner_id) in on_rota
    ]
    wishes = tuple(
        Wish(
            str(row.practitioner_id),
            (row.day - first).days,
            None if row.shift_type_id is None else str(row.shift_type_id),
            row.wants_on,
            row.weight * WISH_COST,
        )
        for row in await wishes_of(uow, first, last)
        if any(person.id == str(row.practitioner_id) for person in staff)
    )
    problem = Problem(
        first,
        days,
        shifts,
        staff,
        cover,
        await settings.rules_on(uow),
        wishes=wishes,
        kinds=kinds,
        spans=spans_of(uow.zone, first, days, clocks),
    )
    return Plan(problem, cells, types)


async def wishes_of(
    uow: UnitOfWork, first: date, last: date, practitioner_id: UUID | None = None
) -> Sequence[RotaWish]:
    """Return the wishes for the days `first` to `last`, of everybody or of one."""
    query = select(RotaWish).where(RotaWish.day >= first, RotaWish.day <= last)
    if practitioner_id is not None:
        query = query.where(RotaWish.practitioner_id == practitioner_id)
    return (await uow.session.scalars(query.order_by(RotaWish.day, RotaWish.practitioner_id))).all()


async def duties_between(uow: UnitOfWork, start: datetime, end: datetime) -> Sequence[Duty]:
    """Return the published duties that begin from `start` to before `end`."""
    query = select(Duty).where(Duty.starts_at >= start, Duty.starts_at < end)
    return (await uow.session.scalars(query.order_by(Duty.starts_at, Duty.practitioner_id))).all()


async def _staff(uow: UnitOfWork, first: date, last: date, types: Mapping[UUID, ShiftType]) -> tuple[Staff, ...]:
    people = [each for each in await settings.staff(uow) if each.on_rota]
    begin = min(fiscal_year_start(first), first - timedelta(days=TAIL_DAYS))
    kinds = dict(enumerate(await kinds_of(uow, begin, first)))
    nights, holidays = Counter[UUID](), Counter[UUID]()
    tails: defaultdict[UUID, list[Assignment]] = defaultdict(list)
    for duty in await duties_between(uow, uow.zone.day(begin)[0], uow.zone.day(first)[0]):
        day = uow.zone.today(duty.starts_at)
        if day >= fiscal_year_start(first):
            nights[duty.practitioner_id] += types[duty.shift_type_id].is_night
            holidays[duty.practitioner_id] += kinds[(day - begin).days] in _RESTING
        if (first - day).days <= TAIL_DAYS:
            tails[duty.practitioner_id].append(
                Assignment(str(duty.practitioner_id), (day - first).days, str(duty.shift_type_id), duty.role)
            )
    away: defaultdict[UUID, set[int]] = defaultdict(set)
    for each in await absences.list_between(uow, first, last):
        days = range(max((each.first - first).days, 0), (min(each.last, last) - first).days + 1)
        away[each.practitioner_id].update(days)
    return tuple(
        Staff(
            str(person.practitioner_id),
            frozenset(person.skills),
            share=person.share,
            senior=person.senior,
            nights=nights[person.practitioner_id],
            holidays=holidays[person.practitioner_id],
            max_nights=person.max_nights,
            max_week_minutes=person.max_week_minutes,
            max_month_minutes=person.max_month_minutes,
            max_run=person.max_run,
            min_run=person.min_run,
            min_off_run=person.min_off_run,
            max_weekends=person.max_weekends,
            leave=frozenset(away[person.practitioner_id]),
            tail=tuple(tails[person.practitioner_id]),
        )
        for person in people
    )
