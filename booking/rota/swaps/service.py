"""Swaps of published duties: offering, taking, and the coordinator's decision."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from booking.rota.month_tables import RotaCell, RotaStaff
from booking.rota.months import lock_month
from booking.rota.planning import Plan
from booking.rota.problem import Assignment
from booking.rota.publishing import publish_rota, times_of
from booking.rota.swaps.changing import Moves, moved
from booking.rota.swaps.states import OPEN, SwapState
from booking.rota.swaps.tables import RotaSwap
from booking.rota.swaps.verdict import MonthFinding, Months, Published, booked, moves_of, verdict
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.ids import new_id
from core.json import JSON
from core.live import hint
from core.principal import CLINICIANS, Principal, Role
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

SWAP_JOB = "rota.swap"
"""The job that tells those concerned of a swap's step."""

SHOWN_DAYS = 31
"""Swaps are listed until so many days after their duty began."""

MOST_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """A swap as somebody sees it: as it stands now, and what it would break, where that matters to them."""

    swap: RotaSwap
    state: SwapState
    findings: Sequence[MonthFinding]
    appointments: int


async def offer(
    uow: UnitOfWork, principal: Principal, day: date, offered_to: UUID | None, wanted_day: date | None
) -> RotaSwap:
    """Offer the caller's published duty of a local day, to one colleague or to anyone who serves in its role.

    With `wanted_day` the colleague's duty of that day, in the same month, is asked for in return. Raises Forbidden
    "rota.no_practitioner", Conflict "rota.swap_no_duty", "rota.swap_over" or "rota.swap_there_already", Invalid
    "rota.swap_to_oneself", "rota.swap_colleague_unfit" or "rota.swap_wanted_of_whom".
    """
    me = _me(principal)
    first = day.replace(day=1)
    published, given, back = await _sides(uow, me, day, offered_to, wanted_day)
    if offered_to is not None and not await _serves(uow, offered_to, given.role):
        raise Invalid("rota.swap_colleague_unfit", "They do not serve in this role.")
    starts_at = times_of(uow, published.plan.problem, given)[0]
    until = starts_at if back is None else min(starts_at, times_of(uow, published.plan.problem, back)[0])
    if until <= uow.now:
        raise Conflict("rota.swap_over", "This duty has begun.")
    swap_id = new_id()
    # What stands open for a duty that moved or began meanwhile is over, and stands in nobody's way.
    for other in await uow.session.scalars(
        select(RotaSwap).where(RotaSwap.practitioner_id == me, RotaSwap.day == day, RotaSwap.state.in_(OPEN))
    ):
        if _state(uow, published, other) is SwapState.OVER:
            other.state = SwapState.OVER
    await uow.session.flush()
    row = {
        "id": swap_id,
        "first": first,
        "practitioner_id": me,
        "day": day,
        "shift_type_id": UUID(given.shift_id),
        "role": Role(given.role),
        "starts_at": starts_at,
        "until": until,
        "offered_to": offered_to,
        "wanted_day": wanted_day,
        "wanted_shift_type_id": None if back is None else UUID(back.shift_id),
        "wanted_role": None if back is None else Role(back.role),
        "state": SwapState.OFFERED,
        "sequence": 0,
        "created_at": uow.now,
        "changed_at": uow.now,
    }
    if await uow.session.scalar(insert_unless_there(uow, RotaSwap, [row]).returning(RotaSwap.id)) is None:
        raise Conflict("rota.swap_there_already", "This duty is on offer already.")
    swap = await uow.session.get_one(RotaSwap, swap_id)
    _told(uow, swap)
    return swap


