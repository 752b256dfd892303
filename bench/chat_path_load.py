"""The clients of bench.chat_path, in a process of their own: plain WebSocket frames, so that they cost little.

Reads one order a line from standard input and answers each with a line of JSON:
`{"do": "connect", "target", "urls", "rooms": [{"encounter", "tokens", "since"}]}` joins both sides of each room, the
second at the last of the addresses; `{"do": "send", "target", "messages", "rate"}` sends so many in all, at so many a
second by all connections in turn, or, without a rate, one by one by the first.
"""

import asyncio
import json
import sys
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import aiohttp
import uvloop

AT_ONCE = 20
PATIENCE_SECONDS = 30.0
BODY = "赤ちゃんが夜に何度も起きます。どうしたらよいでしょうか。"
_ACK, _MESSAGE, _CLIENT_ID = "43/consultation,", '42/consultation,["message",', '"client_id":"'


@dataclass
class Tally:
    """What became of the messages of one order; times by client id, in seconds."""

    expected: int
    sent: dict[str, float] = field(default_factory=dict)
    acked: dict[str, float] = field(default_factory=dict)
    delivered: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def check(self) -> None:
        """Notice that everything has come."""
        self.answered.set()
        if len(self.acked) + len(self.refused) >= self.expected <= len(self.delivered) + len(self.refused):
            self.done.set()

    def figures(self, wall: float) -> dict[str, Any]:
        """Return the counts and the percentiles, in milliseconds."""
        return {
            "sent": len(self.sent),
            "acked": len(self.acked),
            "delivered": len(self.delivered),
            "refused": len(self.refused),
            "first_refusal": self.refused[0] if self.refused else None,
            "wall_seconds": round(wall, 3),
            "ack_ms": _percentiles(self.acked),
            "delivery_ms": _percentiles(self.delivered),
        }


def _percentiles(seconds: dict[str, float]) -> dict[str, float]:
    ordered = sorted(seconds.values())
    if not ordered:
        return {}
    return {f"p{share}": round(ordered[int((len(ordered) - 1) * share / 100)] * 1e3, 2) for share in (50, 99)}


class Client:
    """One joined connection."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.tally: Tally | None = None
        self.pending: dict[str, str] = {}
        self.number = 0
        self.reading: asyncio.Task[None] | None = None

    async def until(self, beginning: str) -> str:
        """Return the next frame that begins so; everything before it is let go."""
        while True:
            frame: str = await self.socket.receive_str()
            if frame.startswith("44"):
                raise SystemExit(f"refused: {frame}")
            if frame.startswith(beginning):
                return frame

    async def send(self, client_id: str) -> None:
        """Send one message, whose acknowledgement is told to the tally."""
        self.number += 1
        self.pending[str(self.number)] = client_id
        await self.socket.send_str(
            f'42/consultation,{self.number}["message.send",{{"client_id":"{client_id}","body":"{BODY}"}}]'
        )

    async def read(self) -> None:
        """Take what comes, for ever."""
        async for frame in self.socket:
            text: str = frame.data
            if text == "2":
                await self.socket.send_str("3")
            elif (tally := self.tally) is None:
                continue
            elif text.startswith(_ACK):
                now, mark = perf_counter(), text.index("[")
                client_id = self.pending.pop(text[len(_ACK) : mark], "")
                if '"ok":true' in text:
                    tally.acked[client_id] = now - tally.sent[client_id]
                else:
                    tally.refused.append(text)
                tally.check()
            elif text.startswith(_MESSAGE):
                at = text.index(_CLIENT_ID) + len(_CLIENT_ID)
                client_id = text[at : at + 36]
                tally.delivered[client_id] = perf_counter() - tally.sent[client_id]
                tally.check()


class Load:
    """The clients of all targets."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.clients: dict[str, list[Client]] = {}

    async def connect(self, target: str, urls: list[str], rooms: list[dict[str, Any]]) -> dict[str, Any]:
        """Join both sides of each room."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def enter(room: dict[str, Any], side: int) -> Client:
            async with gate:
                address = f"{urls[side % len(urls)]}/socket.io/?EIO=4&transport=websocket&encounter={room['encounter']}"
                client = Client(await self.session.ws_connect(address, max_msg_size=0))
                await client.until("0")
                auth = json.dumps({"token": room["tokens"][side], "protocol": 1})
                await client.socket.send_str(f"40/consultation,{auth}")
                await client.until("40")
                await client.socket.send_str(f'42/consultation,0["join",{{"since":{room["since"]}}}]')
                if '"ok":true' not in (ack := await client.until(_ACK)):
                    raise SystemExit(f"not joined: {ack[:200]}")
                client.reading = asyncio.create_task(client.read())
                return client

        joined = await asyncio.gather(*(enter(room, side) for room in rooms for side in (0, 1)))
        self.clients.setdefault(target, []).extend(joined)
        return {"connections": len(self.clients[target])}

    async def send(self, target: str, messages: int, rate: float | None) -> dict[str, Any]:
        """Send, wait until every message was acknowledged and delivered, and return the figures."""
        clients, tally = self.clients[target], Tally(messages)
        for client in clients:
            client.tally = tally
        began = perf_counter()
        for number in range(messages):
            client_id = str(uuid.uuid4())
            if rate is not None and (ahead := began + number / rate - perf_counter()) > 0:
                await asyncio.sleep(ahead)
            tally.answered.clear()
            tally.sent[client_id] = perf_counter()
            await clients[0 if rate is None else number % len(clients)].send(client_id)
            while rate is None and client_id not in tally.acked and not tally.refused:
                await tally.answered.wait()
                tally.answered.clear()
        # Otherwise the figures tell what is missing.
        with suppress(TimeoutError):
            await asyncio.wait_for(tally.done.wait(), PATIENCE_SECONDS)
        for client in clients:
            client.tally = None
        return tally.figures(perf_counter() - began)


async def _main() -> None:
    orders = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        load = Load(session)
        while line := await orders.readline():
            order = json.loads(line)
            do = {"connect": load.connect, "send": load.send}[order.pop("do")]
            print(json.dumps(await do(**order)), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as loop:
        loop.run(_main())
