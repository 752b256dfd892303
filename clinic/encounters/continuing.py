"""Letting a consultation go on in writing: the same two, the same messages, for some days and once."""

from uuid import UUID

from clinic.encounters.reading import show
from clinic.encounters.service import own, tell
from clinic.encounters.views import EncounterOut
from clinic.encounters.writing import REMIND_BEFORE, WRITING_FOR, check_opening, is_open
from core.principal import Principal
from core.unit_of_work import UnitOfWork

OPENED_JOB = "encounters.writing_opened"
"""Tells the client; its payload is {"encounter_id": ...}."""

UNANSWERED_JOB = "encounters.unanswered"
"""Looks, before the end, whether the client waits for an answer; its payload is {"encounter_id": ...}."""


async def open_writing(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> EncounterOut:
    """Let both write on after the end of the caller's consultation; while it is open, opening it changes nothing.

    Raises NotFound unless the caller is the practitioner, and as writing.check_opening.
    """
    encounter = await own(uow, principal, encounter_id)
    if not is_open(encounter.writing_until, uow.now):
        check_opening(encounter.state, encounter.finished_at, encounter.writing_until, uow.now)
        encounter.writing_until = uow.now + WRITING_FOR
        payload = {"encounter_id": str(encounter_id)}
        uow.enqueue(OPENED_JOB, payload, key=f"{OPENED_JOB}:{encounter_id}")
        at = encounter.writing_until - REMIND_BEFORE
        uow.enqueue(UNANSWERED_JOB, payload, key=f"{UNANSWERED_JOB}:{encounter_id}", run_at=at)
        await tell(uow, encounter)
    return await show(uow, principal, encounter_id)


async def end_writing(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> None:
    """End the writing before its time; doing it again changes nothing. Raises NotFound unless it is the caller's."""
    encounter = await own(uow, principal, encounter_id)
    if is_open(encounter.writing_until, uow.now):
        encounter.writing_until = uow.now
        await tell(uow, encounter)
