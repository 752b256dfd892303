"""A node that stops: its clients are told, move to another one in their own time, and nobody else notices."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from core.live import LiveBus
from core.unit_of_work import Units
from server.draining import drain_times
from tests.fixtures.database import REDIS_URL
from tests.signaling.client import Refused
from tests.signaling.conftest import Node, Room, message, running


@pytest.fixture
async def nodes(units: Units) -> AsyncIterator[tuple[Node, Node]]:
    channel = f"hagukumi-test-{uuid4().hex}"
    other = Units(units.database, units.clock, units.zone, units.vault, LiveBus())
    async with running(units, REDIS_URL, channel) as first, running(other, REDIS_URL, channel) as second:
        yield first, second


async def test_nobody_comes_in_and_who_is_here_goes_on(node: Node, room: Room) -> None:
    midwife, _ = await node.join(room.midwife, room.encounter_id)
    node.signaling.draining.begin()
    with pytest.raises(Refused) as refused:
        await node.join(room.parent, room.encounter_id)
    assert refused.value.code == "server.draining"
    with pytest.raises(Refused):
        await node.person(room.parent)
    await midwife.done("message.send", message("written while the node stops"))


async def test_everybody_is_told_on_the_node_that_stops_and_nobody_on_the_other(
    nodes: tuple[Node, Node], room: Room
) -> None:
    here, there = nodes
    parent, _ = await here.join(room.parent, room.encounter_id)
    person = await here.person(room.parent)
    midwife, _ = await there.join(room.midwife, room.encounter_id)
    here.signaling.draining.begin()
    await here.signaling.draining.move(17)
    assert await parent.until("moving") == {"within_seconds": 17}
    assert await person.until("moving") == {"within_seconds": 17}
    await parent.done("message.send", message("told"))
    await midwife.until("message")
    assert midwife.all("moving") == []


async def test_a_page_that_moves_in_mid_call_is_missed_by_nobody(nodes: tuple[Node, Node], admitted: Room) -> None:
    here, there = nodes
    key = uuid4()
    parent, before = await here.join(admitted.parent, admitted.encounter_id, key)
    midwife, _ = await there.join(admitted.midwife, admitted.encounter_id)
    await parent.done("call.enter", {"media": "voice"})
    here.signaling.draining.begin()
    heard = len(midwife.heard)
    await parent.close()
    again, after = await there.join(admitted.parent, admitted.encounter_id, key)
    assert after["me"]["connection_id"] == before["me"]["connection_id"]
    here.signaling.draining.end()
    await again.done("message.send", message("moved"))
    await midwife.until("message")
    assert [name for name, _ in midwife.heard[heard:] if name in {"participant", "call.left"}] == []


async def test_a_page_that_did_not_arrive_is_lost_and_its_call_may_go_on(
    nodes: tuple[Node, Node], admitted: Room
) -> None:
    here, there = nodes
    parent, before = await here.join(admitted.parent, admitted.encounter_id, uuid4())
    midwife, _ = await there.join(admitted.midwife, admitted.encounter_id)
    await parent.done("call.enter", {"media": "voice"})
    here.signaling.draining.begin()
    await parent.close()
    here.signaling.draining.end()
    assert await midwife.until("call.left") == {"connection_id": before["me"]["connection_id"], "reason": "lost"}
    await midwife.until("participant", lambda data: data["role"] == "parent" and not data["online"])


@pytest.mark.parametrize("seconds", [5, 10, 25, 600])
def test_the_parts_of_a_drain_fit_into_its_time(seconds: int) -> None:
    times = drain_times(seconds)
    assert times.moving >= 1
    assert times.ending > 0
    # The clients' own second too late included.
    assert times.notice + times.moving + 1 + 2 * times.ending <= seconds
