"""Every error of the server has a kind sentence in both languages, and no sentence is for an error that is no more."""

import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from core.errors import DomainError
from server.routes import ROUTES
from tests.server.error_codes import KINDS, PACKAGES, ROOT, raised

# Said by the browser itself, when there is no answer.
CLIENTS_OWN = {"general", "client.offline", "client.timeout", "client.unexpected"}
ERRORS = raised()
CODES = {error.code for error in ERRORS}


def sentences(language: str) -> dict[str, str]:
    """Return the catalogues by code."""
    folder = ROOT / "clients/web/src/i18n" / language
    return {
        code: text
        for name in ("errors.json", "more-errors.json", "staff-errors.json")
        for code, text in _flat(json.loads((folder / name).read_text()), "")
    }


def _flat(tree: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, str):
            yield before + name, value
        else:
            yield from _flat(value, f"{before}{name}.")


def _kinds(kind: type[DomainError]) -> Iterator[str]:
    yield kind.__name__
    for child in kind.__subclasses__():
        yield from _kinds(child)


def test_no_kind_of_error_is_overlooked():
    for package in PACKAGES:
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    assert set(_kinds(DomainError)) == KINDS


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_error_has_a_sentence(language):
    known = sentences(language)
    assert {error.code: error.place for error in ERRORS if error.code not in known} == {}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_sentence_is_for_an_error_that_is_no_more(language):
    assert sentences(language).keys() - CODES == CLIENTS_OWN


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_sentence_names_only_what_comes_with_its_error(language):
    known = sentences(language)
    for error in ERRORS:
        named = set(re.findall(r"{{\s*(\w+)", known.get(error.code, "")))
        assert named <= error.params, (error.place, error.code)


@pytest.mark.parametrize(("language", "longest"), [("ja", 75), ("en", 160)])
def test_a_sentence_is_short_and_holds_no_code(language, longest):
    for code, sentence in sentences(language).items():
        assert 0 < len(sentence) <= longest, code
        assert sentence == sentence.strip(), code
        assert not re.search(r"[a-z]_[a-z]|\bHTTP\b|\b[45]\d\d\b", sentence), code
        assert (language == "ja") == bool(re.search(r"[ぁ-んァ-ヶ一-龠]", sentence)), code


def test_the_errors_that_routes_announce_are_raised_somewhere():
    announced = {code for route in ROUTES for code in route.errors}
    assert announced <= CODES
