"""How many rows each table holds: what a refused request must not change."""

from sqlalchemy import func, select

import server.tables  # noqa: F401  so that every table is known
from core.database import Base
from core.unit_of_work import Units

_TABLES = Base.metadata.sorted_tables
_COUNTS = select(*(select(func.count()).select_from(table).scalar_subquery().label(table.name) for table in _TABLES))


async def count_rows(units: Units) -> dict[str, int]:
    """Return the number of rows of every table."""
    async with units.read() as uow:
        return dict((await uow.session.execute(_COUNTS)).one()._mapping)
