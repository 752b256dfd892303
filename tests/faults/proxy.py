"""A TCP proxy that can cut, delay, swallow and refuse, for what runs on one event loop."""

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

# Close sends RST and drops what is unsent.
_RESET = struct.pack("ii", 1, 0)


@dataclass(eq=False)
class Link:
    """One connection through the proxy, and how it is treated.

    `delay` (seconds) holds back what passes, in its order. A `swallowed` link takes everything from both sides, passes
    nothing on, and tells neither side when the other one ends: it is half-open.
    """

    client: "_Side"
    server: "_Side"
    delay: float = 0.0
    swallowed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it passes anything on."""
        return not self.swallowed and self.client.is_open and self.server.is_open

    def cut(self) -> None:
        """Break both sides at once with a RST."""
        self.client.reset()
        self.server.reset()


class _Side(asyncio.Protocol):
    def __init__(self, made: "Callable[[_Side], None]", over: "Callable[[_Side], None]") -> None:
        self._made = made
        self._over = over
        self.link: Link | None = None
        self.other: _Side | None = None
        self.transport: asyncio.Transport | None = None
        self._early: list[bytes] = []
        self._passes_at = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Of uvloop's it is no instance.
        self.transport = cast("asyncio.Transport", transport)
        self._made(self)

    @property
    def is_open(self) -> bool:
        return self.transport is not None and not self.transport.is_closing()

    def join(self, link: Link, other: "_Side") -> None:
        self.link, self.other = link, other
        early, self._early = self._early, []
        for data in early:
            self.data_received(data)

    def data_received(self, data: bytes) -> None:
        if self.link is None or self.other is None:
            self._early.append(data)
        elif not self.link.swallowed:
            self._later(self.other.write, data)

    def write(self, data: bytes) -> None:
        if self.transport is not None and self.is_open:
            self.transport.write(data)

    def connection_lost(self, _error: Exception | None) -> None:
        self._over(self)
        if self.other is not None and self.link is not None and not self.link.swallowed:
            self._later(self.other.finish)

    def pause_writing(self) -> None:
        if self.other is not None and self.other.transport is not None and self.other.is_open:
            self.other.transport.pause_reading()

    def resume_writing(self) -> None:
        if self.other is not None and self.other.transport is not None and self.other.is_open:
            self.other.transport.resume_reading()

    def finish(self) -> None:
        if self.transport is not None:
            self.transport.close()

    def reset(self) -> None:
        if self.transport is not None and self.is_open:
            plug: socket.socket = self.transport.get_extra_info("socket")
            plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.transport.abort()

    def _later(self, act: Callable[..., None], *args: bytes) -> None:
        """Act now or after the delay, and never before what came earlier."""
        loop = asyncio.get_running_loop()
        now, delay = loop.time(), 0.0 if self.link is None else self.link.delay
        self._passes_at = max(self._passes_at, now + delay)
        if self._passes_at <= now:
            act(*args)
        else:
            loop.call_at(self._passes_at, act, *args)
            # So that two at the same instant keep their order: timers of one instant do not.
            self._passes_at += 1e-6


class Proxy:
    """Passes connections on to `port` of this machine; `delay` is that of new links, `refuses` lets nobody in."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.port = 0
        self.delay = 0.0
        self.refuses = False
        self._links: dict[Link, None] = {}
        self._server: asyncio.Server | None = None
        self._knocking: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Side(self._knock, self._over), "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for task in self._knocking:
            task.cancel()
        self.cut()

    @property
    def links(self) -> list[Link]:
        """The links that pass something on, in the order of their coming."""
        return [link for link in self._links if link.is_open]

    def cut(self) -> None:
        """Break every link with a RST, half-open ones too."""
        for link in list(self._links):
            link.cut()

    def _knock(self, side: _Side) -> None:
        task = asyncio.get_running_loop().create_task(self._open(side))
        self._knocking.add(task)
        task.add_done_callback(self._knocking.discard)

    async def _open(self, client: _Side) -> None:
        if self.refuses:
            client.reset()
            return
        server = _Side(lambda _side: None, self._over)
        try:
            await asyncio.get_running_loop().create_connection(lambda: server, "127.0.0.1", self.target)
        except OSError:
            client.reset()
            return
        if not client.is_open:
            server.finish()
            return
        link = Link(client, server, self.delay)
        self._links[link] = None
        client.join(link, server)
        server.join(link, client)

    def _over(self, side: _Side) -> None:
        link = side.link
        # A half-open one is kept until both sides are gone, so that its end can be brought about.
        if link is not None and not (link.client.is_open or link.server.is_open):
            self._links.pop(link, None)
