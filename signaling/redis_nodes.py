"""Several nodes behind one Redis: Socket.IO's own channel carries emits, our broadcasts and a canary to ourselves.

The library logs and drops what Redis does not take, and a node can stay deaf for a while without an error. Only what
comes back on the very subscription that carries the emits tells whether this node hears.
"""

import asyncio
from contextlib import suppress
from typing import Any

import socketio
import structlog

from signaling.broadcasts import BROADCAST, Broadcast, Receiver, nobody

CANARY_SECONDS = 1.0
DEAF_AFTER_SECONDS = 5.0
_FIRST_WAIT_SECONDS = 3.0
_log = structlog.get_logger(__name__)


class RedisNodes(socketio.AsyncRedisManager):  # type: ignore[misc]  # the library has no types
    """The client manager of Socket.IO for several nodes, which also reaches the nodes themselves."""

    def __init__(self, url: str, channel: str) -> None:
        options = {"socket_connect_timeout": 2, "socket_keepalive": True}
        super().__init__(url, channel=channel, redis_options=options)
        self.receiver: Receiver = nobody
        self._heard_at = float("-inf")
        self._first = asyncio.Event()
        self._canary: asyncio.Task[None] | None = None

    async def tell(self, broadcast: Broadcast) -> None:
        """See Nodes."""
        await self.receiver(broadcast)
        # Messages of this method are handed to every node by the library, the sender included.
        await self._publish(
            {"method": "callback", "host_id": self.host_id, "broadcast": broadcast.model_dump(mode="json")}
        )

    def heard(self) -> bool:
        """See Nodes."""
        return asyncio.get_running_loop().time() - self._heard_at < DEAF_AFTER_SECONDS

    async def begin(self) -> None:
        """See Nodes; returns when this node hears itself, or after a moment if Redis is away."""
        self.server.manager_initialized = True
        self.initialize()
        self._canary = asyncio.create_task(self._sing(), name="redis-canary")
        with suppress(TimeoutError):
            await asyncio.wait_for(self._first.wait(), _FIRST_WAIT_SECONDS)

    async def end(self) -> None:
        """See Nodes."""
        for task in (self._canary, self.thread):
            if task is not None:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        if self.redis is not None:
            await self.pubsub.aclose()
            await self.redis.aclose()

    async def _sing(self) -> None:
        while True:
            await self._publish({"method": "callback", "host_id": self.host_id, "canary": True})
            await asyncio.sleep(CANARY_SECONDS if self._first.is_set() else 0.05)

    async def _handle_callback(self, message: dict[str, Any]) -> None:
        own = message.get("host_id") == self.host_id
        if "canary" in message:
            if own:
                self._heard_at = asyncio.get_running_loop().time()
                self._first.set()
        elif "broadcast" in message:
            if not own:
                await self.receiver(BROADCAST.validate_python(message["broadcast"]))
        else:
            await super()._handle_callback(message)