async def _sides(
    uow: UnitOfWork, me: UUID, day: date, offered_to: UUID | None, wanted_day: date | None
) -> tuple[Published, Assignment, Assignment | None]:
    """Return the published month, the duty that is offered, and the one that is wanted in return."""
    if offered_to == me:
        raise Invalid("rota.swap_to_oneself", "Please choose a colleague.")
    published = await Months(uow).get(day.replace(day=1))
    given = None if published is None else _on(published, me, day)
    if published is None or given is None:
        raise _no_duty()
    if wanted_day is None:
        return published, given, None
    if offered_to is None:
        raise Invalid("rota.swap_wanted_of_whom", "Please choose whose duty you would take in return.")
    back = _on(published, offered_to, wanted_day)
    if back is None:
        raise _no_duty()
    return published, given, back


async def take(uow: UnitOfWork, principal: Principal, swap_id: UUID) -> RotaSwap:
    """Take a duty that is on offer to the caller; the coordinator decides.

    Raises Forbidden "rota.no_practitioner", NotFound "rota.swap_not_found" also for what is offered to others,
    Conflict "rota.swap_own", "rota.swap_decided", "rota.swap_over", or "rota.swap_breaks_rules" (`count`).
    """
    me = _me(principal)
    swap = await _locked(uow, swap_id, await _visible(uow, principal))
    if swap.practitioner_id == me:
        raise Conflict("rota.swap_own", "This is your own offer.")
    months = Months(uow)
    await _require(uow, months, swap, SwapState.OFFERED)
    await _require_fine(uow, months, swap, me)
    await _step(uow, swap, SwapState.TAKEN, taken_by=me)
    return swap


async def withdraw(uow: UnitOfWork, principal: Principal, swap_id: UUID) -> RotaSwap:
    """Take back one's own offer, or one's own taking of another's, which is on offer again then.

    Raises Forbidden "rota.no_practitioner", NotFound "rota.swap_not_found", Conflict "rota.swap_decided".
    """
    me = _me(principal)
    swap = await _locked(uow, swap_id, or_(RotaSwap.practitioner_id == me, RotaSwap.taken_by == me))
    if swap.state not in OPEN:
        raise _decided()
    if swap.practitioner_id == me:
        await _step(uow, swap, SwapState.WITHDRAWN, taken_by=swap.taken_by)
    else:
        await _step(uow, swap, SwapState.OFFERED, taken_by=None)
    return swap


async def approve(uow: UnitOfWork, principal: Principal, swap_id: UUID) -> RotaSwap:
    """Approve a taken swap: checked once more, published as a new version, and brought into the draft.

    Raises NotFound "rota.swap_not_found", Conflict "rota.swap_not_taken", "rota.swap_decided", "rota.swap_over" or
    "rota.swap_breaks_rules" (`count`).
    """
    first = await uow.session.scalar(select(RotaSwap.first).where(RotaSwap.id == swap_id))
    if first is None:
        raise _not_found()
    row = await lock_month(uow, first)
    swap = await _locked(uow, swap_id, RotaSwap.first == first)
    if swap.state is SwapState.OFFERED or swap.taken_by is None:
        raise Conflict("rota.swap_not_taken", "Nobody has taken this duty yet.")
    months = Months(uow)
    published = await _require(uow, months, swap, SwapState.TAKEN)
    moves = await _require_fine(uow, months, swap, swap.taken_by)
    await _change_draft(uow, published.plan, moves)
    row.revision += 1
    await publish_rota(uow, principal, row, published.plan, moved(published.rota, moves))
    await _step(uow, swap, SwapState.APPROVED, taken_by=swap.taken_by, decided_by=principal.account_id)
    return swap


async def reject(uow: UnitOfWork, principal: Principal, swap_id: UUID) -> RotaSwap:
    """Leave a duty where it is. Raises NotFound "rota.swap_not_found", Conflict "rota.swap_decided"."""
    swap = await _locked(uow, swap_id, None)
    if swap.state not in OPEN:
        raise _decided()
    await _step(uow, swap, SwapState.REJECTED, taken_by=swap.taken_by, decided_by=principal.account_id)
    return swap


