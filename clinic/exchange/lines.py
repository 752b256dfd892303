"""A value as a line of NDJSON and back: nothing that is not valid FHIR R4B leaves, and nothing else is read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson
from fhir.resources.R4B import get_fhir_model_class
from pydantic import BaseModel, ValidationError

from clinic.exchange.mapping import access, care, forms, people, times
from clinic.exchange.mapping.parts import Resource
from clinic.exchange.mapping.values import (
    AppointmentValue,
    AuditValue,
    BookedSlotValue,
    ConsentValue,
    DutySlotValue,
    EncounterValue,
    EpisodeValue,
    PatientValue,
    PractitionerValue,
    ResponseValue,
    ScheduleValue,
    TotalValue,
    Value,
)

_READERS: Mapping[str, Callable[[Resource], Value]] = {
    "Patient": people.read_patient,
    "Practitioner": people.read_practitioner,
    "Schedule": times.read_schedule,
    "Slot": times.read_slot,
    "Appointment": times.read_appointment,
    "Encounter": care.read_encounter,
    "EpisodeOfCare": care.read_episode,
    "QuestionnaireResponse": forms.read_response,
    "Observation": forms.read_total,
    "Consent": people.read_consent,
    "AuditEvent": access.read_audit,
}


class NotFhir(Exception):
    """Something that would have left is not valid FHIR R4B: a fault of ours. It says where, and not what."""


def write_line(value: Value) -> bytes:
    """Return the resource as one line of JSON, with its end; raises NotFhir."""
    resource = _write(value)
    check(resource)
    return orjson.dumps(resource, option=orjson.OPT_APPEND_NEWLINE)


def read_line(line: bytes) -> Value:
    """Return the value that a line was written from; raises NotFhir for a line that is not valid FHIR R4B."""
    resource = orjson.loads(line)
    check(resource)
    return _READERS[resource["resourceType"]](resource)


def check(resource: Resource) -> None:
    """Raise NotFhir unless the resource is valid by fhir.resources and its codes are those that FHIR requires."""
    kind = str(resource.get("resourceType"))
    if kind not in _READERS:
        raise NotFhir("a type of resource that is not exported")
    try:
        model = get_fhir_model_class(kind).model_validate(resource)
    except ValidationError as error:
        places = sorted({".".join(map(str, fault["loc"])) for fault in error.errors()})
        raise NotFhir(f"{kind} at {', '.join(places) or 'its top'}") from None
    _check_codes(model, kind)


def _write(value: Value) -> Resource:  # noqa: C901, PLR0911 - one line a type
    match value:
        case PatientValue():
            return people.write_patient(value)
        case PractitionerValue():
            return people.write_practitioner(value)
        case ScheduleValue():
            return times.write_schedule(value)
        case DutySlotValue() | BookedSlotValue():
            return times.write_slot(value)
        case AppointmentValue():
            return times.write_appointment(value)
        case EncounterValue():
            return care.write_encounter(value)
        case EpisodeValue():
            return care.write_episode(value)
        case ResponseValue():
            return forms.write_response(value)
        case TotalValue():
            return forms.write_total(value)
        case ConsentValue():
            return people.write_consent(value)
        case AuditValue():
            return access.write_audit(value)


def _check_codes(model: BaseModel, at: str) -> None:
    """Raise NotFhir for a code outside of its required value set: the models name these and do not look at them."""
    for name, value in model.__dict__.items():
        if value is None:
            continue
        extra: Any = type(model).model_fields[name].json_schema_extra
        allowed = extra.get("enum_values") if isinstance(extra, dict) else None
        for each in _each(value):
            if isinstance(each, BaseModel):
                _check_codes(each, f"{at}.{name}")
            elif allowed and each not in allowed:
                raise NotFhir(f"{at}.{name}: a code that FHIR does not have there")


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else (value,)
