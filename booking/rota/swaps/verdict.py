"""What a swap would break, by the rota as it is published now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.rota.checking import Finding, check
from booking.rota.planning import Plan, read_plan
from booking.rota.problem import Assignment, DutyKind, Rota
from booking.rota.problem_json import rota_from_json
from booking.rota.publishing import newest, times_of
from booking.rota.swaps import changing
from booking.rota.swaps.changing import Moves
from booking.rota.swaps.tables import RotaSwap
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Published:
    """A month as it is planned now, with its newest published rota."""

    plan: Plan
    rota: Rota

    def holds(self, moves: Moves) -> bool:
        """Return whether all duties that are to move are on the rota."""
        return moves.keys() <= self.rota


@dataclass(frozen=True, slots=True)
class MonthFinding:
    """A finding of the month that begins on `first`."""

    first: date
    found: Finding


class Months:
    """The published months that are looked at within one unit of work, each read once."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._read: dict[date, Published | None] = {}

    async def get(self, first: date) -> Published | None:
        """Return a month, or None where it was never published."""
        if first not in self._read:
            version = await newest(self._uow, first)
            self._read[first] = (
                None if version is None else Published(await read_plan(self._uow, first), rota_from_json(version.rota))
            )
        return self._read[first]


def moves_of(published: Published, swap: RotaSwap, taker: UUID) -> Moves:
    """Return what moves when `taker` takes a swap."""
    given = _duty(published, swap.practitioner_id, swap.day, swap.shift_type_id, swap.role)
    if swap.wanted_day is None or swap.wanted_shift_type_id is None or swap.wanted_role is None:
        return changing.moves_of(given, str(taker), None)
    back = _duty(published, taker, swap.wanted_day, swap.wanted_shift_type_id, swap.wanted_role)
    return changing.moves_of(given, str(taker), back)


def _duty(published: Published, who: UUID, day: date, shift_type_id: UUID, role: str) -> Assignment:
    return Assignment(str(who), published.plan.day_of(day), str(shift_type_id), role)


async def verdict(uow: UnitOfWork, months: Months, published: Published, moves: Moves) -> Sequence[MonthFinding]:
    """Return what the checker finds worse after the moves, in this month and, over its end, in the next one.

    What concerns past days alone is left out. The hard findings forbid a swap, the others are for who decides.
    """
    problem = published.plan.problem
    today = published.plan.day_of(uow.zone.today(uow.now))
    before = changing.possible(problem, published.rota)
    after = changing.moved(before, moves)
    old, new = check(problem, before), check(problem, after)
    found = [
        MonthFinding(problem.first, each)
        for each in changing.worse((*old.hard, *old.soft), (*new.hard, *new.soft))
        if not each.days or max(each.days) >= today
    ]
    following = await months.get(problem.first + timedelta(days=problem.days))
    if following is not None:
        rota = changing.possible(following.plan.problem, following.rota)
        moved = changing.with_tails(following.plan.problem, moves, problem.days)
        worse = changing.worse(check(following.plan.problem, rota).hard, check(moved, rota).hard)
        found += [MonthFinding(following.plan.problem.first, each) for each in worse]
    return found


async def booked(uow: UnitOfWork, published: Published, moves: Moves) -> int:
    """Return how many appointments stand with whoever would give an active duty away, within its time."""
    spans = []
    for one in moves:
        shift = published.plan.problem.shift_by_id.get(one.shift_id)
        if shift is not None and shift.duty is DutyKind.ACTIVE:
            start, end = times_of(uow, published.plan.problem, one)
            spans.append(
                and_(
                    Appointment.practitioner_id == UUID(one.staff_id),
                    Appointment.starts_at < end,
                    Appointment.ends_at > start,
                )
            )
    if not spans:
        return 0
    query = select(func.count()).select_from(Appointment).where(Appointment.state == ClaimState.BOOKED, or_(*spans))
    return await uow.session.scalar(query) or 0
