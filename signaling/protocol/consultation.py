"""The events of /consultation: one connection for each open consultation, whose id is in the connect query."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from clinic.encounters.views import EncounterOut, MessageOut, Receipt
from core.model import Model
from core.principal import Role
from signaling.protocol.shared import Ok, SignOutReason

Sequence = Annotated[int, Field(ge=0, le=2**53 - 1)]
Media = Literal["voice", "video"]


# Joining


class Join(Model):
    """Take part from now on; `since` is the last number up to which nothing is missing (0: nothing is known).

    Without `attends` nobody is told that somebody is there: for a page that only sends what was left unsent.
    """

    since: Sequence = 0
    attends: bool = True


class Me(Model):
    """The connection itself. When the offers of two collide, the one whose `precedence` is smaller, as text, yields."""

    connection_id: UUID
    account_id: UUID
    precedence: str


class Participant(Model):
    """One who belongs to the consultation, with the number of connections that are joined now."""

    account_id: UUID
    display_name: str
    role: Role
    connections: int
    online: bool


class IceServer(Model):
    """One entry of RTCConfiguration.iceServers."""

    urls: list[str]
    username: str | None
    credential: str | None


class IceGrant(Ok):
    """How calls find their way: what RTCPeerConnection needs, and how long its credentials are good.

    `ice_seconds` counts from now, since a phone's clock may be wrong; it is null where nothing expires.
    """

    ice_servers: list[IceServer]
    ice_transport_policy: Literal["all", "relay"]
    ice_seconds: int | None


class Peer(Model):
    """A connection that is in the call."""

    connection_id: UUID
    account_id: UUID
    precedence: str
    media: Media
    microphone: bool
    camera: bool
    weak_line: bool
    screen: bool


class Call(Model):
    """The call as it stands, without this connection.

    `awaiting`, for the practitioner alone: who waits before the door and enters it after the admission.
    """

    peers: list[Peer]
    awaiting: list[Peer]


class JoinAck(IceGrant):
    """The snapshot: with the events that follow it is what a fresh snapshot would be.

    `messages` are those after `since`, oldest first; fetch on while the last one is below `last_sequence`. Without
    `since` they are the newest page; those before it are fetched when they are wanted. Those up to `hidden_until` are
    not for this account, which came in later; 0 where all are.
    """

    encounter: EncounterOut
    me: Me
    participants: list[Participant]
    messages: list[MessageOut]
    last_sequence: Sequence
    hidden_until: Sequence
    receipts: list[Receipt]
    call: Call


# Messages


class MessageSend(Model):
    """Write a message. `client_id` is made once for a message and repeated at each resend of it.

    `attachment_id` sends a file that was uploaded to this consultation; `body` may then be empty.
    """

    client_id: UUID
    body: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
    attachment_id: UUID | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.body and self.attachment_id is None:
            raise PydanticCustomError("empty_message", "A message has a text or a file.")
        return self


class MessageSendAck(Ok):
    """The message as it is stored; a resend answers with the first one."""

    message: MessageOut


class MessageWithdraw(Model):
    """Withdraw one's own message `sequence`. `client_id` is made once for the withdrawal, as for a message."""

    client_id: UUID
    sequence: Annotated[int, Field(ge=1, le=2**31 - 1)]


class ReceiptsMark(Model):
    """Say how far one has got: `delivered`, up to where nothing is missing here; `read`, up to where it was seen."""

    delivered: Annotated[int, Field(ge=0, le=2**31 - 1)]
    read: Annotated[int, Field(ge=0, le=2**31 - 1)]


class ReceiptsMarkAck(Ok):
    """Where the account stands now, with what its other devices have said; never beyond the newest message."""

    receipt: Receipt


PageLength = Annotated[int, Field(ge=1, le=200)]


class MessagesAfter(Model):
    """Ask for the first messages after `since`."""

    since: Sequence
    limit: PageLength = 100


class MessagesBefore(Model):
    """Ask for the last messages before `before`."""

    before: Annotated[int, Field(ge=1, le=2**31 - 1)]
    limit: PageLength = 50


