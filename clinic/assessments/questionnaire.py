"""Questionnaires as data, pure: their questions and answers, and their texts in a language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import Invalid

Given = int | str | tuple[int, ...]
"""An answer: the number that the chosen option counts, or was entered; a text; the numbers of several options."""


class ItemKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    """By one of its options."""
    CHOICES = "choices"
    """By one or several of its options."""
    TEXT = "text"
    """In words of one's own."""
    NUMBER = "number"
    """By a whole number."""


class TextStatus(StrEnum):
    """Where a questionnaire's text comes from."""

    ORIGINAL = "original"
    UNVALIDATED = "unvalidated"
    """A translation of the project's own, shown as 未検証訳."""
    LICENSED = "licensed"
    """Loaded by the operator, with its source and permission."""
    ELSEWHERE = "elsewhere"
    """Answered in another system, whose wording is not known here."""


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
    """A question. A number lies from `lowest` to `highest`, a text has at most `longest` characters."""

    link_id: str
    coding: Coding
    required: bool
    options: tuple[Option, ...]
    kind: ItemKind = ItemKind.CHOICE
    lowest: int = 0
    highest: int = 0
    longest: int = 0

    def admits(self, given: Given) -> bool:
        """Return whether the question can be answered so."""
        known = {option.value for option in self.options}
        match self.kind:
            case ItemKind.CHOICE:
                return isinstance(given, int) and given in known
            case ItemKind.CHOICES:
                return isinstance(given, tuple) and 0 < len(set(given)) == len(given) and known.issuperset(given)
            case ItemKind.TEXT:
                return isinstance(given, str) and 0 < len(given) <= self.longest
            case ItemKind.NUMBER:
                return isinstance(given, int) and self.lowest <= given <= self.highest


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
    """A version of a questionnaire with the texts that come with it, the first in its own language.

    Where the text belongs to somebody else there is none: it is asked once an operator's text is loaded.
    """

    code: str
    version: str
    codes: tuple[Coding, ...]
    copyright: str
    groups: tuple[Group, ...]
    originals: tuple[Texts, ...]
    titles: Mapping[str, str] = field(default_factory=dict)
    """What it is called, by language."""

    def items(self) -> Iterator[Item]:
        """Yield the questions in the order in which they are asked."""
        for group in self.groups:
            yield from group.items

    def item(self, link_id: str) -> Item | None:
        """Return the question of a link id, or None."""
        return next((item for item in self.items() if item.link_id == link_id), None)

    @property
    def text_keys(self) -> tuple[str, ...]:
        """Return the link ids of the headings and questions, each of which has a text."""
        return tuple(
            key
            for group in self.groups
            for key in (group.link_id, *(item.link_id for item in group.items))
            if key is not None
        )

    @property
    def option_keys(self) -> tuple[str, ...]:
        """Return the codes of the answers, each of which has a text, in the order of their first question."""
        return tuple(dict.fromkeys(option.coding.code for item in self.items() for option in item.options))


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
    for given, wanted in ((file.texts, questionnaire.text_keys), (file.options, questionnaire.option_keys)):
        missing = sorted(key for key in wanted if not given.get(key))
        if missing:
            raise Invalid("assessments.text_item_missing", "The file lacks the text of an item.", missing=missing)
        unknown = sorted(given.keys() - set(wanted))
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
