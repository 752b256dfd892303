"""The echo of the device check on /person: to hear oneself before a consultation, by the server's own peer."""

from typing import Annotated, Literal

from pydantic import Field

from core.model import Model
from signaling.protocol.consultation import IceServer, Sdp
from signaling.protocol.shared import Ok

Position = Annotated[int, Field(ge=0)]


class EchoAskAck(Ok):
    """Whether there is a seat now; `position` is 0 then, otherwise the place in the line, 1 for the next.

    What the server hears it says again after `delay_seconds`. The servers are for `RTCPeerConnection`, and are given
    with a seat only.
    """

    state: Literal["ready", "waiting"]
    position: Position
    delay_seconds: float
    ice_servers: list[IceServer]
    ice_transport_policy: Literal["all", "relay"]


class OfferDescription(Model):
    """An offer of one audio section, with all its candidates."""

    type: Literal["offer"]
    sdp: Sdp


class AnswerDescription(Model):
    """The answer, with all its candidates."""

    type: Literal["answer"]
    sdp: Sdp


class EchoOffer(Model):
    """Begin the echo on one's seat."""

    description: OfferDescription


class EchoOfferAck(Ok):
    """The server's answer."""

    description: AnswerDescription


class EchoTurn(Model):
    """The line moved on; at 0 ask again for the seat, and offer within ten seconds."""

    position: Position


OverReason = Literal["time", "ended", "elsewhere", "stopping"]


class EchoOver(Model):
    """The server took the seat or the place back.

    time: its time is over. ended: the media ended. elsewhere: the account asked on another page. stopping: the server
    goes down.
    """

    reason: OverReason
