"""One connection of the socket protocol, over aiohttp alone: nothing of the server's library is in it."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import orjson

NAMESPACE = "/consultation"
# The server pings every 25 s and gives up after 20 s more; so does a browser.
_SILENCE_SECONDS = 45.0


class Refused(Exception):
    """The server answered, and the answer is no."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Unanswered(Exception):
    """No answer came; it may or may not have been done."""


class Line:
    """A connection that is open; `over` is set when it no longer is."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, awake: asyncio.Event) -> None:
        self.over = asyncio.Event()
        self._socket = socket
        self._awake = awake
        self._hear: Callable[[str, Any], None] = lambda _event, _data: None
        self._pending: dict[int, asyncio.Future[Any]] = {}
        self._next = 0
        self._reader: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        http: aiohttp.ClientSession,
        port: int,
        encounter_id: str,
        auth: Mapping[str, Any],
        hear: Callable[[str, Any], None],
        *,
        awake: asyncio.Event,
        within: float,
    ) -> "Line":
        """Connect. While `awake` is clear nothing is read. Raises Refused or Unanswered."""
        url = f"ws://127.0.0.1:{port}/socket.io/?encounter={encounter_id}&EIO=4&transport=websocket"
        line: Line | None = None
        try:
            async with asyncio.timeout(within):
                line = cls(await http.ws_connect(url, max_msg_size=0, autoping=False), awake)
                await line._frame()
                await line._send(f"40{NAMESPACE},{orjson.dumps(auth).decode()}")
                while (answer := await line._frame()) == "2":
                    await line._send("3")
        except (aiohttp.ClientError, OSError, EOFError):
            if line is not None:
                line.drop()
            raise Unanswered("connect") from None
        except asyncio.CancelledError:
            if line is not None:
                line.drop()
            raise
        if not answer.startswith("40"):
            line.drop()
            raise Refused(_body(answer).get("data", {}).get("code", "unreadable"))
        line._hear = hear
        line._reader = asyncio.create_task(line._read())
        return line

    async def request(self, event: str, payload: Mapping[str, Any], within: float) -> Any:
        """Return the answer to an event. Raises Refused, or Unanswered, which ends the line."""
        if self.over.is_set():
            raise Unanswered(event)
        self._next += 1
        number = self._next
        answered = self._pending[number] = asyncio.get_running_loop().create_future()
        # Nobody waits any more when the line and the page end in the same moment.
        answered.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            async with asyncio.timeout(within):
                await self._send(f"42{NAMESPACE},{number}{orjson.dumps([event, payload]).decode()}")
                answer = await answered
        except (TimeoutError, aiohttp.ClientError, OSError, EOFError):
            self.drop()
            raise Unanswered(event) from None
        finally:
            self._pending.pop(number, None)
        if not answer["ok"]:
            raise Refused(answer["error"]["code"])
        return answer

    def drop(self) -> None:
        """End it from this side, without a word."""
        self.over.set()
        if self._reader is not None:
            self._reader.cancel()
        for answered in self._pending.values():
            if not answered.done():
                answered.set_exception(EOFError())
        response = self._socket._response
        if response.connection is not None and response.connection.transport is not None:
            response.connection.transport.abort()
        response.close()

    async def _send(self, frame: str) -> None:
        await self._socket.send_str(frame)

    async def _frame(self) -> str:
        async with asyncio.timeout(_SILENCE_SECONDS):
            frame = await self._socket.receive()
        if frame.type is not aiohttp.WSMsgType.TEXT:
            raise EOFError
        return str(frame.data)

    async def _read(self) -> None:
        with suppress(EOFError, OSError, aiohttp.ClientError, TimeoutError):
            while True:
                frame = await self._frame()
                await self._awake.wait()
                if frame == "2":
                    await self._send("3")
                elif frame.startswith("41"):
                    break
                elif frame.startswith(("42", "43")):
                    self._take(frame)
        self.drop()

    def _take(self, frame: str) -> None:
        number, data = _numbered(frame)
        if frame.startswith("42"):
            self._hear(data[0], data[1])
        elif (answered := self._pending.get(number)) is not None and not answered.done():
            answered.set_result(data[0])


def _body(frame: str) -> Any:
    return orjson.loads(frame.partition(",")[2] or "{}")


def _numbered(frame: str) -> tuple[int, Any]:
    rest = frame.partition(",")[2]
    start = rest.index("[")
    return int(rest[:start] or 0), orjson.loads(rest[start:])
