"""The wishes of practitioners for the days of a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from booking.rota import settings
from booking.rota.month_tables import RotaVersion, RotaWish
from booking.rota.problem_building import month_length
from core.errors import Conflict, Invalid
from core.live import hint
from core.principal import Role
from core.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Wished:
    """A wish for a day: a shift or any, to work it or to be off; `weight` is 1 to 3."""

    day: date
    shift_type_id: UUID | None
    on: bool
    weight: int


async def taken_until(uow: UnitOfWork, first: date) -> date | None:
    """Return the last day on which wishes for a month are taken: the one before it, unless it is published already."""
    if first <= uow.zone.today(uow.now):
        return None
    if await uow.session.scalar(select(RotaVersion.id).where(RotaVersion.first == first).limit(1)) is not None:
        return None
    return first - timedelta(days=1)


async def put(uow: UnitOfWork, practitioner_id: UUID, first: date, wanted: Sequence[Wished]) -> None:
    """Put a practitioner's wishes for a month in the place of the earlier ones.

    Raises Conflict("rota.wishes_closed"), Invalid "rota.outside_horizon", "rota.shift_unknown" or "rota.wish_twice".
    """
    if await taken_until(uow, first) is None:
        raise Conflict("rota.wishes_closed", "Wishes for this month are not taken any more.")
    last = first + timedelta(days=month_length(first) - 1)
    if any(not first <= each.day <= last for each in wanted):
        raise Invalid("rota.outside_horizon", "This day is outside the rota.")
    if len({each.day for each in wanted}) < len(wanted):
        raise Invalid("rota.wish_twice", "There are two wishes for one day.")
    known = {row.id for row in await settings.shift_types(uow)}
    if any(each.shift_type_id is not None and each.shift_type_id not in known for each in wanted):
        raise Invalid("rota.shift_unknown", "A shift is named that is not there.")
    await uow.session.execute(
        delete(RotaWish).where(RotaWish.practitioner_id == practitioner_id, RotaWish.day >= first, RotaWish.day <= last)
    )
    uow.session.add_all(
        RotaWish(
            practitioner_id=practitioner_id,
            day=each.day,
            shift_type_id=each.shift_type_id,
            wants_on=each.on,
            weight=each.weight,
        )
        for each in wanted
    )
    await uow.session.flush()
    uow.publish(hint(f"role:{Role.COORDINATOR}", "rota"))
