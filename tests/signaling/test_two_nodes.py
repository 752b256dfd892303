"""Two nodes behind one PostgreSQL and one Redis act as one."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from core.live import LiveEvent
from core.unit_of_work import Units
from people.accounts import service as accounts
from signaling.redis_nodes import HintRelay
from tests.fixtures.database import REDIS_URL
from tests.signaling.client import WAIT_SECONDS
from tests.signaling.conftest import Node, Room, message, running

OFFER = {"type": "offer", "sdp": "v=0\r\n"}


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@pytest.fixture
async def nodes(units: Units) -> AsyncIterator[tuple[Node, Node]]:
    from core.live import LiveBus

    channel = f"hagukumi-test-{uuid4().hex}"
    # Each node has a live bus of its own, as each process has.
    other = Units(units.database, units.clock, units.zone, units.vault, LiveBus())
    async with running(units, REDIS_URL, channel) as first, running(other, REDIS_URL, channel) as second:
        yield first, second


async def test_chat_reaches_the_other_node_in_one_order(nodes: tuple[Node, Node], room: Room) -> None:
    here, there = nodes
    assert here.signaling.heard()
    parent, _ = await here.join(room.parent, room.encounter_id)
    midwife, snapshot = await there.join(room.midwife, room.encounter_id)
    assert [one["online"] for one in snapshot["participants"]] == [True, True]
    await parent.until("participant", lambda data: data["role"] == "midwife")
    for number in range(10):
        await parent.done("message.send", message(f"parent {number}"))
        await midwife.done("message.send", message(f"midwife {number}"))
    await midwife.until("message", lambda data: data["message"]["body"] == "parent 9")
    await parent.until("message", lambda data: data["message"]["body"] == "midwife 9")
    assert [data["message"]["sequence"] for data in midwife.all("message")] == list(range(1, 21, 2))
    assert [data["message"]["sequence"] for data in parent.all("message")] == list(range(2, 21, 2))


async def test_a_call_goes_over_two_nodes(nodes: tuple[Node, Node], admitted: Room) -> None:
    here, there = nodes
    parent, theirs = await here.join(admitted.parent, admitted.encounter_id)
    midwife, hers = await there.join(admitted.midwife, admitted.encounter_id)
    parent_id, midwife_id = theirs["me"]["connection_id"], hers["me"]["connection_id"]
    await parent.done("call.enter", {"media": "voice"})
    assert [one["connection_id"] for one in (await midwife.done("call.enter", {"media": "voice"}))["peers"]] == [
        parent_id
    ]
    await parent.until("call.entered")
    await parent.done("signal", {"to": midwife_id, "description": OFFER})
    assert (await midwife.until("signal"))["from"] == parent_id
    phone, _ = await there.join(admitted.parent, admitted.encounter_id)
    await phone.done("call.enter", {"media": "voice"})
    assert await parent.until("call.left") == {"connection_id": parent_id, "reason": "replaced"}
    await midwife.done("encounter.finish", {})
    await parent.until("encounter", lambda data: data["encounter"]["state"] == "finished")
    await parent.until("call.left", lambda data: data == {"connection_id": midwife_id, "reason": "ended"})


async def test_a_page_moves_from_one_node_to_the_other_in_mid_call(nodes: tuple[Node, Node], admitted: Room) -> None:
    here, there = nodes
    key = uuid4()
    parent, before = await here.join(admitted.parent, admitted.encounter_id, key)
    midwife, _ = await here.join(admitted.midwife, admitted.encounter_id)
    await parent.done("call.enter", {"media": "voice"})
    again, after = await there.join(admitted.parent, admitted.encounter_id, key)
    await parent.gone.wait()
    to = before["me"]["connection_id"]
    assert after["me"]["connection_id"] == to
    await midwife.done("call.enter", {"media": "voice"})
    await midwife.done("signal", {"to": to, "description": OFFER})
    assert (await again.until("signal"))["description"] == OFFER
    assert midwife.all("call.left") == []


async def test_blocking_and_hints_reach_the_other_node(nodes: tuple[Node, Node], room: Room) -> None:
    here, there = nodes
    parent, _ = await there.join(room.parent, room.encounter_id)
    person, midwife = await there.person(room.parent), await there.person(room.midwife)
    await here.units.live.publish(LiveEvent("role:midwife", "hint", {"topic": "flags"}))
    assert await midwife.until("hint") == {"topic": "flags", "id": None}
    async with here.units.write() as uow:
        await accounts.block(uow, room.parent.account_id)
    assert await parent.until("closed") == {"reason": "blocked"}
    assert await person.until("signed_out") == {"reason": "blocked"}
    await parent.gone.wait()


async def test_what_is_emitted_together_goes_to_the_other_node_as_one_and_in_order(
    nodes: tuple[Node, Node], room: Room
) -> None:
    here, there = nodes
    midwife = await there.person(room.midwife)
    ids = [str(uuid4()) for _ in range(50)]
    async with Redis.from_url(REDIS_URL) as redis, redis.pubsub() as ears:
        await ears.subscribe(here.signaling._nodes.channel)  # type: ignore[attr-defined]  # of RedisNodes
        for each in ids:
            await here.units.live.publish(LiveEvent("role:midwife", "hint", {"topic": "flags", "id": each}))
        await midwife.until("hint", lambda data: data["id"] == ids[-1])
        assert [data["id"] for data in midwife.all("hint")] == ids
        async with asyncio.timeout(WAIT_SECONDS):
            async for published in ears.listen():
                if published["type"] == "message" and ids[0].encode() in published["data"]:
                    break
    assert all(each.encode() in published["data"] for each in ids)


async def test_a_process_without_sockets_hints_those_who_are_connected(units: Units, room: Room) -> None:
    channel = f"hagukumi-test-{uuid4().hex}"
    relay = HintRelay(REDIS_URL, channel)
    async with running(units, REDIS_URL, channel) as node:
        midwife = await node.person(room.midwife)
        await relay.hear(LiveEvent(f"encounter:{room.encounter_id}", "encounter", {"state": "arrived"}))
        await relay.hear(LiveEvent("role:midwife", "flags", {"id": "a flag"}))
        assert await midwife.until("hint") == {"topic": "flags", "id": "a flag"}
    await relay.close()
