"""The statements of the chat writer, built once: to build one costs more than to run it for a message.

To PostgreSQL a batch goes as arrays: the text of a statement is the same for any number of messages, so it is planned
once, and nothing is done for each row and column on this side. Other databases get rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Integer,
    LargeBinary,
    Row,
    Select,
    Table,
    Uuid,
    and_,
    any_,
    bindparam,
    column,
    func,
    insert,
    join,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from clinic.encounters.messages import is_withdrawn
from clinic.encounters.tables import Encounter, Message
from core.database.engine import Dialect

_encounters = cast("Table", Encounter.__table__)
_messages = cast("Table", Message.__table__)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A row to store, but for the instant, which a batch shares."""

    id: UUID
    encounter_id: UUID
    sequence: int
    author_account_id: UUID
    client_id: UUID
    body_sealed: bytes
    withdraws: int | None


MessageKey = tuple[UUID, UUID, UUID]
"""Encounter, author and client id: what makes a message one and the same."""


class ChatStatements(Protocol):
    """What the chat writer asks of the database."""

    async def lock(self, connection: AsyncConnection, encounters: Sequence[UUID]) -> Sequence[Row[Any]]:
        """Lock encounters in the order of their ids, and return id, state, last_sequence and writing_until of each."""
        ...

    async def find(self, connection: AsyncConnection, keys: Sequence[MessageKey]) -> Sequence[Row[Any]]:
        """Return the stored rows of messages, each with whether it is `withdrawn`."""
        ...

    async def store(
        self, connection: AsyncConnection, rows: Sequence[NewMessage], sent_at: datetime, grown: Mapping[UUID, int]
    ) -> None:
        """Store messages, and the newest number of each encounter that has `grown`."""
        ...


def statements_for(dialect: Dialect) -> ChatStatements:
    """Return the statements in the form that suits the database."""
    return Arrays() if dialect == "postgresql" else Rows()


def _locking(condition: Any) -> Select[Any]:
    chosen = _encounters.c
    return (
        select(chosen.id, chosen.state, chosen.last_sequence, chosen.writing_until)
        .where(condition)
        .order_by(chosen.id)
        .with_for_update(key_share=True)
    )


_STORED = (_messages, is_withdrawn().label("withdrawn"))


class Rows:
    """For any database. The statements are there for the short way of SQLite, too (see chat_plain_sqlite)."""

    lock_statement = _locking(_encounters.c.id.in_(bindparam("encounters", expanding=True)))
    matching = tuple_(_messages.c.encounter_id, _messages.c.author_account_id, _messages.c.client_id).in_(
        bindparam("keys", expanding=True)
    )
    _find = select(*_STORED).where(matching)
    store_statement = insert(_messages)
    grow_statement = (
        update(_encounters).where(_encounters.c.id == bindparam("encounter")).values(last_sequence=bindparam("last"))
    )

    async def lock(self, connection: AsyncConnection, encounters: Sequence[UUID]) -> Sequence[Row[Any]]:
        """See ChatStatements."""
        found: Sequence[Row[Any]] = (await connection.execute(self.lock_statement, {"encounters": encounters})).all()
        return found

    async def find(self, connection: AsyncConnection, keys: Sequence[MessageKey]) -> Sequence[Row[Any]]:
        """See ChatStatements."""
        return (await connection.execute(self._find, {"keys": keys})).all()

    async def store(
        self, connection: AsyncConnection, rows: Sequence[NewMessage], sent_at: datetime, grown: Mapping[UUID, int]
    ) -> None:
        """See ChatStatements."""
        await connection.execute(self.store_statement, self.stored(rows, sent_at))
        await connection.execute(self.grow_statement, self.grown(grown))

    @staticmethod
    def stored(rows: Sequence[NewMessage], sent_at: datetime) -> list[dict[str, Any]]:
        """Return what `store_statement` binds."""
        return [{**{name: getattr(row, name) for name in FIELDS}, "sent_at": sent_at} for row in rows]

    @staticmethod
    def grown(grown: Mapping[UUID, int]) -> list[dict[str, Any]]:
        """Return what `grow_statement` binds."""
        return [{"encounter": key, "last": last} for key, last in grown.items()]


FIELDS: Mapping[str, TypeEngine[Any]] = {
    "id": Uuid(),
    "encounter_id": Uuid(),
    "sequence": Integer(),
    "author_account_id": Uuid(),
    "client_id": Uuid(),
    "body_sealed": LargeBinary(),
    "withdraws": Integer(),
}


def _array(name: str, of: TypeEngine[Any]) -> BindParameter[Any]:
    return bindparam(name, type_=ARRAY(of))


def _table_of_arrays(name: str, columns: Mapping[str, TypeEngine[Any]]) -> Any:
    """Return a table of one row for each place of the arrays that are bound as NAME_COLUMN."""
    arrays = [_array(f"{name}_{key}", of) for key, of in columns.items()]
    named = [column(key, of) for key, of in columns.items()]
    return func.unnest(*arrays).table_valued(*named).render_derived(name=name)


class Arrays:
    """For PostgreSQL. The statements are there for the driver, too (see chat_plain)."""

    lock_statement = _locking(_encounters.c.id == any_(_array("encounters", Uuid())))

    _key = _table_of_arrays("key", {name: Uuid() for name in ("encounter_id", "author_account_id", "client_id")})
    # A join and no three lists: the index is asked for each message once, however long the history is.
    matching = join(
        _key,
        _messages,
        and_(
            _messages.c.encounter_id == _key.c.encounter_id,
            _messages.c.author_account_id == _key.c.author_account_id,
            _messages.c.client_id == _key.c.client_id,
        ),
    )
    _find = select(*_STORED).select_from(matching)

    _new = _table_of_arrays("new", FIELDS)
    _grown = _table_of_arrays("grown", {"encounter_id": Uuid(), "last": Integer()})
    store_statement = (
        update(_encounters)
        .where(_encounters.c.id == _grown.c.encounter_id)
        .values(last_sequence=_grown.c.last)
        .add_cte(
            insert(_messages)
            .from_select(
                [*FIELDS, "sent_at"],
                select(*_new.c, bindparam("sent_at", type_=_messages.c.sent_at.type)),
            )
            .cte("stored")
        )
    )

    async def lock(self, connection: AsyncConnection, encounters: Sequence[UUID]) -> Sequence[Row[Any]]:
        """See ChatStatements."""
        found: Sequence[Row[Any]] = (await connection.execute(self.lock_statement, {"encounters": encounters})).all()
        return found

    async def find(self, connection: AsyncConnection, keys: Sequence[MessageKey]) -> Sequence[Row[Any]]:
        """See ChatStatements."""
        encounters, authors, client_ids = zip(*keys, strict=True)
        bound = {"key_encounter_id": encounters, "key_author_account_id": authors, "key_client_id": client_ids}
        return (await connection.execute(self._find, bound)).all()

    async def store(
        self, connection: AsyncConnection, rows: Sequence[NewMessage], sent_at: datetime, grown: Mapping[UUID, int]
    ) -> None:
        """See ChatStatements."""
        bound: dict[str, Any] = {f"new_{name}": [getattr(row, name) for row in rows] for name in FIELDS}
        bound |= {"grown_encounter_id": list(grown), "grown_last": list(grown.values()), "sent_at": sent_at}
        await connection.execute(self.store_statement, bound)
