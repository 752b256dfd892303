"""Those who are being let in on this node."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field

from signaling.broadcasts import Broadcast, PutOut, SignOut
from signaling.connections import Connection


@dataclass(slots=True, eq=False)
class Arrival:
    """One who is being let in, on the transport `eio_sid`, and what all nodes were told meanwhile."""

    eio_sid: str
    _ends: list[SignOut | PutOut] = field(default_factory=list)

    def ended(self, connection: Connection) -> bool:
        """Return whether something that may end this connection was told since the last time this was asked."""
        ends, self._ends = self._ends, []
        return any(_ends(end, connection) for end in ends)

    def hear(self, broadcast: Broadcast) -> None:
        """Keep what may end the connection that is being made."""
        if isinstance(broadcast, SignOut | PutOut):
            self._ends.append(broadcast)


class Arrivals:
    """Those who are being let in: they are no connections yet, so that what ends a connection does not find them."""

    def __init__(self) -> None:
        self._here: set[Arrival] = set()

    @contextmanager
    def arrive(self, eio_sid: str) -> Iterator[Arrival]:
        """Know of somebody as long as they are being let in."""
        arrival = Arrival(eio_sid)
        self._here.add(arrival)
        try:
            yield arrival
        finally:
            self._here.remove(arrival)

    def hear(self, broadcast: Broadcast) -> None:
        """Let all who are being let in know what the nodes were told."""
        for arrival in self._here:
            arrival.hear(broadcast)

    def eio_sids(self) -> AbstractSet[str]:
        """Return the transports on which somebody is being let in."""
        return {arrival.eio_sid for arrival in self._here}


def _ends(end: SignOut | PutOut, connection: Connection) -> bool:
    if end.account_id != connection.principal.account_id:
        return False
    if isinstance(end, SignOut):
        return end.session_id in {None, connection.principal.session_id}
    return connection.seat is not None and connection.seat.encounter_id == end.encounter_id
