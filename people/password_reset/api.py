"""A new password over HTTP, without being signed in."""

from typing import Annotated

from pydantic import StringConstraints

from core.http import Call, RateLimit, post
from core.model import Model
from core.policy import OPEN
from people.accounts.links import LinkToken
from people.accounts.password_rules import Password
from people.accounts.sign_in import SIGN_IN
from people.password_reset import service


class ResetRequestIn(Model):
    """An e-mail address as it was typed."""

    email: Annotated[str, StringConstraints(max_length=254)]


class ResetIn(Model):
    """The secret part of the link in the mail, and the new password."""

    token: LinkToken
    password: Password


@post("/api/auth/password-reset-requests", policy=OPEN, status=202, limit=RateLimit("ask-reset", 20, 3600))
async def ask(call: Call, body: ResetRequestIn) -> None:
    """Send a link to this address, if it has an account; the answer is the same if not."""
    await service.ask(call.uow, call.limiter, body.email)


@post(
    "/api/auth/password-reset",
    policy=OPEN,
    errors=(
        "people.link_over",
        "people.password_too_short",
        "people.password_too_long",
        "people.password_too_simple",
        "auth.busy",
    ),
    limit=RateLimit("reset", 30, 600),
    transaction="manual",
)
async def reset(call: Call, body: ResetIn) -> None:
    """Set a new password by the link; all browsers of the account are signed out."""
    await service.reset(call.units, call.get(SIGN_IN).hasher, body.token, body.password)


routes = (ask, reset)
