"""Making, revoking and reading calendar addresses."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from booking.calendar.tables import CalendarFeed
from core.errors import Conflict, NotFound
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account

MOST = 5
_NOTED_EVERY = timedelta(hours=1)


async def create(uow: UnitOfWork, principal: Principal) -> tuple[CalendarFeed, str]:
    """Make an address for the caller and return it with its secret, which is told this once only.

    Raises Conflict("calendar.too_many") when the caller has five that are not revoked.
    """
    # Two at once would both count four.
    await uow.session.scalar(select(Account.id).where(Account.id == principal.account_id).with_for_update())
    if len(await list_own(uow, principal)) >= MOST:
        raise Conflict("calendar.too_many", "You have five calendar addresses. Please delete one first.", most=MOST)
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(
        id=new_id(), account_id=principal.account_id, token_hash=_hash(token), created_at=uow.now, last_used_at=None
    )
    uow.session.add(feed)
    await uow.session.flush()
    return feed, token


async def list_own(uow: UnitOfWork, principal: Principal) -> Sequence[CalendarFeed]:
    """Return the caller's addresses that are not revoked, the oldest first."""
    query = select(CalendarFeed).where(
        CalendarFeed.account_id == principal.account_id, CalendarFeed.revoked_at.is_(None)
    )
    return (await uow.session.scalars(query.order_by(CalendarFeed.id))).all()


async def revoke(uow: UnitOfWork, principal: Principal, feed_id: UUID) -> None:
    """Make one of the caller's addresses useless at once; raises NotFound("calendar.not_found") for any other."""
    revoked = await uow.session.scalar(
        update(CalendarFeed)
        .where(
            CalendarFeed.id == feed_id,
            CalendarFeed.account_id == principal.account_id,
            CalendarFeed.revoked_at.is_(None),
        )
        .values(revoked_at=uow.now)
        .returning(CalendarFeed.id)
    )
    if revoked is None:
        raise _not_found()


async def owner_of(uow: UnitOfWork, token: str) -> Account:
    """Return whose times an address gives; raises NotFound("calendar.not_found") when it is unknown or revoked.

    A blocked account's address is as unknown as any.
    """
    owner = await uow.session.scalar(
        select(Account)
        .join(CalendarFeed, CalendarFeed.account_id == Account.id)
        .where(
            CalendarFeed.token_hash == _hash(token),
            CalendarFeed.revoked_at.is_(None),
            Account.blocked_at.is_(None),
        )
    )
    if owner is None:
        raise _not_found()
    return owner


async def must_note(uow: UnitOfWork, token: str) -> bool:
    """Tell whether the use of an address is to be noted: once an hour."""
    query = select(CalendarFeed.id).where(CalendarFeed.token_hash == _hash(token), _unnoted(uow))
    return await uow.session.scalar(query) is not None


async def note_use(uow: UnitOfWork, token: str) -> None:
    """Note that an address was used."""
    await uow.session.execute(
        update(CalendarFeed).where(CalendarFeed.token_hash == _hash(token), _unnoted(uow)).values(last_used_at=uow.now)
    )


def _unnoted(uow: UnitOfWork) -> ColumnElement[bool]:
    return or_(CalendarFeed.last_used_at.is_(None), CalendarFeed.last_used_at <= uow.now - _NOTED_EVERY)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _not_found() -> NotFound:
    return NotFound("calendar.not_found", "There is no such calendar address, or it was deleted.")
