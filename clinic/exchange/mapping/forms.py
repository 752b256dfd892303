"""QuestionnaireResponse, and Observation of a scale's total."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from clinic.assessments.definition import URL
from clinic.assessments.due import FormState, Occasion
from clinic.assessments.questionnaire import TextStatus
from clinic.exchange.mapping.parts import (
    LOINC,
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
from clinic.exchange.mapping.values import AnswerValue, ResponseValue, TotalValue
from core.unreadable import Unreadable

TOTAL_CODES: Mapping[str, str] = {"phq-2": "55758-7", "phq-9": "44261-6", "gad-7": "70274-6", "epds": "99046-5"}
"""The LOINC code of each scale's total. That of EPDS was seen in use and not looked up at LOINC."""

_BANDS = f"{OWN}band"
_CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_STATUS = {
    FormState.IN_PROGRESS: "in-progress",
    FormState.COMPLETED: "completed",
    FormState.SKIPPED: "stopped",
    FormState.ABANDONED: "stopped",
}


def write_response(value: ResponseValue) -> Resource:
    """Return the QuestionnaireResponse; the questions' link ids are those of the named version of the questionnaire.

    Answers are codings with the number they count as their ordinal value.
    """
    return without_empty(
        {
            "resourceType": "QuestionnaireResponse",
            "id": str(value.id),
            "language": value.language,
            "extension": present(
                extension("state", "valueCode", value.state.value),
                extension("occasion", "valueCode", value.occasion.value),
                extension("text", "valueString", value.text_id),
                extension("text-status", "valueCode", value.text_status.value),
                extension("started", "valueDateTime", instant(value.started_at)),
                extension("settled", "valueDateTime", instant(value.settled_at)),
                extension("appointment", "valueReference", reference("Appointment", value.appointment_id)),
                extension("episode", "valueReference", reference("EpisodeOfCare", value.episode_id)),
                extension("unreadable", "valueCode", value.unreadable and value.unreadable.value),
            ),
            "questionnaire": f"{URL}{value.questionnaire}|{value.version}",
            "status": _STATUS[value.state],
            "subject": reference("Patient", value.person_id),
            "authored": instant(value.settled_at or value.started_at),
            "source": reference("Patient", value.person_id),
            "item": list(_items(value.answers)),
        }
    )


def read_response(resource: Mapping[str, Any]) -> ResponseValue:
    """Return what `write_response` was given."""
    questionnaire, _, version = resource["questionnaire"].removeprefix(URL).partition("|")
    unreadable = extended(resource, "unreadable")
    return ResponseValue(
        id=UUID(resource["id"]),
        person_id=required_referred(resource["subject"]),
        questionnaire=questionnaire,
        version=version,
        language=resource["language"],
        text_id=extended(resource, "text"),
        text_status=TextStatus(extended(resource, "text-status")),
        occasion=Occasion(extended(resource, "occasion")),
        appointment_id=referred(extended(resource, "appointment")),
        episode_id=referred(extended(resource, "episode")),
        state=FormState(extended(resource, "state")),
        started_at=required_instant(extended(resource, "started")),
        settled_at=read_instant(extended(resource, "settled")),
        answers=tuple(_answers(resource.get("item", ()))),
        unreadable=None if unreadable is None else Unreadable(unreadable),
    )


def write_total(value: TotalValue) -> Resource:
    """Return the Observation of a scale's total, derived from its response."""
    return without_empty(
        {
            "resourceType": "Observation",
            "id": f"{value.response_id}-total",
            "status": "final",
            "category": [concept(_CATEGORIES, "survey")],
            "code": concept(LOINC, TOTAL_CODES[value.scale]),
            "subject": reference("Patient", value.person_id),
            "effectiveDateTime": instant(value.settled_at),
            "valueInteger": value.total,
            "interpretation": [concept(_BANDS, value.band)] if value.band else None,
            "derivedFrom": [reference("QuestionnaireResponse", value.response_id)],
        }
    )


def read_total(resource: Mapping[str, Any]) -> TotalValue:
    """Return what `write_total` was given."""
    loinc = code_of(resource["code"])
    return TotalValue(
        response_id=required_referred(resource["derivedFrom"][0]),
        person_id=required_referred(resource["subject"]),
        scale=next(scale for scale, code in TOTAL_CODES.items() if code == loinc),
        settled_at=required_instant(resource["effectiveDateTime"]),
        total=resource["valueInteger"],
        band=code_of(resource["interpretation"][0]) if "interpretation" in resource else None,
    )


def _items(answers: Iterable[AnswerValue]) -> Iterator[Resource]:
    for heading, under in groupby(answers, key=lambda answer: answer.group):
        items = [{"linkId": answer.item, "answer": [_answer(answer)]} for answer in under]
        if heading is None:
            yield from items
        else:
            yield {"linkId": heading, "item": items}


def _answer(answer: AnswerValue) -> Resource:
    if answer.system is None or answer.code is None:
        return {"valueInteger": answer.value}
    ordinal = {"url": _ORDINAL, "valueDecimal": answer.value}
    return {"valueCoding": {"extension": [ordinal], **coding(answer.system, answer.code)}}


def _answers(items: Iterable[Mapping[str, Any]], heading: str | None = None) -> Iterator[AnswerValue]:
    for item in items:
        if "answer" not in item:
            yield from _answers(item["item"], item["linkId"])
            continue
        (answer,) = item["answer"]
        chosen = answer.get("valueCoding")
        if chosen is None:
            yield AnswerValue(heading, item["linkId"], answer["valueInteger"], None, None)
        else:
            (ordinal,) = chosen["extension"]
            number = int(ordinal["valueDecimal"])
            yield AnswerValue(heading, item["linkId"], number, chosen["system"], chosen["code"])
