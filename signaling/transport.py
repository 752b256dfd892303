"""The WebSocket below Socket.IO, with what the library leaves open closed.

A frame that is no Engine.IO packet, or nests too deep, raises in the library outside its own guard and leaves a
half-dead connection behind; a binary event may announce a billion attachments, which it would collect. Nothing of the
protocol is binary.
"""

import asyncio
import logging
import time
from typing import Any

import orjson
import socketio
from aiohttp import web
from engineio.async_drivers.aiohttp import WebSocket

MALFORMED = "malformed"
# Larger frames end the connection; what fits is refused by its fields' own bounds, and the connection goes on.
MAX_FRAME_BYTES = 1_000_000
# Of Engine.IO close and pong, of Socket.IO connect, disconnect, event, acknowledgement and connect error.
_SIGNS = frozenset({"1", "3"})
_MESSAGES = ("40", "41", "42", "43", "44")
_QUIET_SECONDS = 1.0
SEND_SECONDS = 20.0


class _Json:
    """The part of the json module that the library uses: quicker, and Japanese in three bytes a sign and not six."""

    @staticmethod
    def dumps(value: Any, **_style: Any) -> str:
        return orjson.dumps(value).decode()

    loads = staticmethod(orjson.loads)


class _Packet(socketio.packet.Packet):  # type: ignore[misc]  # the library has no types
    """A packet of which a broken event can still be refused: it becomes the event MALFORMED."""

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


class TextWebSocket(WebSocket):  # type: ignore[misc]
    """Lets through only the text frames of a client of the protocol; others are dropped, and the connection goes on."""

    async def __call__(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Serve one connection, without compression: its state would cost more memory than all the rest."""
        self._sock = web.WebSocketResponse(max_msg_size=MAX_FRAME_BYTES, compress=False)
        await self._sock.prepare(environ["aiohttp.request"])
        self.environ = environ
        await self.handler(self)
        return self._sock

    async def send(self, message: str) -> None:
        """Send one packet; a client that does not take it in for long is cut off."""
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self._sock.send_str(message)
        except TimeoutError:
            _cut(self.environ["aiohttp.request"])
            raise

    async def wait(self) -> Any:
        """Return the next packet; raises OSError at the end of the connection."""
        while True:
            frame = await super().wait()
            if isinstance(frame, str) and (frame in _SIGNS or frame.startswith(_MESSAGES)):
                return frame


def open_server(client_manager: Any, namespaces: list[str], allowed_origins: list[str] | None) -> socketio.AsyncServer:
    """Return a Socket.IO server that speaks WebSocket only. Without `allowed_origins` its own origin is allowed."""
    sio = socketio.AsyncServer(
        async_mode="aiohttp",
        client_manager=client_manager,
        transports=["websocket"],
        serializer=_Packet,
        namespaces=namespaces,
        cors_allowed_origins=allowed_origins,
        max_http_buffer_size=MAX_FRAME_BYTES,
        logger=_logger("socketio"),
        engineio_logger=_logger("engineio"),
    )
    sio.eio._async = {**sio.eio._async, "websocket": TextWebSocket}  # noqa: SLF001  there is no other way in
    return sio


def abort(sio: socketio.AsyncServer, eio_sid: str) -> None:
    """Cut a transport: a polite close would wait for a client that does not read."""
    environ = sio.environ.get(eio_sid)
    if environ is not None:
        _cut(environ["aiohttp.request"])


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


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
