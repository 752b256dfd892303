"""The days of every year on which the service rests."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from booking.schedules import revisions
from booking.schedules.tables import Closing
from core.errors import Conflict, Invalid
from core.unit_of_work import UnitOfWork

_LEAP_YEAR = 2024


async def list_all(uow: UnitOfWork) -> Sequence[Closing]:
    """Return all yearly closings, by their first day."""
    return (await uow.session.scalars(select(Closing).order_by(Closing.first_month, Closing.first_day))).all()


async def put_all(uow: UnitOfWork, closings: Sequence[Closing], *, seen: int) -> None:
    """Put `closings` in the place of all, whose revision was `seen`.

    Raises Invalid("booking.closing_no_date") for a day that no year has, with the closing's `index` and whether it is
    the "first" or the "last", and Conflict("booking.closings_changed_meanwhile") when another saved since.
    """
    for number, each in enumerate(closings):
        _require_date(each.first_month, each.first_day, index=number, at="first")
        _require_date(each.last_month, each.last_day, index=number, at="last")
    if not await revisions.advance(uow, revisions.CLOSINGS, seen):
        raise Conflict(
            "booking.closings_changed_meanwhile",
            "Somebody else has just changed the closed days. Please look at them again.",
        )
    await uow.session.execute(delete(Closing))
    uow.session.add_all(closings)
    await uow.session.flush()


def _require_date(month: int, day: int, *, index: int, at: str) -> None:
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError as error:
        raise Invalid("booking.closing_no_date", "There is no such day in any year.", index=index, at=at) from error
