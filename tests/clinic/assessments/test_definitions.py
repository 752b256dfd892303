"""The questionnaires that come with the product, and surveys that are defined here."""

import copy
import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.assessments import catalogue, definitions, translations
from clinic.assessments.definition import read_definition
from clinic.assessments.scoring.epds import EPDS, PRINTED_UPWARDS
from clinic.assessments.scoring.outcome import SCALES, outcome, unanswered
from clinic.assessments.scoring.survey import IMAGE, ITEMS_COUNT, ITEMS_SUM
from core.errors import DomainError

SURVEY = catalogue.find("satisfaction")
OWN = json.loads(files("clinic.assessments").joinpath("data", "satisfaction.json").read_text())
GAD7 = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]


def changed(**parts):
    return {**copy.deepcopy(OWN), **parts}


async def refused(call):
    with pytest.raises(DomainError) as caught:
        await call
    return caught.value


def test_each_scale_has_a_definition_with_its_items_counting_zero_to_three():
    for code, scale in SCALES.items():
        items = [item for item in catalogue.find(code).items() if item.link_id in scale.items]
        assert tuple(item.link_id for item in items) == scale.items
        for item in items:
            assert item.required
            assert sorted(option.value for option in item.options) == [0, 1, 2, 3]


def test_phq2_is_the_first_two_items_of_phq9():
    phq2, phq9 = catalogue.find("phq-2"), catalogue.find("phq-9")
    assert list(phq2.items()) == list(phq9.items())[:2]
    assert phq2.codes[0].code == "55757-9"
    for short, long in zip(catalogue.own_texts(phq2), catalogue.own_texts(phq9), strict=True):
        assert short.texts.items() <= long.texts.items()
        assert short.options.items() <= long.options.items()


def test_gad7_has_its_loinc_codes_in_order():
    gad7 = catalogue.find("gad-7")
    assert [item.coding.code for item in gad7.items()] == GAD7
    assert gad7.codes[0].code == "69737-5"


def test_the_answers_of_epds_stand_in_the_printed_order():
    for item in catalogue.find("epds").items():
        values = [option.value for option in item.options]
        assert values == ([0, 1, 2, 3] if item.link_id in PRINTED_UPWARDS else [3, 2, 1, 0])
    assert EPDS.highest == 30


@pytest.mark.parametrize("code", ["gad-7", "epds"])
def test_the_words_of_others_do_not_come_with_the_product(code):
    questionnaire = catalogue.find(code)
    assert catalogue.own_texts(questionnaire) == ()
    assert all(option.coding.display is None for item in questionnaire.items() for option in item.options)


@pytest.mark.parametrize("code", ["gad-7", "epds"])
async def test_they_are_asked_once_the_operator_has_loaded_them(units, code):
    questionnaire = catalogue.find(code)
    content = {
        "questionnaire": code,
        "version": questionnaire.version,
        "language": "ja",
        "source": "出どころ",
        "permission": "許可",
        "texts": dict.fromkeys(questionnaire.text_keys, "問い"),
        "options": dict.fromkeys(questionnaire.option_keys, "答え"),
    }
    async with units.write() as uow:
        assert await translations.having_texts(uow, {code}) == frozenset()
        assert (await refused(translations.shown_in(uow, questionnaire, "ja"))).code == "assessments.text_not_loaded"
        without = {**content, "texts": dict(list(content["texts"].items())[1:])}
        error = await refused(translations.load(uow, json.dumps(without).encode()))
        assert error.code == "assessments.text_item_missing"
        await translations.load(uow, json.dumps(content).encode())
        assert await translations.having_texts(uow, {code}) == {code}
        # Without a text in the language the one that is there is shown.
        assert (await translations.shown_in(uow, questionnaire, "en")).language == "ja"


def test_the_survey_is_whole_in_both_languages_and_ours_to_change():
    ja, en = SURVEY.originals
    assert (ja.language, en.language) == ("ja", "en")
    assert ja.texts.keys() == en.texts.keys() == set(SURVEY.text_keys)
    assert ja.options.keys() == en.options.keys() == set(SURVEY.option_keys)
    assert {ja.status, en.status} == {"original"}
    assert "CSQ" not in json.dumps(OWN)


def test_the_survey_has_at_least_five_items_of_five_points_beside_the_image():
    counted = [item for item in SURVEY.items() if item.coding.code != IMAGE]
    assert len(counted) >= 5
    assert all({option.value for option in item.options} == {1, 2, 3, 4, 5} for item in SURVEY.items())


