"""Columns as plain values: what the gathering reads by the hundred thousand is not first made into objects."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, String, cast, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from clinic.evaluation.facts.rows import Coded
from core.unit_of_work import UnitOfWork

_ROWS_AT_ONCE = 5000
_BETWEEN = "|"


class Seconds(FunctionElement[int]):
    """The whole seconds since 1970 UTC of a column of instants."""

    type = BigInteger()
    inherit_cache = True
    name = "seconds"


@compiles(Seconds, "sqlite")
def _in_sqlite(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"unixepoch({compiler.process(element.clauses, **options)})"


@compiles(Seconds, "postgresql")
def _in_postgresql(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(FLOOR(EXTRACT(EPOCH FROM {compiler.process(element.clauses, **options)})) AS BIGINT)"


class DayNumber(FunctionElement[int]):
    """A column of days as `date.toordinal` gives them."""

    type = BigInteger()
    inherit_cache = True
    name = "day_number"


@compiles(DayNumber, "sqlite")
def _day_in_sqlite(element: DayNumber, compiler: SQLCompiler, **options: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **options)}) - 1721424.5 AS INTEGER)"


@compiles(DayNumber, "postgresql")
def _day_in_postgresql(element: DayNumber, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)} - DATE '0001-01-01' + 1)"


def day_number(column: Any) -> DayNumber:
    """Return a column of days as the numbers that `date.toordinal` gives, None as None."""
    return DayNumber(column)


def seconds(column: Any) -> Seconds:
    """Return a column of instants as whole seconds since 1970 UTC, None as None."""
    return Seconds(column)


def plain(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return an id or a code as the driver gives it: good as a key, and codes as their text."""
    return type_coerce(column, String())


def as_one(*columns: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return ids and codes, of which there are few combinations, as one text, that `parted` takes apart again.

    Every text costs as much to make and to look up as several put together. None may be missing.
    """
    text, *others = (cast(each, String()) for each in columns)
    together: ColumnElement[Any] = text
    for other in others:
        together = together + _BETWEEN + other
    return together


def parted(texts: Sequence[str]) -> tuple[Coded, ...]:
    """Return the columns that `as_one` put together, ids as `str` writes what the driver gives."""
    together = Coded.of(texts)
    parts = [text.split(_BETWEEN) for text in together.values]
    return tuple(Coded(together.places, values).compact() for values in zip(*parts, strict=True))


async def columns_of(uow: UnitOfWork, query: Select[Any]) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """Give the columns of a query's rows, some thousands of rows at a time and never none.

    The values are the driver's own, so the query selects `plain` and `seconds`, numbers and texts. Rows are made
    nowhere: whole columns are worked on several times faster than one row after the other.
    """
    connection = await uow.session.connection()
    streamed = query.execution_options(stream_results=True)
    result = await connection.run_sync(lambda sync: sync.execute(streamed))
    cursor: Any = result.cursor
    try:
        # SQLAlchemy takes the first row itself when it begins to stream; all others stay with the driver's cursor.
        rows: list[Any] = [*await connection.run_sync(lambda _: result.fetchmany(1))]
        while rows:
            rows += await connection.run_sync(lambda _: cursor.fetchmany(_ROWS_AT_ONCE))
            yield tuple(zip(*rows, strict=True))
            rows = await connection.run_sync(lambda _: cursor.fetchmany(1))
    finally:
        await connection.run_sync(lambda _: result.close())
