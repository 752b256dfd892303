"""Keeping what a side of a call tells about it."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update

from clinic.calls.quality import Quality
from clinic.calls.tables import CallReport
from clinic.encounters.reading import state_of
from clinic.encounters.states import EncounterState, not_admitted
from core.errors import Conflict
from core.ids import new_id
from core.principal import Role
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there

REPORTS_MAX = 100
"""More stays in the calls of one consultation are no consultation; of each role, so that none takes another's place."""


async def keep(
    uow: UnitOfWork, encounter_id: UUID, connection_id: UUID, role: Role, entry: int, quality: Quality
) -> None:
    """Keep a report of a caller who is known to be a part of the encounter; a later one takes the place of an earlier.

    A report that is shorter than what is known, or that comes after the end, changes nothing. Reports are taken after
    the consultation too, since its end ends the call. Raises NotFound, Conflict("encounters.not_admitted") before the
    admission, and Conflict("call.reports_full").
    """
    if await state_of(uow, encounter_id) is EncounterState.ARRIVED:
        raise not_admitted()
    here = (CallReport.encounter_id == encounter_id, CallReport.connection_id == connection_id)
    told = {**asdict(quality), "reported_at": uow.now}
    later = (
        update(CallReport)
        .where(*here, CallReport.entry == entry, CallReport.seconds <= quality.seconds, CallReport.ended.is_(None))
        .values(told)
        .returning(CallReport.id)
    )
    if await uow.session.scalar(later) is not None:
        return
    others = or_(CallReport.connection_id != connection_id, CallReport.entry != entry)
    count = select(func.count()).where(CallReport.encounter_id == encounter_id, CallReport.role == role, others)
    if (await uow.session.scalar(count) or 0) >= REPORTS_MAX:
        raise Conflict("call.reports_full", "There are too many reports of calls in this consultation.")
    first = {
        **told,
        "id": new_id(),
        "encounter_id": encounter_id,
        "connection_id": connection_id,
        "entry": entry,
        "role": role,
        "started_at": uow.now - timedelta(seconds=quality.seconds),
    }
    await uow.session.execute(insert_unless_there(uow, CallReport, [first]))
