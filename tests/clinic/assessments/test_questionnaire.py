"""Questionnaires as data, and the loader of an operator's text."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.assessments import catalogue
from clinic.assessments.questionnaire import TextStatus, named_version, read_texts
from clinic.assessments.scoring import phq9
from core.errors import DomainError

PHQ9 = catalogue.find("phq-9")
OWN = json.loads(files("clinic.assessments").joinpath("data", "phq-9.ja.json").read_text())

LOINC = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8", "69722-7"]


def refusal(content):
    with pytest.raises(DomainError) as caught:
        read_texts(json.dumps(content).encode(), PHQ9, TextStatus.LICENSED)
    return caught.value


def test_phq9_has_nine_items_and_the_functional_item_in_order_with_their_loinc_codes():
    assert [item.link_id for item in PHQ9.items()] == [*phq9.PHQ9.items, phq9.DIFFICULTY]
    assert [item.coding.code for item in PHQ9.items()] == LOINC
    assert {item.coding.system for item in PHQ9.items()} == {"http://loinc.org"}
    assert PHQ9.codes[0].code == "44249-1"


def test_the_answers_count_zero_to_three_under_their_loinc_codes():
    frequency = {"LA6568-5": 0, "LA6569-3": 1, "LA6570-1": 2, "LA6571-9": 3}
    difficulty = {"LA6572-7": 0, "LA6573-5": 1, "LA6575-0": 2, "LA6574-3": 3}
    for item in PHQ9.items():
        expected = difficulty if item.link_id == phq9.DIFFICULTY else frequency
        assert {option.coding.code: option.value for option in item.options} == expected


def test_the_terms_of_the_text_and_of_loinc_stand_in_the_definition():
    assert "No permission required" in PHQ9.copyright
    assert "http://loinc.org/license" in PHQ9.copyright


def test_the_projects_japanese_is_complete_and_says_that_it_is_not_validated():
    original, japanese = catalogue.own_texts(PHQ9)
    assert (original.language, original.status) == ("en", "original")
    assert (japanese.language, japanese.status) == ("ja", "unvalidated")
    assert japanese.texts.keys() == original.texts.keys()
    assert japanese.options.keys() == original.options.keys()


@pytest.mark.parametrize("code", ["phq-15", "", "PHQ-9"])
def test_an_unknown_questionnaire_is_not_found(code):
    with pytest.raises(DomainError) as caught:
        catalogue.find(code)
    assert caught.value.code == "assessments.questionnaire_not_found"


def test_an_unknown_version_is_not_found():
    with pytest.raises(DomainError) as caught:
        catalogue.find("phq-9", "0.9")
    assert caught.value.code == "assessments.version_unknown"


def test_a_complete_licensed_text_is_read_with_its_source_and_permission():
    content = {**OWN, "source": "A publisher", "permission": "Letter of 2026-04-01"}
    texts = read_texts(json.dumps(content).encode(), PHQ9, TextStatus.LICENSED)
    assert (texts.status, texts.source, texts.permission) == ("licensed", "A publisher", "Letter of 2026-04-01")
    assert named_version(json.dumps(content).encode()) == ("phq-9", PHQ9.version)


def test_the_id_of_a_text_follows_its_words():
    changed = {**OWN, "texts": {**OWN["texts"], "1": "x"}}
    ids = [read_texts(json.dumps(c).encode(), PHQ9, TextStatus.LICENSED).id for c in (OWN, OWN, changed)]
    assert ids[0] == ids[1] != ids[2]


@pytest.mark.parametrize("link_id", ["problems", *phq9.PHQ9.items, "difficulty"])
def test_a_text_without_one_item_is_refused(link_id):
    without = {key: text for key, text in OWN["texts"].items() if key != link_id}
    for texts in (without, {**without, link_id: "  "}):
        error = refusal({**OWN, "texts": texts})
        assert (error.code, error.params["missing"]) == ("assessments.text_item_missing", [link_id])


def test_a_text_without_one_answer_is_refused():
    without = {key: text for key, text in OWN["options"].items() if key != "LA6571-9"}
    assert refusal({**OWN, "options": without}).params["missing"] == ["LA6571-9"]


@pytest.mark.parametrize("line", ["permission", "source"])
def test_a_text_without_its_permission_or_source_is_refused(line):
    without = {key: value for key, value in OWN.items() if key != line}
    for content in (without, {**OWN, line: " "}):
        assert refusal(content).code == "assessments.text_permission_missing"


def test_a_text_of_no_item_is_refused():
    assert refusal({**OWN, "texts": {**OWN["texts"], "10": "x"}}).code == "assessments.text_item_unknown"


def test_a_text_for_another_version_is_refused():
    assert refusal({**OWN, "version": "7"}).code == "assessments.version_unknown"


@given(
    st.binary()
    | st.recursive(st.text() | st.none(), lambda inner: st.dictionaries(st.text(), inner)).map(
        lambda value: json.dumps(value).encode()
    )
)
def test_whatever_the_file_holds_the_refusal_has_a_code(content):
    with pytest.raises(DomainError):
        read_texts(content, PHQ9, TextStatus.LICENSED)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"texts": 3}', b"\xff\xfe", b'{"source": "\\u0000"}'])
def test_what_is_no_text_file_is_refused(content):
    with pytest.raises(DomainError) as caught:
        read_texts(content, PHQ9, TextStatus.LICENSED)
    assert caught.value.code == "assessments.text_malformed"
