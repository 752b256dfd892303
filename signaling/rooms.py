"""The names of the rooms by which the server reaches connections."""

from uuid import UUID

from core.principal import Role


def account(account_id: UUID) -> str:
    """All connections of an account on /person."""
    return f"account:{account_id}"


def role(code: Role) -> str:
    """All connections of a role on /person."""
    return f"role:{code.value}"


def consultation(encounter_id: UUID) -> str:
    """All that have joined a consultation."""
    return f"encounter:{encounter_id}"


def client_of(encounter_id: UUID) -> str:
    """Client among those who have joined a consultation."""
    return f"encounter:{encounter_id}:client"


def practitioner_of(encounter_id: UUID) -> str:
    """Practitioner among those who have joined a consultation."""
    return f"encounter:{encounter_id}:practitioner"


def guests_of(encounter_id: UUID) -> str:
    """Guests among those who have joined a consultation."""
    return f"encounter:{encounter_id}:guests"


def connection(connection_id: UUID) -> str:
    """One connection of a consultation, on whichever node it is."""
    return f"connection:{connection_id}"
