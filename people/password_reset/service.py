"""Asking for a link to a new password, and setting it."""

from datetime import timedelta

from core.errors import Gone
from core.principal import Role
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork, Units
from people.accounts.links import LinkPurpose, read, use_up
from people.accounts.mailed_requests import ask_for_link
from people.accounts.password_rules import check
from people.accounts.passwords import PasswordHasher
from people.accounts.sessions import Revocation, revoke_all

RESET_JOB = "people.reset_password"
"""The job that sends the link; its payload is {"account_id": ...}, null for an address without an account."""

LINK_LIFE = timedelta(hours=1)


async def ask(uow: UnitOfWork, limiter: RateLimiter, email: str) -> None:
    """Have a link sent to an address, as it was typed.

    The answer is the same whether there is such an account or not, see ask_for_link.
    """
    await ask_for_link(uow, limiter, email, RESET_JOB, set(Role) - {Role.GUEST})


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
