"""Who sees an encounter: its client and its practitioner, and while they are let in its guests."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, exists, false, literal, or_, select, tuple_

from clinic.encounters.guests.tables import EncounterGuest
from clinic.encounters.states import EncounterState
from clinic.encounters.tables import Encounter, EpisodeOfCare
from core.errors import NotFound
from core.principal import Principal, Role
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.practitioners.tables import Practitioner


def takes_part(principal: Principal) -> ColumnElement[bool]:
    """Return the condition under which an encounter is the caller's: as its client or its practitioner."""
    return _own(principal, Encounter)


def is_inside(principal: Principal) -> ColumnElement[bool]:
    """Return the condition under which the caller sees a row of encounters: their own, or as a guest let in."""
    return or_(takes_part(principal), _visits(principal))


def has_episode(principal: Principal) -> ColumnElement[bool]:
    """Return the condition under which the caller sees a row of episodes of care."""
    return _own(principal, EpisodeOfCare)


def _own(principal: Principal, table: type[Encounter] | type[EpisodeOfCare]) -> ColumnElement[bool]:
    if principal.person_id is not None:
        return table.person_id == principal.person_id
    if principal.practitioner_id is not None:
        return table.practitioner_id == principal.practitioner_id
    return false()


def _visits(principal: Principal) -> ColumnElement[bool]:
    return and_(Encounter.state != EncounterState.FINISHED, exists().where(_visit_of(principal)))


def _visit_of(principal: Principal) -> ColumnElement[bool]:
    return and_(
        EncounterGuest.appointment_id == Encounter.appointment_id,
        EncounterGuest.account_id == principal.account_id,
        EncounterGuest.agreed_at.is_not(None),
        EncounterGuest.admitted_at.is_not(None),
        EncounterGuest.ended_at.is_(None),
    )


def visible_encounter(principal: Principal, encounter_id: UUID) -> Select[Any]:
    """Return the query for one encounter, if the caller takes part in it or is inside as a guest."""
    return select(Encounter).where(Encounter.id == encounter_id, is_inside(principal))


def guests_inside(encounter_id: UUID) -> Select[UUID, str, Role]:
    """Return the query for account, name and role of the guests who are let in, the first one first."""
    return (
        select(Account.id, Account.display_name, Account.role)
        .join(EncounterGuest, EncounterGuest.account_id == Account.id)
        .join(Encounter, Encounter.appointment_id == EncounterGuest.appointment_id)
        .where(Encounter.id == encounter_id, EncounterGuest.admitted_at.is_not(None), EncounterGuest.ended_at.is_(None))
        .order_by(EncounterGuest.admitted_at, Account.id)
    )


def visits(principal: Principal, encounter: Encounter) -> bool:
    """Return whether one who sees an encounter is neither its client nor its practitioner."""
    return principal.person_id != encounter.person_id and principal.practitioner_id != encounter.practitioner_id


def guests_among(asked: Collection[tuple[UUID, UUID]]) -> CompoundSelect[UUID, UUID, bool]:
    """Return the query for those of `asked` (encounter id, account id) who are inside: its practitioner, or let in.

    Its rows are encounter_id, account_id, and whether they only `visits`.
    """
    own = select(
        Encounter.id.label("encounter_id"), Practitioner.account_id.label("account_id"), literal(False).label("visits")
    ).join(Practitioner, Practitioner.id == Encounter.practitioner_id)
    let_in = (
        select(Encounter.id, EncounterGuest.account_id, literal(True))
        .join(Encounter, Encounter.appointment_id == EncounterGuest.appointment_id)
        .where(EncounterGuest.admitted_at.is_not(None), EncounterGuest.ended_at.is_(None))
    )
    return own.where(tuple_(Encounter.id, Practitioner.account_id).in_(asked)).union(
        let_in.where(tuple_(Encounter.id, EncounterGuest.account_id).in_(asked))
    )


async def hidden_until(uow: UnitOfWork, principal: Principal, encounter_id: UUID) -> int:
    """Return the number of the last message that the caller may not see: 0, or what was written before a guest came."""
    if principal.person_id is not None:
        return 0
    query = select(EncounterGuest.joined_sequence).where(Encounter.id == encounter_id, _visit_of(principal))
    return await uow.session.scalar(query) or 0


def encounter_not_found() -> NotFound:
    """Return the refusal for an encounter that is not there, or not the caller's."""
    return NotFound("encounters.not_found", "There is no such consultation among yours.")
