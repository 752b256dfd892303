"""The consultation's events: joining, messages, and the steps of the encounter."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

import socketio

from clinic.encounters import receipts, service
from clinic.encounters.access import hidden_until
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.messages import list_earlier, list_messages
from clinic.encounters.reading import list_participants, show, show_to_all
from clinic.encounters.views import Author, MessageOut
from core.errors import DomainError
from core.unit_of_work import Units
from signaling import rooms
from signaling.broadcasts import Drop, Nodes
from signaling.connections import Connection, Seat, Side
from signaling.emitter import Emitter
from signaling.ice import IceSettings, ice_grant
from signaling.presence import Attendance, Presence
from signaling.problems import not_connected
from signaling.protocol.consultation import (
    Call,
    EncounterAck,
    EncounterChanged,
    IceGrant,
    Join,
    JoinAck,
    Me,
    MessageAdded,
    MessagesBefore,
    MessageSend,
    MessageSendAck,
    MessagesFetch,
    MessagesFetchAck,
    MessageWithdraw,
    Participant,
    ReceiptsMark,
    ReceiptsMarkAck,
    Typing,
)
from signaling.protocol.registry import CONSULTATION
from signaling.protocol.shared import Empty, Ok

_SNAPSHOT_MESSAGES = 200
_FIRST_PAGE = 50
_SIDES: Mapping[Side, Callable[[UUID], str]] = {
    "client": rooms.client_of,
    "practitioner": rooms.practitioner_of,
    "guest": rooms.guests_of,
}


def seat_of(connection: Connection) -> Seat:
    """Return the place of a connection of /consultation."""
    if connection.seat is None:
        raise not_connected()
    return connection.seat


class Chat:
    """Answers the events of a consultation that are not about its call."""

    def __init__(
        self,
        sio: socketio.AsyncServer,
        units: Units,
        writer: ChatWriter,
        ice: IceSettings,
        presence: Presence,
        nodes: Nodes,
        emitter: Emitter,
    ) -> None:
        self._sio = sio
        self._units = units
        self._writer = writer
        self._ice = ice
        self._presence = presence
        self._nodes = nodes
        self._emitter = emitter

    async def join(self, connection: Connection, payload: Join) -> JoinAck:
        """Take part from now on, and return the snapshot."""
        seat = seat_of(connection)
        # Who visits is seen, whatever they say.
        if not payload.attends and seat.side != "guest":
            return await self._enter(connection, seat, payload.since)
        known = await self._presence.find(seat.encounter_id, seat.connection_id)
        if known is None:
            attendance = Attendance(seat.connection_id, seat.author.account_id, connection.sid, seat.precedence)
        else:
            attendance = replace(known, sid=connection.sid)
        await self._presence.put(seat.encounter_id, attendance)
        if known is not None and known.sid != connection.sid:
            await self._nodes.tell(Drop(sid=known.sid))
        snapshot = await self._enter(connection, seat, payload.since)
        if known is None:
            await self.announce(seat, snapshot.participants, but_not=connection.sid)
        return snapshot

    async def _enter(self, connection: Connection, seat: Seat, since: int) -> JoinAck:
        connection.joined = True
        # In the rooms first and then the reading: what happens in between comes twice rather than never.
        await self._enter_rooms(connection, seat)
        try:
            return await self._snapshot(connection, seat, since)
        except DomainError:
            # Put out since the connect: then they may hear nothing either.
            await self._leave(connection, seat)
            raise

    async def send(self, connection: Connection, payload: MessageSend) -> MessageSendAck:
        """Store a message, give it to the others, and only then acknowledge it."""
        seat = seat_of(connection)
        message = await self._writer.append(
            seat.encounter_id, seat.author, payload.client_id, payload.body, payload.attachment_id
        )
        return await self._tell_message(connection, seat, message)

    async def withdraw(self, connection: Connection, payload: MessageWithdraw) -> MessageSendAck:
        """Store that an own message is withdrawn, tell the others, and only then acknowledge it."""
        seat = seat_of(connection)
        entry = await self._writer.withdraw(seat.encounter_id, seat.author, payload.client_id, payload.sequence)
        return await self._tell_message(connection, seat, entry)

    async def mark(self, connection: Connection, payload: ReceiptsMark) -> ReceiptsMarkAck:
        """Store how far an account has got, and tell the others and its own other devices if that is news."""
        encounter_id = seat_of(connection).encounter_id
        async with self._units.write() as uow:
            receipt, is_news = await receipts.mark(
                uow, connection.principal, encounter_id, delivered=payload.delivered, read=payload.read
            )
        if is_news:
            room = rooms.consultation(encounter_id)
            await self._emitter.emit(CONSULTATION, "receipts", receipt, to=room, but_not=connection.sid)
        return ReceiptsMarkAck(receipt=receipt)

    async def fetch(self, connection: Connection, payload: MessagesFetch) -> MessagesFetchAck:
        """Return messages after a number, or before one."""
        encounter_id, principal = seat_of(connection).encounter_id, connection.principal
        async with self._units.read() as uow:
            if isinstance(payload, MessagesBefore):
                found, last = await list_earlier(
                    uow, principal, encounter_id, before=payload.before, limit=payload.limit
                )
            else:
                found, last = await list_messages(
                    uow, principal, encounter_id, since=payload.since, limit=payload.limit
                )
        return MessagesFetchAck(messages=found, last_sequence=last)

    async def renew_ice(self, connection: Connection, _payload: Empty) -> IceGrant:
        """Return fresh credentials of the relays, for a call that outlasts the former ones."""
        return ice_grant(self._ice, str(seat_of(connection).connection_id), self._units.clock.now())

    async def typing(self, connection: Connection, _payload: Empty) -> Ok:
        """Tell the others that somebody is writing; it is kept nowhere."""
        seat = seat_of(connection)
        await self._emitter.emit(
            CONSULTATION,
            "typing",
            Typing(account_id=seat.author.account_id),
            to=rooms.consultation(seat.encounter_id),
            but_not=connection.sid,
        )
        return Ok()

    async def admit(self, connection: Connection, _payload: Empty) -> EncounterAck:
        """Open the door of the waiting room."""
        async with self._units.write() as uow:
            encounter = await service.admit(uow, connection.principal, seat_of(connection).encounter_id)
        return EncounterAck(encounter=encounter)

    async def put_back(self, connection: Connection, _payload: Empty) -> EncounterAck:
        """Send the client back to the waiting room."""
        async with self._units.write() as uow:
            encounter = await service.send_back(uow, connection.principal, seat_of(connection).encounter_id)
        return EncounterAck(encounter=encounter)

    async def finish(self, connection: Connection, _payload: Empty) -> EncounterAck:
        """End the consultation."""
        async with self._units.write() as uow:
            encounter = await service.finish(uow, connection.principal, seat_of(connection).encounter_id)
        return EncounterAck(encounter=encounter)

    async def announce(self, seat: Seat, participants: list[Participant], but_not: str | None = None) -> None:
        """Tell the consultation how often the account of a seat is there now."""
        for participant in participants:
            if participant.account_id == seat.author.account_id:
                room = rooms.consultation(seat.encounter_id)
                await self._emitter.emit(CONSULTATION, "participant", participant, to=room, but_not=but_not)

    async def announce_gone(self, seat: Seat) -> None:
        """Tell the consultation that a connection of a seat's account is no longer there."""
        counts = await self._counts(seat.encounter_id)
        await self.announce(seat, [_participant(seat.author, counts)])

    async def announce_account(self, connection: Connection, account_id: UUID) -> None:
        """Tell the consultation of a connection how often an account is there now."""
        encounter_id = seat_of(connection).encounter_id
        async with self._units.read() as uow:
            authors = await list_participants(uow, connection.principal, encounter_id)
        counts = await self._counts(encounter_id)
        for author in authors:
            if author.account_id == account_id:
                room = rooms.consultation(encounter_id)
                await self._emitter.emit(CONSULTATION, "participant", _participant(author, counts), to=room)

    async def announce_encounter(self, encounter_id: UUID) -> None:
        """Tell all who have joined how the encounter stands, each side what it may see."""
        async with self._units.read() as uow:
            views = await show_to_all(uow, encounter_id)
        for view, room in (
            (views.client, rooms.client_of(encounter_id)),
            (views.practitioner, rooms.practitioner_of(encounter_id)),
            (views.guest, rooms.guests_of(encounter_id)),
        ):
            await self._emitter.emit(CONSULTATION, "encounter", EncounterChanged(encounter=view), to=room)

    async def _tell_message(self, connection: Connection, seat: Seat, message: MessageOut) -> MessageSendAck:
        await self._emitter.emit(
            CONSULTATION,
            "message",
            MessageAdded(message=message),
            to=rooms.consultation(seat.encounter_id),
            but_not=connection.sid,
        )
        return MessageSendAck(message=message)

    async def _enter_rooms(self, connection: Connection, seat: Seat) -> None:
        for room in _rooms_of(seat):
            await self._sio.enter_room(connection.sid, room, namespace=CONSULTATION)

    async def _leave(self, connection: Connection, seat: Seat) -> None:
        connection.joined = False
        for room in _rooms_of(seat):
            await self._sio.leave_room(connection.sid, room, namespace=CONSULTATION)
        await self._presence.remove(seat.encounter_id, seat.connection_id, connection.sid)

    async def _snapshot(self, connection: Connection, seat: Seat, since: int) -> JoinAck:
        principal = connection.principal
        async with self._units.read() as uow:
            encounter = await show(uow, principal, seat.encounter_id)
            authors = await list_participants(uow, principal, seat.encounter_id)
            if since == 0:
                messages, last = await list_earlier(uow, principal, seat.encounter_id, before=None, limit=_FIRST_PAGE)
            else:
                messages, last = await list_messages(
                    uow, principal, seat.encounter_id, since=since, limit=_SNAPSHOT_MESSAGES
                )
            marks = await receipts.list_receipts(uow, seat.encounter_id)
            ice = ice_grant(self._ice, str(seat.connection_id), uow.now)
            hidden = await hidden_until(uow, principal, seat.encounter_id)
        attending = await self._presence.all(seat.encounter_id)
        counts = Counter(one.account_id for one in attending)
        peers = [
            one.as_peer() for one in attending if one.media is not None and one.connection_id != seat.connection_id
        ]
        awaiting = [one.as_peer() for one in attending if one.awaiting is not None and seat.side == "practitioner"]
        return JoinAck(
            encounter=encounter,
            me=Me(connection_id=seat.connection_id, account_id=principal.account_id, precedence=seat.precedence),
            participants=[_participant(author, counts) for author in authors],
            messages=messages,
            last_sequence=last,
            receipts=marks,
            hidden_until=hidden,
            ice_servers=ice.ice_servers,
            ice_transport_policy=ice.ice_transport_policy,
            ice_seconds=ice.ice_seconds,
            call=Call(peers=peers, awaiting=awaiting),
        )

    async def _counts(self, encounter_id: UUID) -> Counter[UUID]:
        return Counter(one.account_id for one in await self._presence.all(encounter_id))


def _rooms_of(seat: Seat) -> tuple[str, ...]:
    return (
        rooms.consultation(seat.encounter_id),
        _SIDES[seat.side](seat.encounter_id),
        rooms.connection(seat.connection_id),
    )


def _participant(author: Author, counts: Counter[UUID]) -> Participant:
    connections = counts[author.account_id]
    return Participant(
        account_id=author.account_id,
        display_name=author.display_name,
        role=author.role,
        connections=connections,
        online=connections > 0,
    )
