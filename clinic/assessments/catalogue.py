"""The questionnaires and the texts of the project's own that come with the product (clinic/assessments/data)."""

import json
from functools import cache
from importlib.resources import files

from clinic.assessments.questionnaire import Questionnaire, Texts, TextStatus, read_definition, read_texts
from core.errors import NotFound

_DEFINITIONS = ("phq-9.json",)
_TRANSLATIONS = {"phq-9": ("phq-9.ja.json",)}


def find(code: str, version: str | None = None) -> Questionnaire:
    """Return a questionnaire, by default its newest version; raises NotFound for one that is not known."""
    known = _all().get(code)
    if known is None:
        raise NotFound("assessments.questionnaire_not_found", "This questionnaire is not known here.")
    if version is None:
        return known[-1]
    for questionnaire in known:
        if questionnaire.version == version:
            return questionnaire
    raise NotFound("assessments.version_unknown", "This version of the questionnaire is not known here.")


def own_texts(questionnaire: Questionnaire) -> tuple[Texts, ...]:
    """Return the original text of a questionnaire and the project's own translations, which are not validated."""
    return (questionnaire.original, *_translations(questionnaire.code, questionnaire.version))


@cache
def _translations(code: str, version: str) -> tuple[Texts, ...]:
    questionnaire = find(code, version)
    return tuple(read_texts(_data(name), questionnaire, TextStatus.UNVALIDATED) for name in _TRANSLATIONS[code])


@cache
def _all() -> dict[str, list[Questionnaire]]:
    known: dict[str, list[Questionnaire]] = {}
    for name in _DEFINITIONS:
        questionnaire = read_definition(json.loads(_data(name)))
        known.setdefault(questionnaire.code, []).append(questionnaire)
    return known


def _data(name: str) -> bytes:
    return files("clinic.assessments").joinpath("data", name).read_bytes()
