"""Reading a table in pages by its key, so that it never stands in memory whole."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from core.unit_of_work import UnitOfWork

PAGE = 500
"""So many rows are read at a time."""


async def pages(
    uow: UnitOfWork, query: Select[*tuple[Any, ...]], key: InstrumentedAttribute[Any], size: int = PAGE
) -> AsyncIterator[Sequence[Any]]:
    """Yield the rows of a query by `key`, its first column, which is unique: one query a page."""
    following = query
    while True:
        rows = (await uow.session.execute(following.order_by(key).limit(size))).all()
        if rows:
            yield rows
        if len(rows) < size:
            return
        following = query.where(key > rows[-1][0])
