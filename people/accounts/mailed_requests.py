"""Asking, without being signed in, for a link to an address as it was typed."""

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import select

from core.ids import new_id
from core.principal import Role
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork
from people.accounts.email_addresses import normalise
from people.accounts.tables import Account

_REQUESTS = (5, 3600)


async def ask_for_link(uow: UnitOfWork, limiter: RateLimiter, email: str, job: str, roles: Iterable[Role]) -> None:
    """Leave the job that sends the link; its payload is {"account_id": ...}, null for an address without an account.

    What is done here, and how long it takes, is the same whether there is an account of one of `roles` or not: the job
    finds out. Raises TooMany after five for one address within an hour, known or not.
    """
    try:
        address = normalise(email)
    except ValueError:
        address = email.strip().lower()
    # The address goes into the limiter's store as a digest only.
    await limiter.hit(f"{job}:{sha256(address.encode('utf-8', 'replace')).hexdigest()}", *_REQUESTS)
    query = select(Account.id).where(
        Account.email == address, Account.role.in_(sorted(roles)), Account.blocked_at.is_(None)
    )
    found = await uow.session.scalar(query)
    uow.enqueue(job, {"account_id": None if found is None else str(found)}, key=f"{job}:{new_id()}")
