"""What a mail is made from, sealed until it is sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.crypto import Vault
from people.mail.message import CalendarPart


@dataclass(frozen=True, slots=True)
class Content:
    """The values that the text asks for, and the calendar part, if any."""

    data: Mapping[str, str]
    calendar: CalendarPart | None = None


def seal(vault: Vault, mail_id: UUID, content: Content) -> bytes:
    """Return the content sealed for its mail."""
    calendar = content.calendar
    parts = {"data": dict(content.data), "calendar": calendar and [calendar.method, calendar.content]}
    return vault.seal(json.dumps(parts), _context(mail_id))


def unseal(vault: Vault, mail_id: UUID, sealed: bytes) -> Content:
    """Return the content of a mail; raises SealBroken."""
    parts = json.loads(vault.open(sealed, _context(mail_id)))
    return Content(parts["data"], CalendarPart(*parts["calendar"]) if parts["calendar"] else None)


def _context(mail_id: UUID) -> str:
    return f"mail:{mail_id}"
