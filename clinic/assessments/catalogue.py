"""The questionnaires and the texts of the project's own that come with the product (clinic/assessments/data)."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from clinic.assessments.definition import read_definition
from clinic.assessments.questionnaire import Questionnaire, Texts, TextStatus, read_texts
from core.errors import NotFound

_DEFINITIONS = ("phq-2.json", "phq-9.json", "gad-7.json", "epds.json", "satisfaction.json")
_TRANSLATIONS = {"phq-2": ("phq-2.ja.json",), "phq-9": ("phq-9.ja.json",)}


def find(code: str, version: str | None = None) -> Questionnaire:
    """Return a questionnaire, by default its newest version; raises NotFound for one that does not come with us."""
    known = _all().get(code)
    if known is None:
        raise not_found()
    if version is None:
        return known[-1]
    for questionnaire in known:
        if questionnaire.version == version:
            return questionnaire
    raise version_unknown()


def shipped() -> Iterator[Questionnaire]:
    """Yield every version of every questionnaire that comes with the product, of each the newest last."""
    for versions in _all().values():
        yield from versions


def own_texts(questionnaire: Questionnaire) -> tuple[Texts, ...]:
    """Return the texts in the definition and the project's own translations, which are not validated."""
    return (*questionnaire.originals, *_translations(questionnaire.code, questionnaire.version))


def not_found() -> NotFound:
    """Return the refusal of a questionnaire that is not known."""
    return NotFound("assessments.questionnaire_not_found", "This questionnaire is not known here.")


def version_unknown() -> NotFound:
    """Return the refusal of a version that is not known."""
    return NotFound("assessments.version_unknown", "This version of the questionnaire is not known here.")


@cache
def _translations(code: str, version: str) -> tuple[Texts, ...]:
    questionnaire = next((each for each in _all().get(code, []) if each.version == version), None)
    if questionnaire is None:
        return ()
    return tuple(read_texts(_data(name), questionnaire, TextStatus.UNVALIDATED) for name in _TRANSLATIONS.get(code, ()))


@cache
def _all() -> dict[str, list[Questionnaire]]:
    known: dict[str, list[Questionnaire]] = {}
    for name in _DEFINITIONS:
        questionnaire = read_definition(json.loads(_data(name)))
        known.setdefault(questionnaire.code, []).append(questionnaire)
    return known


def _data(name: str) -> bytes:
    return files("clinic.assessments").joinpath("data", name).read_bytes()
