"""Single-use links of an account: sent to its e-mail address, or carried by the person into another browser."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe
from typing import Annotated
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy import func, select, update

from core.errors import Gone
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account, AccountLink

_TOKEN_BYTES = 32

LinkToken = Annotated[str, StringConstraints(min_length=20, max_length=200)]
"""The secret part of a link, as it comes in."""


class LinkPurpose(StrEnum):
    """What a link is good for."""

    CONFIRM_ADDRESS = "confirm_address"
    RESET_PASSWORD = "reset_password"  # noqa: S105
    HAND_OVER = "hand_over"
    """Goes on in another browser; made by who is signed in."""
    WAY_BACK = "way_back"
    """Leads to the next appointment; sent to who asks for it by the address."""


SIGNING_IN = (LinkPurpose.HAND_OVER, LinkPurpose.WAY_BACK)
"""What signs in who has the link."""


@dataclass(frozen=True, slots=True)
class Found:
    """A link that is still good: whose, what for, and the page that it leads to, if it leads to one."""

    account: Account
    purpose: LinkPurpose
    path: str | None


async def issue(
    uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose, life: timedelta, path: str | None = None
) -> str:
    """Make a link for the account's present address, good once within `life`, and return its token.

    `path` (at most 200 characters) is where one that signs in leads. Only the token's SHA-256 is stored. Earlier links
    stay good until one of them is used or they end.
    """
    token = token_urlsafe(_TOKEN_BYTES)
    email = (await uow.session.scalars(select(Account.email).where(Account.id == account_id))).one()
    uow.session.add(
        AccountLink(
            token_hash=_hash(token),
            account_id=account_id,
            purpose=purpose,
            address_hash=_hash(email),
            issued_at=uow.now,
            expires_at=uow.now + life,
            path=path,
        )
    )
    await uow.session.flush()
    return token


async def read(uow: UnitOfWork, token: str, purpose: LinkPurpose) -> Account:
    """Return the account of a link that is still good, see `find`."""
    return (await find(uow, token, purpose)).account


async def find(uow: UnitOfWork, token: str, *purposes: LinkPurpose) -> Found:
    """Return a link that is still good, and lock it and its account; raises Gone("people.link_over") for any other.

    Unknown, used, ended, of another purpose, for an address that the account no longer has, or of a blocked account:
    all are answered alike.
    """
    query = (
        select(AccountLink, Account)
        .join(Account, Account.id == AccountLink.account_id)
        .where(
            AccountLink.token_hash == _hash(token),
            AccountLink.purpose.in_(purposes),
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > uow.now,
            Account.blocked_at.is_(None),
        )
        .with_for_update()
    )
    row = (await uow.session.execute(query)).one_or_none()
    if row is None or row.AccountLink.address_hash != _hash(row.Account.email):
        raise Gone("people.link_over", "This link is no longer good. Please ask for a new one.")
    return Found(row.Account, LinkPurpose(row.AccountLink.purpose), row.AccountLink.path)


async def use_up(uow: UnitOfWork, account_id: UUID, *purposes: LinkPurpose) -> None:
    """Let no link of the account for these purposes be good any more."""
    await uow.session.execute(
        update(AccountLink)
        .where(AccountLink.account_id == account_id, AccountLink.purpose.in_(purposes), AccountLink.used_at.is_(None))
        .values(used_at=uow.now)
    )


async def count_since(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose, period: timedelta) -> int:
    """Return how many links were made for the account within the last `period`."""
    query = select(func.count()).where(
        AccountLink.account_id == account_id,
        AccountLink.purpose == purpose,
        AccountLink.issued_at > uow.now - period,
    )
    return await uow.session.scalar(query) or 0


async def is_newest_used(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose) -> bool:
    """Return whether the link that was made last for this purpose was used."""
    query = (
        select(AccountLink.used_at)
        .where(AccountLink.account_id == account_id, AccountLink.purpose == purpose)
        .order_by(AccountLink.issued_at.desc())
        .limit(1)
    )
    return await uow.session.scalar(query) is not None


def _hash(text: str) -> bytes:
    return sha256(text.encode()).digest()
