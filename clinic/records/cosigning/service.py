"""What a supervising psychiatrist does with the counselling notes that wait."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from booking.appointments.tables import Appointment
from booking.schedules.absences import away_until
from clinic.encounters.tables import Encounter
from clinic.records.cosigning.access import authors_supervisor, lies_before, own_first
from clinic.records.cosigning.states import CosigningState, capacity_of, check_waiting, due_at
from clinic.records.cosigning.tables import Cosigning
from clinic.records.cosigning.views import CosigningOut, WaitingOut
from clinic.records.tables import Note
from clinic.records.versions import versions_of
from core.audit.events import Action, Entity
from core.errors import NotFound
from core.live import hint
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

COSIGNING_DECIDED = "records.cosigning_decided"
"""The job that tells the author; its payload is {"cosigning_id": ...}."""

_LIST_LIMIT = 200

_Row = Row[Cosigning, Note, datetime, Account, str, str, UUID, UUID | None, str | None, date | None]
_Query = Select[Cosigning, Note, datetime, Account, str, str, UUID, UUID | None, str | None, date | None]

_Author = aliased(Account)
_PersonAccount = aliased(Account)
_Opener = aliased(Account)
_OpenerPractitioner = aliased(Practitioner)
_Supervisor = aliased(Account)
_SupervisorPractitioner = aliased(Practitioner)


async def list_waiting(uow: UnitOfWork, principal: Principal) -> Sequence[WaitingOut]:
    """Return the notes that the caller may co-sign, at most 200.

    First those of whom they supervise, then those of nobody's, then a colleague's who is away, or whose are overdue;
    in each the longest waiting first.
    """
    practitioner_id = _caller(principal)
    query = (
        _query(uow, practitioner_id)
        .where(Cosigning.state == CosigningState.WAITING)
        .order_by(own_first(practitioner_id), Cosigning.asked_at, Cosigning.id)
        .limit(_LIST_LIMIT)
    )
    return [WaitingOut(**_waiting(uow, principal, row)) for row in await uow.session.execute(query)]


async def open_note(uow: UnitOfWork, principal: Principal, cosigning_id: UUID) -> CosigningOut:
    """Return a note that lies before the caller, and note who opened it first and when.

    Raises NotFound("records.cosigning_not_found").
    """
    row = await _get(uow, principal, cosigning_id)
    if row[0].opened_at is None and row[0].state is CosigningState.WAITING:
        row[0].opened_at = uow.now
        row[0].opened_by = principal.practitioner_id
        await uow.session.flush()
        uow.publish(hint(f"role:{Role.PSYCHIATRIST}", "cosignings"))
        row = await _get(uow, principal, cosigning_id)
    uow.audit(principal, Action.READ, Entity.NOTE, row[1].id, person_id=row[6])
    note = await versions_of(uow, principal, row[1], row[3])
    return CosigningOut(**_waiting(uow, principal, row), note=note)


async def cosign(uow: UnitOfWork, principal: Principal, cosigning_id: UUID) -> None:
    """Co-sign a version of a note. Raises as `open_note`, and Conflict("records.cosigning_over")."""
    await _decide(uow, principal, cosigning_id, CosigningState.COSIGNED, None)


async def give_back(uow: UnitOfWork, principal: Principal, cosigning_id: UUID, comment: str) -> None:
    """Return a note to its author with a comment; the author amends it, and it waits again. Raises as `cosign`."""
    await _decide(uow, principal, cosigning_id, CosigningState.RETURNED, comment)


async def _decide(
    uow: UnitOfWork, principal: Principal, cosigning_id: UUID, state: CosigningState, comment: str | None
) -> None:
    query = (
        select(Cosigning, Encounter.person_id, authors_supervisor)
        .join(Note, Note.id == Cosigning.note_id)
        .join(Encounter, Encounter.id == Note.encounter_id)
        .where(Cosigning.id == cosigning_id, lies_before(uow, _caller(principal)))
        .with_for_update(of=Cosigning)
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise _not_found()
    found, person_id, supervisor_id = row
    check_waiting(found.state)
    uow.audit(principal, Action.EXECUTE, Entity.NOTE, found.note_id, person_id=person_id)
    found.state = state
    found.decided_at = uow.now
    found.decided_by = principal.practitioner_id
    found.decided_for = supervisor_id
    found.comment_sealed = None if comment is None else uow.vault.seal(comment, f"cosigning:{found.id}")
    uow.enqueue(COSIGNING_DECIDED, {"cosigning_id": str(found.id)}, key=f"{COSIGNING_DECIDED}:{found.id}")
    uow.publish(hint(f"role:{Role.PSYCHIATRIST}", "cosignings"))


async def _get(uow: UnitOfWork, principal: Principal, cosigning_id: UUID) -> _Row:
    query = _query(uow, _caller(principal)).where(Cosigning.id == cosigning_id)
    row = (await uow.session.execute(query)).one_or_none()
    if row is None:
        raise _not_found()
    return row


def _caller(principal: Principal) -> UUID:
    if principal.practitioner_id is None:
        raise _not_found()
    return principal.practitioner_id


def _query(uow: UnitOfWork, practitioner_id: UUID) -> _Query:
    return (
        select(
            Cosigning,
            Note,
            func.coalesce(Appointment.starts_at, Encounter.arrived_at, type_=Appointment.starts_at.type),
            _Author,
            _PersonAccount.display_name.label("person_name"),
            _Opener.display_name.label("opener_name"),
            Encounter.person_id,
            _SupervisorPractitioner.id.label("supervisor_id"),
            _Supervisor.display_name.label("supervisor_name"),
            away_until(authors_supervisor, uow.zone.today(uow.now)).label("away_until"),
        )
        .join(Note, Note.id == Cosigning.note_id)
        .join(Encounter, Encounter.id == Note.encounter_id)
        .outerjoin(Appointment, Appointment.id == Encounter.appointment_id)
        .join(Person, Person.id == Encounter.person_id)
        .join(_PersonAccount, _PersonAccount.id == Person.account_id)
        .join(Practitioner, Practitioner.id == Note.practitioner_id)
        .join(_Author, _Author.id == Practitioner.account_id)
        .outerjoin(_OpenerPractitioner, _OpenerPractitioner.id == Cosigning.opened_by)
        .outerjoin(_Opener, _Opener.id == _OpenerPractitioner.account_id)
        .outerjoin(_SupervisorPractitioner, _SupervisorPractitioner.id == authors_supervisor)
        .outerjoin(_Supervisor, _Supervisor.id == _SupervisorPractitioner.account_id)
        .where(lies_before(uow, practitioner_id))
    )


def _waiting(uow: UnitOfWork, principal: Principal, row: _Row) -> dict[str, Any]:
    cosigning, _, held_at, author, person_name, opener_name, _, supervisor_id, supervisor_name, away = row
    due = due_at(cosigning.asked_at)
    return {
        "id": cosigning.id,
        "person_name": person_name,
        "author_name": author.display_name,
        "held_at": held_at,
        "number": cosigning.number,
        "asked_at": cosigning.asked_at,
        "due_at": due,
        "is_overdue": cosigning.state is CosigningState.WAITING and uow.now > due,
        "opened_at": cosigning.opened_at,
        "opened_by_name": opener_name,
        "capacity": capacity_of(principal.practitioner_id, supervisor_id),
        "supervisor_name": supervisor_name,
        "supervisor_away_until": away,
    }


def _not_found() -> NotFound:
    return NotFound("records.cosigning_not_found", "There is no such note among those to co-sign.")
