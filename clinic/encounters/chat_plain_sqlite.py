"""The short way to SQLite for a batch of plain messages, as chat_plain is to PostgreSQL: one turn of one thread.

The long way goes to the driver's thread and back for each step of each statement; where all cores are busy, that is
most of the time between a message and its acknowledgement.
"""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import Connection, literal, select

from clinic.encounters.chat_batch import Book, Outcome, Pending, is_plain, place_plain
from clinic.encounters.chat_statements import Rows
from clinic.encounters.states import EncounterState
from core.crypto import Vault
from core.database import is_away
from core.unit_of_work import Units

_KNOWN = select(literal(1)).where(Rows.matching).limit(1)
_log = structlog.get_logger(__name__)


class OneTurn:
    """Stores plain messages in a transaction that one thread does whole."""

    def __init__(self, units: Units) -> None:
        self._units = units

    async def store(self, batch: Sequence[Pending]) -> list[Outcome] | None:
        """Return what became of each after the commit, or None, and nothing was stored, if it has to go the long way.

        Raises what says that the database is away or full: the long way would fare no better.
        """
        if not all(map(is_plain, batch)):
            return None
        now, vault = self._units.clock.now(), self._units.vault
        try:
            return await self._units.database.write_straight(lambda connection: _append(connection, batch, now, vault))
        except Exception as error:
            if is_away(error):
                raise
            _log.warning("chat_short_way_failed", size=len(batch), error=type(error).__name__)
            return None

    async def close(self) -> None:
        """Nothing is kept."""


def _append(connection: Connection, batch: Sequence[Pending], now: datetime, vault: Vault) -> list[Outcome] | None:
    encounters = list({one.encounter_id for one in batch})
    books = {
        row.id: Book(row.state, row.last_sequence, row.writing_until)
        for row in connection.execute(Rows.lock_statement, {"encounters": encounters})
    }
    # After the end the other is told by a job, and a repeat is read again: both are for the long way.
    if any(book.state is EncounterState.FINISHED for book in books.values()):
        return None
    keys = [(one.encounter_id, one.author.account_id, one.client_id) for one in batch]
    if connection.execute(_KNOWN, {"keys": keys}).first() is not None:
        return None
    outcomes, rows, grown = place_plain(batch, books, now, vault)
    if rows:
        connection.execute(Rows.store_statement, Rows.stored(rows, now))
        connection.execute(Rows.grow_statement, Rows.grown(grown))
    return outcomes
