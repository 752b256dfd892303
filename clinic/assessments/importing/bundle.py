"""Reads questionnaires answered elsewhere (FHIR R4B QuestionnaireResponse, alone or in a Bundle); pure.

An item is known by its LOINC code at the end of its link id ("/44250-9") or of its definition, an answer by its code or
by the number it counts. Only the parts that are needed are read. A form that names its questionnaire by our own address
may use our own link ids.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from clinic.assessments.definition import URL
from clinic.assessments.questionnaire import Item, Questionnaire
from clinic.assessments.scoring.outcome import SCALES, Outcome, outcome, unanswered
from core.clock import ServiceZone, as_utc
from core.errors import Invalid
from core.model import place_of

LARGEST = 1_000_000
MOST = 50

TOTAL_CODES: Mapping[str, frozenset[str]] = {
    "phq-2": frozenset({"55758-7"}),
    "phq-9": frozenset({"44261-6"}),
    "gad-7": frozenset({"70274-6"}),
    "epds": frozenset({"99046-5", "71354-5"}),
}
"""The LOINC codes under which others send a total."""

_Text = Annotated[str, StringConstraints(max_length=500)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Coding(_Part):
    system: _Text | None = None
    code: _Text


class _Quantity(_Part):
    value: float


class _Answer(_Part):
    coding: Annotated[_Coding | None, Field(alias="valueCoding")] = None
    whole: Annotated[int | None, Field(alias="valueInteger")] = None
    decimal: Annotated[float | None, Field(alias="valueDecimal")] = None
    quantity: Annotated[_Quantity | None, Field(alias="valueQuantity")] = None
    items: Annotated[tuple["_Item", ...], Field(alias="item", max_length=100)] = ()

    @property
    def number(self) -> float | None:
        if self.quantity is not None:
            return self.quantity.value
        return self.decimal if self.whole is None else self.whole


class _Item(_Part):
    link_id: Annotated[_Text, Field(alias="linkId")]
    definition: _Text | None = None
    answers: Annotated[tuple[_Answer, ...], Field(alias="answer", max_length=20)] = ()
    items: Annotated[tuple["_Item", ...], Field(alias="item", max_length=100)] = ()

    @property
    def codes(self) -> frozenset[str]:
        """Return what the item may be known by."""
        ends = (self.link_id, self.definition or "")
        return frozenset(end.replace("#", "/").rsplit("/", 1)[-1] for end in ends if end)


class _Response(_Part):
    kind: Annotated[Literal["QuestionnaireResponse"], Field(alias="resourceType")]
    status: _Text
    questionnaire: _Text | None = None
    authored: datetime | date
    items: Annotated[tuple[_Item, ...], Field(alias="item", min_length=1, max_length=100)]


class _Resource(_Part):
    kind: Annotated[_Text, Field(alias="resourceType")]


class _Entry(_Part):
    resource: dict[str, Any] | None = None


class _Bundle(_Part):
    kind: Annotated[Literal["Bundle"], Field(alias="resourceType")]
    entries: Annotated[tuple[_Entry, ...], Field(alias="entry", max_length=1000)] = ()


@dataclass(frozen=True, slots=True)
class AnsweredElsewhere:
    """A completed questionnaire: when it was answered, what, and what that comes to by our own scoring."""

    questionnaire: Questionnaire
    authored: datetime
    answers: Mapping[str, int]
    outcome: Outcome


def read(
    content: bytes, known: Sequence[Questionnaire], now: datetime, zone: ServiceZone
) -> tuple[AnsweredElsewhere, ...]:
    """Return the completed questionnaires in a JSON file, in their order; `known` are those it may hold.

    All or nothing: raises Invalid("assessments.import_malformed"), import_nothing without any response,
    import_not_completed, import_in_future, import_item_unknown for a question that belongs to none of `known`,
    import_answer_unknown, import_incomplete for half a questionnaire, and import_total_differs when the total that came
    with it is another than ours. A date without a time is taken as that day's beginning in the zone.
    """
    if len(content) > LARGEST:
        raise Invalid("assessments.import_malformed", "This file is too large.")
    try:
        found = [_Response.model_validate(each) for each in _responses(content)]
    except (ValidationError, RecursionError) as error:
        problems = error.errors() if isinstance(error, ValidationError) else []
        places = sorted({place_of(problem["loc"]) for problem in problems})[:20]
        raise Invalid(
            "assessments.import_malformed", "This is no file of answered questionnaires.", at=places
        ) from error
    if not found:
        raise Invalid("assessments.import_nothing", "There is no answered questionnaire in this file.")
    if len(found) > MOST:
        raise Invalid("assessments.import_malformed", "There are too many questionnaires in this file.")
    return tuple(_answered(each, known, now, zone) for each in found)


def _responses(content: bytes) -> Iterator[Mapping[str, Any]]:
    kind = _Resource.model_validate_json(content).kind
    if kind == "Bundle":
        for entry in _Bundle.model_validate_json(content).entries:
            if entry.resource is not None and entry.resource.get("resourceType") == "QuestionnaireResponse":
                yield entry.resource
    else:
        yield _Anything.model_validate_json(content).model_dump()


class _Anything(BaseModel):
    model_config = ConfigDict(extra="allow")


def _answered(
    response: _Response, known: Sequence[Questionnaire], now: datetime, zone: ServiceZone
) -> AnsweredElsewhere:
    if response.status != "completed":
        raise Invalid("assessments.import_not_completed", "Only completed questionnaires can be taken in.")
    authored = _instant(response.authored, zone)
    if authored > now:
        raise Invalid("assessments.import_in_future", "This questionnaire is dated in the future.")
    items = [item for each in response.items for item in _flat(each) if item.answers]
    questionnaire = _questionnaire(response, items, known)
    by_own_ids = response.questionnaire is not None and response.questionnaire.startswith(URL)
    answers: dict[str, int] = {}
    totals: list[float | None] = []
    for item in items:
        if item.codes & TOTAL_CODES[questionnaire.code]:
            totals.append(item.answers[0].number)
            continue
        question = _question(item, questionnaire, by_own_ids=by_own_ids)
        if question is None or question.link_id in answers:
            raise Invalid(
                "assessments.import_item_unknown",
                "There is a question that does not belong here.",
                at=[item.link_id[:40]],
            )
        answers[question.link_id] = _value(item, question)
    found = outcome(questionnaire, answers)
    if found is None or found.score is None:
        missing = list(unanswered(questionnaire, answers))
        raise Invalid("assessments.import_incomplete", "This questionnaire is not complete.", at=missing)
    if any(total != found.score.total for total in totals):
        raise Invalid("assessments.import_total_differs", "The total in the file is not what its answers come to.")
    return AnsweredElsewhere(questionnaire, authored, answers, found)


def _questionnaire(response: _Response, items: Sequence[_Item], known: Sequence[Questionnaire]) -> Questionnaire:
    """Return the questionnaire that the answers belong to: the one named by our address, else the best by its codes."""
    named = (response.questionnaire or "").partition("|")[0].removeprefix(URL)
    codes = frozenset(code for item in items for code in item.codes)
    best: tuple[int, Questionnaire] | None = None
    for each in known:
        if each.code not in SCALES:
            continue
        if each.code == named:
            return each
        count = sum(question.coding.code in codes for question in each.items() if _is_loinc(question))
        # The shorter one holds the same questions as the beginning of the longer.
        size = -len(SCALES[each.code].items)
        if count and (best is None or (count, size) > (best[0], -len(SCALES[best[1].code].items))):
            best = (count, each)
    if best is None:
        raise Invalid("assessments.import_item_unknown", "There is a question that does not belong here.", at=[])
    return best[1]


def _question(item: _Item, questionnaire: Questionnaire, *, by_own_ids: bool) -> Item | None:
    for question in questionnaire.items():
        if _is_loinc(question) and question.coding.code in item.codes:
            return question
    return questionnaire.item(item.link_id) if by_own_ids else None


def _is_loinc(question: Item) -> bool:
    return question.coding.system == "http://loinc.org"


def _value(item: _Item, question: Item) -> int:
    if len(item.answers) == 1:
        answer = item.answers[0]
        for option in question.options:
            coding = answer.coding
            if coding is not None:
                if coding.code == option.coding.code and coding.system in (None, option.coding.system):
                    return option.value
            elif answer.number == option.value:
                return option.value
    raise Invalid(
        "assessments.import_answer_unknown",
        "There is an answer that is none of the question's.",
        at=[item.link_id[:40]],
    )


def _flat(item: _Item) -> Iterator[_Item]:
    yield item
    for nested in (*item.items, *(each for answer in item.answers for each in answer.items)):
        yield from _flat(nested)


def _instant(authored: datetime | date, zone: ServiceZone) -> datetime:
    if not isinstance(authored, datetime):
        return zone.to_utc(authored, time.min)
    if authored.tzinfo is None:
        return zone.to_utc(authored.date(), authored.time())
    return as_utc(authored)
