"""Sends the events of the protocol to rooms."""

from typing import Any

import orjson
import socketio
import structlog

from core.model import Model
from signaling.protocol.registry import SERVER_EVENTS, Namespace

_log = structlog.get_logger(__name__)
_KNOWN = frozenset((event.namespace, event.name) for event in SERVER_EVENTS)


def written(payload: Model) -> orjson.Fragment:
    """Return a model as JSON, which is put as it is into what goes out."""
    return orjson.Fragment(payload.model_dump_json(by_alias=True))


class Emitter:
    """Emits typed payloads. What fails is logged and not raised: an emit is a hint, the rows are the truth."""

    def __init__(self, sio: socketio.AsyncServer) -> None:
        self._sio = sio

    async def emit(
        self, namespace: Namespace, name: str, payload: Model, *, to: str, but_not: str | None = None
    ) -> None:
        """Send an event of the protocol to a room (or one Socket.IO id), leaving out the id `but_not`."""
        await self._send(namespace, name, payload, to=to, skip_sid=but_not)

    async def emit_here(self, sid: str, namespace: Namespace, name: str, payload: Model) -> None:
        """Send an event of the protocol to one client of this node, without telling the other nodes."""
        await self._send(namespace, name, payload, to=sid, ignore_queue=True)

    async def _send(self, namespace: Namespace, name: str, payload: Model, **way: Any) -> None:
        if (namespace, name) not in _KNOWN:
            raise ValueError(f"{namespace} has no event {name}")
        try:
            await self._sio.emit(name, written(payload), namespace=namespace, **way)
        except Exception as error:
            _log.error("emit_failed", socket_event=name, error=type(error).__name__)
