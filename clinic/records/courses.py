"""A course of consultations (EpisodeOfCare) with its sessions, as those who give it see it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from booking.appointments.tables import Appointment
from clinic.encounters import episodes
from clinic.encounters.access import has_episode
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.encounters.views import EpisodeOut
from clinic.records.cosigning.states import CosigningState
from clinic.records.cosigning.tables import Cosigning
from clinic.records.tables import Note
from core.audit.events import Action, Entity
from core.errors import NotFound
from core.model import Instant, Model
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners.tables import Practitioner


class SessionOut(Model):
    """One session of a course; `note_state` is None while nothing is written."""

    appointment_id: UUID
    encounter_id: UUID
    starts_at: Instant
    state: EncounterState
    practitioner_name: str
    note_state: str | None
    cosigning_state: CosigningState | None


class CourseOut(EpisodeOut):
    """A course with all its sessions, the first one first, and how it came to its end."""

    closing: str | None
    sessions: list[SessionOut]


async def show(uow: UnitOfWork, principal: Principal, episode_id: UUID) -> CourseOut:
    """Return a course that the caller leads; raises NotFound("encounters.episode_not_found")."""
    found = await uow.session.scalar(
        select(EpisodeOfCare).where(EpisodeOfCare.id == episode_id, has_episode(principal))
    )
    if found is None:
        raise NotFound("encounters.episode_not_found", "There is no such course among yours.")
    uow.audit(principal, Action.READ, Entity.ENCOUNTER, episode_id, person_id=found.person_id)
    shown = await episodes.show_episode(uow, principal, episode_id)
    closing = found.closing_sealed
    query = (
        select(Encounter, Appointment.starts_at, Account.display_name, Note, Cosigning)
        .join(Appointment, Appointment.id == Encounter.appointment_id)
        .join(Practitioner, Practitioner.id == Encounter.practitioner_id)
        .join(Account, Account.id == Practitioner.account_id)
        .outerjoin(Note, Note.encounter_id == Encounter.id)
        .outerjoin(Cosigning, (Cosigning.note_id == Note.id) & (Cosigning.state != CosigningState.REPLACED))
        .where(Encounter.episode_id == episode_id)
        .order_by(Appointment.starts_at, Encounter.id, Cosigning.number)
    )
    # Of several co-signatures of one note the last one is the state of things.
    sessions = {row[0].id: _session(*row) for row in await uow.session.execute(query)}
    return CourseOut(
        **shown.model_dump(),
        closing=None if closing is None else uow.vault.open(closing, episodes.closing_context(episode_id)),
        sessions=list(sessions.values()),
    )


def _session(
    encounter: Encounter, starts_at: datetime, name: str, note: Note | None, cosigning: Cosigning | None
) -> SessionOut:
    note_state = None
    if note is not None:
        note_state = "draft" if note.signed_at is None else "signed"
    return SessionOut(
        appointment_id=encounter.page_id,
        encounter_id=encounter.id,
        starts_at=starts_at,
        state=encounter.state,
        practitioner_name=name,
        note_state=note_state,
        cosigning_state=None if cosigning is None else cosigning.state,
    )
