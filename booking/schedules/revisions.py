"""Revisions of what coordinators save as a whole: who saves over a state that they have not seen is refused."""

from uuid import UUID

from sqlalchemy import select, update

from booking.schedules.tables import ScheduleRevision
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

CLOSINGS = "closings"


def of_schedule(practitioner_id: UUID) -> str:
    """Return the part that a practitioner's schedule is."""
    return str(practitioner_id)


async def get(uow: UnitOfWork, part: str) -> int:
    """Return the revision of a part; 0 before it was first saved.

    Read it before what it stands for: who saves at the same moment then makes the answer too old and never too new.
    """
    found = await uow.session.scalar(select(ScheduleRevision.revision).where(ScheduleRevision.part == part))
    return found or 0


async def advance(uow: UnitOfWork, part: str, seen: int) -> bool:
    """Go on to the next revision if the present one is `seen`, and tell whether it was.

    Of several at once one is told so; the others wait until it has ended.
    """
    await uow.session.execute(insert_unless_there(uow, ScheduleRevision, [{"part": part, "revision": 0}]))
    change = (
        update(ScheduleRevision)
        .where(ScheduleRevision.part == part, ScheduleRevision.revision == seen)
        .values(revision=seen + 1)
        .returning(ScheduleRevision.revision)
    )
    return await uow.session.scalar(change.execution_options(synchronize_session=False)) is not None
