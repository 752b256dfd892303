"""Links that sign in, over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from core.http import Call, RateLimit, get, post
from core.model import Instant, Model
from core.policy import OPEN, allow
from core.principal import CLIENTS
from people.accounts.links import LinkToken
from people.accounts.sign_in import SIGN_IN
from people.handover import service
from people.sign_in.answer import COOKIE_NAME, SignedIn, signed_in


class HandoverIn(Model):
    """The page to go on with in the other browser."""

    path: service.OwnPath


class HandoverOut(Model):
    """Where the other browser is to go, its secret behind the #, and until when."""

    path: str
    expires_at: Instant


class HandoverState(Model):
    """Whether the link that was made last was used."""

    opened: bool


class LinkIn(Model):
    """The secret part of a link."""

    token: LinkToken


class LinkOwner(Model):
    """Who is signed in by a link."""

    account_id: UUID
    display_name: str


class OpenedOut(Model):
    """Who is signed in now, and the page to go on with."""

    signed_in: SignedIn
    path: str


class WayBackIn(Model):
    """An e-mail address as it was typed."""

    email: Annotated[str, StringConstraints(max_length=254)]


@post("/api/me/handover", policy=allow(*service.MAY_HAND_OVER), limit=RateLimit("hand-over", 20, 600))
async def make(call: Call, body: HandoverIn) -> HandoverOut:
    """Make a link by which I go on in another browser."""
    path, expires_at = await service.make(call.uow, call.principal, body.path)
    return HandoverOut(path=path, expires_at=expires_at)


@get("/api/me/handover", policy=allow(*service.MAY_HAND_OVER))
async def show(call: Call) -> HandoverState:
    """Show whether my link was used."""
    return HandoverState(opened=await service.is_opened(call.uow, call.principal))


@post(
    "/api/me/handover/mail",
    policy=allow(*CLIENTS),
    status=202,
    errors=("people.address_unconfirmed",),
    limit=RateLimit("mail-handover", 5, 3600),
)
async def mail(call: Call, body: HandoverIn) -> None:
    """Send me such a link by mail."""
    await service.mail(call.uow, call.principal, body.path)


@post("/api/auth/way-back-requests", policy=OPEN, status=202, limit=RateLimit("ask-way-back", 20, 3600))
async def ask_way_back(call: Call, body: WayBackIn) -> None:
    """Send the way to the next appointment to this address, if it has one; the answer is the same if not."""
    await service.ask_way_back(call.uow, call.limiter, body.email)


@post("/api/auth/handover/preview", policy=OPEN, errors=("people.link_over",), limit=RateLimit("handover", 60, 600))
async def preview(call: Call, body: LinkIn) -> LinkOwner:
    """Read whom a link signs in."""
    account_id, display_name = await service.look(call.uow, body.token)
    return LinkOwner(account_id=account_id, display_name=display_name)


@post(
    "/api/auth/handover/redeem",
    policy=OPEN,
    errors=("people.link_over",),
    limit=RateLimit("handover", 60, 600),
    transaction="manual",
)
async def redeem(call: Call, body: LinkIn) -> OpenedOut:
    """Use a link: who has it is signed in here."""
    async with call.units.write() as uow:
        opened = await service.redeem(uow, call.get(SIGN_IN), body.token, call.cookies.get(COOKIE_NAME))
    return OpenedOut(signed_in=await signed_in(call, opened.grant), path=opened.path)


routes = (make, show, mail, ask_way_back, preview, redeem)
