"""Encounter and EpisodeOfCare."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from clinic.encounters.states import EncounterState, EpisodeOutcome, EpisodeState
from clinic.exchange.mapping.parts import (
    ACT_CODE,
    ACT_PRIORITY,
    OWN,
    Resource,
    code_of,
    coding,
    concept,
    extended,
    extension,
    instant,
    present,
    read_instant,
    reference,
    referred,
    required_instant,
    required_referred,
    without_empty,
)
from clinic.exchange.mapping.values import EncounterValue, EpisodeValue

_COURSES = f"{OWN}course"
_STATUS = {
    EncounterState.ARRIVED: "arrived",
    EncounterState.IN_PROGRESS: "in-progress",
    EncounterState.FINISHED: "finished",
}
# "The Encounter has ended before it has begun" (FHIR R4B, EncounterStatus): the door was never opened.
_UNMET = "cancelled"
_STATES = {status: state for state, status in _STATUS.items()} | {_UNMET: EncounterState.FINISHED}


def write_encounter(value: EncounterValue) -> Resource:
    """Return the Encounter, a virtual one; an urgent one has its priority and no appointment."""
    is_unmet = value.state is EncounterState.FINISHED and value.admitted_at is None
    return without_empty(
        {
            "resourceType": "Encounter",
            "id": str(value.id),
            "extension": present(extension("admitted", "valueDateTime", instant(value.admitted_at))),
            "status": _UNMET if is_unmet else _STATUS[value.state],
            "class": coding(ACT_CODE, "VR"),
            "priority": concept(ACT_PRIORITY, "UR") if value.appointment_id is None else None,
            "subject": reference("Patient", value.person_id),
            "episodeOfCare": present(reference("EpisodeOfCare", value.episode_id)),
            "participant": [{"individual": reference("Practitioner", value.practitioner_id)}],
            "appointment": present(reference("Appointment", value.appointment_id)),
            "period": without_empty({"start": instant(value.arrived_at), "end": instant(value.finished_at)}),
        }
    )


def read_encounter(resource: Mapping[str, Any]) -> EncounterValue:
    """Return what `write_encounter` was given."""
    return EncounterValue(
        id=UUID(resource["id"]),
        appointment_id=referred(next(iter(resource.get("appointment", ())), None)),
        person_id=required_referred(resource["subject"]),
        practitioner_id=required_referred(resource["participant"][0]["individual"]),
        episode_id=referred(next(iter(resource.get("episodeOfCare", ())), None)),
        state=_STATES[resource["status"]],
        arrived_at=required_instant(resource["period"]["start"]),
        admitted_at=read_instant(extended(resource, "admitted")),
        finished_at=read_instant(resource["period"].get("end")),
    )


def write_episode(value: EpisodeValue) -> Resource:
    """Return the EpisodeOfCare; how it came to its end in words is sealed and left out."""
    return without_empty(
        {
            "resourceType": "EpisodeOfCare",
            "id": str(value.id),
            "extension": present(extension("outcome", "valueCode", value.outcome and value.outcome.value)),
            # The states have FHIR's names.
            "status": value.state.value,
            "type": [concept(_COURSES, value.kind)],
            "patient": reference("Patient", value.person_id),
            "period": without_empty({"start": instant(value.opened_at), "end": instant(value.closed_at)}),
            "careManager": reference("Practitioner", value.practitioner_id),
        }
    )


def read_episode(resource: Mapping[str, Any]) -> EpisodeValue:
    """Return what `write_episode` was given."""
    outcome = extended(resource, "outcome")
    return EpisodeValue(
        id=UUID(resource["id"]),
        person_id=required_referred(resource["patient"]),
        practitioner_id=required_referred(resource["careManager"]),
        kind=code_of(resource["type"][0]),
        state=EpisodeState(resource["status"]),
        outcome=None if outcome is None else EpisodeOutcome(outcome),
        opened_at=required_instant(resource["period"]["start"]),
        closed_at=read_instant(resource["period"].get("end")),
    )
