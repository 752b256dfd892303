"""How enumerations are stored: as their code in a String(32)."""

from enum import StrEnum

from sqlalchemy import Enum


def code_column(kind: type[StrEnum]) -> Enum:
    """Return the column type of an enumeration: its value in, its member out; an unknown value is refused."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
