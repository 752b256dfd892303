"""The base of the models at the edge."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, PlainSerializer


class Model(BaseModel):
    """What comes in over HTTP or a socket, or goes out: no unknown fields, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def _as_z(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Instant = Annotated[AwareDatetime, PlainSerializer(_as_z, return_type=str, when_used="json")]
"""An aware datetime, written in UTC with milliseconds: 2026-11-23T01:00:00.000Z."""


class LocalText(Model):
    """A text for people in Japanese and English."""

    ja: str
    en: str
