"""A plain client of the socket protocol, as tests need it: it sends, and waits for what the server says."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import socketio

WAIT_SECONDS = 10.0
CONSULTATION = "/consultation"
PERSON = "/person"


class Refused(Exception):
    """The connect was refused; `data` is what the server said."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(str(data))
        self.code = data["code"]
        self.params = data["params"]


class Client:
    """One connection to one namespace. `heard` keeps every event in the order of its arrival."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        self.heard: list[tuple[str, Any]] = []
        self.sio = socketio.AsyncClient(reconnection=False, logger=False, engineio_logger=False)
        self.gone = asyncio.Event()
        self._news = asyncio.Condition()
        self._refusal: Mapping[str, Any] | None = None
        self.sio.on("*", self._hear, namespace=namespace)
        self.sio.on("connect_error", self._refused, namespace=namespace)
        self.sio.on("disconnect", self._left, namespace=namespace)

    async def connect(self, url: str, auth: Any, query: str = "") -> "Client":
        """Connect; raises Refused."""
        try:
            await self.sio.connect(
                f"{url}/?{query}",
                auth=auth,
                namespaces=[self.namespace],
                transports=["websocket"],
                wait_timeout=WAIT_SECONDS,
            )
        except socketio.exceptions.ConnectionError:
            if self._refusal is None:
                raise
            raise Refused(self._refusal) from None
        return self

    async def call(self, event: str, *payload: Any) -> Any:
        """Send an event and return its acknowledgement."""
        data: Any = payload[0] if len(payload) == 1 else (tuple(payload) if payload else None)
        return await self.sio.call(event, data, namespace=self.namespace, timeout=WAIT_SECONDS)

    async def done(self, event: str, *payload: Any) -> Any:
        """Send an event that has to be done, and return its acknowledgement."""
        answer = await self.call(event, *payload)
        assert answer["ok"], answer
        return answer

    async def refused(self, event: str, *payload: Any) -> Any:
        """Send an event that has to be refused, and return the code."""
        answer = await self.call(event, *payload)
        assert not answer["ok"], answer
        assert answer["error"]["message"]
        return answer["error"]["code"]

    async def until(self, event: str, where: Callable[[Any], bool] = lambda _data: True) -> Any:
        """Return the first payload of `event`, heard already or still to come, for which `where` is true."""
        async with asyncio.timeout(WAIT_SECONDS), self._news:
            while True:
                for name, data in self.heard:
                    if name == event and where(data):
                        return data
                await self._news.wait()

    def all(self, event: str) -> list[Any]:
        """Return the payloads of `event` heard so far."""
        return [data for name, data in self.heard if name == event]

    async def close(self) -> None:
        """Leave politely."""
        await self.sio.disconnect()

    async def cut(self) -> None:
        """Break the transport without a word."""
        websocket = self.sio.eio.ws
        websocket._response.connection.transport.abort()
        await self.gone.wait()

    async def _hear(self, event: str, data: Any = None) -> None:
        async with self._news:
            self.heard.append((event, data))
            self._news.notify_all()

    async def _refused(self, data: Any) -> None:
        if isinstance(data, dict) and "data" in data:
            self._refusal = data["data"]

    async def _left(self, *_reason: Any) -> None:
        self.gone.set()


def auth_of(token: str, resume_key: UUID | None = None, protocol: int = 1) -> dict[str, Any]:
    """Return what a client sends in the handshake."""
    auth: dict[str, Any] = {"token": token, "protocol": protocol}
    if resume_key is not None:
        auth["resume_key"] = str(resume_key)
    return auth
