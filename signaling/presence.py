"""Who is in a consultation now, and who of them is in its call."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from signaling.protocol.consultation import Media, Peer


@dataclass(frozen=True, slots=True)
class Attendance:
    """A joined connection. `sid` is its present transport; `media` is set while it is in the call.

    `awaiting` is set while it waits before the door to enter the call with these media.
    """

    connection_id: UUID
    account_id: UUID
    sid: str
    precedence: str
    media: Media | None = None
    microphone: bool = False
    camera: bool = False
    weak_line: bool = False
    screen: bool = False
    awaiting: Media | None = None

    def in_call(self, media: Media) -> "Attendance":
        """Return the attendance after entering the call; what it sends is told by `media.state` afterwards."""
        camera = media == "video"
        return replace(self, media=media, microphone=True, camera=camera, weak_line=False, screen=False, awaiting=None)

    def out_of_call(self) -> "Attendance":
        """Return the attendance after leaving the call."""
        return replace(self, media=None, microphone=False, camera=False, weak_line=False, screen=False)

    def as_peer(self) -> Peer:
        """Return the attendance as the others see it in the call, or will when it enters; only for such a one."""
        if self.awaiting is not None:
            return self.in_call(self.awaiting).as_peer()
        if self.media is None:
            raise ValueError("not in the call")
        return Peer(
            connection_id=self.connection_id,
            account_id=self.account_id,
            precedence=self.precedence,
            media=self.media,
            microphone=self.microphone,
            camera=self.camera,
            weak_line=self.weak_line,
            screen=self.screen,
        )


class Presence(Protocol):
    """Keeps the attendances of each consultation. With several nodes it is shared between them."""

    async def put(self, encounter_id: UUID, attendance: Attendance) -> None:
        """Add an attendance, or put it in the place of the one with its connection id."""
        ...

    async def remove(self, encounter_id: UUID, connection_id: UUID, sid: str) -> bool:
        """Take an attendance away unless a newer transport has taken it over; returns whether it was taken away."""
        ...

    async def find(self, encounter_id: UUID, connection_id: UUID) -> Attendance | None:
        """Return the attendance of a connection."""
        ...

    async def all(self, encounter_id: UUID) -> Sequence[Attendance]:
        """Return the attendances of a consultation."""
        ...

    async def refresh(self) -> Sequence[tuple[UUID, Attendance]]:
        """Say that the attendances of this node still stand; called every few seconds.

        Returns, with their encounters, those of a node that has not said so for long, once and to one node; they are
        taken away.
        """
        ...

    async def close(self) -> None:
        """Let go of what is connected."""
        ...


class MemoryPresence:
    """Presence in this process, for one node."""

    def __init__(self) -> None:
        self._rooms: dict[UUID, dict[UUID, Attendance]] = {}

    async def put(self, encounter_id: UUID, attendance: Attendance) -> None:
        """See Presence."""
        self._rooms.setdefault(encounter_id, {})[attendance.connection_id] = attendance

    async def remove(self, encounter_id: UUID, connection_id: UUID, sid: str) -> bool:
        """See Presence."""
        room = self._rooms.get(encounter_id, {})
        found = room.get(connection_id)
        if found is None or found.sid != sid:
            return False
        del room[connection_id]
        if not room:
            del self._rooms[encounter_id]
        return True

    async def find(self, encounter_id: UUID, connection_id: UUID) -> Attendance | None:
        """See Presence."""
        return self._rooms.get(encounter_id, {}).get(connection_id)

    async def all(self, encounter_id: UUID) -> Sequence[Attendance]:
        """See Presence."""
        return list(self._rooms.get(encounter_id, {}).values())

    async def refresh(self) -> Sequence[tuple[UUID, Attendance]]:
        """Nothing expires here."""
        return ()

    async def close(self) -> None:
        """Nothing is connected here."""
