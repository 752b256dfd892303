"""Who is in which room on this node, and how an event reaches them."""

from typing import Any

import orjson
import socketio


def encoded(namespace: str, event: str, data: Any) -> bytes:
    """Return an event for clients as the payload of a frame; `data` may hold orjson.Fragments."""
    return b"42%b,%b" % (namespace.encode(), orjson.dumps([event, data]))


class LocalManager(socketio.AsyncManager):  # type: ignore[misc]  # the library has no types
    """The client manager of Socket.IO: an event is encoded once, and nobody waits for who takes it in slowly."""

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: str | None = None,
        skip_sid: str | None = None,
        callback: Any = None,
        to: str | None = None,
        **_way: Any,
    ) -> None:
        """Send an event to a room of this node, leaving out one id."""
        if callback is not None:
            raise ValueError("the protocol has no event that a client acknowledges")
        self.deliver(namespace, to or room, skip_sid, encoded(namespace, event, data))

    def deliver(self, namespace: str, room: str | None, skip_sid: str | None, payload: bytes) -> None:
        """Send what is encoded to a room of this node, leaving out one id."""
        members = self.rooms.get(namespace, {}).get(room)
        if members is None:
            return
        sockets = self.server.eio.sockets
        for sid, eio_sid in members.items():
            if sid != skip_sid and (socket := sockets.get(eio_sid)) is not None:
                socket.post(payload)
