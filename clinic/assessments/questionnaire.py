"""Questionnaires as data, pure: the definition (FHIR Questionnaire, R4) and its texts in a language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import Invalid

_ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
_CODES = {"urn:hagukumi:questionnaire:phq-9": "phq-9"}


class TextStatus(StrEnum):
    """Where a questionnaire's text comes from."""

    ORIGINAL = "original"
    UNVALIDATED = "unvalidated"
    """A translation of the project's own, shown as 未検証訳."""
    LICENSED = "licensed"
    """Loaded by the operator, with its source and permission."""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code of a code system."""

    system: str
    code: str
    display: str | None


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen, and the number it counts."""

    coding: Coding
    value: int


@dataclass(frozen=True, slots=True)
class Item:
    """A question."""

    link_id: str
    coding: Coding
    required: bool
    options: tuple[Option, ...]

    def admits(self, value: int) -> bool:
        """Return whether one of the options counts `value`."""
        return any(option.value == value for option in self.options)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions under a common heading, which is the text of `link_id`; without a heading `link_id` is None."""

    link_id: str | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """A questionnaire's words in one language: by link id, and by the code of each answer."""

    id: str
    language: str
    status: TextStatus
    source: str
    permission: str
    texts: Mapping[str, str]
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A version of a questionnaire with its original text."""

    code: str
    version: str
    codes: tuple[Coding, ...]
    copyright: str
    groups: tuple[Group, ...]
    original: Texts

    def items(self) -> Iterator[Item]:
        """Yield the questions in the order in which they are asked."""
        for group in self.groups:
            yield from group.items

    def item(self, link_id: str) -> Item | None:
        """Return the question of a link id, or None."""
        return next((item for item in self.items() if item.link_id == link_id), None)


def read_definition(resource: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire of a FHIR R4 Questionnaire resource; raises KeyError when it is not shaped as ours."""
    texts: dict[str, str] = {}
    options: dict[str, str] = {}
    groups: list[Group] = []
    for node in resource["item"]:
        texts[node["linkId"]] = node["text"]
        if node["type"] == "group":
            groups.append(Group(node["linkId"], tuple(_item(child, texts, options) for child in node["item"])))
        else:
            groups.append(Group(None, (_item(node, texts, options),)))
    original = Texts(
        id=f"{resource['language']}-original",
        language=resource["language"],
        status=TextStatus.ORIGINAL,
        source=resource["title"],
        permission=resource["copyright"],
        texts=texts,
        options=options,
    )
    return Questionnaire(
        code=_CODES[resource["url"]],
        version=resource["version"],
        codes=tuple(_coding(coding) for coding in resource["code"]),
        copyright=resource["copyright"],
        groups=tuple(groups),
        original=original,
    )


class _TextFile(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, str_max_length=4000)

    questionnaire: str
    version: str
    language: Literal["ja", "en"]
    source: str = ""
    permission: str = ""
    texts: dict[str, str]
    options: dict[str, str]


def named_version(content: bytes) -> tuple[str, str]:
    """Return the questionnaire and version that a text file is for; raises Invalid when it is not such a file."""
    file = _read_file(content)
    return file.questionnaire, file.version


def read_texts(content: bytes, questionnaire: Questionnaire, status: TextStatus) -> Texts:
    """Return the texts of a JSON file (questionnaire, version, language, source, permission, texts, options).

    Raises Invalid when an item or an answer has no text (assessments.text_item_missing), the file has a text that the
    questionnaire does not know (text_item_unknown), names no source or permission (text_permission_missing), or is no
    such file (text_malformed). The id is made from the contents, so that the same text has the same id everywhere.
    """
    file = _read_file(content)
    if (file.questionnaire, file.version) != (questionnaire.code, questionnaire.version):
        raise Invalid("assessments.version_unknown", "This version of the questionnaire is not known here.")
    if not file.source or not file.permission:
        raise Invalid(
            "assessments.text_permission_missing",
            "The file must name the source of the text and the permission to use it.",
        )
    for given, wanted in ((file.texts, questionnaire.original.texts), (file.options, questionnaire.original.options)):
        missing = sorted(key for key in wanted if not given.get(key))
        if missing:
            raise Invalid("assessments.text_item_missing", "The file lacks the text of an item.", missing=missing)
        unknown = sorted(given.keys() - wanted.keys())
        if unknown:
            raise Invalid("assessments.text_item_unknown", "The file has a text of no item.", unknown=unknown)
    fingerprint = sha256(file.model_dump_json().encode()).hexdigest()[:12]
    return Texts(
        id=f"{file.language}-{status.value}-{fingerprint}",
        language=file.language,
        status=status,
        source=file.source,
        permission=file.permission,
        texts=file.texts,
        options=file.options,
    )


def _read_file(content: bytes) -> _TextFile:
    try:
        if b"\\u0000" in content:
            raise Invalid("assessments.text_malformed", "This file holds characters that no text has.")
        return _TextFile.model_validate_json(content)
    except ValidationError as error:
        places = sorted({".".join(str(part) for part in problem["loc"]) for problem in error.errors()})
        raise Invalid("assessments.text_malformed", "This is no file of a questionnaire's text.", at=places) from error


def _item(node: Mapping[str, Any], texts: dict[str, str], options: dict[str, str]) -> Item:
    texts[node["linkId"]] = node["text"]
    choices = tuple(
        Option(_coding(choice["valueCoding"]), int(_extension(choice, _ORDINAL))) for choice in node["answerOption"]
    )
    options.update({choice.coding.code: choice.coding.display or "" for choice in choices})
    return Item(node["linkId"], _coding(node["code"][0]), bool(node["required"]), choices)


def _coding(node: Mapping[str, Any]) -> Coding:
    return Coding(node["system"], node["code"], node.get("display"))


def _extension(node: Mapping[str, Any], url: str) -> Any:
    return next(extension["valueDecimal"] for extension in node["extension"] if extension["url"] == url)
