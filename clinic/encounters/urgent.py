"""Urgent encounters: a person calls who is on duty, without an appointment. Text at once, voice if both wish.

Such an encounter has a practitioner from its beginning, whom the rota names or who comes nearest to it; whoever answers
takes it over. Of its rules only this differs: it is never sent back to the waiting room, and never extended.
"""

from uuid import UUID

from sqlalchemy import select

from clinic.encounters.access import encounter_not_found
from clinic.encounters.guests.ending import PUT_OUT
from clinic.encounters.reading import place_context, show
from clinic.encounters.service import tell
from clinic.encounters.states import EncounterState, finished_already
from clinic.encounters.tables import Encounter
from clinic.encounters.views import EncounterOut
from core.errors import Conflict
from core.ids import new_id
from core.live import LiveEvent
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.inserts import insert_unless_there
from people.practitioners import service as practitioners


async def open_now(
    uow: UnitOfWork, person_id: UUID, practitioner_id: UUID, place: str | None
) -> tuple[Encounter, bool]:
    """Open an urgent encounter for a person, or return the open one; and whether it is new.

    `place` is where the person is now (1 to 200 characters), kept sealed.
    """
    encounter_id = new_id()
    row = {
        "id": encounter_id,
        "appointment_id": None,
        "person_id": person_id,
        "practitioner_id": practitioner_id,
        "state": EncounterState.ARRIVED,
        "arrived_at": uow.now,
        "place_sealed": uow.vault.seal(place, place_context(encounter_id)) if place else None,
        "last_sequence": 0,
        "revision": 0,
    }
    await uow.session.execute(insert_unless_there(uow, Encounter, [row]))
    encounter = (
        await uow.session.scalars(
            select(Encounter).where(
                Encounter.person_id == person_id,
                Encounter.appointment_id.is_(None),
                Encounter.state != EncounterState.FINISHED,
            )
        )
    ).one()
    is_new = encounter.id == encounter_id
    if is_new:
        await tell(uow, encounter)
    return encounter, is_new


async def take(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> EncounterOut:
    """Answer an urgent call: the calling practitioner has it from now on, and its door is open.

    Who may, is for the caller to decide before. Raises NotFound, Conflict("encounters.finished"), and
    Conflict("encounters.taken") when a colleague was faster.
    """
    encounter = await _urgent(uow, encounter_id)
    if encounter is None or principal.practitioner_id is None:
        raise encounter_not_found()
    if encounter.state is EncounterState.FINISHED:
        raise finished_already()
    is_mine = encounter.practitioner_id == principal.practitioner_id
    if encounter.state is EncounterState.IN_PROGRESS and not is_mine:
        raise Conflict("encounters.taken", "A colleague has answered this call already.")
    if encounter.state is EncounterState.ARRIVED:
        if not is_mine:
            before = (await practitioners.account_ids(uow, [encounter.practitioner_id])).values()
            encounter.practitioner_id = principal.practitioner_id
            for account_id in before:
                data = {"account_id": str(account_id)}
                uow.publish(LiveEvent(f"encounter:{encounter.id}", PUT_OUT, data))
        encounter.state = EncounterState.IN_PROGRESS
        encounter.admitted_at = uow.now
        await tell(uow, encounter)
    return await show(uow, principal, encounter_id)


async def note_unanswered(uow: UnitOfWork, encounter_id: UUID) -> None:
    """Let the person see that nobody has answered yet, and that others are called."""
    encounter = await _urgent(uow, encounter_id)
    if encounter is not None and encounter.state is EncounterState.ARRIVED and encounter.alerted_at is None:
        encounter.alerted_at = uow.now
        await tell(uow, encounter)


async def end_unmet(uow: UnitOfWork, encounter_id: UUID) -> None:
    """End a call that was answered in another way, by telephone for one; one that was let in is ended by its own."""
    encounter = await _urgent(uow, encounter_id)
    if encounter is not None and encounter.state is EncounterState.ARRIVED:
        encounter.state = EncounterState.FINISHED
        encounter.finished_at = uow.now
        await tell(uow, encounter)


async def _urgent(uow: UnitOfWork, encounter_id: UUID) -> Encounter | None:
    found: Encounter | None = await uow.session.scalar(
        select(Encounter).where(Encounter.id == encounter_id, Encounter.appointment_id.is_(None)).with_for_update()
    )
    return found
