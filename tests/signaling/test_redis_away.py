"""Redis hangs, dies, comes back, or is full: consultations go on, and a node that does not hear the others says so."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError

from core.live import LiveBus
from core.unit_of_work import Units
from tests.fixtures.proxy import services
from tests.signaling.conftest import Node, Room, message, running

NOTICED_SECONDS = 5.0
BACK_SECONDS = 15.0


@pytest.fixture
def redis_url() -> Iterator[str]:
    with services.redis() as url:
        yield url


@pytest.fixture
async def nodes(units: Units, redis_url: str) -> AsyncIterator[tuple[Node, Node]]:
    channel = f"hagukumi-test-{uuid4().hex}"
    other = Units(units.database, units.clock, units.zone, units.vault, LiveBus())
    async with running(units, redis_url, channel) as first, running(other, redis_url, channel) as second:
        yield first, second


async def until(true: Callable[[], bool], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  another process changes it
            await asyncio.sleep(0.02)


async def goes_on(here: Node, there: Node, room: Room) -> None:
    """On a deaf node people write and come in; across nodes the log has it all."""
    parent, snapshot = await here.join(room.parent, room.encounter_id)
    midwife, _ = await here.join(room.midwife, room.encounter_id)
    far, _ = await there.join(room.midwife, room.encounter_id)
    last = snapshot["last_sequence"]
    for number in range(5):
        sent = await parent.done("message.send", message(f"deaf {number}"))
        assert sent["message"]["sequence"] == last + number + 1
    await midwife.until("message", lambda data: data["message"]["body"] == "deaf 4")
    fetched = await far.done("messages.fetch", {"since": last})
    assert [one["body"] for one in fetched["messages"]] == [f"deaf {number}" for number in range(5)]


async def test_a_node_that_hears_nothing_says_so_within_five_seconds_and_goes_on_until_redis_is_back(
    nodes: tuple[Node, Node], room: Room, redis_url: str
) -> None:
    here, there = nodes
    assert here.signaling.heard()
    async with Redis.from_url(redis_url) as redis:
        hanging = (await redis.info("server"))["process_id"]
    os.kill(hanging, signal.SIGSTOP)
    try:
        await until(lambda: not here.signaling.heard() and not there.signaling.heard(), NOTICED_SECONDS)
        await goes_on(here, there, room)
    finally:
        os.kill(hanging, signal.SIGCONT)
    await until(lambda: here.signaling.heard() and there.signaling.heard(), BACK_SECONDS)
    os.kill(hanging, signal.SIGKILL)
    await until(lambda: not here.signaling.heard() and not there.signaling.heard(), NOTICED_SECONDS)
    await goes_on(here, there, room)
    with services.redis(urlsplit(redis_url).port):
        await until(lambda: here.signaling.heard() and there.signaling.heard(), BACK_SECONDS)
        parent, _ = await here.join(room.parent, room.encounter_id)
        midwife, _ = await there.join(room.midwife, room.encounter_id)
        await parent.done("message.send", message("heard again"))
        await midwife.until("message", lambda data: data["message"]["body"] == "heard again")
        # Told while Redis is there: at the end of the test it no longer is.
        for client in here.clients + there.clients:
            await client.close()


async def test_a_full_redis_keeps_nobody_from_writing(nodes: tuple[Node, Node], room: Room, redis_url: str) -> None:
    here, there = nodes
    async with Redis.from_url(redis_url) as redis:
        await redis.config_set("maxmemory", "1")
        with suppress(RedisError):
            await redis.set("a", "b")
            raise AssertionError("Redis is not full")
        parent, _ = await here.join(room.parent, room.encounter_id)
        midwife, _ = await there.join(room.midwife, room.encounter_id)
        await parent.done("message.send", message("written"))
        await midwife.until("message", lambda data: data["message"]["body"] == "written")
        assert here.signaling.heard()
