"""Episodes of care: opened with the first session of a course, closed by its practitioner with an outcome."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased

from clinic.encounters.access import has_episode
from clinic.encounters.states import EncounterState, EpisodeOutcome, EpisodeState, closed
from clinic.encounters.tables import Encounter, EpisodeOfCare
from clinic.encounters.views import EncounterPerson, EncounterPractitioner, EpisodeOut
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.live import hint
from core.principal import CLINICIANS, Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.persons import service as persons
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

EPISODE_CLOSED_JOB = "encounters.episode_closed"
"""The job that tells the client of a closed course; its payload is {"episode_id": ...}."""

_LIST_LIMIT = 200

_PersonAccount = aliased(Account)
_PractitionerAccount = aliased(Account)


def closing_context(episode_id: UUID) -> str:
    """Return the context in which the end of an episode is sealed."""
    return f"episode_closing:{episode_id}"


async def ensure_episode(uow: UnitOfWork, person_id: UUID, practitioner_id: UUID, kind: str) -> EpisodeOfCare:
    """Return the person's active episode of `kind`, opened now if there is none.

    The episode is led by who gave its latest session: another practitioner takes it over.
    """
    while (episode := await _lock_active(uow, person_id, kind)) is None:
        row = {
            "id": new_id(),
            "person_id": person_id,
            "practitioner_id": practitioner_id,
            "kind": kind,
            "state": EpisodeState.ACTIVE,
            "outcome": None,
            "opened_at": uow.now,
            "closed_at": None,
        }
        await uow.session.execute(insert_unless_there(uow, EpisodeOfCare, [row]))
    episode.practitioner_id = practitioner_id
    return episode


async def _lock_active(uow: UnitOfWork, person_id: UUID, kind: str) -> EpisodeOfCare | None:
    # Whoever waited for a close finds no active episode any more, even if there was one just before.
    query = select(EpisodeOfCare).where(
        EpisodeOfCare.person_id == person_id, EpisodeOfCare.kind == kind, EpisodeOfCare.state == EpisodeState.ACTIVE
    )
    found: EpisodeOfCare | None = await uow.session.scalar(query.with_for_update())
    return found


async def list_episodes(
    uow: UnitOfWork, principal: Principal, state: EpisodeState | None = None
) -> Sequence[EpisodeOut]:
    """Return the caller's episodes, newest first, at most 200: a client's own, or those a clinician leads."""
    query = _query(principal).order_by(EpisodeOfCare.opened_at.desc(), EpisodeOfCare.id)
    if state is not None:
        query = query.where(EpisodeOfCare.state == state)
    return [_view(*row) for row in await uow.session.execute(query.limit(_LIST_LIMIT))]


async def show_episode(uow: UnitOfWork, principal: Principal, episode_id: UUID) -> EpisodeOut:
    """Return one of the caller's episodes; raises NotFound("encounters.episode_not_found")."""
    row = (await uow.session.execute(_query(principal).where(EpisodeOfCare.id == episode_id))).one_or_none()
    if row is None:
        raise NotFound("encounters.episode_not_found", "There is no such course among yours.")
    return _view(*row)


async def close_episode(
    uow: UnitOfWork, principal: Principal, episode_id: UUID, outcome: EpisodeOutcome, reason: str
) -> EpisodeOut:
    """Close a course that the caller leads, with how it came to its end; its client is told and asked a last time.

    Raises NotFound("encounters.episode_not_found"), Conflict("encounters.episode_closed"), and
    Conflict("encounters.episode_in_session") while one of its consultations is in progress.
    """
    episode = await uow.session.scalar(
        select(EpisodeOfCare).where(EpisodeOfCare.id == episode_id, has_episode(principal)).with_for_update()
    )
    if episode is None or principal.role not in CLINICIANS:
        raise NotFound("encounters.episode_not_found", "There is no such course among yours.")
    state = closed(episode.state)
    in_session = exists().where(Encounter.episode_id == episode_id, Encounter.state == EncounterState.IN_PROGRESS)
    if await uow.session.scalar(select(in_session)):
        raise Conflict("encounters.episode_in_session", "Please end the consultation before you close the course.")
    episode.state = state
    episode.outcome = outcome
    episode.closing_sealed = uow.vault.seal(reason, closing_context(episode.id))
    episode.closed_at = uow.now
    await uow.session.flush()
    uow.enqueue(EPISODE_CLOSED_JOB, {"episode_id": str(episode_id)}, key=f"{EPISODE_CLOSED_JOB}:{episode_id}")
    for account in (await persons.account_ids(uow, [episode.person_id])).values():
        # At this topic the client's page asks again what is to be answered.
        uow.publish(hint(f"account:{account}", "encounter"))
    return _view(*(await uow.session.execute(_query(principal).where(EpisodeOfCare.id == episode_id))).one())


def _query(principal: Principal) -> Select[EpisodeOfCare, str, Practitioner, Account]:
    return (
        select(EpisodeOfCare, _PersonAccount.display_name, Practitioner, _PractitionerAccount)
        .join(Person, Person.id == EpisodeOfCare.person_id)
        .join(_PersonAccount, _PersonAccount.id == Person.account_id)
        .join(Practitioner, Practitioner.id == EpisodeOfCare.practitioner_id)
        .join(_PractitionerAccount, _PractitionerAccount.id == Practitioner.account_id)
        .where(has_episode(principal))
    )


def _view(episode: EpisodeOfCare, person_name: str, practitioner: Practitioner, account: Account) -> EpisodeOut:
    return EpisodeOut(
        id=episode.id,
        kind=episode.kind,
        state=episode.state,
        outcome=episode.outcome,
        opened_at=episode.opened_at,
        closed_at=episode.closed_at,
        person=EncounterPerson(id=episode.person_id, display_name=person_name),
        practitioner=EncounterPractitioner.of(practitioner, account),
    )
