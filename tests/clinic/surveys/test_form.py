"""What a survey lacks before it can be published, and what it becomes."""

import json

import pytest
from pydantic import ValidationError

from clinic.assessments.definition import LARGEST, MOST_OPTIONS, read_definition
from clinic.assessments.due import Occasion
from clinic.assessments.questionnaire import ItemKind
from clinic.assessments.scoring.outcome import SCALES, is_coordinators, outcome
from clinic.surveys.defining import definition_of, rule_of
from clinic.surveys.form import MOST_QUESTIONS, SurveyForm, check, faults
from core.errors import DomainError
from tests.clinic.surveys.make import ANSWERS, CHOICE, CHOICES, FORM, NUMBER, POINTS, SCALE, TEXT, form, words

CODE = "survey-0123456789abcdef"


def defined(survey: SurveyForm):
    return read_definition(definition_of(survey, CODE, 1))


def test_a_whole_survey_becomes_a_questionnaire_with_its_kinds_of_questions():
    assert faults(form()) == ()
    found = defined(form())
    assert (found.code, found.version, found.titles) == (CODE, "1", {"ja": "使いやすさのアンケート"})
    assert {item.link_id: item.kind for item in found.items()} == {
        "q1": ItemKind.CHOICE,
        "q2": ItemKind.CHOICES,
        "q3": ItemKind.CHOICE,
        "q4": ItemKind.TEXT,
        "q5": ItemKind.NUMBER,
    }
    scale = found.item("q3")
    assert scale is not None
    assert [option.value for option in scale.options] == [5, 4, 3, 2, 1]
    (texts,) = found.originals
    assert [texts.options[option.coding.code] for option in scale.options] == [each["ja"] for each in POINTS]


@pytest.mark.parametrize(
    ("link_id", "given", "is_admitted"),
    [
        ("q1", 2, True),
        ("q1", 3, False),
        ("q1", "朝", False),
        ("q1", (0,), False),
        ("q2", (0,), True),
        ("q2", (2, 0), True),
        ("q2", (), False),
        ("q2", (0, 0), False),
        ("q2", (0, 3), False),
        ("q2", 0, False),
        ("q3", 5, True),
        ("q3", 0, False),
        ("q4", "あ" * 500, True),
        ("q4", "あ" * 501, False),
        ("q4", "", False),
        ("q4", 1, False),
        ("q5", 0, True),
        ("q5", 120, True),
        ("q5", 121, False),
        ("q5", -1, False),
        ("q5", "20", False),
    ],
)
def test_a_question_is_answered_in_its_own_way_alone(link_id, given, is_admitted):
    item = defined(form()).item(link_id)
    assert item is not None
    assert item.admits(given) is is_admitted


def test_it_never_scores_and_has_no_item_of_a_clinical_scale():
    found = defined(form())
    assert is_coordinators(found)
    result = outcome(found, ANSWERS)
    assert result is not None
    assert (result.score, result.numbers) == (None, {})
    items = {item for scale in SCALES.values() for item in scale.items}
    for item in items:
        with pytest.raises(ValidationError):
            SurveyForm.model_validate({**FORM, "questions": [{**CHOICE, "link_id": item}]})


def test_english_stands_everywhere_or_nowhere():
    half = form(title=words("題", "Title"))
    assert "q1.words.en" in faults(half)
    assert "q3.options.4.en" in faults(half)
    whole = {
        "title": words("題", "Title"),
        "questions": [
            {
                **each,
                "words": {**each["words"], "en": each["link_id"]},
                **({"options": [{**one, "en": one["ja"]} for one in each["options"]]} if "options" in each else {}),
            }
            for each in FORM["questions"]
        ],
    }
    assert faults(form(**whole)) == ()
    found = defined(form(**whole))
    assert found.titles == {"ja": "題", "en": "Title"}
    assert [texts.language for texts in found.originals] == ["ja", "en"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": words("")}, "title.ja"),
        ({"title": words("　 ")}, "title.ja"),
        ({"questions": []}, "questions"),
        ({"questions": [{**TEXT, "words": words("")}]}, "q4.words.ja"),
        ({"questions": [{**CHOICE, "options": [words("朝")]}]}, "q1.options"),
        ({"questions": [{**CHOICES, "options": [words("朝"), words("朝")]}]}, "q2.options"),
        ({"questions": [{**CHOICE, "options": [words("朝"), words("")]}]}, "q1.options.1.ja"),
        ({"questions": [{**SCALE, "options": POINTS[:4]}]}, "q3.options"),
        ({"questions": [{**NUMBER, "lowest": 5, "highest": 5}]}, "q5.range"),
    ],
)
def test_half_a_survey_can_be_kept_and_says_what_it_lacks(changed, expected):
    draft = form(**changed)
    check(draft)
    assert expected in faults(draft)


def test_what_is_left_over_of_another_kind_does_not_count():
    assert faults(form(questions=[{**CHOICE, "kind": "text", "options": [words("")]}])) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"questions": [CHOICE, {**TEXT, "link_id": "q1"}]}, "surveys.link_ids_repeat"),
        (
            {"questions": [{**TEXT, "link_id": f"q{number + 1}"} for number in range(MOST_QUESTIONS + 1)]},
            "surveys.questions_too_many",
        ),
        (
            {"questions": [{**CHOICE, "options": [words(str(each)) for each in range(MOST_OPTIONS + 1)]}]},
            "surveys.options_too_many",
        ),
    ],
)
def test_what_is_too_much_or_double_is_not_kept(changed, code):
    with pytest.raises(DomainError) as caught:
        check(form(**changed))
    assert caught.value.code == code


@pytest.mark.parametrize(
    "asking",
    [
        {"occasion": "course_start"},
        {"occasion": "registration", "reminder_hours": [1, 2, 3]},
        {"occasion": "registration", "open_days_after": 0},
        {"occasion": "registration", "open_days_after": 91},
        {"occasion": "registration", "stages": ["grown_up"]},
    ],
)
def test_a_rule_out_of_bounds_is_no_form(asking):
    with pytest.raises(ValidationError):
        form(asking=asking)


def test_it_is_asked_by_a_rule_of_the_same_kind_as_all_questionnaires():
    rule = rule_of(form(asking={"occasion": "after_consultation", "services": ["midwife"], "stages": ["infant"]}), CODE)
    assert (rule.questionnaire, rule.occasion, rule.services) == (CODE, Occasion.AFTER_CONSULTATION, ("midwife",))
    assert (rule.not_within_days, rule.not_while_alerted, rule.reminders) == (30, True, ())
    # What is for consultations alone falls away with them.
    at_registration = rule_of(form(asking={"occasion": "registration", "services": ["midwife"]}), CODE)
    assert (at_registration.services, at_registration.not_within_days) == ((), None)


def test_the_largest_survey_can_be_published():
    option = [words(f"{each:02}" + "選" * 58, f"{each:02}" + "x" * 58) for each in range(MOST_OPTIONS)]
    whole = form(
        title=words("題" * 80, "x" * 80),
        questions=[
            {"link_id": f"q{number}", "kind": "choices", "words": words("問" * 200, "x" * 200), "options": option}
            for number in range(1, MOST_QUESTIONS + 1)
        ],
    )
    assert faults(whole) == ()
    assert len(json.dumps(definition_of(whole, CODE, 1))) < LARGEST
    assert len(list(defined(whole).items())) == MOST_QUESTIONS
