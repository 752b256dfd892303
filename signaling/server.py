"""The socket server: connections come in here, and leave from here."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import socketio
import structlog
from aiohttp import web
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from socketio.exceptions import ConnectionRefusedError as Refused

from clinic.encounters import service as encounters
from clinic.encounters.chat_writer import ChatWriter
from core.unit_of_work import Units
from signaling import rooms
from signaling.arrivals import Arrival, Arrivals
from signaling.broadcasts import Broadcast, Drop, LeaveCall, Nodes, OneNode, PutOut, SignOut
from signaling.call_reports import CallReports
from signaling.calls import Calls
from signaling.chat import Chat
from signaling.connections import Connection, Connections, Seat
from signaling.dispatch import Dispatcher, Handler
from signaling.door import Door
from signaling.draining import Draining
from signaling.echo.echo import Echo, EchoLimits
from signaling.emitter import Emitter
from signaling.engine import open_server
from signaling.handshake import Handshake
from signaling.ice import IceSettings
from signaling.live_hints import LiveHints
from signaling.manager import LocalManager
from signaling.presence import MemoryPresence, Presence
from signaling.presence_redis import RedisPresence
from signaling.problems import from_exception, problem
from signaling.protocol.consultation import Closed
from signaling.protocol.person import SignedOut
from signaling.protocol.registry import CONSULTATION, PERSON, Namespace
from signaling.protocol.shared import Moving, SignOutReason, TokenRenew, TokenRenewAck
from signaling.redis_nodes import RedisNodes
from signaling.sign_in import Authenticate
from signaling.transport import Socket

PATH = "socket.io"
TOKEN_GRACE = timedelta(minutes=2)

_SWEEP_SECONDS = 5.0
_SEEN_EVERY = timedelta(seconds=30)
_SEEN_AT_ONCE = 500
_PARTING_SECONDS = 1.0
_log = structlog.get_logger(__name__)
# An open call outlives a sign-in that could not be renewed in time, and no other end of it.
_MEDIA_MAY_GO_ON: frozenset[SignOutReason] = frozenset({"token_expired"})


@dataclass(frozen=True, slots=True)
class _Parts:
    nodes: Nodes
    presence: Presence
    connections: Connections
    emitter: Emitter
    handshake: Handshake
    chat: Chat
    calls: Calls
    echo: Echo
    hints: LiveHints


class Signaling:
    """The socket server of one node. Attach it, start it, and stop it before the database closes.

    `draining` lets its clients move to another node first.
    """

    def __init__(self, sio: socketio.AsyncServer, units: Units, writer: ChatWriter, parts: _Parts) -> None:
        self._sio = sio
        self._units = units
        self._writer = writer
        self._nodes = parts.nodes
        self._presence = parts.presence
        self._connections = parts.connections
        self._emitter = parts.emitter
        self._handshake = parts.handshake
        self._chat = parts.chat
        self._calls = parts.calls
        self._echo = parts.echo
        self._hints = parts.hints
        self.draining = Draining(parts.connections, self._tell_moving)
        self._dispatcher = Dispatcher(parts.connections, units.clock, self._handlers(), self._unread)
        self._nodes.receiver = self._receive
        self._sweeper: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._strangers: set[str] = set()
        self._arrivals = Arrivals()
        self._seen_at = datetime.min.replace(tzinfo=UTC)
        for namespace in (PERSON, CONSULTATION):
            door = Door(namespace, self._connect, self._gone, self._dispatcher.answer)
            self._sio.register_namespace(door)

    def attach(self, app: web.Application) -> None:
        """Serve /socket.io/ from an aiohttp application that has not started."""
        self._sio.attach(app, socketio_path=PATH)

    async def start(self) -> None:
        """Begin to write messages, to hear the other nodes and to bring live events further."""
        self._writer.start()
        await self._nodes.begin()
        self._units.live.subscribe(self._hints.hear)
        self._sweeper = asyncio.create_task(self._sweep_on(), name="socket-sweeper")

    async def stop(self) -> None:
        """Let every connection go, store what waits, and stop."""
        if self._sweeper is not None:
            self._sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeper
        self.draining.end()
        await self._echo.stop()
        for connection in self._connections:
            self._abort(connection)
        # The other nodes hear of each who is gone, as long as there is a way to tell them.
        await self.draining.until_gone(_PARTING_SECONDS)
        await self._sio.shutdown()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        await self._writer.stop()
        await self._nodes.end()
        await self._presence.close()

    def heard(self) -> bool:
        """Return whether this node hears the other nodes (always true without Redis); for readiness."""
        return self._nodes.heard()

    async def sweep(self) -> None:
        """Close what is over: connections without a renewed token, and transports of nobody."""
        now = self._units.clock.now()
        for connection in self._connections:
            if now >= connection.expires_at + TOKEN_GRACE:
                self._close_soon(connection, "token_expired")
        sockets = self._sio.eio.sockets
        # Whoever is being let in is no stranger, however many come at once.
        known = {self._eio_sid(connection) for connection in self._connections} | self._arrivals.eio_sids()
        strangers = {eio_sid for eio_sid in sockets if eio_sid not in known}
        for eio_sid in strangers & self._strangers:
            sockets[eio_sid].cut()
        self._strangers = strangers

    async def _sweep_presence(self) -> None:
        """Say who is here, and tell those here of connections whose node died without a word."""
        for encounter_id, gone in await self._presence.refresh():
            if gone.media is not None:
                await self._calls.tell_lost(encounter_id, gone.connection_id)
            for connection, _ in self._seated(encounter_id, None)[:1]:
                await self._chat.announce_account(connection, gone.account_id)

    async def note_seen(self) -> None:
        """Note which clients are connected, so that who waits and is still there is not taken for gone."""
        now = self._units.clock.now()
        if now < self._seen_at + _SEEN_EVERY:
            return
        self._seen_at = now
        here = sorted({seat.encounter_id for _, seat in self._seated(None, None) if seat.side == "client"})
        for start in range(0, len(here), _SEEN_AT_ONCE):
            async with self._units.write() as uow:
                await encounters.note_seen(uow, here[start : start + _SEEN_AT_ONCE])

    def _handlers(self) -> dict[tuple[Namespace, str], Handler]:
        return {
            (PERSON, "token.renew"): self._renew,
            (PERSON, "echo.ask"): self._echo.ask,
            (PERSON, "echo.offer"): self._echo.offer,
            (PERSON, "echo.end"): self._echo.end,
            (CONSULTATION, "token.renew"): self._renew,
            (CONSULTATION, "join"): self._chat.join,
            (CONSULTATION, "message.send"): self._chat.send,
            (CONSULTATION, "message.withdraw"): self._chat.withdraw,
            (CONSULTATION, "messages.fetch"): self._chat.fetch,
            (CONSULTATION, "receipts.mark"): self._chat.mark,
            (CONSULTATION, "ice.renew"): self._chat.renew_ice,
            (CONSULTATION, "typing"): self._chat.typing,
            (CONSULTATION, "encounter.admit"): self._chat.admit,
            (CONSULTATION, "encounter.put_back"): self._chat.put_back,
            (CONSULTATION, "encounter.finish"): self._chat.finish,
            (CONSULTATION, "call.enter"): self._calls.enter,
            (CONSULTATION, "call.await"): self._calls.wait_for,
            (CONSULTATION, "call.leave"): self._calls.leave,
            (CONSULTATION, "signal"): self._calls.signal,
            (CONSULTATION, "media.state"): self._calls.media_state,
            (CONSULTATION, "call.report"): CallReports(self._units).keep,
        }

    async def _connect(self, namespace: Namespace, sid: str, auth: Any) -> None:
        eio_sid: str = self._sio.manager.eio_sid_from_sid(sid, namespace)
        with self._arrivals.arrive(eio_sid) as arrival:
            await self._let_in(arrival, namespace, sid, auth)

    async def _let_in(self, arrival: Arrival, namespace: Namespace, sid: str, auth: Any) -> None:
        try:
            self.draining.check()
            query = self._sio.get_environ(sid, namespace)["QUERY_STRING"]
            connection = await self._handshake.open(namespace, sid, query, auth)
            # What let them in was read before, and no end of it finds them until they are among the connections.
            while arrival.ended(connection):
                connection = await self._handshake.open(namespace, sid, query, auth)
            self._connections.add(connection)
        except Exception as error:
            why = problem(from_exception(error, "connect"))
            raise Refused(why.message, why.model_dump(mode="json")) from None
        if namespace == PERSON:
            principal = connection.principal
            await self._sio.enter_room(sid, rooms.account(principal.account_id), namespace=PERSON)
            await self._sio.enter_room(sid, rooms.role(principal.role), namespace=PERSON)

    async def _gone(self, sid: str, reason: str) -> None:
        connection = self._connections.remove(sid)
        if connection is None:
            return
        connection.gone = True
        self._keep(asyncio.current_task())
        seat = connection.seat
        # In its turn: what arrived before the end is done before it.
        async with connection.turn:
            if seat is None:
                await self._echo.gone(connection)
                return
            await self.draining.grace()
            attendance = await self._presence.find(seat.encounter_id, seat.connection_id)
            if not connection.joined or not await self._presence.remove(seat.encounter_id, seat.connection_id, sid):
                return
            if attendance is not None and (attendance.media or attendance.awaiting) is not None:
                # Who moves to another node parts politely, and stays in the call.
                left = reason == self._sio.reason.CLIENT_DISCONNECT and not self.draining.begun
                said_so = left or connection.closed
                await self._calls.tell_left(seat, "left" if said_so else "lost")
            await self._chat.announce_gone(seat)

    async def _tell_moving(self, sid: str, namespace: Namespace, moving: Moving) -> None:
        await self._emitter.emit_here(sid, namespace, "moving", moving)

    async def _renew(self, connection: Connection, payload: TokenRenew) -> TokenRenewAck:
        await self._handshake.renew(connection, payload.token)
        return TokenRenewAck(expires_at=connection.expires_at)

    async def _receive(self, broadcast: Broadcast) -> None:
        """Do on this node what a node told all."""
        self._arrivals.hear(broadcast)
        match broadcast:
            case SignOut():
                for connection in self._connections.of_account(broadcast.account_id, broadcast.session_id):
                    self._close_soon(connection, broadcast.reason)
            case Drop():
                dropped = self._connections.get(broadcast.sid)
                if dropped is not None:
                    self._abort(dropped)
            case PutOut():
                for connection, _ in self._seated(broadcast.encounter_id, broadcast.account_id):
                    self._close_soon(connection, "visit_over")
            case LeaveCall():
                for _, seat in self._seated(broadcast.encounter_id, broadcast.account_id):
                    if seat.connection_id != broadcast.but_not:
                        await self._calls.put_out(seat, broadcast.reason)

    def _seated(self, encounter_id: UUID | None, account_id: UUID | None) -> list[tuple[Connection, Seat]]:
        """Return the connections of this node to a consultation, or to any: all, or those of an account."""
        return [
            (connection, seat)
            for connection in self._connections
            if (seat := connection.seat) is not None
            and encounter_id in {None, seat.encounter_id}
            and account_id in {None, seat.author.account_id}
        ]

    def _close_soon(self, connection: Connection, reason: SignOutReason) -> None:
        """Close a connection and say why; in a task of its own, since one of its own events may be the cause."""
        connection.closed = reason not in _MEDIA_MAY_GO_ON
        self._keep(asyncio.create_task(self._close(connection, reason)))

    def _keep(self, task: asyncio.Task[None] | None) -> None:
        """Let a task come to its end before this node stops."""
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _close(self, connection: Connection, reason: SignOutReason) -> None:
        namespace = connection.namespace
        payload = SignedOut(reason=reason) if namespace == PERSON else Closed(reason=reason)
        name = "signed_out" if namespace == PERSON else "closed"
        await self._emitter.emit(namespace, name, payload, to=connection.sid)
        await self._sio.disconnect(connection.sid, namespace=namespace)

    def _eio_sid(self, connection: Connection) -> str | None:
        eio_sid: str | None = self._sio.manager.eio_sid_from_sid(connection.sid, connection.namespace)
        return eio_sid

    def _socket(self, connection: Connection) -> Socket | None:
        socket: Socket | None = self._sio.eio.sockets.get(self._eio_sid(connection))
        return socket

    def _unread(self, connection: Connection) -> int:
        socket = self._socket(connection)
        return 0 if socket is None else socket.unread

    def _abort(self, connection: Connection) -> None:
        socket = self._socket(connection)
        if socket is not None:
            socket.cut()

    async def _sweep_on(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                await self.sweep()
                await self._sweep_presence()
                await self.note_seen()
            except Exception as error:
                _log.error("sweep_failed", error=type(error).__name__)


def build_signaling(
    *,
    units: Units,
    authenticate: Authenticate,
    chat: ChatWriter,
    ice: IceSettings,
    echo: EchoLimits | None = None,
    redis_url: str | None = None,
    redis_channel: str = "hagukumi",
    allowed_origins: Sequence[str] | None = None,
) -> Signaling:
    """Build the socket server of one node; nothing connects before `start`.

    With `redis_url` several nodes act as one; `redis_channel` is the prefix of their channel and keys.
    `allowed_origins`: None for the server's own origin only.
    """
    shared = RedisNodes(redis_url, redis_channel) if redis_url else None
    nodes: Nodes = shared or OneNode()
    sio = open_server(
        shared or LocalManager(),
        [PERSON, CONSULTATION],
        None if allowed_origins is None else list(allowed_origins),
    )
    presence: Presence = MemoryPresence()
    if redis_url:
        # Whoever asks it goes on without it, so it may not keep them waiting.
        redis = Redis.from_url(redis_url, socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0))
        presence = RedisPresence(redis, redis_channel)
    emitter = Emitter(sio)
    room = Chat(sio, units, chat, ice, presence, nodes, emitter)
    calls = Calls(units, presence, nodes, emitter)
    parts = _Parts(
        nodes,
        presence,
        Connections(),
        emitter,
        Handshake(units, authenticate),
        room,
        calls,
        Echo(units, ice, emitter, echo or EchoLimits()),
        LiveHints(emitter, nodes, room, calls),
    )
    return Signaling(sio, units, chat, parts)
