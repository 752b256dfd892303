"""Inserting a row unless it is there: the database decides, so two at once cannot both."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from core.database import Base
from core.unit_of_work import UnitOfWork


def insert_unless_there(
    uow: UnitOfWork, table: type[Base], rows: Sequence[Mapping[str, Any]]
) -> postgresql.Insert | sqlite.Insert:
    """Return the statement that inserts `rows` and leaves out those that would break a unique constraint."""
    if uow.dialect == "postgresql":
        return postgresql.insert(table).values(list(rows)).on_conflict_do_nothing()
    return sqlite.insert(table).values(list(rows)).on_conflict_do_nothing()
