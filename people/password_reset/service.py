"""Asking for a link to a new password, and setting it."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select

from core.errors import Gone
from core.ids import new_id
from core.principal import Role
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork, Units
from people.accounts.email_addresses import normalise
from people.accounts.links import LinkPurpose, read, use_up
from people.accounts.password_rules import check
from people.accounts.passwords import PasswordHasher
from people.accounts.sessions import Revocation, revoke_all
from people.accounts.tables import Account

RESET_JOB = "people.reset_password"
"""The job that sends the link; its payload is {"account_id": ...}, null for an address without an account."""

LINK_LIFE = timedelta(hours=1)
_REQUESTS = (5, 3600)


async def ask(uow: UnitOfWork, limiter: RateLimiter, email: str) -> None:
    """Have a link sent to an address, as it was typed.

    What is done here, and how long it takes, is the same whether there is such an account or not: the job finds out.
    Raises TooMany after five for one address within an hour, known or not.
    """
    try:
        address = normalise(email)
    except ValueError:
        address = email.strip().lower()
    # The address goes into the limiter's store as a digest only.
    await limiter.hit(f"reset-password:{sha256(address.encode()).hexdigest()}", *_REQUESTS)
    query = select(Account.id).where(Account.email == address, Account.role != Role.GUEST, Account.blocked_at.is_(None))
    found = await uow.session.scalar(query)
    payload = {"account_id": None if found is None else str(found)}
    uow.enqueue(RESET_JOB, payload, key=f"{RESET_JOB}:{new_id()}")


async def reset(units: Units, hasher: PasswordHasher, token: str, password: str) -> None:
    """Give the account of a link a new password; all its browsers are signed out, and the link is used up.

    The hashing is done outside any transaction. Raises Gone("people.link_over"), and Invalid for a password that is
    too short, too long or too simple (the link stays good then).
    """
    async with units.read() as uow:
        account = await read(uow, token, LinkPurpose.RESET_PASSWORD)
        email = account.email
    check(password, email)
    password_hash = await hasher.hash(password)
    async with units.write() as uow:
        account = await read(uow, token, LinkPurpose.RESET_PASSWORD)
        if account.email != email:
            raise Gone("people.link_over", "This link is no longer good. Please ask for a new one.")
        account.password_hash = password_hash
        await use_up(uow, account.id, LinkPurpose.RESET_PASSWORD)
        await revoke_all(uow, account.id, Revocation.PASSWORD_CHANGED)
