"""The events of /person: one connection for each signed-in person, for hints only."""

from core.live import HintTopic
from core.model import Model
from signaling.protocol.shared import SignOutReason


class Hint(Model):
    """Something of this topic changed: fetch it again. `id` names the record where one is meant."""

    topic: HintTopic
    id: str | None


class SignedOut(Model):
    """The server closes this connection, and why."""

    reason: SignOutReason
