"""Confirming an address over HTTP."""

from core.http import Call, RateLimit, post
from core.model import Model
from core.policy import OPEN, SIGNED_IN
from people.accounts.links import LinkToken
from people.address_confirmation import service


class ConfirmationIn(Model):
    """The secret part of the link in the mail."""

    token: LinkToken


@post(
    "/api/auth/address-confirmation",
    policy=OPEN,
    errors=("people.link_over",),
    limit=RateLimit("confirm-address", 30, 600),
)
async def confirm(call: Call, body: ConfirmationIn) -> None:
    """Confirm the address to which the link was sent."""
    await service.confirm(call.uow, body.token)


@post(
    "/api/me/address-confirmation",
    policy=SIGNED_IN,
    errors=("people.links_too_many",),
    limit=RateLimit("ask-confirmation", 10, 3600),
)
async def ask_again(call: Call) -> None:
    """Send me the link again."""
    await service.ask_again(call.uow, call.principal)


routes = (confirm, ask_again)
