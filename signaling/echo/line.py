"""Who has a seat at the echo, and who waits for one: first come, first served."""

from dataclasses import dataclass
from uuid import UUID

from core.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Move:
    """A connection whose position has changed; 0 has a seat, 1 is the next."""

    sid: str
    position: int


class Line:
    """A number of seats and a bounded line before them; one place for each account.

    Connections are named by their Socket.IO id.
    """

    def __init__(self, seats: int, waiting: int) -> None:
        self._seats = seats
        self._most = waiting
        self._seated: dict[str, UUID] = {}
        self._waiting: dict[str, UUID] = {}

    def ask(self, sid: str, account_id: UUID) -> int:
        """Give a connection a place, or the one it has, and return its position.

        Raises Unavailable("echo.busy") when nobody more may wait, Unavailable("echo.off") when there is no seat at all.
        """
        if self._seats == 0:
            raise Unavailable("echo.off", "The sound test is not offered here.")
        known = self.position(sid)
        if known is not None:
            return known
        if len(self._seated) < self._seats:
            self._seated[sid] = account_id
            return 0
        if len(self._waiting) >= self._most:
            raise Unavailable("echo.busy", "Many people are testing their sound. Please try again in a few minutes.")
        self._waiting[sid] = account_id
        return len(self._waiting)

    def position(self, sid: str) -> int | None:
        """Return the position of a connection; None without a place."""
        if sid in self._seated:
            return 0
        return next((place for place, one in enumerate(self._waiting, 1) if one == sid), None)

    def others_of(self, sid: str, account_id: UUID) -> list[str]:
        """Return the account's connections that have a place, but for one."""
        places = (*self._seated.items(), *self._waiting.items())
        return [one for one, account in places if account == account_id and one != sid]

    def leave(self, sid: str) -> list[Move]:
        """Take a connection's place away; returns whose position that changes, the first first."""
        place = self.position(sid)
        if place is None:
            return []
        self._seated.pop(sid, None)
        self._waiting.pop(sid, None)
        moves = []
        while self._waiting and len(self._seated) < self._seats:
            first = next(iter(self._waiting))
            self._seated[first] = self._waiting.pop(first)
            moves.append(Move(first, 0))
        behind = enumerate(self._waiting, 1)
        moves += [Move(one, position) for position, one in behind if place == 0 or position >= place]
        return moves

    def all(self) -> list[str]:
        """Return every connection with a place."""
        return [*self._seated, *self._waiting]
