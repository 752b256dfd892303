"""Brings live events to those whom they concern."""

from uuid import UUID

from clinic.encounters.guests.ending import PUT_OUT
from clinic.encounters.states import EncounterState
from core.live import LiveEvent
from signaling.broadcasts import Nodes, PutOut, SignOut
from signaling.calls import Calls
from signaling.chat import Chat
from signaling.emitter import Emitter
from signaling.hints import hint_of
from signaling.protocol.registry import PERSON


class LiveHints:
    """Listens to the live bus of this node: hints to /person, changes of an encounter to /consultation."""

    def __init__(self, emitter: Emitter, nodes: Nodes, chat: Chat, calls: Calls) -> None:
        self._emitter = emitter
        self._nodes = nodes
        self._chat = chat
        self._calls = calls

    async def hear(self, event: LiveEvent) -> None:
        """Bring one event further. What no connection waits for goes nowhere."""
        kind, _, key = event.topic.partition(":")
        if kind == "encounter" and event.name == "encounter":
            await self._encounter(UUID(key), event)
        elif kind == "encounter" and event.name == PUT_OUT:
            await self._nodes.tell(PutOut.model_validate({**event.data, "encounter_id": key}))
        elif kind == "account" and event.name == "signed_out":
            await self._nodes.tell(
                SignOut.model_validate({"session_id": None, "reason": "signed_out", **event.data, "account_id": key})
            )
        elif (hint := hint_of(event)) is not None:
            await self._emitter.emit(PERSON, "hint", hint, to=event.topic)

    async def _encounter(self, encounter_id: UUID, event: LiveEvent) -> None:
        await self._chat.announce_encounter(encounter_id)
        state = event.data.get("state")
        if state == EncounterState.FINISHED.value:
            await self._calls.end(encounter_id, "ended")
        elif state == EncounterState.ARRIVED.value:
            await self._calls.end(encounter_id, "put_back")
