"""Instants in the JSON of errors and notices."""

from datetime import UTC, datetime


def in_json(instant: datetime) -> str:
    """Return an aware instant as it stands in JSON everywhere: 2026-11-24T01:00:00.000Z."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
