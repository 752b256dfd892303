"""What can be done with an encounter: arrive, admit, put back, finish."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select, update

from booking.appointments import service as appointments
from booking.appointments.refusals import not_found
from booking.appointments.states import ClaimState
from booking.appointments.tables import Appointment
from booking.services.tables import Service
from clinic.encounters.access import encounter_not_found
from clinic.encounters.arrival import check_arrival
from clinic.encounters.episodes import ensure_episode
from clinic.encounters.forgotten import watch
from clinic.encounters.guests.ending import end_all
from clinic.encounters.reading import place_context, show
from clinic.encounters.states import EncounterState, admitted, finished, put_back
from clinic.encounters.tables import Encounter
from clinic.encounters.views import EncounterOut
from core.audit.events import Action, Entity
from core.errors import Conflict, Invalid
from core.ids import new_id
from core.live import LiveEvent, hint
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.consents.service import require_sensitive_data
from people.persons import service as persons
from people.practitioners import service as practitioners

COURSE = "counselling"
"""The code of the service whose consultations form a course (EpisodeOfCare)."""


URGENT_ADMITTED = "encounters.urgent_admitted"
"""The job that an urgent encounter leaves when its door is opened; its payload is {"encounter_id": ...}."""


async def arrive(uow: UnitOfWork, principal: Principal, appointment_id: UUID, place: str | None) -> EncounterOut:
    """Open the encounter of the caller's own booked appointment; arriving again returns the one there is.

    `place` is where the person is now (1 to 200 characters), kept sealed. Raises NotFound("booking.not_found"),
    Forbidden("consent.required"), Conflict("encounters.appointment_not_booked"), Conflict("encounters.too_early"),
    Gone("encounters.too_late"), Invalid("encounters.place_missing").
    """
    appointment = await uow.session.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id, Appointment.person_id == principal.person_id)
        .with_for_update()
    )
    if appointment is None:
        raise not_found()
    await require_sensitive_data(uow, appointment.person_id)
    encounter = await uow.session.scalar(select(Encounter).where(Encounter.appointment_id == appointment_id))
    if encounter is None:
        encounter = await _open(uow, appointment, place)
    return await show(uow, principal, encounter.id)


async def _open(uow: UnitOfWork, appointment: Appointment, place: str | None) -> Encounter:
    if appointment.state is not ClaimState.BOOKED:
        raise Conflict("encounters.appointment_not_booked", "This appointment does not take place.")
    check_arrival(uow.now, appointment.starts_at, appointment.ends_at)
    service = await uow.session.get_one(Service, appointment.service_id)
    if service.needs_place and not place:
        raise Invalid("encounters.place_missing", "Please tell us where you are now, so that help can find you.")
    encounter_id = new_id()
    episode = None
    if service.code == COURSE:
        episode = await ensure_episode(uow, appointment.person_id, appointment.practitioner_id, service.code)
    encounter = Encounter(
        id=encounter_id,
        appointment_id=appointment.id,
        person_id=appointment.person_id,
        practitioner_id=appointment.practitioner_id,
        episode_id=None if episode is None else episode.id,
        state=EncounterState.ARRIVED,
        arrived_at=uow.now,
        place_sealed=uow.vault.seal(place, place_context(encounter_id)) if place else None,
        last_sequence=0,
    )
    uow.session.add(encounter)
    await appointments.note_arrival(uow, appointment)
    watch(uow, encounter, appointment.starts_at)
    await tell(uow, encounter)
    return encounter


async def admit(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> EncounterOut:
    """Open the door; doing it again changes nothing.

    Raises NotFound unless the caller is the practitioner, Conflict("encounters.finished") after the end.
    """
    encounter = await own(uow, principal, encounter_id)
    before = encounter.state
    encounter.state = admitted(before)
    if encounter.state is not before:
        _audit(uow, principal, encounter)
        encounter.admitted_at = encounter.admitted_at or uow.now
        await tell(uow, encounter)
        await _tell_who_waits(uow, encounter)
        if encounter.appointment_id is None:
            uow.enqueue(URGENT_ADMITTED, {"encounter_id": str(encounter.id)}, key=f"{URGENT_ADMITTED}:{encounter.id}")
    return await show(uow, principal, encounter_id)


async def send_back(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> EncounterOut:
    """Send the client back to the waiting room until they are admitted again; doing it again changes nothing.

    Its call ends, its messages stay. Raises NotFound unless the caller is the practitioner,
    Conflict("encounters.finished") after the end, and Conflict("encounters.urgent") for one who called in need.
    """
    encounter = await own(uow, principal, encounter_id)
    if encounter.appointment_id is None:
        raise Conflict("encounters.urgent", "Who called in need is not sent back to wait.")
    before = encounter.state
    encounter.state = put_back(before)
    if encounter.state is not before:
        _audit(uow, principal, encounter)
        encounter.put_back_at = uow.now
        encounter.alerted_at = None
        appointment = await uow.session.get_one(Appointment, encounter.appointment_id)
        watch(uow, encounter, appointment.starts_at)
        await tell(uow, encounter)
        await _tell_who_waits(uow, encounter)
    return await show(uow, principal, encounter_id)


async def finish(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> EncounterOut:
    """End the consultation and mark its appointment as fulfilled; doing it again changes nothing.

    Raises NotFound unless the caller is the practitioner, Conflict("encounters.not_admitted") before admission.
    """
    encounter = await own(uow, principal, encounter_id)
    before = encounter.state
    encounter.state = finished(before)
    if encounter.state is not before:
        _audit(uow, principal, encounter)
        encounter.finished_at = uow.now
        if encounter.appointment_id is not None:
            await appointments.fulfil(uow, encounter.appointment_id)
        await tell(uow, encounter)
        await _tell_who_waits(uow, encounter)
        if encounter.appointment_id is not None:
            await end_all(uow, encounter.appointment_id)
    return await show(uow, principal, encounter_id)


async def own(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> Encounter:
    """Return the calling practitioner's encounter, read for update; raises NotFound for any other."""
    encounter = await uow.session.scalar(
        select(Encounter)
        .where(Encounter.id == encounter_id, Encounter.practitioner_id == principal.practitioner_id)
        .with_for_update()
    )
    if encounter is None:
        raise encounter_not_found()
    return encounter


