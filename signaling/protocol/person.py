"""The events of /person: one connection for each signed-in person, for hints only."""

from typing import Literal

from core.model import Model
from signaling.protocol.shared import SignOutReason


class Hint(Model):
    """Something of this topic changed: fetch it again. `id` names the record where one is meant."""

    topic: Literal["notices", "waiting", "flags", "appointments", "encounter"]
    id: str | None


class SignedOut(Model):
    """The server closes this connection, and why."""

    reason: SignOutReason
