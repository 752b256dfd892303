"""The arithmetic of the audit chain, pure: what bytes of an event and of a seal go into which HMAC."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol
from uuid import UUID

import orjson

from core.clock import as_utc

FIRST = bytes(32)
"""What stands in the place of the seal before the first."""

_EVENT, _SEAL = "hagukumi audit event 1", "hagukumi audit seal 1"


class KeyUnknown(Exception):
    """The key under which something was sealed is not among those given; `key_id` names it."""

    def __init__(self, key_id: str) -> None:
        super().__init__(key_id)
        self.key_id = key_id


class AuditKeys:
    """The keys of the chain, as pairs of id and secret: the first seals, each verifies."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        if not keys:
            raise ValueError("an audit chain needs at least one key")
        self._secrets = {key_id: secret.encode() for key_id, secret in keys}
        self.current = keys[0][0]

    def mac(self, key_id: str, content: bytes) -> bytes:
        """Return the HMAC-SHA256 of `content`; raises KeyUnknown."""
        secret = self._secrets.get(key_id)
        if secret is None:
            raise KeyUnknown(key_id)
        return hmac.digest(secret, content, sha256)


class Event(Protocol):
    """The parts of an event that are sealed, as its row holds them."""

    id: UUID
    recorded_at: datetime
    action: str
    entity: str
    entity_id: UUID | None
    person_id: UUID | None
    account_id: UUID | None
    role: str | None
    session_id: UUID | None
    purpose: str
    succeeded: bool


@dataclass(frozen=True, slots=True)
class Link:
    """The parts of a seal that its own HMAC covers, beside the HMACs of its events and of the seal before."""

    number: int
    last_sequence: int
    count: int
    key_id: str
    sealed_at: datetime


def event_mac(keys: AuditKeys, key_id: str, sequence: int, event: Event) -> bytes:
    """Return the HMAC of an event at its place in the log; raises KeyUnknown."""
    ids = (event.id, event.entity_id, event.person_id, event.account_id, event.session_id)
    content = [
        _EVENT,
        sequence,
        _instant(event.recorded_at),
        event.action,
        event.entity,
        event.role,
        event.purpose,
        event.succeeded,
        *[None if each is None else each.hex for each in ids],
    ]
    return keys.mac(key_id, orjson.dumps(content))


def seal_mac(keys: AuditKeys, before: bytes, link: Link, event_macs: Iterable[bytes]) -> bytes:
    """Return the HMAC of a seal: over the seal before, its own parts, and its events' HMACs; raises KeyUnknown."""
    content = [
        _SEAL,
        before.hex(),
        link.number,
        link.last_sequence,
        link.count,
        link.key_id,
        _instant(link.sealed_at),
        sha256(b"".join(event_macs)).hexdigest(),
    ]
    return keys.mac(link.key_id, orjson.dumps(content))


def _instant(at: datetime) -> str:
    return as_utc(at).isoformat(timespec="microseconds")
