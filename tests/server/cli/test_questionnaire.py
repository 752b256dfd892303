"""`hagukumi questionnaire load`: an operator's licensed text is taken in, or refused in one sentence."""

import json
from importlib.resources import files

import pytest

LICENSED = json.loads((files("clinic.assessments") / "data" / "phq-9.ja.json").read_text()) | {
    "source": "許諾を受けた日本語版",
    "permission": "許諾番号 1",
}


@pytest.fixture
def file(tmp_path):
    def write(content) -> str:
        path = tmp_path / "text.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    return write


def test_a_licensed_text_is_loaded_once_and_shown(hagukumi, database_url, file):
    path = file(LICENSED)
    code, out, err = hagukumi("questionnaire", "load", path, database_url=database_url)
    assert (code, out, err) == (0, "phq-9 1.0.0 (ja) is loaded.\n", "")
    code, out, err = hagukumi("questionnaire", "load", path, database_url=database_url)
    assert (code, out, err) == (0, "phq-9 1.0.0 (ja) was there already.\n", "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("no json", "assessments.text_malformed"),
        ({}, "assessments.text_malformed"),
        ({**LICENSED, "language": "xx"}, "assessments.text_malformed"),
        ({**LICENSED, "permission": ""}, "assessments.text_permission_missing"),
        ({**LICENSED, "texts": {**LICENSED["texts"], "9": ""}}, "assessments.text_item_missing"),
        ({**LICENSED, "texts": {**LICENSED["texts"], "10": "x"}}, "assessments.text_item_unknown"),
        ({**LICENSED, "version": "0"}, "assessments.version_unknown"),
        ({**LICENSED, "questionnaire": "phq-15"}, "assessments.questionnaire_not_found"),
    ],
)
def test_a_text_that_cannot_be_shown_is_refused_with_the_reason(hagukumi, sqlite_url, file, content, code):
    ended, out, err = hagukumi("questionnaire", "load", file(content), database_url=sqlite_url)
    assert (ended, out) == (1, "")
    assert err.startswith(f"{code}: ")
    assert len(err.splitlines()) == 1


SURVEY = json.loads((files("clinic.assessments") / "data" / "satisfaction.json").read_text())
RULES = json.loads((files("clinic.assessments") / "data" / "asking.json").read_text())


def test_a_survey_is_published_once_and_a_scale_is_not_changed(hagukumi, sqlite_url, file):
    path = file({**SURVEY, "version": "1.1.0"})
    ended = hagukumi("questionnaire", "define", path, database_url=sqlite_url)
    assert ended == (0, "satisfaction 1.1.0 is asked from now on.\n", "")
    _, _, err = hagukumi("questionnaire", "define", path, database_url=sqlite_url)
    assert err.startswith("assessments.definition_version_taken: ")
    _, _, err = hagukumi("questionnaire", "define", file("no json"), database_url=sqlite_url)
    assert err.startswith("assessments.definition_malformed: ")


def test_rules_are_put_in_force_or_refused_with_the_place(hagukumi, sqlite_url, file):
    path = file({**RULES, "reviewed": True})
    ended = hagukumi("questionnaire", "rules", path, database_url=sqlite_url)
    assert ended == (0, "The rules are in force, as version 1.\n", "")
    _, _, err = hagukumi("questionnaire", "rules", file({"reviewed": True}), database_url=sqlite_url)
    assert err.startswith("assessments.rules_malformed: ")
    assert err.endswith("(rules)\n")


def test_answers_of_an_unknown_person_are_not_taken_in(hagukumi, sqlite_url, file):
    code, _, err = hagukumi("questionnaire", "import", file({}), "--person", "0" * 32, database_url=sqlite_url)
    assert code == 1
    assert err.startswith("people.person_not_found: ")


def test_a_file_that_is_not_there_is_told(hagukumi, sqlite_url, tmp_path):
    code, _, err = hagukumi("questionnaire", "load", str(tmp_path / "none.json"), database_url=sqlite_url)
    assert (code, err) == (1, f"{tmp_path}/none.json: No such file or directory\n")
