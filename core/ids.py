"""Identifiers of stored things."""

from uuid import UUID

from uuid6 import uuid7


def new_id() -> UUID:
    """Return a new UUID version 7: unique, and ordered by the time of its making."""
    return UUID(int=uuid7().int)
