"""Schedule, Slot and Appointment."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from booking.appointments.states import STANDING, ClaimState
from booking.rota.problem import DutyKind
from clinic.exchange.mapping.parts import (
    OWN,
    Resource,
    code_of,
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
from clinic.exchange.mapping.values import (
    AppointmentValue,
    BookedSlotValue,
    DutySlotValue,
    ScheduleValue,
    SlotValue,
)
from core.principal import Role

_KINDS = f"{OWN}slot"
_DUTIES = f"{OWN}duty"
_ROLES = f"{OWN}role"
_SERVICES = f"{OWN}service"
_MODALITIES = f"{OWN}modality"

# Who is on call may be called in danger, and cannot be booked.
_DUTY_STATUS = {DutyKind.ACTIVE: "free", DutyKind.ON_CALL: "busy-unavailable"}
_APPOINTMENT_STATUS = {
    ClaimState.BOOKED: "booked",
    ClaimState.CANCELLED: "cancelled",
    ClaimState.NO_SHOW: "noshow",
    ClaimState.FULFILLED: "fulfilled",
}
_STATES = {status: state for state, status in _APPOINTMENT_STATUS.items()} | {"arrived": ClaimState.BOOKED}


def write_schedule(value: ScheduleValue) -> Resource:
    """Return the Schedule; free times are reckoned when they are asked for, and stand in no slot."""
    return {
        "resourceType": "Schedule",
        "id": str(value.practitioner_id),
        "active": value.active,
        "actor": [reference("Practitioner", value.practitioner_id)],
    }


def read_schedule(resource: Mapping[str, Any]) -> ScheduleValue:
    """Return what `write_schedule` was given."""
    return ScheduleValue(practitioner_id=UUID(resource["id"]), active=resource["active"])


def write_slot(value: SlotValue) -> Resource:
    """Return the Slot of a duty or of the time that an appointment takes."""
    slot = {
        "resourceType": "Slot",
        "id": str(value.id),
        "schedule": reference("Schedule", value.practitioner_id),
    }
    if isinstance(value, DutySlotValue):
        return slot | {
            "serviceCategory": [concept(_KINDS, "duty")],
            "serviceType": [concept(_DUTIES, value.duty.value), concept(_ROLES, value.role.value)],
            "status": _DUTY_STATUS[value.duty],
            "start": instant(value.starts_at),
            "end": instant(value.ends_at),
        }
    return slot | {
        "serviceCategory": [concept(_KINDS, "booked")],
        "serviceType": [concept(_SERVICES, value.service)],
        "status": "busy",
        "start": instant(value.busy_from),
        "end": instant(value.busy_until),
    }


def read_slot(resource: Mapping[str, Any]) -> SlotValue:
    """Return what `write_slot` was given."""
    slot_id, practitioner_id = UUID(resource["id"]), required_referred(resource["schedule"])
    start, end = required_instant(resource["start"]), required_instant(resource["end"])
    if code_of(resource["serviceCategory"][0]) == "duty":
        duty, role = (code_of(each) for each in resource["serviceType"])
        return DutySlotValue(slot_id, practitioner_id, Role(role), DutyKind(duty), start, end)
    return BookedSlotValue(slot_id, practitioner_id, code_of(resource["serviceType"][0]), start, end)


def write_appointment(value: AppointmentValue) -> Resource:
    """Return the Appointment. One that stands refers to the Slot of its id; why it was booked is sealed and left out.

    A booked one is "arrived" once the person is in the waiting room.
    """
    is_arrived = value.state is ClaimState.BOOKED and value.arrived_at is not None
    slot = reference("Slot", value.id) if value.state in STANDING else None
    return without_empty(
        {
            "resourceType": "Appointment",
            "id": str(value.id),
            "extension": present(
                extension("changed", "valueDateTime", instant(value.changed_at)),
                extension("arrived", "valueDateTime", instant(value.arrived_at)),
                extension("cancelled-late", "valueBoolean", value.cancelled_late or None),
                extension("extended-minutes", "valuePositiveInt", value.extended_minutes or None),
            ),
            "status": "arrived" if is_arrived else _APPOINTMENT_STATUS[value.state],
            "serviceCategory": [concept(_MODALITIES, value.modality)],
            "serviceType": [concept(_SERVICES, value.service)],
            "start": instant(value.starts_at),
            "end": instant(value.ends_at),
            "created": instant(value.booked_at),
            "slot": present(slot),
            "participant": [
                {"actor": reference("Patient", value.person_id), "status": "accepted"},
                {"actor": reference("Practitioner", value.practitioner_id), "status": "accepted"},
            ],
        }
    )


def read_appointment(resource: Mapping[str, Any]) -> AppointmentValue:
    """Return what `write_appointment` was given."""
    person_id, practitioner_id = (referred(each["actor"]) for each in resource["participant"])
    if person_id is None or practitioner_id is None:
        raise ValueError("an appointment without its two participants")
    return AppointmentValue(
        id=UUID(resource["id"]),
        person_id=person_id,
        practitioner_id=practitioner_id,
        service=code_of(resource["serviceType"][0]),
        modality=code_of(resource["serviceCategory"][0]),
        state=_STATES[resource["status"]],
        starts_at=required_instant(resource["start"]),
        ends_at=required_instant(resource["end"]),
        booked_at=required_instant(resource["created"]),
        changed_at=read_instant(extended(resource, "changed")),
        arrived_at=read_instant(extended(resource, "arrived")),
        cancelled_late=extended(resource, "cancelled-late") or False,
        extended_minutes=extended(resource, "extended-minutes") or 0,
    )
