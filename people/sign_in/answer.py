"""The answer to whoever is signed in: tokens, who they are, and the refresh token in its cookie."""

from core.http import Call, Cookie
from core.model import Instant, Model
from people.accounts.sign_in import SIGN_IN, Grant
from people.consents.catalogue import CONSENTS
from people.me.models import MeOut
from people.me.service import read_me

COOKIE_NAME = "hagukumi_refresh"
_COOKIE_PATH = "/api/auth"


class SignedIn(Model):
    """An access token for the Authorization header (Bearer), when it expires, and who is signed in."""

    access_token: str
    expires_at: Instant
    me: MeOut


async def signed_in(call: Call, grant: Grant) -> SignedIn:
    """Set the cookie, if there is a new refresh token, and return the answer."""
    if grant.refresh_token is not None:
        _set_cookie(call, grant.refresh_token, int(grant.refresh_life.total_seconds()))
    async with call.units.read() as uow:
        me = await read_me(uow, grant.account_id, call.get(CONSENTS))
    return SignedIn(access_token=grant.access_token, expires_at=grant.expires_at, me=MeOut.of(me))


def clear_cookie(call: Call) -> None:
    """Delete the refresh token from the browser."""
    _set_cookie(call, "", 0)


def _set_cookie(call: Call, value: str, max_age: int) -> None:
    secure = call.get(SIGN_IN).secure_cookie
    call.set_cookie(Cookie(COOKIE_NAME, value, _COOKIE_PATH, max_age, secure))
