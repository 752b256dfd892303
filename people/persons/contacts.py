"""A person's telephone number and emergency contact, and how they are sealed."""

import json
from dataclasses import asdict, dataclass
from uuid import UUID

from core.crypto import Vault


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number, normalised, and what the person allows: being rung, a message being left."""

    number: str
    may_ring: bool
    may_leave_message: bool


@dataclass(frozen=True, slots=True)
class EmergencyContact:
    """Somebody to reach when the person is in danger; `relation` is in the person's words."""

    name: str
    telephone: str
    relation: str


def seal_number(vault: Vault, person_id: UUID, number: str) -> bytes:
    """Return a telephone number encrypted for this person's row."""
    return vault.seal(number, f"telephone:{person_id}")


def open_number(vault: Vault, person_id: UUID, sealed: bytes) -> str:
    """Return the telephone number; raises SealBroken."""
    return vault.open(sealed, f"telephone:{person_id}")


def seal_contact(vault: Vault, person_id: UUID, contact: EmergencyContact) -> bytes:
    """Return an emergency contact encrypted for this person's row."""
    return vault.seal(json.dumps(asdict(contact), ensure_ascii=False), f"emergency_contact:{person_id}")


def open_contact(vault: Vault, person_id: UUID, sealed: bytes) -> EmergencyContact:
    """Return the emergency contact; raises SealBroken."""
    return EmergencyContact(**json.loads(vault.open(sealed, f"emergency_contact:{person_id}")))
