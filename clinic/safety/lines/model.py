"""The crisis lines as data, what makes a list good, and when it must be checked again. Pure.

The list that comes with the product (clinic/safety/data/crisis_lines.json) was gathered from public sources and needs
the operator's review.
"""

import re
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from core.model import Model

CHECKED_FOR = timedelta(days=183)
"""A list that was checked longer ago, about half a year, is stale."""

_SHORT = re.compile(r"#[0-9]{4}|1[0-9]{2}")
# With hyphens, as it is printed: an area code of 2 to 5 digits, or the prefix of a free or shared number.
_LONG = re.compile(r"0[0-9]{1,4}-[0-9]{1,4}-[0-9]{3,4}")
_DIGITS = {10, 11}
_AMBULANCE = "119"


def _dialable(number: str) -> str:
    is_long = _LONG.fullmatch(number) and len(number.replace("-", "")) in _DIGITS
    if not is_long and not _SHORT.fullmatch(number):
        raise PydanticCustomError("lines_number", "A number is written as 0120-279-338, #8000 or 119.")
    return number


Number = Annotated[str, StringConstraints(strip_whitespace=True, max_length=14), AfterValidator(_dialable)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class Situation(StrEnum):
    """When one calls a line, in the order in which the pages show them."""

    DANGER = "danger"
    CHILD_ILLNESS = "child_illness"
    DESPAIR = "despair"
    CHILD_HARM = "child_harm"
    VIOLENCE = "violence"


class LineWords(Model):
    """A short text for people in Japanese and English."""

    ja: Words
    en: Words


class OtherNumber(Model):
    """Another number of the same line, and whom it is for."""

    number: Number
    note: LineWords


class CrisisLine(Model):
    """A line to call or a page to open.

    `always_open` of a line that somebody answers day and night, so that it is shown first to who is in despair.
    `hours_confirmed` is false where the hours could not be looked up at their source; `hours_as_of` is the time of the
    source (a year, or a year and month).
    """

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$")]
    situation: Situation
    name: LineWords
    kind: Literal["telephone", "web"]
    number: Number | None
    url: Annotated[str, StringConstraints(max_length=200, pattern=r"^https://[a-z0-9.-]+(/[^\s\"'<>\\]*)?$")] | None
    more_numbers: Annotated[tuple[OtherNumber, ...], Field(max_length=5)]
    hours: LineWords
    always_open: bool = False
    hours_confirmed: bool
    hours_as_of: Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}(-(0[1-9]|1[0-2]))?$")] | None
    about: LineWords
    source: Words

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if (self.number is None) == (self.kind == "telephone") or (self.url is None) == (self.kind == "web"):
            raise PydanticCustomError("lines_target", "A telephone line has a number, and a page has an address.")
        return self


class LineList(Model):
    """Lines in the order in which they are shown; the ambulance is always among them."""

    lines: Annotated[tuple[CrisisLine, ...], Field(min_length=1, max_length=40)]

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        codes = [line.code for line in self.lines]
        if len(set(codes)) != len(codes):
            raise PydanticCustomError("lines_codes", "Each line stands once in the list.")
        if not any(line.number == _AMBULANCE and line.situation is Situation.DANGER for line in self.lines):
            raise PydanticCustomError("lines_ambulance", "The ambulance (119) stays in the list.")
        if not any(line.number is not None and line.situation is Situation.DESPAIR for line in self.lines):
            raise PydanticCustomError("lines_despair", "A number for who is in despair stays in the list.")
        return self


class ShippedLines(LineList):
    """The list that comes with the product, and the day on which it was gathered."""

    checked_on: date


def is_stale(checked_on: date, today: date) -> bool:
    """Tell whether a list that was checked on a day must be checked again."""
    return today - checked_on > CHECKED_FOR


@cache
def shipped_lines() -> ShippedLines:
    """Return the list that comes with the product: it needs the operator's review."""
    return ShippedLines.model_validate_json(files("clinic.safety").joinpath("data", "crisis_lines.json").read_bytes())