async def list_for(uow: UnitOfWork, principal: Principal) -> Sequence[Shown]:
    """Return the swaps that the caller may see, the nearest duty first; the coordinator sees all.

    What it would break is told of a taken one, and of one on offer to whoever could take it.
    """
    query = select(RotaSwap).where(RotaSwap.starts_at > uow.now - timedelta(days=SHOWN_DAYS))
    visible = await _visible(uow, principal)
    if visible is not None:
        query = query.where(visible)
    query = query.order_by(RotaSwap.starts_at, RotaSwap.id).limit(MOST_SHOWN)
    months, shown = Months(uow), []
    for swap in (await uow.session.scalars(query)).all():
        published = await months.get(swap.first)
        state = _state(uow, published, swap)
        taker = swap.taken_by
        if state is SwapState.OFFERED and swap.practitioner_id != principal.practitioner_id:
            taker = principal.practitioner_id
        if published is None or taker is None or state not in OPEN:
            shown.append(Shown(swap, state, (), 0))
            continue
        moves = moves_of(published, swap, taker)
        found = await verdict(uow, months, published, moves)
        if visible is not None:
            found = [_for_colleague(each, principal.practitioner_id) for each in found]
        shown.append(Shown(swap, state, found, await booked(uow, published, moves)))
    return shown


async def takers(uow: UnitOfWork, swap: RotaSwap) -> Sequence[UUID]:
    """Return the practitioners to whom a swap is on offer."""
    if swap.offered_to is not None:
        return [swap.offered_to]
    people = await uow.session.scalars(select(RotaStaff).where(RotaStaff.on_rota))
    return [
        each.practitioner_id
        for each in people
        if swap.role in each.skills and each.practitioner_id != swap.practitioner_id
    ]


def _for_colleague(found: MonthFinding, me: UUID | None) -> MonthFinding:
    """Return a finding without the numbers of somebody else's contract."""
    if found.found.staff_id in {None, str(me)}:
        return found
    return replace(found, found=replace(found.found, limit=None, amount=1))


def _me(principal: Principal) -> UUID:
    if principal.practitioner_id is None:
        raise Forbidden("rota.no_practitioner", "Your account has no duties.")
    return principal.practitioner_id


async def _visible(uow: UnitOfWork, principal: Principal) -> ColumnElement[bool] | None:
    """Return what the caller may see of swaps, None for all."""
    if principal.role is Role.COORDINATOR:
        return None
    me = _me(principal)
    mine = await uow.session.get(RotaStaff, me)
    skills = [Role(skill) for skill in mine.skills] if mine is not None and mine.on_rota else []
    to_anyone = RotaSwap.offered_to.is_(None) & RotaSwap.role.in_(skills) & (RotaSwap.state == SwapState.OFFERED)
    return or_(RotaSwap.practitioner_id == me, RotaSwap.offered_to == me, RotaSwap.taken_by == me, to_anyone)


async def _locked(uow: UnitOfWork, swap_id: UUID, visible: ColumnElement[bool] | None) -> RotaSwap:
    """Return a swap that nobody else changes until the unit ends."""
    query = select(RotaSwap).where(RotaSwap.id == swap_id)
    if visible is not None:
        query = query.where(visible)
    found = (await uow.session.scalars(query.with_for_update().execution_options(populate_existing=True))).first()
    if found is None:
        raise _not_found()
    return found


async def _require(uow: UnitOfWork, months: Months, swap: RotaSwap, wanted: SwapState) -> Published:
    published = await months.get(swap.first)
    state = _state(uow, published, swap)
    if published is None or state is SwapState.OVER:
        raise Conflict("rota.swap_over", "This duty has begun, or is no longer on the rota.")
    if state is not wanted:
        raise _decided()
    return published


