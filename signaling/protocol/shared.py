"""What both namespaces share: the handshake, refusals and the renewal of the token."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from core.model import Instant, Model

Token = Annotated[str, Field(min_length=1, max_length=4096)]


SignOutReason = Literal[
    "signed_out", "signed_out_everywhere", "blocked", "password_changed", "reused_token", "token_expired", "visit_over"
]


class ConnectAuth(Model):
    """What a client sends in the handshake's `auth`: its access token and the protocol version it speaks.

    `resume_key` is made once by a page and sent at each connect of it: the page then keeps its connection id when its
    transport was lost, so that a running call goes on. It is secret to the page and used on /consultation only.
    """

    token: Token
    protocol: int
    resume_key: UUID | None = None


class Problem(Model):
    """Why something was refused: a stable code, an English sentence, and parameters for the client's catalogue."""

    code: str
    message: str
    params: Mapping[str, Any]


class Answer(Model):
    """An acknowledgement; `ok` tells which, so it always stands in the schema."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Refusal(Answer):
    """The acknowledgement of an event that was not done."""

    ok: Literal[False] = False
    error: Problem


class Ok(Answer):
    """The acknowledgement of an event that was done."""

    ok: Literal[True] = True


class Empty(Model):
    """The payload of an event that needs none."""


class Moving(Model):
    """The node stops: connect again, at a moment between now and `within_seconds` that the client draws by lot."""

    within_seconds: int


class TokenRenew(Model):
    """A fresh access token of the same account, for the connection that is already open."""

    token: Token


class TokenRenewAck(Ok):
    """The connection is good until `expires_at`."""

    expires_at: Instant
