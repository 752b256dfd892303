"""What puts a person into a risk tier: scores raise it, clinicians judge it, and only clinicians lower it."""

from uuid import UUID

from clinic.encounters.tables import Encounter
from clinic.records.tables import Note, NoteAmendment
from core.unit_of_work import UnitOfWork
from people.risk.kinds import RiskLevel, TierReason
from people.risk.service import record_tier


async def raise_by_score(uow: UnitOfWork, person_id: UUID, response_id: UUID) -> None:
    """Put a person whose PHQ-9 total calls for counselling into the high tier; a lower total says nothing."""
    await record_tier(uow, person_id, RiskLevel.HIGH, TierReason.PHQ9_TOTAL, response_id, decided_at=uow.now)


async def follow_note(uow: UnitOfWork, note: Note) -> None:
    """Take the risk level of a signed note over as the person's tier; a note without one changes nothing."""
    if note.risk_level is None:
        return
    encounter = await uow.session.get_one(Encounter, note.encounter_id)
    await record_tier(
        uow,
        encounter.person_id,
        note.risk_level,
        TierReason.NOTE,
        note.id,
        decided_at=note.signed_at or note.updated_at,
        practitioner_id=note.practitioner_id,
    )


async def follow_amendment(uow: UnitOfWork, amendment: NoteAmendment) -> None:
    """Take the risk level of an amended note over as the person's tier; one without a level changes nothing."""
    if amendment.risk_level is None:
        return
    note = await uow.session.get_one(Note, amendment.note_id)
    encounter = await uow.session.get_one(Encounter, note.encounter_id)
    await record_tier(
        uow,
        encounter.person_id,
        amendment.risk_level,
        TierReason.NOTE,
        amendment.id,
        decided_at=amendment.written_at,
        practitioner_id=amendment.practitioner_id,
    )
