"""Live events: hints that something changed, published after the commit. The rows are the truth."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

import structlog

from core.json import JSON

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """A hint for those who listen to a topic: `account:<id>`, `role:<role>` or `encounter:<id>`."""

    topic: str
    name: str
    data: Mapping[str, JSON] = field(default_factory=dict)


HintTopic = Literal["notices", "waiting", "flags", "appointments", "encounter", "guests", "rota", "cosignings"]
"""What the page of a signed-in person can be told to fetch again."""


def hint(room: str, topic: HintTopic, record_id: UUID | None = None) -> LiveEvent:
    """Return the event that lets the pages of `account:<id>` or `role:<role>` fetch a topic, or one record, again."""
    return LiveEvent(room, "hint", {"topic": topic} if record_id is None else {"topic": topic, "id": str(record_id)})


Listener = Callable[[LiveEvent], Awaitable[None]]


class LiveBus:
    """Hands each published event to every listener of this process."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Let `listener` receive each event from now on."""
        self._listeners.append(listener)

    async def publish(self, event: LiveEvent) -> None:
        """Give the event to each listener; a failing one is logged, since what was committed stays committed."""
        for listener in self._listeners:
            try:
                await listener(event)
            except Exception as error:
                _log.error("live_listener_failed", event_name=event.name, error=type(error).__name__)
