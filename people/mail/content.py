"""What a mail is made from, sealed until it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import TypeAdapter

from core.crypto import Vault
from people.mail.events import Method, TimedEvent


@dataclass(frozen=True, slots=True)
class Content:
    """The values that the text asks for, and what to do in the reader's calendar with which time, if anything."""

    data: Mapping[str, str]
    calendar: tuple[Method, TimedEvent] | None = None


_CONTENT = TypeAdapter(Content)


def seal(vault: Vault, mail_id: UUID, content: Content) -> bytes:
    """Return the content sealed for its mail."""
    return vault.seal(_CONTENT.dump_json(content).decode(), _context(mail_id))


def unseal(vault: Vault, mail_id: UUID, sealed: bytes) -> Content:
    """Return the content of a mail; raises SealBroken."""
    return _CONTENT.validate_json(vault.open(sealed, _context(mail_id)))


def _context(mail_id: UUID) -> str:
    return f"mail:{mail_id}"
