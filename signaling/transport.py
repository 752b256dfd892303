"""One client's WebSocket, below Socket.IO.

The library gives each frame that comes four tasks and each that goes a queue, a task and a timer. Here one task reads,
and what is sent leaves at once; only what a slow client leaves lying waits in a queue, whose length is bounded.
Nothing of the protocol is binary.
"""

import asyncio
import time
from collections import deque
from typing import Any

from aiohttp import WSMsgType, web
from engineio.async_socket import AsyncSocket
from engineio.packet import Packet

# Larger frames end the connection; what fits is refused by its fields' own bounds, and the connection goes on.
MAX_FRAME_BYTES = 1_000_000
# Who lets so many frames wait, or so much, or one of them for so long, is cut off. The largest answer there is, a page
# of 200 messages of 4,000 characters, fits several times.
MAX_UNSENT = 256
MAX_UNSENT_BYTES = 16_000_000
SEND_SECONDS = 20.0

# Beyond this the client takes in less than it is sent, and frames wait on this side of the system's buffers.
_FULL_BYTES = 65_536
# Of the packets of a client: Engine.IO close and pong, a Socket.IO event, and connect, disconnect, acknowledgement
# and connect error.
_CLOSE, _PONG, _EVENT = "1", "3", "42"
_OTHERS = ("40", "41", "43", "44")
_PING = b"2"
# After so many frames without a pause the others have their turn.
_MAX_TOGETHER = 32
# The end of the patience with a silent client is moved this seldom.
_STEP_SECONDS = 1.0


class Socket(AsyncSocket):  # type: ignore[misc]  # the library has no types
    """The WebSocket of one client, as the Engine.IO server knows it.

    It takes the text frames of a client of the protocol only; others are dropped, and the connection goes on.
    """

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self.connected = self.upgraded = True
        self.last_ping: float | None = time.time()
        self._loop = asyncio.get_running_loop()
        self._line: asyncio.Transport | None = None
        self._unsent: deque[bytes] = deque()
        self._unsent_bytes = 0
        self._sending: asyncio.Task[None] | None = None
        self._next_ping: asyncio.TimerHandle | None = None

    @property
    def unread(self) -> int:
        """Return how many frames wait for the client to take in what was sent before."""
        return len(self._unsent)

    def post(self, payload: bytes) -> None:
        """Send a text frame (UTF-8): at once, or in its turn where others wait. After the end it goes nowhere."""
        line = self._line
        if line is None:
            self._unsent.append(payload)
        elif self.closed or line.is_closing():
            pass
        elif self._unsent or line.get_write_buffer_size() > _FULL_BYTES:
            self._hold(payload)
        else:
            line.write(_head(len(payload)) + payload)

    async def send(self, packet: Packet) -> None:
        """Send a packet of the library."""
        self.post(packet.encode().encode())

    def cut(self) -> None:
        """End the connection at once: a polite close would wait for a client that does not read."""
        if self._line is not None:
            self._line.abort()

    async def close(self, wait: bool = True, abort: bool = False, reason: Any = None) -> None:  # noqa: ARG002
        """End the session; a client that is silent is cut off, to others the end is told."""
        silent = reason == self.server.reason.PING_TIMEOUT
        await super().close(wait=False, abort=abort or silent, reason=reason)
        if silent:
            self.cut()

    def schedule_ping(self) -> None:
        """Ask for a sign of life after the interval, once the one before was answered."""
        if self.last_ping:
            self.last_ping = None
            self._next_ping = self._loop.call_later(self.server.ping_interval, self._ping)

    async def handle_get_request(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        """Serve the connection until its end."""
        request: web.Request = environ["aiohttp.request"]
        # Without compression: its state would cost more memory than all the rest. A limit of 0 waits for the client
        # whenever the system's buffers are full.
        frames = web.WebSocketResponse(max_msg_size=MAX_FRAME_BYTES, compress=False, writer_limit=0)
        try:
            await frames.prepare(request)
            self._open(frames, request.transport)
            await self._read(frames)
        finally:
            if self._next_ping is not None:
                self._next_ping.cancel()
            if self._sending is not None:
                self._sending.cancel()
            # What follows from the end goes on to its own end, even where the server gives up this request.
            self._ending = self._loop.create_task(self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE))
            await asyncio.shield(self._ending)
            await frames.close()
        return frames

    def _open(self, frames: web.WebSocketResponse, line: asyncio.Transport | None) -> None:
        """Begin to send, first what was said before the connection stood."""
        self._frames, self._line = frames, line
        waiting, self._unsent = self._unsent, deque()
        for payload in waiting:
            self.post(payload)

    async def _read(self, frames: web.WebSocketResponse) -> None:
        patience = self.server.ping_interval + self.server.ping_timeout
        together = 0
        try:
            async with asyncio.timeout(patience) as limit:
                while not self.closed:
                    frame = await frames.receive()
                    if frame.type is WSMsgType.TEXT:
                        await self._take(frame.data)
                    elif frame.type is not WSMsgType.BINARY:
                        return
                    now = self._loop.time()
                    if now + patience - (limit.when() or now) > _STEP_SECONDS:
                        limit.reschedule(now + patience)
                    together += 1
                    if together >= _MAX_TOGETHER:
                        together = 0
                        await asyncio.sleep(0)
        except TimeoutError:
            self.cut()

    async def _take(self, frame: str) -> None:
        if frame.startswith(_EVENT):
            self.server.take_event(self, frame[1:])
        elif frame == _PONG:
            self.schedule_ping()
        elif frame == _CLOSE:
            await self.close(abort=True, reason=self.server.reason.CLIENT_DISCONNECT)
        elif frame.startswith(_OTHERS):
            await self.receive(Packet(encoded_packet=frame))

    def _ping(self) -> None:
        if not self.closing and not self.closed:
            self.last_ping = time.time()
            self.post(_PING)

    def _hold(self, payload: bytes) -> None:
        if len(self._unsent) >= MAX_UNSENT or self._unsent_bytes + len(payload) > MAX_UNSENT_BYTES:
            self.cut()
            return
        self._unsent.append(payload)
        self._unsent_bytes += len(payload)
        if self._sending is None:
            self._sending = self._loop.create_task(self._send_on())

    async def _send_on(self) -> None:
        """Send what waits, as fast as the client takes it in."""
        try:
            while self._unsent:
                async with asyncio.timeout(SEND_SECONDS):
                    await self._frames.send_frame(self._unsent[0], WSMsgType.TEXT)
                # Until now it kept what came later from overtaking it.
                self._unsent_bytes -= len(self._unsent.popleft())
        except (TimeoutError, OSError):
            self.cut()
        finally:
            self._sending = None


def _head(length: int) -> bytes:
    """Return the head of a text frame of a server (RFC 6455, section 5.2)."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2, "big")
    return b"\x81\x7f" + length.to_bytes(8, "big")