answered = st.fixed_dictionaries(
    {"contentment": st.integers(1, 5)},
    optional={item.link_id: st.integers(1, 5) for item in SURVEY.items() if item.link_id != "contentment"},
)


@given(answered)
def test_the_survey_comes_to_the_sum_and_the_count_of_what_was_answered_and_to_the_image(answers):
    found = outcome(SURVEY, answers)
    assert found.score is None
    contentment = {link_id: value for link_id, value in answers.items() if link_id != IMAGE}
    expected = {ITEMS_SUM: sum(contentment.values()), ITEMS_COUNT: len(contentment)}
    assert found.numbers == expected | ({IMAGE: answers[IMAGE]} if IMAGE in answers else {})
    assert ITEMS_COUNT in found.numbers


def test_half_a_survey_without_what_it_needs_is_none():
    assert unanswered(SURVEY, {"heard": 5}) == ("contentment",)
    assert outcome(SURVEY, {"heard": 5}) is None


def item_of(resource, at):
    for key in at:
        resource = resource[key]
    return resource


STATEMENT = ("item", 0, "item", 0)
ANSWER = (*STATEMENT, "answerOption", 0)


@pytest.mark.parametrize(
    "resource",
    [
        {},
        changed(resourceType="Patient"),
        changed(url="https://example.org/satisfaction"),
        changed(url="urn:hagukumi:questionnaire:Über"),
        changed(version="1 0"),
        changed(language="fr"),
        changed(item=[]),
        changed(item=[*OWN["item"], OWN["item"][1]]),
        changed(item=[{**OWN["item"][1], "type": "string"}]),
        changed(item=[{**OWN["item"][1], "enableWhen": []}]),
        changed(item=[{**OWN["item"][1], "answerOption": OWN["item"][1]["answerOption"][:1]}]),
        changed(item=[{**OWN["item"][1], "answerOption": [OWN["item"][1]["answerOption"][0]] * 2}]),
        changed(item=[{**OWN["item"][1], "text": ""}]),
        changed(item=[{**OWN["item"][1], "text": "\0"}]),
        changed(item=[{key: value for key, value in OWN["item"][1].items() if key != "text"}]),
        changed(item=[{key: value for key, value in OWN["item"][1].items() if key != "_text"}]),
        changed(item=[{**OWN["item"][1], "_text": {"extension": [{"url": "x"}]}}]),
    ],
)
def test_what_is_no_questionnaire_of_ours_is_refused(resource):
    with pytest.raises(DomainError) as caught:
        read_definition(resource)
    assert caught.value.code == "assessments.definition_malformed"


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_whatever_stands_in_it_the_refusal_has_a_code(anything):
    for resource in ({"resourceType": anything}, changed(item=anything), changed(code=anything)):
        with pytest.raises(DomainError):
            read_definition({**resource, "url": "x"})


async def test_a_new_version_of_the_survey_is_asked_from_then_on_and_the_old_one_stays_readable(units, clock):
    async with units.write() as uow:
        published = await definitions.publish(uow, changed(version="1.1.0", item=OWN["item"][1:]))
    async with units.read() as uow:
        assert (await definitions.find(uow, "satisfaction")).version == "1.1.0"
        assert await definitions.find(uow, "satisfaction", "1.1.0") == published
        assert await definitions.find(uow, "satisfaction", "1.0.0") == SURVEY
        pairs = {("satisfaction", "1.0.0"), ("satisfaction", "1.1.0"), ("phq-9", "1.0.0")}
        assert (await definitions.of_versions(uow, pairs)).keys() == pairs
        error = await refused(definitions.of_versions(uow, {("satisfaction", "9")}))
        assert error.code == "assessments.version_unknown"


@pytest.mark.parametrize(
    ("resource", "code"),
    [
        (OWN, "definition_version_taken"),
        (changed(url="urn:hagukumi:questionnaire:phq-9", version="2"), "definition_of_scale"),
        (changed(version="2", item=OWN["item"][2:]), "definition_not_countable"),
        (
            changed(version="2", item=[*OWN["item"][1:], {**OWN["item"][2], "linkId": "again"}]),
            "definition_not_countable",
        ),
    ],
)
async def test_a_survey_that_cannot_be_counted_is_refused(units, resource, code):
    async with units.write() as uow:
        assert (await refused(definitions.publish(uow, resource))).code == f"assessments.{code}"


async def test_a_version_is_published_once(units):
    async with units.write() as uow:
        await definitions.publish(uow, changed(version="2"))
    async with units.write() as uow:
        error = await refused(definitions.publish(uow, changed(version="2")))
    assert error.code == "assessments.definition_version_taken"
