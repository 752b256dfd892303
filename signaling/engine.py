"""The Socket.IO server of a node, with what the library leaves open closed.

A frame that is no Engine.IO packet, or nests too deep, raises in the library outside its own guard and leaves a
half-dead connection behind; a binary event may announce a billion attachments, which it would collect. Nothing of the
protocol is binary.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import engineio
import orjson
import socketio
from engineio import packet as engine_packet

from signaling.manager import LocalManager
from signaling.transport import MAX_FRAME_BYTES, Socket

MALFORMED = "malformed"
_QUIET_SECONDS = 1.0


class _Json:
    """The part of the json module that the library uses: quicker, and Japanese in three bytes a sign and not six."""

    @staticmethod
    def dumps(value: Any, **_style: Any) -> str:
        return orjson.dumps(value).decode()

    loads = staticmethod(orjson.loads)


class _Packet(socketio.packet.Packet):  # type: ignore[misc]  # the library has no types
    """A packet of which a broken event can still be refused: it becomes the event MALFORMED."""

    data: Any
    json = _Json
    # Nothing of the protocol is binary: else the library would search every message for bytes, at every depth.
    uses_binary_events = False

    def decode(self, encoded_packet: str) -> int:
        try:
            count: int = super().decode(encoded_packet)
        except ValueError:
            # Type, namespace and acknowledgement were read before the body.
            if self.packet_type != socketio.packet.EVENT:
                raise
            count, self.data = 0, None
        if self.packet_type == socketio.packet.EVENT and not _is_event(self.data):
            self.data = [MALFORMED]
        return count


def _is_event(data: Any) -> bool:
    return isinstance(data, list) and bool(data) and isinstance(data[0], str)


class _Engine(engineio.AsyncServer):  # type: ignore[misc]
    """The Engine.IO server, which speaks WebSocket only. `take_event` is given each event packet."""

    take_event: Callable[[Socket, str], None]
    start_service_task: bool

    def create_queue(self, *_arguments: Any, **_named: Any) -> None:
        """Make no queue for a socket, which would be three KiB for each: what waits stands in Socket."""

    async def _handle_connect(self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None) -> Any:  # noqa: ARG002
        if self.start_service_task:
            self.start_service_task = False
            self.service_task_handle = self.start_background_task(self._service_task)
        sid = self.generate_id()
        socket = self.sockets[sid] = Socket(self, sid)
        hello = {
            "sid": sid,
            "upgrades": [],
            "pingTimeout": int(self.ping_timeout * 1000),
            "pingInterval": int(self.ping_interval + self.ping_interval_grace_period) * 1000,
            "maxPayload": self.max_http_buffer_size,
        }
        await socket.send(engine_packet.Packet(engine_packet.OPEN, hello))
        await self._trigger_event("connect", sid, environ, run_async=False)
        socket.schedule_ping()
        try:
            return await socket.handle_get_request(environ)
        finally:
            self.sockets.pop(sid, None)


class _Server(socketio.AsyncServer):  # type: ignore[misc]
    """The Socket.IO server. Each event is answered in a task of its own, which begins in the order of arrival."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.eio.take_event = self._take_event
        self._answering: set[asyncio.Task[None]] = set()

    def _engineio_server_class(self) -> type[_Engine]:
        return _Engine

    def _take_event(self, socket: Socket, encoded: str) -> None:
        packet = _Packet(encoded_packet=encoded)
        sid = self.manager.sid_from_eio_sid(socket.sid, packet.namespace)
        if sid is None or not self.manager.is_connected(sid, packet.namespace):
            return
        task = asyncio.get_running_loop().create_task(self._answer(socket, sid, packet))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, socket: Socket, sid: str, packet: _Packet) -> None:
        name, *arguments = packet.data
        answer = await self._trigger_event(name, packet.namespace, sid, *arguments)
        if packet.id is not None:
            socket.post(b"43%b,%d%b" % (packet.namespace.encode(), packet.id, orjson.dumps([answer])))


def open_server(
    manager: LocalManager, namespaces: list[str], allowed_origins: list[str] | None
) -> socketio.AsyncServer:
    """Return a Socket.IO server that speaks WebSocket only. Without `allowed_origins` its own origin is allowed."""
    return _Server(
        async_mode="aiohttp",
        client_manager=manager,
        transports=["websocket"],
        serializer=_Packet,
        namespaces=namespaces,
        cors_allowed_origins=allowed_origins,
        max_http_buffer_size=MAX_FRAME_BYTES,
        logger=_logger("socketio"),
        engineio_logger=_logger("engineio"),
    )


def _logger(name: str) -> logging.Logger:
    logger = logging.getLogger(f"signaling.{name}")
    logger.setLevel(logging.ERROR)
    if not logger.filters:
        logger.addFilter(_Quiet())
    return logger


class _Quiet(logging.Filter):
    """Keeps tracebacks out, which may quote what a client sent, and lets one line a second through."""

    def __init__(self) -> None:
        super().__init__()
        self._last = float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = None
        record.exc_text = None
        now = time.monotonic()
        if now - self._last < _QUIET_SECONDS:
            return False
        self._last = now
        return True
