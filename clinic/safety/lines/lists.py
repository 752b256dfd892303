"""The list of crisis lines that is in force, its versions, and changing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from clinic.safety.lines.model import LineList, is_stale, shipped_lines
from clinic.safety.tables import CrisisLineList
from core.errors import Conflict, Invalid
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

_MOST = 50


@dataclass(frozen=True, slots=True)
class InForce:
    """A list, the day on which somebody checked it, and whether that is too long ago.

    Version 0 is the one that comes with the product, which nobody reviewed.
    """

    list: LineList
    version: int
    checked_on: date
    is_stale: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Who put a version in force, and when; `checked_on` is the day on which they had checked its numbers."""

    version: int
    checked_on: date
    changed_at: datetime
    changed_by: UUID


async def in_force(uow: UnitOfWork) -> InForce:
    """Return the list that is in force."""
    row = await uow.session.scalar(select(CrisisLineList).order_by(CrisisLineList.version.desc()).limit(1))
    today = uow.zone.today(uow.now)
    if row is None:
        shipped = shipped_lines()
        return InForce(shipped, 0, shipped.checked_on, is_stale(shipped.checked_on, today))
    return InForce(LineList.model_validate(row.content), row.version, row.checked_on, is_stale(row.checked_on, today))


async def change(uow: UnitOfWork, principal: Principal, content: LineList, checked_on: date, version: int) -> InForce:
    """Put a list in force that was written on top of `version`, its numbers checked by somebody on a day.

    Raises Invalid("safety.checked_on") for a day to come or one that is stale already, and
    Conflict("safety.lines_changed") when somebody else changed it in between.
    """
    today = uow.zone.today(uow.now)
    if checked_on > today or is_stale(checked_on, today):
        raise Invalid("safety.checked_on", "Please give the day on which the numbers were checked, up to today.")
    row = {
        "version": version + 1,
        "content": content.model_dump(mode="json"),
        "checked_on": checked_on,
        "changed_at": uow.now,
        "changed_by": principal.account_id,
    }
    made = None
    if (await in_force(uow)).version == version:
        statement = insert_unless_there(uow, CrisisLineList, [row]).returning(CrisisLineList.version)
        made = await uow.session.scalar(statement)
    if made is None:
        raise Conflict("safety.lines_changed", "Somebody else changed this meanwhile. Please look at it again.")
    return await in_force(uow)


async def list_changes(uow: UnitOfWork) -> Sequence[Change]:
    """Return who changed the list and when, the newest first, at most 50."""
    query = (
        select(CrisisLineList.version, CrisisLineList.checked_on, CrisisLineList.changed_at, CrisisLineList.changed_by)
        .order_by(CrisisLineList.version.desc())
        .limit(_MOST)
    )
    return [Change(*row) for row in await uow.session.execute(query)]
