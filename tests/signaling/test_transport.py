"""A connection below the protocol: slow clients, silent ones, and the order of what is sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from sqlalchemy import event

from signaling import transport
from tests.signaling.client import WAIT_SECONDS
from tests.signaling.conftest import Node, Room, message
from tests.signaling.wire import connection_of, hold_little, reading, sockets

PAGES = 6


@asynccontextmanager
async def raw(node: Node, room: Room) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Open a joined connection by hand, which says and reads only what the test does.

    The system keeps little of what it leaves lying, so that a few pages are enough for the server to notice.
    """
    others = sockets(node)
    url = f"{node.url}/socket.io/?EIO=4&transport=websocket&encounter={room.encounter_id}"
    # Who reads nothing does not hear that the server takes leave.
    close = aiohttp.ClientWSTimeout(ws_close=0.1)
    async with aiohttp.ClientSession() as session, session.ws_connect(url, max_msg_size=0, timeout=close) as websocket:
        await websocket.receive_str()
        await websocket.send_str("40/consultation," + json.dumps({"token": node.token(room.parent), "protocol": 1}))
        await websocket.receive_str()
        await websocket.send_str('42/consultation,0["join",{"since":0}]')
        await answer(websocket, 0)
        [theirs] = [each for each in sockets(node) if each not in others]
        hold_little(websocket, theirs)
        yield websocket


async def answer(websocket: aiohttp.ClientWebSocketResponse, number: int) -> list[str]:
    """Read up to the acknowledgement of that number; returns the frames before it."""
    before: list[str] = []
    async with asyncio.timeout(WAIT_SECONDS):
        while not (frame := await websocket.receive_str()).startswith(f"43/consultation,{number}["):
            before.append(frame)
    return before


async def until_unread(node: Node, client: aiohttp.ClientWebSocketResponse) -> None:
    """Ask for pages that the client does not read, until some of them wait on the server's side."""
    async with asyncio.timeout(WAIT_SECONDS):
        for number in range(1, PAGES + 1):
            await client.send_str(f'42/consultation,{number}["messages.fetch",{{"since":0,"limit":200}}]')
        while not any(each.unread for each in sockets(node)):  # noqa: ASYNC110  the kernel fills its buffers
            await asyncio.sleep(0)


@pytest.fixture
async def long_read(node: Node, admitted: Room) -> Room:
    """A consultation of which a page is large."""
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    await asyncio.gather(*(midwife.done("message.send", message("長" * 4000)) for _ in range(40)))
    return admitted


async def test_who_takes_in_slowly_gets_everything_in_order_and_keeps_nobody_else_waiting(
    node: Node, long_read: Room
) -> None:
    midwife, _ = await node.join(long_read.midwife, long_read.encounter_id)
    async with raw(node, long_read) as slow:
        reading(slow, goes_on=False)
        await until_unread(node, slow)
        sent = [await midwife.done("message.send", message(f"meanwhile {number}")) for number in range(5)]
        reading(slow, goes_on=True)
        frames = [frame for number in range(1, PAGES + 1) for frame in await answer(slow, number)]
        await slow.send_str('42/consultation,99["messages.fetch",{"since":0,"limit":1}]')
        frames += await answer(slow, 99)
        heard = [json.loads(frame.removeprefix("42/consultation,"))[1] for frame in frames if frame.startswith("42/")]
        assert [data["message"] for data in heard if "message" in data] == [one["message"] for one in sent]


