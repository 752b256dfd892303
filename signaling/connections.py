"""The open connections of this node."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from clinic.encounters.views import Author
from core.principal import Principal
from signaling.pace import Meter
from signaling.problems import too_many_connections
from signaling.protocol.registry import Namespace

MAX_OF_ACCOUNT = 40


Side = Literal["client", "practitioner", "guest"]


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of a connection in a consultation: which one, as whom, and on which side."""

    encounter_id: UUID
    connection_id: UUID
    author: Author
    side: Side

    @property
    def precedence(self) -> str:
        """Return what orders the connections of a call: of two, the one with the smaller one yields in a collision."""
        return f"{int(self.side == 'practitioner')}:{self.connection_id}"


@dataclass(slots=True, eq=False)
class Connection:
    """One client on one namespace.

    `turn` lets its events go on one after the other in the order of their arrival (asyncio.Lock is fair); `waiting`
    counts those that have arrived and are not done. `gone`: nobody hears an answer any more. `seat` is there on
    /consultation only.
    """

    sid: str
    namespace: Namespace
    principal: Principal
    expires_at: datetime
    seat: Seat | None = None
    joined: bool = False
    closed: bool = False
    gone: bool = False
    waiting: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    meter: Meter = field(default_factory=Meter)


class Connections:
    """The connections of this node, by their Socket.IO id and by account."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_account: dict[UUID, set[Connection]] = {}

    def add(self, connection: Connection) -> None:
        """Keep a connection; raises TooMany("socket.too_many_connections") for an account that has many."""
        if len(self._by_account.get(connection.principal.account_id, ())) >= MAX_OF_ACCOUNT:
            raise too_many_connections()
        self._by_sid[connection.sid] = connection
        self._by_account.setdefault(connection.principal.account_id, set()).add(connection)

    def remove(self, sid: str) -> Connection | None:
        """Forget a connection and return it."""
        connection = self._by_sid.pop(sid, None)
        if connection is not None:
            account_id = connection.principal.account_id
            self._by_account[account_id].discard(connection)
            if not self._by_account[account_id]:
                del self._by_account[account_id]
        return connection

    def get(self, sid: str) -> Connection | None:
        """Return a connection."""
        return self._by_sid.get(sid)

    def of_account(self, account_id: UUID, session_id: UUID | None = None) -> list[Connection]:
        """Return the connections of an account, or of one of its sign-in sessions."""
        found = self._by_account.get(account_id, ())
        return [one for one in found if session_id in {None, one.principal.session_id}]

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._by_sid.values()))

    def __len__(self) -> int:
        return len(self._by_sid)
