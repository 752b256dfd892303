"""Presence shared by several nodes through Redis."""

import time
from collections.abc import Sequence
from uuid import UUID

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from signaling.presence import Attendance, MemoryPresence

LIFE_SECONDS = 60
_log = structlog.get_logger(__name__)


class RedisPresence:
    """One hash a consultation, one field a connection, each with its own expiry inside.

    A node that died stops to refresh, and its connections fade within a minute. While Redis is away each node knows
    its own connections only; what they enter is written again by the next refresh.
    """

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix
        self._own = MemoryPresence()
        self._here: set[tuple[UUID, UUID]] = set()

    async def put(self, encounter_id: UUID, attendance: Attendance) -> None:
        """See Presence."""
        await self._own.put(encounter_id, attendance)
        self._here.add((encounter_id, attendance.connection_id))
        await self._write(encounter_id, attendance)

    async def remove(self, encounter_id: UUID, connection_id: UUID, sid: str) -> bool:
        """See Presence."""
        removed = await self._own.remove(encounter_id, connection_id, sid)
        if removed:
            self._here.discard((encounter_id, connection_id))
        try:
            known = await self._read_one(encounter_id, connection_id)
            if known is not None and known.sid != sid:
                return False
            await self._redis.hdel(self._key(encounter_id), str(connection_id))
        except (RedisError, OSError) as error:
            _warn(error)
        return removed

    async def find(self, encounter_id: UUID, connection_id: UUID) -> Attendance | None:
        """See Presence."""
        own = await self._own.find(encounter_id, connection_id)
        if own is not None:
            return own
        try:
            return await self._read_one(encounter_id, connection_id)
        except (RedisError, OSError) as error:
            _warn(error)
            return None

    async def all(self, encounter_id: UUID) -> Sequence[Attendance]:
        """See Presence."""
        own = {one.connection_id: one for one in await self._own.all(encounter_id)}
        try:
            stored = await self._redis.hgetall(self._key(encounter_id))
        except (RedisError, OSError) as error:
            _warn(error)
            return list(own.values())
        shared = {one.connection_id: one for raw in stored.values() if (one := _read(raw)) is not None}
        return list((shared | own).values())

    async def refresh(self) -> None:
        """See Presence."""
        for encounter_id, connection_id in list(self._here):
            attendance = await self._own.find(encounter_id, connection_id)
            if attendance is not None:
                await self._write(encounter_id, attendance)

    async def close(self) -> None:
        """See Presence."""
        await self._redis.aclose()

    def _key(self, encounter_id: UUID) -> str:
        return f"{self._prefix}:presence:{encounter_id}"

    async def _write(self, encounter_id: UUID, attendance: Attendance) -> None:
        key = self._key(encounter_id)
        try:
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.hset(key, str(attendance.connection_id), _written(attendance))
                pipe.expire(key, 2 * LIFE_SECONDS)
                await pipe.execute()
        except (RedisError, OSError) as error:
            _warn(error)

    async def _read_one(self, encounter_id: UUID, connection_id: UUID) -> Attendance | None:
        raw = await self._redis.hget(self._key(encounter_id), str(connection_id))
        return None if raw is None else _read(raw)


def _written(attendance: Attendance) -> bytes:
    return orjson.dumps(
        {
            "connection_id": str(attendance.connection_id),
            "account_id": str(attendance.account_id),
            "sid": attendance.sid,
            "precedence": attendance.precedence,
            "media": attendance.media,
            "microphone": attendance.microphone,
            "camera": attendance.camera,
            "weak_line": attendance.weak_line,
            "screen": attendance.screen,
            "until": time.time() + LIFE_SECONDS,
        }
    )


def _read(raw: bytes | str) -> Attendance | None:
    """Return an attendance, or None for one whose node no longer speaks for it."""
    stored = orjson.loads(raw)
    if stored["until"] < time.time():
        return None
    return Attendance(
        connection_id=UUID(stored["connection_id"]),
        account_id=UUID(stored["account_id"]),
        sid=stored["sid"],
        precedence=stored["precedence"],
        media=stored["media"],
        microphone=stored["microphone"],
        camera=stored["camera"],
        weak_line=stored["weak_line"],
        screen=stored["screen"],
    )


def _warn(error: Exception) -> None:
    _log.warning("presence_unreachable", error=type(error).__name__)
