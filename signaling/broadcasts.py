"""What one node has to tell all nodes, itself included."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal, Protocol
from uuid import UUID

from pydantic import Field, TypeAdapter

from core.model import Model
from signaling.protocol.consultation import Parting
from signaling.protocol.shared import SignOutReason


class SignOut(Model):
    """Close the connections of an account; with `session_id` only those of that sign-in session."""

    kind: Literal["sign_out"] = "sign_out"
    account_id: UUID
    session_id: UUID | None
    reason: SignOutReason


class Drop(Model):
    """Close one transport without a word: its page has connected anew."""

    kind: Literal["drop"] = "drop"
    sid: str


class PutOut(Model):
    """Close the connections of an account to a consultation in which it may no longer be."""

    kind: Literal["put_out"] = "put_out"
    encounter_id: UUID
    account_id: UUID


class LeaveCall(Model):
    """Put connections out of the call of a consultation: all, or those of an account but for one."""

    kind: Literal["leave_call"] = "leave_call"
    encounter_id: UUID
    reason: Parting
    account_id: UUID | None = None
    but_not: UUID | None = None


Broadcast = SignOut | Drop | PutOut | LeaveCall
BROADCAST: TypeAdapter[Broadcast] = TypeAdapter(Annotated[Broadcast, Field(discriminator="kind")])

Receiver = Callable[[Broadcast], Awaitable[None]]


class Nodes(Protocol):
    """The nodes of the service, as one of them reaches them."""

    receiver: Receiver

    async def tell(self, broadcast: Broadcast) -> None:
        """Hand a broadcast to every node; on this node it is done when this returns."""
        ...

    def heard(self) -> bool:
        """Return whether this node hears the others."""
        ...

    async def begin(self) -> None:
        """Start to listen."""
        ...

    async def end(self) -> None:
        """Stop to listen."""
        ...


async def nobody(_broadcast: Broadcast) -> None:
    """Stand for the receiver until there is one."""
    raise RuntimeError("a broadcast before the receiver was set")


class OneNode:
    """The only node."""

    def __init__(self) -> None:
        self.receiver: Receiver = nobody

    async def tell(self, broadcast: Broadcast) -> None:
        """See Nodes."""
        await self.receiver(broadcast)

    def heard(self) -> bool:
        """See Nodes."""
        return True

    async def begin(self) -> None:
        """Nothing to listen to."""

    async def end(self) -> None:
        """Nothing to let go."""
