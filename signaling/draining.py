"""The end of a node, told to its clients beforehand: nobody comes in, and who is here moves in their own time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from core.errors import Unavailable
from signaling.connections import Connections
from signaling.protocol.registry import Namespace
from signaling.protocol.shared import Moving

_LOOK_SECONDS = 0.05
_GRACE_SECONDS = 3.0

Tell = Callable[[str, Namespace, Moving], Awaitable[None]]


def draining() -> Unavailable:
    """Return the refusal of a connect to a node that is about to stop."""
    return Unavailable("server.draining", "This part of the service is restarting. Please connect again at once.")


class Draining:
    """Whether this node is about to stop, and the way of its clients to another one.

    `tell` sends an event to one client of this node.
    """

    def __init__(self, connections: Connections, tell: Tell) -> None:
        self.begun = False
        self._connections = connections
        self._tell = tell
        self._over = asyncio.Event()

    def begin(self) -> None:
        """Let nobody in from now on."""
        self.begun = True

    def check(self) -> None:
        """Raise Unavailable("server.draining") once it has begun."""
        if self.begun:
            raise draining()

    async def move(self, within_seconds: int) -> None:
        """Tell each client to come back within so many seconds, each at a moment of its own choice."""
        moving = Moving(within_seconds=within_seconds)
        for connection in self._connections:
            await self._tell(connection.sid, connection.namespace, moving)

    async def grace(self) -> None:
        """Leave a client that moved the time to arrive at another node, before anybody hears that it is away."""
        if self.begun:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), _GRACE_SECONDS)

    def end(self) -> None:
        """Give no grace any more."""
        self._over.set()

    async def until_gone(self, seconds: float) -> bool:
        """Wait until every client has left, at most so many seconds; returns whether they have."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while len(self._connections) > 0:
            if loop.time() >= until:
                return False
            await asyncio.sleep(_LOOK_SECONDS)
        return True
