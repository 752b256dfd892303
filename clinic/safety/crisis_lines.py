"""The crisis lines, as data that the operator keeps up to date (clinic/safety/data/crisis_lines.json)."""

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from core.model import LocalText, Model


class OtherNumber(Model):
    """Another number of the same line, and whom it is for."""

    number: str
    note: LocalText


class CrisisLine(Model):
    """A line to call or a page to open.

    `hours_confirmed` is false where the hours could not be looked up at their source; `hours_as_of` is the time of the
    source (a year, or a year and month).
    """

    code: str
    name: LocalText
    kind: Literal["telephone", "web"]
    number: str | None
    url: str | None
    more_numbers: tuple[OtherNumber, ...]
    hours: LocalText
    hours_confirmed: bool
    hours_as_of: str | None
    about: LocalText
    source: str


class CrisisLines(Model):
    """All lines in the order in which they are shown, checked on a day; `needs_review` until the operator did so."""

    version: str
    checked_on: date
    needs_review: bool
    lines: tuple[CrisisLine, ...]


@cache
def crisis_lines() -> CrisisLines:
    """Return the lines that come with the product."""
    return CrisisLines.model_validate_json(files("clinic.safety").joinpath("data", "crisis_lines.json").read_bytes())
