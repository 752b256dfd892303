"""Presence shared by several nodes through Redis."""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeVar
from uuid import UUID

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import TimeoutError as RedisTimeout

from core.pause import Pause
from core.redis_away import REDIS_AWAY
from signaling.presence import Attendance, MemoryPresence

LIFE_SECONDS = 20
_AT_ONCE = 200
T = TypeVar("T")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Stored:
    """An attendance in Redis, and whether its node still speaks for it."""

    attendance: Attendance
    stands: bool


class RedisPresence:
    """One hash a consultation, one field a connection, each with its own expiry inside (the nodes' clocks must agree).

    A node that died stops to refresh, and its connections fade within half a minute. While Redis is away each node
    knows its own connections only; what they enter is written again by the next refresh.
    """

    def __init__(self, redis: Redis, prefix: str) -> None:
        self._redis = redis
        self._prefix = prefix
        self._own = MemoryPresence()
        self._here: set[tuple[UUID, UUID]] = set()
        # A Redis that hangs may cost one join its second, and not every one.
        self._pause = Pause()

    async def put(self, encounter_id: UUID, attendance: Attendance) -> None:
        """See Presence."""
        await self._own.put(encounter_id, attendance)
        self._here.add((encounter_id, attendance.connection_id))
        await self._ask(lambda: self._write([(encounter_id, attendance)]), None)

    async def remove(self, encounter_id: UUID, connection_id: UUID, sid: str) -> bool:
        """See Presence."""
        removed = await self._own.remove(encounter_id, connection_id, sid)
        if removed:
            self._here.discard((encounter_id, connection_id))
        taken_over = await self._ask(lambda: self._erase(encounter_id, connection_id, sid), False)
        return removed and not taken_over

    async def find(self, encounter_id: UUID, connection_id: UUID) -> Attendance | None:
        """See Presence."""
        own = await self._own.find(encounter_id, connection_id)
        return own or await self._ask(lambda: self._read_one(encounter_id, connection_id), None)

    async def all(self, encounter_id: UUID) -> Sequence[Attendance]:
        """See Presence."""
        own = {one.connection_id: one for one in await self._own.all(encounter_id)}
        nothing: list[dict[UUID, _Stored]] = [{}]
        (stored,) = await self._ask(lambda: self._read_all([encounter_id]), nothing)
        shared = {connection_id: one.attendance for connection_id, one in stored.items() if one.stands}
        return list((shared | own).values())

    async def refresh(self) -> Sequence[tuple[UUID, Attendance]]:
        """See Presence."""
        here: dict[UUID, list[UUID]] = {}
        for encounter_id, connection_id in self._here:
            here.setdefault(encounter_id, []).append(connection_id)
        gone: list[tuple[UUID, Attendance]] = []
        for start in range(0, len(here), _AT_ONCE):
            some = dict(islice(here.items(), start, start + _AT_ONCE))
            gone += await self._ask(partial(self._refresh, some), [])
        return gone

    async def close(self) -> None:
        """See Presence."""
        await self._redis.aclose()

    async def _refresh(self, here: dict[UUID, list[UUID]]) -> list[tuple[UUID, Attendance]]:
        faded: list[tuple[UUID, Attendance]] = []
        standing: list[tuple[UUID, Attendance]] = []
        for encounter_id, stored in zip(here, await self._read_all(list(here)), strict=True):
            for connection_id in here[encounter_id]:
                own, other = await self._own.find(encounter_id, connection_id), stored.pop(connection_id, None)
                # A page that moved to another node stands there, before this one has missed it.
                if own is not None and (other is None or other.attendance.sid == own.sid or not other.stands):
                    standing.append((encounter_id, own))
            faded += [(encounter_id, one.attendance) for one in stored.values() if not one.stands]
        await self._write(standing)
        async with self._redis.pipeline(transaction=False) as pipe:
            for encounter_id, one in faded:
                pipe.hdel(self._key(encounter_id), str(one.connection_id))
            # Of several nodes the one that erased it tells of it.
            return [each for each, erased in zip(faded, await pipe.execute(), strict=True) if erased]

    def _key(self, encounter_id: UUID) -> str:
        return f"{self._prefix}:presence:{encounter_id}"

    async def _ask(self, question: Callable[[], Awaitable[T]], otherwise: T) -> T:
        """Return Redis' answer, or `otherwise` while it does not answer."""
        if self._pause:
            return otherwise
        try:
            try:
                return await question()
            except (RedisTimeout, TimeoutError):
                raise
            except REDIS_AWAY:
                # Of a kept connection one learns only now that it was cut; the next one is new.
                return await question()
        except REDIS_AWAY as error:
            _log.warning("presence_unreachable", error=type(error).__name__)
            self._pause.begin()
            return otherwise

    async def _write(self, attendances: Sequence[tuple[UUID, Attendance]]) -> None:
        async with self._redis.pipeline(transaction=True) as pipe:
            for encounter_id, attendance in attendances:
                key = self._key(encounter_id)
                pipe.hset(key, str(attendance.connection_id), _written(attendance))
                pipe.expire(key, 2 * LIFE_SECONDS)
            await pipe.execute()

    async def _erase(self, encounter_id: UUID, connection_id: UUID, sid: str) -> bool:
        """Erase an attendance; returns whether another transport has taken it over, which then stays."""
        known = await self._read_one(encounter_id, connection_id)
        if known is not None and known.sid != sid:
            return True
        await self._redis.hdel(self._key(encounter_id), str(connection_id))
        return False

    async def _read_one(self, encounter_id: UUID, connection_id: UUID) -> Attendance | None:
        raw = await self._redis.hget(self._key(encounter_id), str(connection_id))
        stored = None if raw is None else _read(raw)
        return stored.attendance if stored is not None and stored.stands else None

    async def _read_all(self, encounter_ids: Sequence[UUID]) -> list[dict[UUID, _Stored]]:
        async with self._redis.pipeline(transaction=False) as pipe:
            for encounter_id in encounter_ids:
                pipe.hgetall(self._key(encounter_id))
            found = await pipe.execute()
        return [{stored.attendance.connection_id: stored for stored in map(_read, fields.values())} for fields in found]


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
            "awaiting": attendance.awaiting,
            "until": time.time() + LIFE_SECONDS,
        }
    )


def _read(raw: bytes | str) -> _Stored:
    stored = orjson.loads(raw)
    attendance = Attendance(
        connection_id=UUID(stored["connection_id"]),
        account_id=UUID(stored["account_id"]),
        sid=stored["sid"],
        precedence=stored["precedence"],
        media=stored["media"],
        microphone=stored["microphone"],
        camera=stored["camera"],
        weak_line=stored["weak_line"],
        screen=stored["screen"],
        # A node of the release before does not write it.
        awaiting=stored.get("awaiting"),
    )
    return _Stored(attendance, stands=stored["until"] >= time.time())
