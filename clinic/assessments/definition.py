"""Reads the definition of a questionnaire (FHIR R4 Questionnaire), pure.

What it may hold: groups of questions one level deep, or questions of the type "choice" with inline answers, of which
one is chosen, or several (repeats); each answer has a code and what it counts (the extension ordinalValue). Outside of
groups also questions of the types "text" (maxLength) and "integer" (the extensions minValue and maxValue). Nothing
depends on an answer (no enableWhen): who answers
sees every question. Texts in further languages stand in FHIR's translation extension. A definition without any text is
one whose words belong to somebody else.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from clinic.assessments.questionnaire import Coding, Group, Item, ItemKind, Option, Questionnaire, Texts, TextStatus
from core.errors import Invalid

URL = "urn:hagukumi:questionnaire:"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
LOWEST = "http://hl7.org/fhir/StructureDefinition/minValue"
HIGHEST = "http://hl7.org/fhir/StructureDefinition/maxValue"
MOST_OPTIONS = 12
GREATEST = 1000
"""A number that is asked for lies from 0 to this."""
LONGEST_ANSWER = 1000
"""A text that is asked for has at most so many characters."""

LARGEST = 1_000_000
"""A definition has at most so many characters as JSON."""

_Code = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\s\x00]+$")]
_LinkId = Annotated[str, StringConstraints(min_length=1, max_length=32, pattern=r"^[A-Za-z0-9._-]+$")]
_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
_Language = Literal["ja", "en"]


class _Part(BaseModel):
    """A part of a resource; elements that are not read are left aside, those that change the meaning are refused."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        refused = {"enableWhen", "enableBehavior", "modifierExtension", "answerValueSet", "initial"}
        if isinstance(given, dict) and (found := refused & given.keys()):
            raise PydanticCustomError("element", "This element is not used here: {names}.", {"names": sorted(found)})
        return given


class _Coding(_Part):
    system: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    code: _Code
    display: _Words | None = None
    translations: Annotated[dict[str, Any] | None, Field(alias="_display")] = None


class _Extension(_Part):
    url: str
    value: Annotated[float | None, Field(alias="valueDecimal")] = None
    whole: Annotated[int | None, Field(alias="valueInteger")] = None


class _Answer(_Part):
    coding: Annotated[_Coding, Field(alias="valueCoding")]
    extension: tuple[_Extension, ...]

    @property
    def counts(self) -> int:
        return next(int(each.value) for each in self.extension if each.url == ORDINAL and each.value is not None)

    @model_validator(mode="after")
    def _has_a_number(self) -> Self:
        numbers = [each.value for each in self.extension if each.url == ORDINAL and each.value is not None]
        if len(numbers) != 1 or numbers[0] not in range(MOST_OPTIONS + 1):
            raise PydanticCustomError("ordinal", "Each answer counts one whole number from 0 to 12.")
        return self


class _Question(_Part):
    link_id: Annotated[_LinkId, Field(alias="linkId")]
    type: Literal["choice"]
    text: _Words | None = None
    translations: Annotated[dict[str, Any] | None, Field(alias="_text")] = None
    code: Annotated[tuple[_Coding, ...], Field(min_length=1)]
    required: bool = False
    repeats: bool = False
    answers: Annotated[tuple[_Answer, ...], Field(alias="answerOption", min_length=2, max_length=MOST_OPTIONS)]

    @model_validator(mode="after")
    def _answers_differ(self) -> Self:
        if len({each.counts for each in self.answers}) != len(self.answers):
            raise PydanticCustomError("answers", "Two answers of a question count the same.")
        return self


class _TextQuestion(_Part):
    link_id: Annotated[_LinkId, Field(alias="linkId")]
    type: Literal["text"]
    text: _Words | None = None
    translations: Annotated[dict[str, Any] | None, Field(alias="_text")] = None
    code: Annotated[tuple[_Coding, ...], Field(min_length=1)]
    required: bool = False
    longest: Annotated[int, Field(alias="maxLength", ge=1, le=LONGEST_ANSWER)]


class _NumberQuestion(_Part):
    link_id: Annotated[_LinkId, Field(alias="linkId")]
    type: Literal["integer"]
    text: _Words | None = None
    translations: Annotated[dict[str, Any] | None, Field(alias="_text")] = None
    code: Annotated[tuple[_Coding, ...], Field(min_length=1)]
    required: bool = False
    extension: tuple[_Extension, ...]

    @property
    def bounds(self) -> tuple[int, int]:
        """The least and the greatest number, both allowed."""
        lowest, highest = ([each.whole for each in self.extension if each.url == url] for url in (LOWEST, HIGHEST))
        if len(lowest) != 1 or len(highest) != 1 or lowest[0] is None or highest[0] is None:
            raise PydanticCustomError("bounds", "A number has one least and one greatest value.")
        return lowest[0], highest[0]

    @model_validator(mode="after")
    def _has_room(self) -> Self:
        lowest, highest = self.bounds
        if not 0 <= lowest < highest <= GREATEST:
            raise PydanticCustomError("bounds", "A number lies from 0 to 1000, and has more than one value.")
        return self


class _Group(_Part):
    link_id: Annotated[_LinkId, Field(alias="linkId")]
    type: Literal["group"]
    text: _Words | None = None
    translations: Annotated[dict[str, Any] | None, Field(alias="_text")] = None
    questions: Annotated[tuple[_Question, ...], Field(alias="item", min_length=1, max_length=50)]


_Single = _Question | _TextQuestion | _NumberQuestion


