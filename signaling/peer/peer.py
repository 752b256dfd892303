"""A participant of a consultation without a browser."""

import asyncio
from collections.abc import Mapping
from random import random
from typing import Any, TypeVar
from uuid import UUID, uuid4

import socketio

from clinic.encounters.views import EncounterOut, MessageOut
from core.model import Model
from signaling.peer.call import PeerCall, configuration
from signaling.peer.media import Sink
from signaling.protocol.consultation import (
    CallEnterAck,
    CallEntered,
    CallLeft,
    Candidate,
    EncounterAck,
    EncounterChanged,
    JoinAck,
    Media,
    MessageAdded,
    MessageSendAck,
    MessagesFetchAck,
    Peer,
    SessionDescription,
)
from signaling.protocol.registry import CONSULTATION
from signaling.protocol.version import PROTOCOL_VERSION

M = TypeVar("M", bound=Model)
_TIMEOUT_SECONDS = 20.0
_AGAIN_SECONDS = 0.5


class RefusedByServer(Exception):
    """The server answered an event with a refusal; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class HeadlessPeer:
    """Joins a consultation, writes and reads its messages, and holds its call.

    `url` is the server's address, `token` an access token. `messages` are all known messages in the order of their
    numbers; `sink` counts the frames received; `encounter` is the encounter as it was last told. When its node stops it
    moves to another, in mid-call too.
    """

    def __init__(self, url: str, encounter_id: UUID, token: str) -> None:
        self.messages: list[MessageOut] = []
        self.sink = Sink()
        self._sinks: dict[UUID, Sink] = {}
        self.snapshot: JoinAck
        self.encounter: EncounterOut
        self._url = f"{url}/?encounter={encounter_id}"
        self._auth = {"token": token, "protocol": PROTOCOL_VERSION, "resume_key": str(uuid4())}
        self._sio = socketio.AsyncClient(reconnection=False)
        # One question at a time, and none while the line is changed for another.
        self._line = asyncio.Lock()
        self._events: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self._news = asyncio.Condition()
        self._calls: dict[UUID, PeerCall] = {}
        self._media: Media | None = None
        self._worker: asyncio.Task[None] | None = None
        self._mover: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Connect and join."""
        async with self._line:
            await self._open()
        await self._add(self.snapshot.messages)
        self._worker = asyncio.create_task(self._work())

    async def send(self, body: str) -> MessageOut:
        """Write a message; returns it as stored."""
        answer = await self._ask("message.send", {"client_id": str(uuid4()), "body": body}, MessageSendAck)
        await self._add([answer.message])
        return answer.message

    async def until_message(self, sequence: int) -> None:
        """Return when all messages up to this number are known."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.messages) >= sequence)

    async def until_state(self, state: str) -> None:
        """Return when the encounter is in this state."""
        async with self._news:
            await self._news.wait_for(lambda: self.encounter.state == state)

    async def admit(self) -> None:
        """Open the door (as the practitioner)."""
        self.encounter = (await self._ask("encounter.admit", {}, EncounterAck)).encounter

    async def finish(self) -> None:
        """End the consultation (as the practitioner)."""
        self.encounter = (await self._ask("encounter.finish", {}, EncounterAck)).encounter

    async def enter_call(self, media: Media) -> None:
        """Enter the call and offer to each who is there already."""
        self._media = media
        entered = await self._ask("call.enter", {"media": media}, CallEnterAck)
        # The event of an entry can overtake this answer.
        for peer in entered.peers:
            await (self._calls.get(peer.connection_id) or self._call_with(peer, media)).offer()

    async def hears(self, account_id: UUID, frames: int) -> None:
        """Return when `frames` more of somebody's sound have been received, whether or not they are there yet."""
        await self._sink_of(account_id).until("audio", frames)

    async def hang_up(self) -> None:
        """Leave the call."""
        await self._ask("call.leave", {}, Model)
        await self._end_calls()

    async def close(self) -> None:
        """Leave the consultation."""
        tasks = [task for task in (self._worker, self._mover) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._end_calls()
        for sink in self._sinks.values():
            await sink.close()
        await self._sio.disconnect()

    async def _open(self) -> None:
        """Connect with a new line in place of the one there was, and join."""
        sio = socketio.AsyncClient(reconnection=False)
        # The events are worked off one after the other: their order is what the protocol promises.
        sio.on("*", self._hear, namespace=CONSULTATION)
        await sio.connect(
            self._url,
            auth=self._auth,
            namespaces=[CONSULTATION],
            transports=["websocket"],
            wait_timeout=_TIMEOUT_SECONDS,
        )
        self._sio = sio
        since = max((message.sequence for message in self.messages), default=0)
        self.snapshot = await self._call("join", {"since": since}, JoinAck)
        self.encounter = self.snapshot.encounter

    async def _move(self, within_seconds: float) -> None:
        """Go to another node within the time: the call goes on, and what was asked was answered before."""
        await asyncio.sleep(within_seconds * random())  # noqa: S311  no secret hangs on it
        async with self._line:
            old = self._sio
            while self._sio is old:
                try:
                    await self._open()
                except socketio.exceptions.ConnectionError:
                    await asyncio.sleep(_AGAIN_SECONDS * random())  # noqa: S311  as above
            if self._media is not None:
                await self._call("call.enter", {"media": self._media}, CallEnterAck)
        await self._add(self.snapshot.messages)
        await old.disconnect()

    async def _ask(self, event: str, payload: Mapping[str, Any], answer: type[M]) -> M:
        async with self._line:
            return await self._call(event, payload, answer)

    async def _call(self, event: str, payload: Mapping[str, Any], answer: type[M]) -> M:
        data = await self._sio.call(event, payload, namespace=CONSULTATION, timeout=_TIMEOUT_SECONDS)
        if not data["ok"]:
            raise RefusedByServer(data["error"]["code"])
        return answer.model_validate(data, extra="ignore")

    async def _hear(self, event: str, data: Any) -> None:
        self._events.put_nowait((event, data))

    async def _work(self) -> None:
        while True:
            event, data = await self._events.get()
            await self._handle(event, data)

    async def _handle(self, event: str, data: Any) -> None:
        match event:
            case "message":
                await self._add([MessageAdded.model_validate(data).message])
            case "encounter":
                async with self._news:
                    self.encounter = EncounterChanged.model_validate(data).encounter
                    self._news.notify_all()
            case "call.entered":
                peer = CallEntered.model_validate(data).peer
                if self._media is not None and peer.connection_id not in self._calls:
                    self._call_with(peer, self._media)
            case "call.left":
                left = CallLeft.model_validate(data)
                if left.reason != "lost" and (call := self._calls.pop(left.connection_id, None)) is not None:
                    await call.close()
            case "moving":
                self._mover = asyncio.create_task(self._move(data["within_seconds"]))
            case "signal":
                await self._signalled(data)

    async def _signalled(self, data: Mapping[str, Any]) -> None:
        call = self._calls.get(UUID(data["from"]))
        if call is None:
            return
        if "description" in data:
            await call.describe(SessionDescription.model_validate(data["description"]))
        else:
            candidate = data["candidate"]
            await call.candidate(None if candidate is None else Candidate.model_validate(candidate))

    def _call_with(self, other: Peer, media: Media) -> PeerCall:
        async def send(signal: Mapping[str, Any]) -> None:
            await self._ask("signal", {"to": str(other.connection_id), **signal}, Model)

        polite = self.snapshot.me.precedence < other.precedence
        sink = self._sink_of(other.account_id)
        call = PeerCall(configuration(self.snapshot), media, sink, polite=polite, send=send)
        self._calls[other.connection_id] = call
        return call

    def _sink_of(self, account_id: UUID) -> Sink:
        return self._sinks.setdefault(account_id, Sink(self.sink))

    async def _end_calls(self) -> None:
        self._media = None
        calls, self._calls = list(self._calls.values()), {}
        for call in calls:
            await call.close()

    async def _add(self, new: list[MessageOut]) -> None:
        """Add messages by their numbers; a gap is fetched from the log."""
        known = {message.sequence: message for message in (*self.messages, *new)}
        hidden = self.snapshot.hidden_until
        while hidden + len(known) < max(known, default=0):
            missing = next(number for number in range(hidden + 1, hidden + len(known) + 2) if number not in known)
            fetched = await self._ask("messages.fetch", {"since": missing - 1}, MessagesFetchAck)
            known |= {message.sequence: message for message in fetched.messages}
        async with self._news:
            self.messages = [known[number] for number in sorted(known)]
            self._news.notify_all()
