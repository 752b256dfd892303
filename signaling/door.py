"""One namespace of the Socket.IO server: tells real connects and disconnects from events of such a name."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import socketio

from signaling.engine import MALFORMED
from signaling.problems import invalid, refusal, unknown_event
from signaling.protocol.registry import Namespace

OnConnect = Callable[[Namespace, str, Any], Awaitable[None]]
OnDisconnect = Callable[[str, str], Awaitable[None]]
OnEvent = Callable[[Namespace, str, str, tuple[Any, ...]], Awaitable[orjson.Fragment]]


class Door(socketio.AsyncNamespace):  # type: ignore[misc]  # the library has no types
    """Hands what happens on a namespace to the three given functions."""

    def __init__(
        self, namespace: Namespace, on_connect: OnConnect, on_disconnect: OnDisconnect, on_event: OnEvent
    ) -> None:
        super().__init__(namespace)
        self._name: Namespace = namespace
        self._on_connect = on_connect
        self._on_disconnect = on_disconnect
        self._on_event = on_event

    async def trigger_event(self, event: str, sid: str, *arguments: Any) -> dict[str, Any] | orjson.Fragment | None:
        """Take a connect (with environ and auth), a disconnect (with a reason) or any event from the library.

        A client may send events named "connect" and "disconnect" too: then the manager's state tells them apart.
        """
        manager = self.server.manager
        if event == "connect" and manager.is_pre_connected(sid, self._name):
            await self._on_connect(self._name, sid, arguments[1] if len(arguments) > 1 else None)
            return None
        if event == "disconnect" and not manager.is_connected(sid, self._name):
            await self._on_disconnect(sid, str(arguments[0]) if arguments else "")
            return None
        if event in {"connect", "disconnect"}:
            return refusal(unknown_event()).model_dump(mode="json")
        if event == MALFORMED:
            return refusal(invalid()).model_dump(mode="json")
        return await self._on_event(self._name, event, sid, arguments)