async def test_who_leaves_too_many_frames_unread_is_cut_off(
    node: Node, long_read: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_UNSENT", 5)
    midwife, _ = await node.join(long_read.midwife, long_read.encounter_id)
    before = len(sockets(node))
    async with raw(node, long_read) as deaf:
        reading(deaf, goes_on=False)
        await until_unread(node, deaf)
        for number in range(7):
            await midwife.done("message.send", message(f"unread {number}"))
        await midwife.until("participant", lambda data: data["role"] == "parent" and not data["online"])
        assert len(sockets(node)) == before


async def test_who_leaves_too_much_unread_is_cut_off_however_few_frames_it_is(
    node: Node, long_read: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page of this consultation has half of that.
    monkeypatch.setattr(transport, "MAX_UNSENT_BYTES", 1_000_000)
    midwife, _ = await node.join(long_read.midwife, long_read.encounter_id)
    others = sockets(node)
    async with raw(node, long_read) as deaf:
        reading(deaf, goes_on=False)
        [one] = [each for each in sockets(node) if each not in others]
        for number in range(1, PAGES + 1):
            await deaf.send_str(f'42/consultation,{number}["messages.fetch",{{"since":0,"limit":200}}]')
        await midwife.until("participant", lambda data: data["role"] == "parent" and not data["online"])
        assert one.unread < transport.MAX_UNSENT


async def test_who_is_gone_is_read_nothing_more_and_what_they_wrote_is_stored(node: Node, long_read: Room) -> None:
    midwife, _ = await node.join(long_read.midwife, long_read.encounter_id)
    others = list(node.signaling._connections)
    async with raw(node, long_read) as parent:
        [theirs] = [each for each in node.signaling._connections if each not in others]
        read: list[str] = []
        engine = node.units.database.engine.sync_engine
        event.listen(engine, "before_cursor_execute", lambda *args: read.append(args[2]))
        for number in range(1, 21):
            await parent.send_str(f'42/consultation,{number}["messages.fetch",{{"since":0,"limit":200}}]')
        await parent.send_str("42/consultation,21" + json.dumps(["message.send", message("the last word")]))
        while theirs.waiting < 20:  # noqa: ASYNC110  they are on their way
            await asyncio.sleep(0)
        connection_of(parent).transport.abort()
        await midwife.until("message", lambda data: data["message"]["body"] == "the last word")
    assert len([each for each in read if "body_sealed" in each and "LIMIT" in each]) < 20


async def test_what_waits_is_counted_down_as_it_is_taken_in(node: Node, long_read: Room) -> None:
    async with raw(node, long_read) as slow:
        reading(slow, goes_on=False)
        await until_unread(node, slow)
        [one] = [each for each in sockets(node) if each.unread]
        assert one._unsent_bytes == sum(map(len, one._unsent)) > 0
        reading(slow, goes_on=True)
        await answer(slow, PAGES)
        while one.unread:  # noqa: ASYNC110  the last one is on its way
            await asyncio.sleep(0)
        assert one._unsent_bytes == 0


async def test_a_dead_connection_is_noticed_and_a_living_one_stays(node: Node, admitted: Room) -> None:
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    engine = node.signaling._sio.eio
    engine.ping_interval, engine.ping_timeout = 0.5, 1.5
    async with raw(node, admitted) as dead, raw(node, admitted) as living:
        beating = asyncio.create_task(answer_pings(living))
        async with asyncio.timeout(WAIT_SECONDS):
            while (await dead.receive()).type is aiohttp.WSMsgType.TEXT:
                pass  # it is asked for a sign of life, and gives none
        await midwife.until("participant", lambda data: data["role"] == "parent" and data["connections"] == 1)
        beating.cancel()
        await asyncio.wait([beating])
        await living.send_str('42/consultation,7["messages.fetch",{"since":0}]')
        await answer(living, 7)


async def answer_pings(websocket: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        if await websocket.receive_str() == "2":
            await websocket.send_str("3")


async def test_what_a_client_sends_at_once_is_answered_in_that_order(node: Node, admitted: Room) -> None:
    async with raw(node, admitted) as parent:
        for number in range(1, 61):
            await parent.send_str(f'42/consultation,{number}["messages.fetch",{{"since":0,"limit":1}}]')
        for number in range(1, 61):
            assert await answer(parent, number) == []
