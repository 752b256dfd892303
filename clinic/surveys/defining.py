"""Makes a questionnaire, and the rule by which it is asked, of a survey as it was entered. Pure."""

from typing import Any

from clinic.assessments.asking.rules import Reminder, Rule
from clinic.assessments.definition import HIGHEST, LOWEST, ORDINAL, TRANSLATION, URL
from clinic.assessments.due import Occasion
from clinic.assessments.scoring.outcome import COORDINATORS
from clinic.surveys.form import (
    SCALE_POINTS,
    OptionWords,
    Question,
    QuestionKind,
    QuestionWords,
    SurveyForm,
    TitleWords,
    options_of,
)

_TYPES = {QuestionKind.TEXT: "text", QuestionKind.NUMBER: "integer"}


def definition_of(form: SurveyForm, code: str, version: int) -> dict[str, Any]:
    """Return the FHIR R4 Questionnaire of a form without faults."""
    return {
        "resourceType": "Questionnaire",
        "url": f"{URL}{code}",
        "version": str(version),
        "status": "active",
        "subjectType": ["Patient"],
        "language": "ja",
        **_said("title", form.title),
        "item": [_item(each) for each in form.questions],
    }


def rule_of(form: SurveyForm, code: str) -> Rule:
    """Return the rule by which a survey is asked: never while an alert of the person is open."""
    asking = form.asking
    after_consultation = asking.occasion is Occasion.AFTER_CONSULTATION
    return Rule(
        code=code,
        questionnaire=code,
        occasion=asking.occasion,
        services=tuple(dict.fromkeys(asking.services)) if after_consultation else (),
        stages=tuple(dict.fromkeys(asking.stages)),
        open_days_after=asking.open_days_after,
        not_within_days=asking.not_within_days if after_consultation else None,
        not_while_alerted=True,
        reminders=tuple(Reminder(hours_after=hours) for hours in sorted(set(asking.reminder_hours))),
        basis="A coordinator's own survey.",
    )


def values_of(question: Question) -> tuple[int, ...]:
    """Return the number that each answer counts: from 5 down to 1 on a scale, else its place from 0 on."""
    count = len(options_of(question))
    if question.kind is QuestionKind.SCALE:
        return tuple(range(SCALE_POINTS, SCALE_POINTS - count, -1))
    return tuple(range(count))


def _item(question: Question) -> dict[str, Any]:
    item: dict[str, Any] = {
        "linkId": question.link_id,
        "type": _TYPES.get(question.kind, "choice"),
        "code": [{"system": COORDINATORS, "code": question.link_id}],
        "required": False,
        **_said("text", question.words),
    }
    match question.kind:
        case QuestionKind.TEXT:
            item["maxLength"] = question.longest
        case QuestionKind.NUMBER:
            bounds = {LOWEST: question.lowest, HIGHEST: question.highest}
            item["extension"] = [{"url": url, "valueInteger": value} for url, value in bounds.items()]
        case _:
            item["repeats"] = question.kind is QuestionKind.CHOICES
            answers = zip(options_of(question), values_of(question), strict=True)
            item["answerOption"] = [_option(question.link_id, words, value) for words, value in answers]
    return item


def _option(link_id: str, words: OptionWords, value: int) -> dict[str, Any]:
    coding = {"system": COORDINATORS, "code": f"{link_id}.{value}", **_said("display", words)}
    return {"extension": [{"url": ORDINAL, "valueDecimal": value}], "valueCoding": coding}


def _said(name: str, words: TitleWords | QuestionWords | OptionWords) -> dict[str, Any]:
    """Return an element in Japanese, and its English as FHIR's translation extension."""
    if not words.en:
        return {name: words.ja}
    parts = [{"url": "lang", "valueCode": "en"}, {"url": "content", "valueString": words.en}]
    return {name: words.ja, f"_{name}": {"extension": [{"url": TRANSLATION, "extension": parts}]}}
