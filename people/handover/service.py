"""Making the links that sign in once, and using them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints

from core.errors import Conflict, Gone
from core.ids import new_id
from core.principal import CLIENTS, Principal, Role
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork
from people.accounts.links import SIGNING_IN, Found, LinkPurpose, find, is_newest_used, issue, use_up
from people.accounts.mailed_requests import ask_for_link
from people.accounts.service import get_account
from people.accounts.sessions import Revocation, find_session, revoke
from people.accounts.sign_in import Grant, SignIn
from people.notices.service import notify

MAIL_JOB = "people.mail_handover"
"""The job that mails a link to its maker; its payload is {"account_id": ..., "path": ...}."""

WAY_BACK_JOB = "people.way_back"
"""The job that mails the way to the next appointment; its payload is that of ask_for_link."""

OPENED_NOTICE = "account.opened_elsewhere"

LINK_LIFE = timedelta(minutes=10)
MAILED_LIFE = timedelta(minutes=30)
STAY = timedelta(hours=24)
"""How long a way back signs in: a mail is read over shoulders, and lies there afterwards."""

MAY_HAND_OVER = CLIENTS | {Role.GUEST}

_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
OwnPath = Annotated[
    str, StringConstraints(max_length=100, pattern=rf"^/(consultation/{_ID}|consultations/{_ID}(/check)?)?$")
]
"""A page that a link may lead to: the beginning, a consultation, an appointment, its device check."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that was used: the session it opened, and the page to go on with."""

    grant: Grant
    path: str


async def make(uow: UnitOfWork, principal: Principal, path: str) -> tuple[str, datetime]:
    """Return a link's way within the service, its secret behind the #, and when it ends."""
    token = await issue(uow, principal.account_id, LinkPurpose.HAND_OVER, LINK_LIFE, path)
    return link_to(token), uow.now + LINK_LIFE


async def mail(uow: UnitOfWork, principal: Principal, path: str) -> None:
    """Have such a link mailed to the caller; raises Conflict("people.address_unconfirmed")."""
    account = await get_account(uow, principal.account_id)
    if account.email_confirmed_at is None:
        raise Conflict("people.address_unconfirmed", "Please confirm your e-mail address first.")
    uow.enqueue(MAIL_JOB, {"account_id": str(account.id), "path": path}, key=f"{MAIL_JOB}:{new_id()}")


async def is_opened(uow: UnitOfWork, principal: Principal) -> bool:
    """Return whether the link that the caller made last was used."""
    return await is_newest_used(uow, principal.account_id, LinkPurpose.HAND_OVER)


async def ask_way_back(uow: UnitOfWork, limiter: RateLimiter, email: str) -> None:
    """Have the way to the next appointment sent to a client's address; the answer tells nothing, see ask_for_link."""
    await ask_for_link(uow, limiter, email, WAY_BACK_JOB, CLIENTS)


async def look(uow: UnitOfWork, token: str) -> tuple[UUID, str]:
    """Return the account that a link signs in, and its name; nothing is used up. Raises Gone("people.link_over")."""
    found = await _find(uow, token)
    return found.account.id, found.account.display_name


async def redeem(uow: UnitOfWork, sign_in: SignIn, token: str, here: str | None) -> Opened:
    """Sign in by a link and use it up, with its sisters; `here` is the refresh token of the browser, if it has one.

    Another person who is signed in there is signed out. The account is told that another browser was opened. Raises
    Gone("people.link_over").
    """
    found = await _find(uow, token)
    account = found.account
    await use_up(uow, account.id, *SIGNING_IN)
    former = None if here is None else await find_session(uow, here)
    if former is not None and former[0] != account.id:
        await revoke(uow, *former, Revocation.SIGNED_OUT)
    ends_at = uow.now + STAY if found.purpose is LinkPurpose.WAY_BACK else None
    grant = await sign_in.open(uow, account.id, account.role, ends_at)
    if account.role in CLIENTS:
        key = f"{OPENED_NOTICE}:{new_id()}"
        await notify(uow, [account.id], OPENED_NOTICE, key, {"opened_at": uow.now.isoformat()})
    return Opened(grant, found.path or "/")


def link_to(token: str) -> str:
    """Return the page that opens a link; browsers send what is behind the # to no server."""
    return f"/open#{token}"


async def _find(uow: UnitOfWork, token: str) -> Found:
    found = await find(uow, token, *SIGNING_IN)
    if found.account.role not in MAY_HAND_OVER:
        raise Gone("people.link_over", "This link is no longer good. Please ask for a new one.")
    return found