async def _require_fine(uow: UnitOfWork, months: Months, swap: RotaSwap, taker: UUID) -> Moves:
    published = await months.get(swap.first)
    if published is None or not await _serves(uow, taker, swap.role):
        raise Conflict("rota.swap_over", "This duty has begun, or is no longer on the rota.")
    moves = moves_of(published, swap, taker)
    forbidding = [each for each in await verdict(uow, months, published, moves) if each.found.is_hard]
    if forbidding:
        raise Conflict("rota.swap_breaks_rules", "This would break rules that must hold.", count=len(forbidding))
    return moves


def _state(uow: UnitOfWork, published: Published | None, swap: RotaSwap) -> SwapState:
    """Return what a swap is in now: an open one is over once a duty of it began or left the rota."""
    if swap.state not in OPEN:
        return swap.state
    # Before it is taken, whoever may take it is not known; the duty wanted in return is then that of `offered_to`.
    taker = swap.taken_by or swap.offered_to or swap.practitioner_id
    if swap.until <= uow.now or published is None or not published.holds(moves_of(published, swap, taker)):
        return SwapState.OVER
    return swap.state


def _on(published: Published, who: UUID, day: date) -> Assignment | None:
    number = published.plan.day_of(day)
    return next((one for one in published.rota if one.staff_id == str(who) and one.day == number), None)


async def _serves(uow: UnitOfWork, who: UUID, role: str) -> bool:
    person = await uow.session.get(RotaStaff, who)
    return person is not None and person.on_rota and role in person.skills


async def _step(
    uow: UnitOfWork, swap: RotaSwap, state: SwapState, *, taken_by: UUID | None, decided_by: UUID | None = None
) -> None:
    former = swap.taken_by
    await uow.session.execute(
        update(RotaSwap)
        .where(RotaSwap.id == swap.id)
        .values(state=state, taken_by=taken_by, decided_by=decided_by, sequence=swap.sequence + 1, changed_at=uow.now)
    )
    await uow.session.refresh(swap)
    _told(uow, swap, former)


def _told(uow: UnitOfWork, swap: RotaSwap, former: UUID | None = None) -> None:
    payload: dict[str, JSON] = {
        "swap_id": str(swap.id),
        "state": swap.state.value,
        "sequence": swap.sequence,
        "taker": None if (taker := swap.taken_by or former) is None else str(taker),
    }
    uow.enqueue(SWAP_JOB, payload, key=f"{SWAP_JOB}:{swap.id}:{swap.sequence}")
    for role in (Role.COORDINATOR, *sorted(CLINICIANS)):
        uow.publish(hint(f"role:{role}", "rota"))


async def _change_draft(uow: UnitOfWork, plan: Plan, moves: Moves) -> None:
    """Let the draft follow, where it still has a duty as it was published and a free day for it."""
    drafted = {(str(cell.practitioner_id), plan.day_of(cell.day)): cell for cell in plan.cells}
    moving = {
        (old.staff_id, old.day): new
        for old, new in moves.items()
        if (cell := drafted.get((old.staff_id, old.day))) is not None
        and (str(cell.shift_type_id), cell.role) == (old.shift_id, old.role)
    }
    # Whoever stays where another would come keeps that one where it is, too.
    while stuck := [
        place
        for place, new in moving.items()
        if (new.staff_id, new.day) in drafted and (new.staff_id, new.day) not in moving
    ]:
        for place in stuck:
            del moving[place]
    made = [
        RotaCell(
            practitioner_id=UUID(new.staff_id),
            day=drafted[place].day,
            shift_type_id=drafted[place].shift_type_id,
            role=drafted[place].role,
            locked=drafted[place].locked,
        )
        for place, new in moving.items()
    ]
    for place in moving:
        await uow.session.delete(drafted[place])
    await uow.session.flush()
    uow.session.add_all(made)
    await uow.session.flush()


def _not_found() -> NotFound:
    return NotFound("rota.swap_not_found", "There is no such offer.")


def _no_duty() -> Conflict:
    return Conflict("rota.swap_no_duty", "There is no published duty on this day.")


def _decided() -> Conflict:
    return Conflict("rota.swap_decided", "This was decided or taken back meanwhile.")
