"""What a mail says: its subject and its text, from the catalogue of its language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from core.clock import ServiceZone
from core.principal import Locale
from people.mail.kinds import MailKind

_WEEKDAYS_JA = "月火水木金土日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


SERVICE_NAMES: Mapping[Locale, str] = {"ja": "はぐくみ", "en": "Hagukumi"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail's subject, one line, and its text with lines ended by a line feed."""

    subject: str
    text: str


def render(
    kind: MailKind, language: Locale, data: Mapping[str, str], *, zone: ServiceZone, public_url: str
) -> Rendered:
    """Return what a mail of this kind says.

    Of `data`, values of names that end in `_at` are instants in ISO 8601, `path` is where the link leads within the
    service. Raises KeyError when the text needs what `data` does not hold, ValueError for an instant without a zone.
    """
    catalogue = _catalogue(language)
    values = {"service": SERVICE_NAMES[language], "link": public_url + data["path"]}
    for name, value in data.items():
        values[name] = write_instant(datetime.fromisoformat(value), language, zone) if name.endswith("_at") else value
    text = catalogue[kind]
    body = f"{text['body'].strip()}\n\n{catalogue['footer'].strip()}\n"
    return Rendered(text["subject"].format_map(values), body.format_map(values))


def write_instant(instant: datetime, language: Locale, zone: ServiceZone) -> str:
    """Return an aware instant as the clock on the wall shows it in the service's zone."""
    wall = zone.to_wall(instant)
    if language == "ja":
        return f"{wall.year}年{wall.month}月{wall.day}日({_WEEKDAYS_JA[wall.weekday()]}) {wall:%H:%M}"
    day = f"{_WEEKDAYS_EN[wall.weekday()]}, {wall.day} {_MONTHS_EN[wall.month - 1]} {wall.year}"
    return f"{day}, {wall:%H:%M} ({zone.name})"


@cache
def _catalogue(language: Locale) -> Mapping[str, Any]:
    return tomllib.loads(resources.files("people.mail.texts").joinpath(f"{language}.toml").read_text("utf-8"))
