"""Presence, in one process and shared through Redis."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import uvloop
from redis.asyncio import Redis

from signaling import presence_redis
from signaling.presence import Attendance, MemoryPresence, Presence
from signaling.presence_redis import RedisPresence
from tests.faults.proxy import Proxy
from tests.fixtures.database import REDIS_URL


@pytest.fixture(params=["memory", "redis"])
async def presence(request: pytest.FixtureRequest) -> AsyncIterator[Presence]:
    made: Presence = (
        MemoryPresence()
        if request.param == "memory"
        else RedisPresence(Redis.from_url(REDIS_URL), f"hagukumi-test-{uuid4().hex}")
    )
    yield made
    await made.close()


def attendance(sid: str = "sid") -> Attendance:
    return Attendance(uuid4(), uuid4(), sid, "0")


async def test_who_joined_is_there_until_they_leave(presence: Presence) -> None:
    room, one, two = uuid4(), attendance(), attendance()
    for who in (one, two):
        await presence.put(room, who)
    assert {who.connection_id for who in await presence.all(room)} == {one.connection_id, two.connection_id}
    assert await presence.find(room, one.connection_id) == one
    assert await presence.find(uuid4(), one.connection_id) is None
    assert await presence.remove(room, one.connection_id, "sid")
    assert not await presence.remove(room, one.connection_id, "sid")
    assert list(await presence.all(room)) == [two]


async def test_an_old_transport_does_not_take_the_new_one_away(presence: Presence) -> None:
    room, old = uuid4(), attendance("old")
    await presence.put(room, old)
    new = Attendance(old.connection_id, old.account_id, "new", "0", media="voice")
    await presence.put(room, new)
    assert not await presence.remove(room, old.connection_id, "old")
    assert await presence.find(room, old.connection_id) == new


async def test_nodes_see_each_other_and_a_page_that_moved_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    prefix, room, old = f"hagukumi-test-{uuid4().hex}", uuid4(), attendance("old")
    here, there = (RedisPresence(Redis.from_url(REDIS_URL), prefix) for _ in range(2))
    await here.put(room, old)
    assert await there.find(room, old.connection_id) == old
    new = Attendance(old.connection_id, old.account_id, "new", "0")
    await there.put(room, new)
    assert not await here.remove(room, old.connection_id, "old")
    assert await here.find(room, old.connection_id) == new
    await here.close()
    await there.close()


async def test_what_a_dead_node_left_fades_and_what_a_living_one_says_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    prefix, room = f"hagukumi-test-{uuid4().hex}", uuid4()
    dead, living, watching = (RedisPresence(Redis.from_url(REDIS_URL), prefix) for _ in range(3))
    gone, there = attendance(), attendance()
    await dead.put(room, gone)
    await living.put(room, there)
    later = presence_redis.time.time() + presence_redis.LIFE_SECONDS + 1
    monkeypatch.setattr(presence_redis.time, "time", lambda: later)
    # It is told once, by one node of those that have the consultation open.
    assert await living.refresh() == [(room, gone)]
    assert await living.refresh() == []
    assert list(await watching.all(room)) == [there]
    for node in (dead, living, watching):
        await node.close()


async def test_without_redis_a_node_still_knows_its_own() -> None:
    alone = RedisPresence(Redis.from_url("redis://127.0.0.1:1/0"), "nowhere")
    room, one = uuid4(), attendance()
    await alone.put(room, one)
    assert list(await alone.all(room)) == [one]
    assert await alone.find(room, uuid4()) is None
    assert await alone.remove(room, one.connection_id, "sid")
    await alone.close()


def test_a_cut_line_to_redis_is_not_noticed_by_those_who_join() -> None:
    # On the loop of `hagukumi serve`, which has errors of its own for this.
    async def join_over_a_cut_line() -> None:
        proxy = Proxy(urlsplit(REDIS_URL).port or 6379)
        await proxy.start()
        url = urlsplit(REDIS_URL)._replace(netloc=f"127.0.0.1:{proxy.port}").geturl()
        prefix, room = f"hagukumi-test-{uuid4().hex}", uuid4()
        here = RedisPresence(Redis.from_url(url, socket_timeout=1), prefix)
        there = RedisPresence(Redis.from_url(REDIS_URL), prefix)
        for who in (attendance(), attendance()):
            await here.put(room, attendance())
            proxy.cut()
            await asyncio.sleep(0.01)
            assert await here.find(room, uuid4()) is None
            await here.put(room, who)
            assert await there.find(room, who.connection_id) == who
        await here.close()
        await there.close()
        await proxy.stop()

    uvloop.run(join_over_a_cut_line())


async def test_a_redis_that_does_not_answer_is_waited_for_once() -> None:
    asked = 0

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
    presence, room, who = (
        RedisPresence(Redis.from_url(url, socket_timeout=0.1, retry=None), "unused"),
        uuid4(),
        attendance(),
    )
    assert await presence.find(room, who.connection_id) is None
    once = asked
    await presence.put(room, who)
    assert list(await presence.all(room)) == [who]
    assert await presence.remove(room, who.connection_id, who.sid)
    assert asked == once
    await presence.close()
    server.close()
