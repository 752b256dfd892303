"""Several nodes behind one Redis: Socket.IO's own channel carries emits, our broadcasts and a canary to ourselves.

The library logs and drops what Redis does not take, and its listener waits longer and longer before it tries again,
so a node can be deaf for a minute without an error. Only what comes back on the very subscription that carries the
emits tells whether this node hears.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import orjson
import socketio
import structlog
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from core.live import LiveEvent
from core.redis_away import REDIS_AWAY
from signaling.broadcasts import BROADCAST, Broadcast, Receiver, nobody
from signaling.hints import hint_of
from signaling.manager import LocalManager, encoded
from signaling.protocol.registry import PERSON

CANARY_SECONDS = 0.5
DEAF_AFTER_SECONDS = 3.0
_FIRST_WAIT_SECONDS = 3.0
_RETRY_SECONDS = 0.5
_MAX_UNSENT = 10_000
_MAX_TOGETHER = 100
# An emit that is encoded: its namespace, room, the id left out and the frame.
_DELIVER = "deliver"
_log = structlog.get_logger(__name__)


def _sockets(channel: str) -> str:
    return f"{channel}:sockets"


class RedisNodes(socketio.AsyncRedisManager, LocalManager):  # type: ignore[misc]  # the library has no types
    """The client manager of Socket.IO for several nodes, which also reaches the nodes themselves.

    What goes to Redis waits in a queue and is sent in order by one task: nobody's acknowledgement waits for Redis.
    """

    def __init__(self, url: str, channel: str) -> None:
        # Without the library's own retries: a message that came too late would hold up those behind it.
        options = {
            "socket_connect_timeout": 2,
            "socket_timeout": 2,
            "socket_keepalive": True,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(url, channel=_sockets(channel), redis_options=options)
        self.receiver: Receiver = nobody
        self._ears: PubSub | None = None
        self._heard_at = float("-inf")
        self._first = asyncio.Event()
        self._unsent: asyncio.Queue[dict[str, Any]] = asyncio.Queue(_MAX_UNSENT)
        self._tasks: list[asyncio.Task[None]] = []

    async def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: str | None = None,
        skip_sid: str | None = None,
        callback: Any = None,
        to: str | None = None,
        **way: Any,
    ) -> None:
        """Send an event to a room, leaving out one id: here at once, and as it is encoded by way of the other nodes."""
        if way.get("ignore_queue") or callback is not None:
            await LocalManager.emit(self, event, data, namespace, room, skip_sid, callback, to)
            return
        payload = encoded(namespace, event, data)
        self.deliver(namespace, to or room, skip_sid, payload)
        carried = [namespace, to or room, skip_sid, payload.decode()]
        await self._publish({"method": _DELIVER, "host_id": self.host_id, "carried": carried})

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
        self._tasks = [
            self.thread,
            asyncio.create_task(self._send_on(), name="redis-sender"),
            asyncio.create_task(self._sing(), name="redis-canary"),
        ]
        with suppress(TimeoutError):
            await asyncio.wait_for(self._first.wait(), _FIRST_WAIT_SECONDS)

    async def end(self) -> None:
        """See Nodes."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.redis is not None:
            if self._ears is not None:
                await self._let_go(self._ears)
            await self.redis.aclose()

    async def _publish(self, data: dict[str, Any]) -> None:
        try:
            self._unsent.put_nowait(data)
        except asyncio.QueueFull:
            _log.error("node_message_dropped", method=data["method"])

    async def _send_on(self) -> None:
        while True:
            waiting = [await self._unsent.get()]
            # What was stored by one commit is emitted at once, and goes to Redis as one: each publication costs every
            # node more than what is in it.
            while len(waiting) < _MAX_TOGETHER and not self._unsent.empty():
                waiting.append(self._unsent.get_nowait())
            await super()._publish(waiting)

    async def _listen(self) -> AsyncIterator[Any]:
        """Give what was published one by one, whether it came together or alone (as that of HintRelay)."""
        async for published in super()._listen():
            try:
                read = orjson.loads(published)
            except orjson.JSONDecodeError:
                continue
            for one in read if isinstance(read, list) else [read]:
                if not isinstance(one, dict):
                    continue
                if one.get("method") != _DELIVER:
                    yield one
                elif one["host_id"] != self.host_id:
                    namespace, room, skip_sid, payload = one["carried"]
                    self.deliver(namespace, room, skip_sid, payload.encode())

    async def _sing(self) -> None:
        while True:
            await self._publish({"method": "callback", "host_id": self.host_id, "canary": True})
            await asyncio.sleep(CANARY_SECONDS if self._first.is_set() else 0.05)

    async def _redis_listen_with_retries(self) -> AsyncIterator[Any]:
        """Listen for ever; after an error or silence again after half a second, and not after up to a minute."""
        while True:
            self._redis_connect()
            # One of its own: the sender may connect anew meanwhile, which puts another in the place of self.pubsub.
            ears = self._ears = self.redis.pubsub()
            try:
                await ears.subscribe(self.channel)
                # The canary sings all the time: silence is a line that nobody holds at the other end.
                while message := await ears.get_message(timeout=DEAF_AFTER_SECONDS):
                    yield message
                why = "silence"
            except Exception as error:
                why = type(error).__name__
            _log.error("redis_unheard", error=why)
            await self._let_go(ears)
            await asyncio.sleep(_RETRY_SECONDS)

    @staticmethod
    async def _let_go(ears: PubSub) -> None:
        # Redis may be away by now; what is left of the connection is dropped all the same.
        with suppress(*REDIS_AWAY):
            await ears.aclose()  # type: ignore[no-untyped-call]

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


class HintRelay:
    """Lets a process without sockets, such as the worker, hint the browsers that are connected to the nodes.

    Give `hear` to the live bus of that process.
    """

    def __init__(self, url: str, channel: str = "hagukumi") -> None:
        self._manager = socketio.AsyncRedisManager(url, channel=_sockets(channel), write_only=True)

    async def hear(self, event: LiveEvent) -> None:
        """Bring a hint for an account or a role to the nodes; other events are not for this way."""
        hint = hint_of(event)
        if hint is not None:
            await self._manager.emit("hint", hint.model_dump(mode="json"), namespace=PERSON, room=event.topic)

    async def close(self) -> None:
        """Let go of Redis."""
        if self._manager.redis is not None:
            await self._manager.redis.aclose()
