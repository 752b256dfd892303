"""The base of the models at the edge."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer, field_validator
from pydantic_core import PydanticCustomError


class Model(BaseModel):
    """What comes in over HTTP or a socket, or goes out: no unknown fields, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _storable(cls, value: object) -> object:
        """Refuse the one character that PostgreSQL cannot store."""
        if isinstance(value, str | list | tuple) and _holds_nul(value):
            raise PydanticCustomError("string_nul", "The text holds a character that cannot be stored.")
        return value


def _holds_nul(value: object) -> bool:
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, list | tuple):
        return any(_holds_nul(each) for each in value)
    if isinstance(value, dict):
        return any(_holds_nul(each) for pair in value.items() for each in pair)
    return False


def _as_z(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[AwareDatetime, PlainSerializer(_as_z, return_type=str, when_used="json")]
"""An aware datetime, written in UTC with milliseconds: 2026-11-23T01:00:00.000Z."""


class LocalText(Model):
    """A text for people in Japanese and English."""

    ja: str
    en: str


_NAME_CHARACTERS = 40


def place_of(loc: Sequence[int | str]) -> str:
    """Return where a fault is, as names and numbers with dots; an unknown name is a stranger's text, so it is cut."""
    return ".".join(str(part)[:_NAME_CHARACTERS].replace("\0", "") for part in loc)
