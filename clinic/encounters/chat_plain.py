"""The short way to PostgreSQL for a batch of plain messages: texts of the two sides in consultations that go on.

Nearly all messages are such, and by the driver the five statements of a batch cost a fifth of what they cost by
SQLAlchemy, from whose tables they are made all the same. What is not plain, and what fails, takes the long way.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy import literal_column, select
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from clinic.encounters.chat_batch import Book, Outcome, Pending, is_plain, place_plain
from clinic.encounters.chat_statements import FIELDS, Arrays
from clinic.encounters.states import EncounterState
from core.unit_of_work import Units

_DIALECT = asyncpg.dialect()  # type: ignore[no-untyped-call]
_log = structlog.get_logger(__name__)


class _Statement:
    """A statement in the driver's form: its text, and the names of what is bound in the order of its places."""

    def __init__(self, statement: Any) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self.text = str(compiled)
        self._places: Sequence[str] = compiled.positiontup

    def bound(self, values: dict[str, Any]) -> tuple[str, ...]:
        """Return the text and what is bound, as the driver takes them."""
        return (self.text, *(values[name] for name in self._places))


_LOCK = _Statement(Arrays.lock_statement)
_KNOWN = _Statement(select(select(literal_column("1")).select_from(Arrays.matching).exists()))
_STORE = _Statement(Arrays.store_statement)


class PlainWay:
    """Stores plain messages over a connection that it keeps."""

    def __init__(self, units: Units) -> None:
        self._units = units
        self._connection: AsyncConnection | None = None

    async def store(self, batch: Sequence[Pending]) -> list[Outcome] | None:
        """Return what became of each after the commit, or None, and nothing was stored, if it has to go the long way.

        The answer None after an error at the commit may be wrong: then the long way finds what is stored.
        """
        if not all(map(is_plain, batch)):
            return None
        try:
            driver = await self._driver()
            transaction = driver.transaction()
            await transaction.start()
            outcomes = await self._append(driver, batch)
            await (transaction.rollback() if outcomes is None else transaction.commit())
        except (TimeoutError, asyncio.CancelledError):
            # It did not answer, and would not by the long way either.
            await self._drop()
            raise
        except Exception as error:
            _log.warning("chat_short_way_failed", size=len(batch), error=type(error).__name__)
            await self._drop()
            return None
        return outcomes

    async def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await connection.close()

    async def _driver(self) -> Any:
        if self._connection is None:
            self._connection = await self._units.database.engine.connect()
        return (await self._connection.get_raw_connection()).driver_connection

    async def _drop(self) -> None:
        """Drop the connection, in whatever state it is, without waiting for an answer."""
        if self._connection is None:
            return
        connection, self._connection = self._connection, None
        with suppress(SQLAlchemyError, OSError):
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is not None:
                driver.terminate()
            await connection.invalidate()
        await connection.close()

    async def _append(self, driver: Any, batch: Sequence[Pending]) -> list[Outcome] | None:
        now, vault = self._units.clock.now(), self._units.vault
        encounters = list({one.encounter_id for one in batch})
        books = {
            row["id"]: Book(EncounterState(row["state"]), row["last_sequence"], row["writing_until"])
            for row in await driver.fetch(*_LOCK.bound({"encounters": encounters}))
        }
        # After the end the other is told by a job, and a repeat is read again: both are for the long way.
        if any(book.state is EncounterState.FINISHED for book in books.values()):
            return None
        if await driver.fetchval(*_KNOWN.bound(_keys(batch))):
            return None
        outcomes, rows, grown = place_plain(batch, books, now, vault)
        if rows:
            values: dict[str, Any] = {f"new_{name}": [getattr(row, name) for row in rows] for name in FIELDS}
            values |= {"grown_encounter_id": list(grown), "grown_last": list(grown.values()), "sent_at": now}
            await driver.fetch(*_STORE.bound(values))
        return outcomes


def _keys(batch: Sequence[Pending]) -> dict[str, Any]:
    return {
        "key_encounter_id": [one.encounter_id for one in batch],
        "key_author_account_id": [one.author.account_id for one in batch],
        "key_client_id": [one.client_id for one in batch],
    }