MessagesFetch = MessagesAfter | MessagesBefore


class MessagesFetchAck(Ok):
    """The messages, oldest first, and the newest sequence number there is."""

    messages: list[MessageOut]
    last_sequence: Sequence


class Typing(Model):
    """Somebody is writing, or was a moment ago."""

    account_id: UUID


class MessageAdded(Model):
    """A message was stored, or the withdrawal of one."""

    message: MessageOut


# The encounter and who is there


class EncounterAck(Ok):
    """The encounter after the step."""

    encounter: EncounterOut


class EncounterChanged(Model):
    """The encounter has changed."""

    encounter: EncounterOut


class Closed(Model):
    """The server closes this connection, and why."""

    reason: SignOutReason


# Calls


class CallEnter(Model):
    """Enter the call, with the media one means to send."""

    media: Media


class CallEnterAck(Ok):
    """Those who are in the call already; either side may make the first offer, the impolite one sooner."""

    peers: list[Peer]


class CallAwait(Model):
    """Say, as the client before admission, that one enters the call after it, with the media one means to send."""

    media: Media


class CallAwaited(Model):
    """The client's connection waits for the call; the practitioner may make an offer ready, and keeps it back."""

    peer: Peer


class CallEntered(Model):
    """Another connection has entered the call."""

    peer: Peer


Parting = Literal["left", "lost", "replaced", "ended", "put_back"]


class CallLeft(Model):
    """A connection is no longer in the call.

    left: it said so. lost: its transport broke; the media may still run, and it may enter again under the same id.
    replaced: the same account entered from another page or device. ended: the consultation was finished.
    put_back: the client is back in the waiting room; after the next admission one may enter again.
    """

    connection_id: UUID
    reason: Parting


Sdp = Annotated[str, StringConstraints(strip_whitespace=False, max_length=65_536)]


class SessionDescription(Model):
    """RTCSessionDescriptionInit. The lines of `sdp` are relayed untouched."""

    type: Literal["offer", "answer", "pranswer", "rollback"]
    sdp: Sdp = ""


class Candidate(Model):
    """RTCIceCandidateInit, as RTCIceCandidate.toJSON() writes it; an empty `candidate` ends the candidates."""

    candidate: Annotated[str, StringConstraints(strip_whitespace=False, max_length=2048)]
    sdp_mid: Annotated[str | None, Field(max_length=256, validation_alias="sdpMid", serialization_alias="sdpMid")] = (
        None
    )
    sdp_m_line_index: Annotated[
        int | None, Field(ge=0, le=65_535, validation_alias="sdpMLineIndex", serialization_alias="sdpMLineIndex")
    ] = None
    username_fragment: Annotated[
        str | None, Field(max_length=256, validation_alias="usernameFragment", serialization_alias="usernameFragment")
    ] = None


class SignalDescription(Model):
    """Send an offer or an answer to one connection of this consultation."""

    to: UUID
    description: SessionDescription


class SignalCandidate(Model):
    """Send a candidate to one connection of this consultation; null when there are no more."""

    to: UUID
    candidate: Candidate | None


Signal = SignalDescription | SignalCandidate


class SignalDescriptionReceived(Model):
    """An offer or an answer; `from` is stamped by the server."""

    sender: Annotated[UUID, Field(serialization_alias="from")]
    description: SessionDescription


class SignalCandidateReceived(Model):
    """A candidate; `from` is stamped by the server."""

    sender: Annotated[UUID, Field(serialization_alias="from")]
    candidate: Candidate | None


SignalReceived = SignalDescriptionReceived | SignalCandidateReceived


class MediaState(Model):
    """What one sends at the moment; `weak_line`: the picture is withheld because the line is too weak for it.

    `screen`: a screen is sent in the place of the camera's picture; only the practitioner may.
    """

    microphone: bool
    camera: bool
    weak_line: bool = False
    screen: bool = False


class MediaStateChanged(Model):
    """What another connection sends at the moment."""

    sender: Annotated[UUID, Field(serialization_alias="from")]
    microphone: bool
    camera: bool
    weak_line: bool
    screen: bool
