"""Clients that take nothing in, in the same consultation as others who talk."""

import asyncio
import json
from uuid import uuid4

import aiohttp

from tests.signaling.client import WAIT_SECONDS
from tests.signaling.conftest import Node, Room, message
from tests.signaling.wire import reading

DEAF = 8
MESSAGES = 60


async def test_who_reads_nothing_keeps_nobody_else_waiting(node: Node, admitted: Room) -> None:
    midwife, _ = await node.join(admitted.midwife, admitted.encounter_id)
    parent, _ = await node.join(admitted.parent, admitted.encounter_id)
    async with aiohttp.ClientSession() as session:
        deaf = [await _join_deaf(node, admitted, session) for _ in range(DEAF)]
        for number in range(MESSAGES):
            # Each is acknowledged, and heard by the one who reads.
            await midwife.done("message.send", message(f"{number} " + "長" * 3900, uuid4()))
        await parent.until("message", lambda data: data["message"]["body"].startswith(f"{MESSAGES - 1} "))
        assert len(parent.all("message")) == MESSAGES
        assert len(node.signaling._connections) == len(deaf) + 2


async def _join_deaf(node: Node, room: Room, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    url = f"{node.url}/socket.io/?EIO=4&transport=websocket&encounter={room.encounter_id}"
    websocket = await session.ws_connect(url)
    await websocket.receive_str()
    await websocket.send_str("40/consultation," + json.dumps({"token": node.token(room.parent), "protocol": 1}))
    await websocket.receive_str()
    await websocket.send_str('42/consultation,1["join",{"since":0}]')
    async with asyncio.timeout(WAIT_SECONDS):
        while not (await websocket.receive_str()).startswith("43/consultation,1"):
            pass
    reading(websocket, goes_on=False)
    return websocket
