"""What a unit of work notes for the audit log, and which rows that makes."""

from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from core.audit.events import Action, Entity, Purpose
from core.ids import new_id
from core.principal import CLIENTS, CLINICIANS, Principal, Role

GATHERED = timedelta(minutes=15)
"""Repeated reading of one thing in one sign-in is one entry in such a time: lists are asked for again and again."""

_REMEMBERED = 32_768


def entry(
    now: datetime,
    principal: Principal | None,
    action: Action,
    entity: Entity,
    entity_id: UUID | None,
    *,
    person_id: UUID | None,
    purpose: Purpose | None,
    succeeded: bool,
    gathered: bool,
) -> dict[str, Any]:
    """Return the row of an entry. A gathered one has an id that the same act in the same quarter of an hour repeats."""
    event_id = new_id()
    purpose = purpose or _usual(None if principal is None else principal.role)
    session_id = principal.session_id if principal is not None and principal.session_id.int else None
    if gathered and session_id is not None:
        quarter = (now - datetime.min.replace(tzinfo=UTC)) // GATHERED
        event_id = uuid5(session_id, f"{quarter}:{action}:{entity}:{entity_id}:{person_id}:{purpose}:{succeeded}")
    return {
        "id": event_id,
        "recorded_at": now,
        "action": action.value,
        "entity": entity.value,
        "entity_id": entity_id,
        "person_id": person_id,
        "account_id": None if principal is None else principal.account_id,
        "role": None if principal is None else principal.role.value,
        "session_id": session_id,
        "purpose": purpose.value,
        "succeeded": succeeded,
    }


def _usual(role: Role | None) -> Purpose:
    if role in CLIENTS:
        return Purpose.PATIENT_REQUEST
    return Purpose.TREATMENT if role in CLINICIANS or role is Role.GUEST else Purpose.OPERATIONS


class Remembered:
    """The ids of entries that this process stored lately: what stands in the log already costs nothing more."""

    def __init__(self) -> None:
        self._ids: OrderedDict[UUID, None] = OrderedDict()

    def new(self, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows that are not known to be stored, each once, in the order of their ids.

        In one order, so that two transactions that store the same do not wait for each other.
        """
        found = {row["id"]: row for row in rows if row["id"] not in self._ids}
        return [found[key] for key in sorted(found)]

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Remember rows that were committed."""
        for row in rows:
            self._ids[row["id"]] = None
            self._ids.move_to_end(row["id"])
        while len(self._ids) > _REMEMBERED:
            self._ids.popitem(last=False)
