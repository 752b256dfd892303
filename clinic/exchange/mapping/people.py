"""Patient, Practitioner and Consent."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from clinic.exchange.mapping.parts import (
    LANGUAGES,
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
    required_instant,
    required_referred,
    without_empty,
)
from clinic.exchange.mapping.values import ConsentValue, PatientValue, PractitionerValue
from core.principal import Role
from people.consents.kinds import ConsentKind
from people.persons.ties import OtherTie
from people.practitioners.kinds import Gender

_ROLES = f"{OWN}role"
_SPECIALTIES = f"{OWN}specialty"
_CONSENTS = f"{OWN}consent"
_SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope"


def write_patient(value: PatientValue) -> Resource:
    """Return the Patient; ways of reaching them are sealed or for signing in, and are left out."""
    return without_empty(
        {
            "resourceType": "Patient",
            "id": str(value.id),
            "extension": present(
                extension("registered", "valueDateTime", instant(value.registered_at)),
                extension("pregnancy-due", "valueDate", value.pregnant_due and value.pregnant_due.isoformat()),
                extension("tie", "valueCode", value.other_tie and value.other_tie.value),
            ),
            "active": value.active,
            "name": [{"text": value.name}] if value.name else None,
            "address": [{"district": value.district}] if value.district else None,
            "communication": [{"language": concept(LANGUAGES, value.language), "preferred": True}],
        }
    )


def read_patient(resource: Mapping[str, Any]) -> PatientValue:
    """Return what `write_patient` was given."""
    due, tie = extended(resource, "pregnancy-due"), extended(resource, "tie")
    return PatientValue(
        id=UUID(resource["id"]),
        active=resource["active"],
        name=_name(resource),
        language=code_of(resource["communication"][0]["language"]),
        district=resource["address"][0]["district"] if "address" in resource else None,
        pregnant_due=None if due is None else date.fromisoformat(due),
        other_tie=None if tie is None else OtherTie(tie),
        registered_at=required_instant(extended(resource, "registered")),
    )


def write_practitioner(value: PractitionerValue) -> Resource:
    """Return the Practitioner: the profession is the first qualification, a doctor's fields are the others."""
    profession = {
        "coding": [without_empty({"system": _ROLES, "code": value.role.value, "display": value.title_en})],
        "text": value.title_ja,
    }
    fields = [{"code": concept(_SPECIALTIES, each)} for each in value.specialties]
    return without_empty(
        {
            "resourceType": "Practitioner",
            "id": str(value.id),
            "active": value.active,
            "name": [{"text": value.name}] if value.name else None,
            "gender": value.gender and value.gender.value,
            "qualification": [{"code": without_empty(profession)}, *fields],
            "communication": [concept(LANGUAGES, each) for each in value.languages],
        }
    )


def read_practitioner(resource: Mapping[str, Any]) -> PractitionerValue:
    """Return what `write_practitioner` was given."""
    profession, *fields = (each["code"] for each in resource["qualification"])
    return PractitionerValue(
        id=UUID(resource["id"]),
        active=resource["active"],
        name=_name(resource),
        gender=Gender(resource["gender"]) if "gender" in resource else None,
        languages=tuple(code_of(each) for each in resource.get("communication", ())),
        role=Role(code_of(profession)),
        title_ja=profession.get("text", ""),
        title_en=profession["coding"][0].get("display", ""),
        specialties=tuple(code_of(each) for each in fields),
    )


def write_consent(value: ConsentValue) -> Resource:
    """Return the Consent: active until it was taken back; the policy names the text by kind and version."""
    is_privacy = value.kind is ConsentKind.SENSITIVE_DATA
    return without_empty(
        {
            "resourceType": "Consent",
            "id": str(value.id),
            "status": "active" if value.withdrawn_at is None else "inactive",
            # FHIR has no code for the scope of terms of use.
            "scope": concept(_SCOPES, "patient-privacy") if is_privacy else concept(_CONSENTS, value.kind.value),
            "category": [concept(_CONSENTS, value.kind.value)],
            "patient": reference("Patient", value.person_id),
            "dateTime": instant(value.given_at),
            "policy": [{"uri": f"{_CONSENTS}:{value.kind.value}:{value.version}"}],
            "provision": {
                "type": "permit",
                "period": without_empty({"start": instant(value.given_at), "end": instant(value.withdrawn_at)}),
            },
        }
    )


def read_consent(resource: Mapping[str, Any]) -> ConsentValue:
    """Return what `write_consent` was given."""
    kind = ConsentKind(code_of(resource["category"][0]))
    period = resource["provision"]["period"]
    return ConsentValue(
        id=UUID(resource["id"]),
        person_id=required_referred(resource["patient"]),
        kind=kind,
        version=resource["policy"][0]["uri"].removeprefix(f"{_CONSENTS}:{kind.value}:"),
        given_at=required_instant(resource["dateTime"]),
        withdrawn_at=read_instant(period.get("end")),
    )


def _name(resource: Mapping[str, Any]) -> str:
    return str(resource["name"][0]["text"]) if "name" in resource else ""
