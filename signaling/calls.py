"""The call's events: entering, leaving, signals from one connection to another."""

from dataclasses import replace
from uuid import UUID

from clinic.encounters.reading import state_of
from clinic.encounters.states import may_call
from core.errors import Conflict, DomainError, Forbidden, NotFound
from core.unit_of_work import Units
from signaling import rooms
from signaling.broadcasts import LeaveCall, Nodes
from signaling.chat import seat_of
from signaling.connections import Connection, Seat
from signaling.emitter import Emitter
from signaling.presence import Attendance, Presence
from signaling.protocol.consultation import (
    CallAwait,
    CallAwaited,
    CallEnter,
    CallEnterAck,
    CallEntered,
    CallLeft,
    MediaState,
    MediaStateChanged,
    Parting,
    Signal,
    SignalCandidateReceived,
    SignalDescription,
    SignalDescriptionReceived,
)
from signaling.protocol.registry import CONSULTATION
from signaling.protocol.shared import Empty, Ok


class Calls:
    """Answers the events of a call. Nobody is heard or seen before admission: there is no call until then."""

    def __init__(self, units: Units, presence: Presence, nodes: Nodes, emitter: Emitter) -> None:
        self._units = units
        self._presence = presence
        self._nodes = nodes
        self._emitter = emitter

    async def enter(self, connection: Connection, payload: CallEnter) -> CallEnterAck:
        """Enter the call. The account's other connections leave it: the newest device has the call."""
        seat = seat_of(connection)
        attendance = (await self._attendance(seat)).in_call(payload.media)
        await self._presence.put(seat.encounter_id, attendance)
        # Asked after the entry is seen: an end that comes now either refuses here or finds the entry to undo. Who was
        # put out may still be connected to a node that does not hear the others.
        try:
            async with self._units.read() as uow:
                may_call(await state_of(uow, seat.encounter_id, connection.principal))
        except DomainError:
            await self._presence.put(seat.encounter_id, attendance.out_of_call())
            raise
        account_id = seat.author.account_id
        await self._nodes.tell(
            LeaveCall(
                encounter_id=seat.encounter_id, reason="replaced", account_id=account_id, but_not=seat.connection_id
            )
        )
        others = [
            one.as_peer()
            for one in await self._presence.all(seat.encounter_id)
            if one.media is not None and one.account_id != account_id
        ]
        await self._tell(seat, "call.entered", CallEntered(peer=attendance.as_peer()), but_not=connection.sid)
        return CallEnterAck(peers=others)

    async def wait_for(self, connection: Connection, payload: CallAwait) -> Ok:
        """Note that a client's connection enters the call after the admission, and tell the practitioner."""
        seat = seat_of(connection)
        attendance = await self._attendance(seat)
        if seat.side == "client" and attendance.media is None:
            waiting = replace(attendance, awaiting=payload.media)
            await self._presence.put(seat.encounter_id, waiting)
            room = rooms.practitioner_of(seat.encounter_id)
            await self._emitter.emit(CONSULTATION, "call.awaited", CallAwaited(peer=waiting.as_peer()), to=room)
        return Ok()

    async def leave(self, connection: Connection, _payload: Empty) -> Ok:
        """Leave the call, or wait for it no longer; to leave it twice changes nothing."""
        seat = seat_of(connection)
        attendance = await self._presence.find(seat.encounter_id, seat.connection_id)
        if attendance is not None and attendance.awaiting is not None:
            await self._presence.put(seat.encounter_id, replace(attendance, awaiting=None))
            await self.tell_left(seat, "left", but_not=connection.sid)
        await self.put_out(seat, "left", but_not=connection.sid)
        return Ok()

    async def signal(self, connection: Connection, payload: Signal) -> Ok:
        """Hand a description or a candidate to one connection in the same call, stamped with the sender.

        The sender is in the call, so the door is open: an offer may run ahead of the entry of one who waits for it.
        """
        seat = seat_of(connection)
        if (await self._attendance(seat)).media is None:
            raise _not_entered()
        target = await self._presence.find(seat.encounter_id, payload.to)
        is_there = target is not None and (target.media or target.awaiting) is not None
        if not is_there or payload.to == seat.connection_id:
            raise NotFound("call.peer_gone", "The other side is not in the call at the moment.")
        received: SignalDescriptionReceived | SignalCandidateReceived
        if isinstance(payload, SignalDescription):
            received = SignalDescriptionReceived(sender=seat.connection_id, description=payload.description)
        else:
            received = SignalCandidateReceived(sender=seat.connection_id, candidate=payload.candidate)
        await self._emitter.emit(CONSULTATION, "signal", received, to=rooms.connection(payload.to))
        return Ok()

    async def media_state(self, connection: Connection, payload: MediaState) -> Ok:
        """Tell the others what one sends at the moment. Only the practitioner shares a screen."""
        seat = seat_of(connection)
        if payload.screen and seat.side != "practitioner":
            raise Forbidden("call.screen_not_allowed", "Only the practitioner can share a screen here.")
        attendance = await self._attendance(seat)
        if attendance.media is None:
            raise _not_entered()
        sent = payload.model_dump()
        await self._presence.put(seat.encounter_id, replace(attendance, **sent))
        changed = MediaStateChanged(sender=seat.connection_id, **sent)
        await self._tell(seat, "media.state", changed, but_not=connection.sid)
        return Ok()

    async def end(self, encounter_id: UUID, reason: Parting) -> None:
        """Put everyone out of the call of a consultation that has ended or whose client was put back."""
        await self._nodes.tell(LeaveCall(encounter_id=encounter_id, reason=reason))

    async def put_out(self, seat: Seat, reason: Parting, but_not: str | None = None) -> None:
        """Put one connection of this node out of the call, if it is in it, and tell the consultation."""
        attendance = await self._presence.find(seat.encounter_id, seat.connection_id)
        if attendance is None or attendance.media is None:
            return
        await self._presence.put(seat.encounter_id, attendance.out_of_call())
        await self.tell_left(seat, reason, but_not)

    async def tell_left(self, seat: Seat, reason: Parting, but_not: str | None = None) -> None:
        """Tell the consultation that a connection is no longer in the call."""
        await self._tell(seat, "call.left", CallLeft(connection_id=seat.connection_id, reason=reason), but_not=but_not)

    async def tell_lost(self, encounter_id: UUID, connection_id: UUID) -> None:
        """Tell the consultation that a connection is no longer in the call, since its node died."""
        lost = CallLeft(connection_id=connection_id, reason="lost")
        await self._emitter.emit(CONSULTATION, "call.left", lost, to=rooms.consultation(encounter_id))

    async def _attendance(self, seat: Seat) -> Attendance:
        attendance = await self._presence.find(seat.encounter_id, seat.connection_id)
        if attendance is None:
            raise _not_entered()
        return attendance

    async def _tell(
        self, seat: Seat, name: str, payload: CallEntered | CallLeft | MediaStateChanged, *, but_not: str | None
    ) -> None:
        room = rooms.consultation(seat.encounter_id)
        await self._emitter.emit(CONSULTATION, name, payload, to=room, but_not=but_not)


def _not_entered() -> Conflict:
    return Conflict("call.not_entered", "Please enter the call first.")
