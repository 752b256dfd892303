"""Which live events are hints to people, and what they say."""

import structlog
from pydantic import ValidationError

from core.live import LiveEvent
from signaling.protocol.person import Hint

_log = structlog.get_logger(__name__)


def hint_of(event: LiveEvent) -> Hint | None:
    """Return the hint in an event for an account or a role, whose topic is also the name of their room on /person.

    Its topic is the data's `topic`, or the event's own name. None for other events; an unknown topic is logged.
    """
    if event.topic.partition(":")[0] not in {"account", "role"} or event.name == "signed_out":
        return None
    topic = event.data.get("topic") if event.name == "hint" else event.name
    try:
        return Hint.model_validate({"topic": topic, "id": event.data.get("id")})
    except ValidationError:
        _log.error("unknown_hint", event_name=event.name)
        return None
