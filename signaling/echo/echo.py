"""The events of the echo: ask for a seat, offer, end."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from uuid import uuid4

from core.errors import Conflict, Invalid
from core.unit_of_work import Units
from signaling.connections import Connection
from signaling.echo.line import Line, Move
from signaling.echo.offer import Unreadable
from signaling.echo.peer import EchoPeer
from signaling.emitter import Emitter
from signaling.ice import IceSettings, ice_servers
from signaling.protocol.echo import (
    AnswerDescription,
    EchoAskAck,
    EchoOffer,
    EchoOfferAck,
    EchoOver,
    EchoTurn,
    OverReason,
)
from signaling.protocol.registry import PERSON
from signaling.protocol.shared import Empty, Ok


@dataclass(frozen=True, slots=True)
class EchoLimits:
    """How many may test their sound at once on this node, and for how long (seconds).

    A seat is lost without an offer in `offer_seconds`, and after `seat_seconds` in any case. What is heard is said
    again after `delay_seconds`.
    """

    seats: int = 2
    waiting: int = 20
    offer_seconds: float = 10.0
    seat_seconds: float = 40.0
    delay_seconds: float = 4.0


class Echo:
    """Answers the echo's events on /person. Nothing that is heard is stored, and nothing of it is logged."""

    def __init__(self, units: Units, ice: IceSettings, emitter: Emitter, limits: EchoLimits) -> None:
        self._units = units
        self._ice = ice
        self._emitter = emitter
        self._limits = limits
        self._line = Line(limits.seats, limits.waiting)
        self._peers: dict[str, EchoPeer] = {}
        self._ends: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def ask(self, connection: Connection, _payload: Empty) -> EchoAskAck:
        """Give a seat or a place in the line; asking again changes nothing. The account's other place is lost."""
        sid = connection.sid
        account_id = connection.principal.account_id
        for other in self._line.others_of(sid, account_id):
            await self._put_out(other, "elsewhere")
        known = self._line.position(sid)
        position = self._line.ask(sid, account_id)
        if known is None and position == 0:
            self._end_in(sid, self._limits.offer_seconds)
        return EchoAskAck(
            state="ready" if position == 0 else "waiting",
            position=position,
            delay_seconds=self._limits.delay_seconds,
            ice_servers=ice_servers(self._ice, str(uuid4()), self._units.clock.now()) if position == 0 else [],
            ice_transport_policy="relay" if self._ice.relay_only else "all",
        )

    async def offer(self, connection: Connection, payload: EchoOffer) -> EchoOfferAck:
        """Answer the one offer of a seat. Raises Conflict("echo.not_your_turn"), Invalid("echo.offer_unreadable")."""
        sid = connection.sid
        if self._line.position(sid) != 0 or sid in self._peers:
            raise _not_your_turn()
        limits = self._limits
        servers = ice_servers(self._ice, str(uuid4()), self._units.clock.now())
        peer = EchoPeer(servers, limits.delay_seconds, limits.seat_seconds, lambda: self._soon(sid, peer))
        self._peers[sid] = peer
        self._end_in(sid, limits.seat_seconds)
        try:
            answer = await peer.answer(payload.description.sdp)
        except Unreadable:
            await self._put_out(sid, None)
            raise Invalid("echo.offer_unreadable", "The sound test could not begin. Please try once more.") from None
        if self._peers.get(sid) is not peer:
            raise _not_your_turn()
        return EchoOfferAck(description=AnswerDescription(type="answer", sdp=answer))

    async def end(self, connection: Connection, _payload: Empty) -> Ok:
        """Give the seat or the place back; without one nothing happens."""
        await self._put_out(connection.sid, None)
        return Ok()

    async def gone(self, connection: Connection) -> None:
        """Take away what a connection had that is gone."""
        await self._put_out(connection.sid, None)

    async def stop(self) -> None:
        """End every echo."""
        await asyncio.gather(*(self._put_out(sid, "stopping") for sid in self._line.all()))
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)

    async def _put_out(self, sid: str, reason: OverReason | None) -> None:
        """Take a place away, tell why if there is a reason, and let the others move up."""
        if self._line.position(sid) is None:
            return
        timer = self._ends.pop(sid, None)
        if timer is not None:
            timer.cancel()
        moves = self._line.leave(sid)
        for move in moves:
            if move.position == 0:
                self._end_in(move.sid, self._limits.offer_seconds)
        peer = self._peers.pop(sid, None)
        if reason is not None:
            await self._emitter.emit(PERSON, "echo.over", EchoOver(reason=reason), to=sid)
        await self._tell(moves)
        if peer is not None:
            self._keep(peer.close())

    async def _tell(self, moves: list[Move]) -> None:
        for move in moves:
            await self._emitter.emit(PERSON, "echo.turn", EchoTurn(position=move.position), to=move.sid)

    def _end_in(self, sid: str, seconds: float) -> None:
        """End a seat after so many seconds, in place of any end that was set before."""
        before = self._ends.pop(sid, None)
        if before is not None:
            before.cancel()
        loop = asyncio.get_running_loop()
        self._ends[sid] = loop.call_later(seconds, lambda: self._keep(self._put_out(sid, "time")))

    def _soon(self, sid: str, peer: EchoPeer) -> None:
        """End a seat whose media ended by themselves."""
        if self._peers.get(sid) is peer:
            self._keep(self._put_out(sid, "ended"))

    def _keep(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _not_your_turn() -> Conflict:
    return Conflict("echo.not_your_turn", "It is not your turn at the sound test. Please start it again.")
