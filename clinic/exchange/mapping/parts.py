"""The parts that resources are made of: references, codings, extensions and instants, written and read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from core.clock import as_utc

Resource = dict[str, Any]
"""A FHIR resource or a part of one, as a JSON object."""

OWN = "urn:hagukumi:"
"""Our own code systems and extensions begin with this."""

LOINC = "http://loinc.org"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
ACT_PRIORITY = "http://terminology.hl7.org/CodeSystem/v3-ActPriority"
LANGUAGES = "urn:ietf:bcp:47"


def without_empty(resource: Mapping[str, Any]) -> Resource:
    """Return the resource without the elements that are None, empty text or empty lists: FHIR knows none of these."""
    return {name: value for name, value in resource.items() if value is not None and value not in ("", [])}


def instant(at: datetime | None) -> str | None:
    """Return an aware instant as FHIR writes it, in UTC and to the microsecond."""
    return None if at is None else as_utc(at).isoformat().replace("+00:00", "Z")


def read_instant(text: str | None) -> datetime | None:
    """Return the instant of a text with a zone, in UTC."""
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC)


def required_instant(text: str) -> datetime:
    """Return the instant of a text that has to be there."""
    return datetime.fromisoformat(text).astimezone(UTC)


def reference(kind: str, key: UUID | str | None) -> Resource | None:
    """Return a reference to a resource of the export."""
    return None if key is None else {"reference": f"{kind}/{key}"}


def referred(part: Mapping[str, Any] | None) -> UUID | None:
    """Return the id that a reference names."""
    return None if part is None else UUID(part["reference"].rpartition("/")[2])


def required_referred(part: Mapping[str, Any]) -> UUID:
    """Return the id that a reference names which has to be there."""
    return UUID(part["reference"].rpartition("/")[2])


def coding(system: str, code: str) -> Resource:
    """Return a Coding."""
    return {"system": system, "code": code}


def concept(system: str, code: str) -> Resource:
    """Return a CodeableConcept of one Coding."""
    return {"coding": [coding(system, code)]}


def code_of(part: Mapping[str, Any]) -> str:
    """Return the code of a CodeableConcept of one Coding."""
    return str(part["coding"][0]["code"])


def extension(name: str, kind: str, value: Any) -> Resource | None:
    """Return one of our extensions, such as of kind "valueCode"; None where there is no value."""
    return None if value is None else {"url": f"{OWN}{name}", kind: value}


def present(*parts: Resource | None) -> list[Resource]:
    """Return those parts that are there."""
    return [part for part in parts if part is not None]


def extended(resource: Mapping[str, Any], name: str) -> Any:
    """Return the value of one of our extensions, or None."""
    extensions: Sequence[Mapping[str, Any]] = resource.get("extension", ())
    for each in extensions:
        if each["url"] == f"{OWN}{name}":
            return next(value for key, value in each.items() if key.startswith("value"))
    return None
