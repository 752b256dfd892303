"""AuditEvent."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from clinic.exchange.mapping.parts import (
    ACT_REASON,
    OWN,
    Resource,
    code_of,
    coding,
    concept,
    extended,
    extension,
    instant,
    present,
    reference,
    referred,
    required_instant,
    without_empty,
)
from clinic.exchange.mapping.values import AuditValue
from core.audit.events import Action, Entity, Purpose
from core.principal import Role

_ENTITIES = f"{OWN}entity"
_ROLES = f"{OWN}role"
_ACCOUNTS = f"{OWN}account"
_SESSION = "session"
_OBJECT_ROLES = "http://terminology.hl7.org/CodeSystem/object-role"

_ACTIONS = {
    Action.CREATE: "C",
    Action.READ: "R",
    Action.UPDATE: "U",
    Action.DELETE: "D",
    Action.EXECUTE: "E",
}
_PURPOSES = {
    Purpose.TREATMENT: "TREAT",
    Purpose.BREAK_THE_GLASS: "BTG",
    Purpose.OPERATIONS: "HOPERAT",
    Purpose.PATIENT_REQUEST: "PATRQT",
}
_SUCCESS, _REFUSED = "0", "4"


def write_audit(value: AuditValue) -> Resource:
    """Return the AuditEvent: who is named by the number of their account, what by its kind and number.

    The seals of the chain are left out: they are verified where the log is (`hagukumi audit verify`).
    """
    agent = {
        "role": None if value.role is None else [concept(_ROLES, value.role.value)],
        "who": None if value.account_id is None else {"identifier": _number(_ACCOUNTS, value.account_id)},
        "requestor": True,
    }
    session = None if value.session_id is None else str(value.session_id)
    entity = {
        "what": None if value.entity_id is None else {"identifier": _number(_ENTITIES, value.entity_id)},
        "type": coding(_ENTITIES, value.entity.value),
    }
    patient = {"what": reference("Patient", value.person_id), "role": coding(_OBJECT_ROLES, "1")}
    return {
        "resourceType": "AuditEvent",
        "id": str(value.id),
        "type": coding(f"{OWN}audit", "record"),
        "action": _ACTIONS[value.action],
        "recorded": instant(value.recorded_at),
        "outcome": _SUCCESS if value.succeeded else _REFUSED,
        "purposeOfEvent": [concept(ACT_REASON, _PURPOSES[value.purpose])],
        "agent": [without_empty({"extension": present(extension(_SESSION, "valueId", session)), **agent})],
        "source": {"observer": {"display": "hagukumi"}},
        "entity": [without_empty(entity), *([] if value.person_id is None else [patient])],
    }


def read_audit(resource: Mapping[str, Any]) -> AuditValue:
    """Return what `write_audit` was given."""
    (agent,), (entity, *patients) = resource["agent"], resource["entity"]
    session = extended(agent, _SESSION)
    purpose = code_of(resource["purposeOfEvent"][0])
    return AuditValue(
        id=UUID(resource["id"]),
        recorded_at=required_instant(resource["recorded"]),
        action=next(action for action, code in _ACTIONS.items() if code == resource["action"]),
        entity=Entity(entity["type"]["code"]),
        entity_id=_numbered(entity.get("what")),
        person_id=referred(patients[0]["what"]) if patients else None,
        account_id=_numbered(agent.get("who")),
        role=Role(code_of(agent["role"][0])) if "role" in agent else None,
        session_id=None if session is None else UUID(session),
        purpose=next(each for each, code in _PURPOSES.items() if code == purpose),
        succeeded=resource["outcome"] == _SUCCESS,
    )


def _number(system: str, number: UUID) -> Resource:
    return {"system": system, "value": str(number)}


def _numbered(part: Mapping[str, Any] | None) -> UUID | None:
    return None if part is None else UUID(part["identifier"]["value"])
