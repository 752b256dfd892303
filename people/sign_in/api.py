"""Signing in, staying signed in and signing out over HTTP."""

from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from core.audit.events import Action, Entity
from core.errors import Unauthenticated
from core.http import Call, RateLimit, post
from core.model import Model
from core.policy import OPEN, SIGNED_IN
from core.principal import Principal
from people.accounts import sessions
from people.accounts.password_rules import Password
from people.accounts.service import get_account
from people.accounts.sessions import Revocation
from people.accounts.sign_in import SIGN_IN
from people.push import service as push
from people.sign_in.answer import COOKIE_NAME, SignedIn, clear_cookie, signed_in


class Credentials(Model):
    """An e-mail address as it was typed, and a password."""

    email: Annotated[str, StringConstraints(max_length=254)]
    password: Password


@post(
    "/api/auth/sign-in",
    policy=OPEN,
    errors=("auth.invalid_credentials", "auth.account_blocked", "auth.busy"),
    limit=RateLimit("sign-in", 60, 600),
    transaction="manual",
)
async def sign_in(call: Call, body: Credentials) -> SignedIn:
    """Sign in with e-mail address and password."""
    grant = await call.get(SIGN_IN).sign_in(call.units, call.limiter, call.remote, body.email, body.password)
    return await signed_in(call, grant)


@post(
    "/api/auth/refresh",
    policy=OPEN,
    errors=(
        "auth.token_missing",
        "auth.token_invalid",
        "auth.token_expired",
        "auth.signed_out",
        "auth.account_blocked",
    ),
    limit=RateLimit("refresh", 600, 600),
    transaction="manual",
)
async def refresh(call: Call) -> SignedIn:
    """Get a new access token for the refresh token in the cookie."""
    try:
        grant = await call.get(SIGN_IN).refresh(call.units, call.cookies.get(COOKIE_NAME))
    except Unauthenticated:
        clear_cookie(call)
        raise
    return await signed_in(call, grant)


@post("/api/auth/sign-out", policy=OPEN)
async def sign_out(call: Call) -> None:
    """Sign out here. It works without an access token, by the cookie alone."""
    ended: dict[UUID, Principal] = {}
    if (principal := call.principal_or_none) is not None:
        ended[principal.session_id] = principal
    token = call.cookies.get(COOKIE_NAME)
    if token is not None and (session := await sessions.find_session(call.uow, token)) is not None:
        account_id, session_id = session
        role = (await get_account(call.uow, account_id)).role
        ended.setdefault(session_id, Principal(account_id, role, session_id))
    for session_id, who in ended.items():
        await sessions.revoke(call.uow, who.account_id, session_id, Revocation.SIGNED_OUT)
        await push.forget_session(call.uow, session_id)
        call.uow.audit(who, Action.DELETE, Entity.SESSION, session_id, gathered=True)
    clear_cookie(call)


@post("/api/auth/sign-out-everywhere", policy=SIGNED_IN)
async def sign_out_everywhere(call: Call) -> None:
    """Sign out here and in every other browser."""
    await sessions.revoke_all(call.uow, call.principal.account_id, Revocation.SIGNED_OUT_EVERYWHERE)
    await push.forget_all(call.uow, call.principal.account_id)
    call.uow.audit(call.principal, Action.DELETE, Entity.SESSION)
    clear_cookie(call)


routes = (sign_in, refresh, sign_out, sign_out_everywhere)
