"""Every event of the protocol: its name, its models, who may send it, and how often."""

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from clinic.encounters import views
from core.model import Model
from core.policy import SIGNED_IN_OR_GUEST, Policy, allow
from core.principal import CLIENTS, CLINICIANS, Role
from signaling.protocol import consultation, echo, person, quality, shared

Namespace = Literal["/person", "/consultation"]
PERSON: Namespace = "/person"
CONSULTATION: Namespace = "/consultation"

PARTICIPANTS = allow(*CLIENTS, *CLINICIANS, Role.GUEST)
PRACTITIONERS = allow(*CLINICIANS)


@dataclass(frozen=True, slots=True)
class Pace:
    """At most `allowed` events in any `seconds`, for each connection."""

    allowed: int
    seconds: int


@dataclass(frozen=True, slots=True)
class ClientEvent:
    """An event that a client sends and the server acknowledges.

    `payload` is a Model, or a union of Models; the acknowledgement is `ack` or a Refusal.
    """

    namespace: Namespace
    name: str
    payload: Any
    ack: type[Model]
    policy: Policy
    pace: Pace
    reader: TypeAdapter[Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "reader", TypeAdapter(self.payload))


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """An event that the server sends; it asks for no acknowledgement, since the rows are the truth."""

    namespace: Namespace
    name: str
    payload: Any


CLIENT_EVENTS: tuple[ClientEvent, ...] = (
    ClientEvent(PERSON, "token.renew", shared.TokenRenew, shared.TokenRenewAck, SIGNED_IN_OR_GUEST, Pace(10, 60)),
    ClientEvent(PERSON, "echo.ask", shared.Empty, echo.EchoAskAck, PARTICIPANTS, Pace(30, 60)),
    ClientEvent(PERSON, "echo.offer", echo.EchoOffer, echo.EchoOfferAck, PARTICIPANTS, Pace(10, 60)),
    ClientEvent(PERSON, "echo.end", shared.Empty, shared.Ok, PARTICIPANTS, Pace(30, 60)),
    ClientEvent(CONSULTATION, "join", consultation.Join, consultation.JoinAck, PARTICIPANTS, Pace(30, 10)),
    ClientEvent(
        CONSULTATION, "message.send", consultation.MessageSend, consultation.MessageSendAck, PARTICIPANTS, Pace(100, 10)
    ),
    ClientEvent(
        CONSULTATION,
        "message.withdraw",
        consultation.MessageWithdraw,
        consultation.MessageSendAck,
        PARTICIPANTS,
        Pace(30, 10),
    ),
    ClientEvent(
        CONSULTATION,
        "receipts.mark",
        consultation.ReceiptsMark,
        consultation.ReceiptsMarkAck,
        PARTICIPANTS,
        Pace(60, 10),
    ),
    ClientEvent(
        CONSULTATION,
        "messages.fetch",
        consultation.MessagesFetch,
        consultation.MessagesFetchAck,
        PARTICIPANTS,
        Pace(100, 10),
    ),
    ClientEvent(CONSULTATION, "typing", shared.Empty, shared.Ok, PARTICIPANTS, Pace(10, 10)),
    ClientEvent(CONSULTATION, "encounter.admit", shared.Empty, consultation.EncounterAck, PRACTITIONERS, Pace(20, 10)),
    ClientEvent(
        CONSULTATION, "encounter.put_back", shared.Empty, consultation.EncounterAck, PRACTITIONERS, Pace(20, 10)
    ),
    ClientEvent(CONSULTATION, "encounter.finish", shared.Empty, consultation.EncounterAck, PRACTITIONERS, Pace(20, 10)),
    ClientEvent(
        CONSULTATION, "call.enter", consultation.CallEnter, consultation.CallEnterAck, PARTICIPANTS, Pace(30, 10)
    ),
    ClientEvent(CONSULTATION, "call.await", consultation.CallAwait, shared.Ok, PARTICIPANTS, Pace(30, 10)),
    ClientEvent(CONSULTATION, "call.leave", shared.Empty, shared.Ok, PARTICIPANTS, Pace(30, 10)),
    ClientEvent(CONSULTATION, "signal", consultation.Signal, shared.Ok, PARTICIPANTS, Pace(400, 10)),
    ClientEvent(CONSULTATION, "media.state", consultation.MediaState, shared.Ok, PARTICIPANTS, Pace(60, 10)),
    ClientEvent(CONSULTATION, "ice.renew", shared.Empty, consultation.IceGrant, PARTICIPANTS, Pace(10, 60)),
    ClientEvent(CONSULTATION, "call.report", quality.CallReport, shared.Ok, PARTICIPANTS, Pace(30, 60)),
    ClientEvent(CONSULTATION, "token.renew", shared.TokenRenew, shared.TokenRenewAck, PARTICIPANTS, Pace(10, 60)),
)

SERVER_EVENTS: tuple[ServerEvent, ...] = (
    ServerEvent(PERSON, "hint", person.Hint),
    ServerEvent(PERSON, "signed_out", person.SignedOut),
    ServerEvent(PERSON, "moving", shared.Moving),
    ServerEvent(PERSON, "echo.turn", echo.EchoTurn),
    ServerEvent(PERSON, "echo.over", echo.EchoOver),
    ServerEvent(CONSULTATION, "message", consultation.MessageAdded),
    ServerEvent(CONSULTATION, "receipts", views.Receipt),
    ServerEvent(CONSULTATION, "typing", consultation.Typing),
    ServerEvent(CONSULTATION, "encounter", consultation.EncounterChanged),
    ServerEvent(CONSULTATION, "participant", consultation.Participant),
    ServerEvent(CONSULTATION, "call.awaited", consultation.CallAwaited),
    ServerEvent(CONSULTATION, "call.entered", consultation.CallEntered),
    ServerEvent(CONSULTATION, "call.left", consultation.CallLeft),
    ServerEvent(CONSULTATION, "signal", consultation.SignalReceived),
    ServerEvent(CONSULTATION, "media.state", consultation.MediaStateChanged),
    ServerEvent(CONSULTATION, "closed", consultation.Closed),
    ServerEvent(CONSULTATION, "moving", shared.Moving),
)
