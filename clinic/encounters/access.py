"""Who sees an encounter: its client and its practitioner, and nobody else."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, select

from clinic.encounters.tables import Encounter, EpisodeOfCare
from core.errors import NotFound
from core.principal import Principal


def takes_part(principal: Principal) -> ColumnElement[bool]:
    """Return the condition under which the caller sees a row of encounters."""
    return _own(principal, Encounter)


def has_episode(principal: Principal) -> ColumnElement[bool]:
    """Return the condition under which the caller sees a row of episodes of care."""
    return _own(principal, EpisodeOfCare)


def _own(principal: Principal, table: type[Encounter] | type[EpisodeOfCare]) -> ColumnElement[bool]:
    if principal.person_id is not None:
        return table.person_id == principal.person_id
    if principal.practitioner_id is not None:
        return table.practitioner_id == principal.practitioner_id
    return false()


def visible_encounter(principal: Principal, encounter_id: UUID) -> Select[Any]:
    """Return the query for one encounter, if the caller takes part in it."""
    return select(Encounter).where(Encounter.id == encounter_id, takes_part(principal))


def encounter_not_found() -> NotFound:
    """Return the refusal for an encounter that is not there, or not the caller's."""
    return NotFound("encounters.not_found", "There is no such consultation among yours.")