def _audit(uow: UnitOfWork, principal: Principal, encounter: Encounter) -> None:
    uow.audit(principal, Action.UPDATE, Entity.ENCOUNTER, encounter.id, person_id=encounter.person_id)


async def note_seen(uow: UnitOfWork, encounter_ids: Sequence[UUID]) -> None:
    """Note that the clients of these encounters, at most some hundreds, are connected now, of those who wait.

    It is no change that anybody has to be told of: it counts only once their room is closed.
    """
    waiting = update(Encounter).where(Encounter.id.in_(encounter_ids), Encounter.state == EncounterState.ARRIVED)
    await uow.session.execute(waiting.values(seen_at=uow.now))


async def tell(uow: UnitOfWork, encounter: Encounter) -> None:
    """Hint both sides and the consultation itself that the encounter, read for update or just made, has changed."""
    encounter.revision = (encounter.revision or 0) + 1
    await uow.session.flush()
    practitioner = (await practitioners.account_ids(uow, [encounter.practitioner_id]))[encounter.practitioner_id]
    person = (await persons.account_ids(uow, [encounter.person_id]))[encounter.person_id]
    # Those in the consultation first: they go into the call by it, and a hint makes pages fetch.
    uow.publish(LiveEvent(f"encounter:{encounter.id}", "encounter", {"state": encounter.state.value}))
    uow.publish(hint(f"account:{practitioner}", "waiting", encounter.id))
    uow.publish(hint(f"account:{person}", "encounter", encounter.id))


async def _tell_who_waits(uow: UnitOfWork, encounter: Encounter) -> None:
    """Let who else waits for the practitioner see whether they are still with somebody."""
    others = select(Encounter.id).where(
        Encounter.practitioner_id == encounter.practitioner_id,
        Encounter.state == EncounterState.ARRIVED,
        Encounter.id != encounter.id,
    )
    for other in await uow.session.scalars(others):
        uow.publish(LiveEvent(f"encounter:{other}", "encounter"))