class _Definition(_Part):
    kind: Annotated[Literal["Questionnaire"], Field(alias="resourceType")]
    url: Annotated[str, StringConstraints(pattern=rf"^{re.escape(URL)}[a-z0-9-]{{1,32}}$")]
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.-]{1,16}$")]
    title: _Words
    titles: Annotated[dict[str, Any] | None, Field(alias="_title")] = None
    language: _Language
    copyright: Annotated[str, StringConstraints(max_length=4000)] = ""
    code: tuple[_Coding, ...] = ()
    items: Annotated[
        tuple[Annotated[_Group | _Single, Field(discriminator="type")], ...],
        Field(alias="item", min_length=1, max_length=50),
    ]

    @model_validator(mode="after")
    def _link_ids_differ(self) -> Self:
        keys = [key for part in self.items for key in _keys(part)]
        if len(set(keys)) != len(keys):
            raise PydanticCustomError("link_ids", "Two items have the same link id.")
        return self


def read_definition(resource: Mapping[str, Any]) -> Questionnaire:
    """Return the questionnaire of a FHIR R4 Questionnaire resource.

    Raises Invalid("assessments.definition_malformed") with the places that are at fault: what is not shaped as above, a
    language in which only some of the texts stand, an answer whose words differ from question to question.
    """
    written = json.dumps(resource)
    if len(written) > LARGEST or r"\u0000" in written:
        raise _malformed(["too large, or a character that cannot be stored"])
    try:
        found = _Definition.model_validate(resource)
    except ValidationError as error:
        places = sorted({".".join(str(part)[:40] for part in problem["loc"]) for problem in error.errors()})
        raise _malformed(places[:20]) from error
    questionnaire = Questionnaire(
        code=found.url.removeprefix(URL),
        version=found.version,
        codes=tuple(_coding(each) for each in found.code),
        copyright=found.copyright,
        groups=tuple(
            Group(part.link_id, tuple(_item(each) for each in part.questions))
            if isinstance(part, _Group)
            else Group(None, (_item(part),))
            for part in found.items
        ),
        originals=(),
    )
    titles = dict(_words(found.language, found.title, found.titles))
    return replace(questionnaire, originals=tuple(_originals(found, questionnaire)), titles=titles)


def _originals(found: _Definition, questionnaire: Questionnaire) -> Iterator[Texts]:
    texts: dict[str, dict[str, str]] = {}
    options: dict[str, dict[str, str]] = {}
    for part in found.items:
        nodes: tuple[_Group | _Single, ...] = (part, *part.questions) if isinstance(part, _Group) else (part,)
        for each in nodes:
            for language, words in _words(found.language, each.text, each.translations):
                texts.setdefault(language, {})[each.link_id] = words
            for answer in each.answers if isinstance(each, _Question) else ():
                coding = answer.coding
                for language, words in _words(found.language, coding.display, coding.translations):
                    if options.setdefault(language, {}).setdefault(coding.code, words) != words:
                        raise _malformed([each.link_id, coding.code])
    languages = texts.keys() | options.keys()
    for language in sorted(languages, key=lambda each: (each != found.language, each)):
        missing = [key for key in questionnaire.text_keys if key not in texts.get(language, {})]
        missing += [key for key in questionnaire.option_keys if key not in options.get(language, {})]
        if missing:
            raise _malformed([f"{language}.{key}" for key in missing[:20]])
        yield Texts(
            id=f"{language}-original",
            language=language,
            status=TextStatus.ORIGINAL,
            source=found.title,
            permission=found.copyright,
            texts=texts.get(language, {}),
            options=options.get(language, {}),
        )


def _words(language: str, own: str | None, translations: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
    """Yield the language and the words of a text and of its translations."""
    if own is not None:
        yield language, own
    for each in _list(translations, "extension"):
        if isinstance(each, dict) and each.get("url") == TRANSLATION:
            parts = {part.get("url"): part for part in _list(each, "extension") if isinstance(part, dict)}
            other = parts.get("lang", {}).get("valueCode")
            words = parts.get("content", {}).get("valueString")
            if other not in ("ja", "en") or other == language or not isinstance(words, str) or not words.strip():
                raise _malformed(["translation"])
            if len(words) > 2000 or "\0" in words:
                raise _malformed(["translation"])
            yield other, words.strip()


def _list(node: Mapping[str, Any] | None, key: str) -> Sequence[Any]:
    found = None if node is None else node.get(key)
    return found if isinstance(found, list) else ()


def _keys(part: _Group | _Single) -> tuple[str, ...]:
    return (part.link_id, *(each.link_id for each in part.questions)) if isinstance(part, _Group) else (part.link_id,)


def _item(question: _Single) -> Item:
    item = Item(question.link_id, _coding(question.code[0]), question.required, ())
    match question:
        case _TextQuestion():
            return replace(item, kind=ItemKind.TEXT, longest=question.longest)
        case _NumberQuestion():
            lowest, highest = question.bounds
            return replace(item, kind=ItemKind.NUMBER, lowest=lowest, highest=highest)
        case _Question():
            options = tuple(Option(_coding(each.coding), each.counts) for each in question.answers)
            return replace(item, kind=ItemKind.CHOICES if question.repeats else ItemKind.CHOICE, options=options)


def _coding(node: _Coding) -> Coding:
    return Coding(node.system, node.code, node.display)


def _malformed(places: Sequence[str]) -> Invalid:
    return Invalid("assessments.definition_malformed", "This is no questionnaire as asked here.", at=list(places))
