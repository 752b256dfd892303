"""What an appointment remembers of a change that its family did not ask for: kept in its `assignment`. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from core.json import JSON


class Change(StrEnum):
    """REASSIGNED: somebody else gives it, at the same time; UNSOLVED: nobody can, and the family was told."""

    REASSIGNED = "reassigned"
    UNSOLVED = "unsolved"


def reassigned(reasons: list[JSON], former: UUID) -> dict[str, JSON]:
    """Return what is stored when an appointment was given to another than `former`."""
    return {"policy": "repair", "reasons": reasons, "former": str(former)}


def unsolved(assignment: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is stored when the family is told that nobody can give it at its time."""
    return {**assignment, "unsolved": True}


def solved(assignment: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is stored when it can be given at its time after all."""
    return {key: value for key, value in assignment.items() if key != "unsolved"}


def accepted(assignment: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is stored when the family said that the new practitioner is fine."""
    return {**assignment, "accepted": True}


def is_unsolved(assignment: Mapping[str, Any]) -> bool:
    """Tell whether the family was told that nobody can give it."""
    return bool(assignment.get("unsolved", False))


def is_accepted(assignment: Mapping[str, Any]) -> bool:
    """Tell whether the family said that the new practitioner is fine."""
    return bool(assignment.get("accepted", False))


def former_of(assignment: Mapping[str, Any]) -> UUID | None:
    """Return who gave it before it was given to another; None when it was not."""
    former = assignment.get("former")
    return None if former is None else UUID(former)


def is_ours(assignment: Mapping[str, Any]) -> bool:
    """Tell whether it is no longer what the family booked: whoever declines that is not late."""
    return assignment.get("policy") == "repair" or is_unsolved(assignment)
