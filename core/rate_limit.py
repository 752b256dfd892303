"""How often a caller may do something: sliding counts in memory, or in Redis when there are several nodes."""

import time
from collections import OrderedDict
from typing import Protocol

import structlog
from redis.asyncio import Redis

from core.errors import TooMany
from core.pause import Pause
from core.redis_away import REDIS_AWAY

_log = structlog.get_logger(__name__)


class RateLimiter(Protocol):
    """Counts uses per key in fixed windows."""

    async def hit(self, key: str, allowed: int, window: int) -> None:
        """Count one use of `key`; raises TooMany after `allowed` uses in a window of `window` seconds."""
        ...


def too_many(retry_after: int) -> TooMany:
    """Return the refusal that tells how many seconds to wait."""
    return TooMany(
        "request.too_many", "That was too often. Please wait a little and try again.", retry_after=retry_after
    )


class MemoryRateLimiter:
    """Counts in this process; keeps at most `capacity` keys and forgets the longest unused."""

    def __init__(self, capacity: int = 100_000) -> None:
        self._capacity = capacity
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()

    async def hit(self, key: str, allowed: int, window: int) -> None:
        """Count one use; see RateLimiter."""
        now = int(time.monotonic())
        start = now - now % window
        begun, count = self._counts.pop(key, (start, 0))
        if begun != start:
            begun, count = start, 0
        self._counts[key] = (begun, count + 1)
        while len(self._counts) > self._capacity:
            self._counts.popitem(last=False)
        if count + 1 > allowed:
            raise too_many(start + window - now)


class RedisRateLimiter:
    """Counts in Redis, so that all nodes count together; while Redis is away, each node counts by itself."""

    def __init__(self, redis: Redis, prefix: str = "hagukumi:rate:") -> None:
        self._redis = redis
        self._prefix = prefix
        self._alone = MemoryRateLimiter()
        # A Redis that hangs may cost one request its second, and not every one.
        self._pause = Pause()

    async def hit(self, key: str, allowed: int, window: int) -> None:
        """Count one use; see RateLimiter."""
        now = int(time.time())
        start = now - now % window
        name = f"{self._prefix}{key}:{start}"
        if self._pause:
            await self._alone.hit(key, allowed, window)
            return
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.incr(name)
                pipe.expire(name, window)
                count, _ = await pipe.execute()
        except REDIS_AWAY as error:
            # Nobody is kept from signing in or from an alert because a counter is away.
            _log.warning("rate_limit_alone", error=type(error).__name__)
            self._pause.begin()
            await self._alone.hit(key, allowed, window)
            return
        if count > allowed:
            raise too_many(start + window - now)
