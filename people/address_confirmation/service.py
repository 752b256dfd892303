"""Asking an address to be confirmed, and confirming it."""

from datetime import timedelta
from uuid import UUID

from core.errors import TooMany
from core.ids import new_id
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.links import LinkPurpose, count_since, read, use_up
from people.accounts.service import get_account

CONFIRM_JOB = "people.confirm_address"
"""The job that sends the link; its payload is {"account_id": ...}."""

LINK_LIFE = timedelta(days=3)
_PERIOD = timedelta(hours=1)
_MOST = 5


def ask(uow: UnitOfWork, account_id: UUID) -> None:
    """Have a link sent to an account's address."""
    uow.enqueue(CONFIRM_JOB, {"account_id": str(account_id)}, key=f"{CONFIRM_JOB}:{new_id()}")


async def ask_again(uow: UnitOfWork, principal: Principal) -> None:
    """Have another link sent to the caller's own address; nothing happens when it is confirmed.

    Raises TooMany("people.links_too_many") after five within an hour.
    """
    account = await get_account(uow, principal.account_id)
    if account.email_confirmed_at is not None:
        return
    if await count_since(uow, account.id, LinkPurpose.CONFIRM_ADDRESS, _PERIOD) >= _MOST:
        raise TooMany(
            "people.links_too_many",
            "We have just sent several mails. Please look for them, also among unwanted mail, and try later.",
            retry_after=int(_PERIOD.total_seconds()),
        )
    ask(uow, account.id)


async def confirm(uow: UnitOfWork, token: str) -> None:
    """Note that the address to which the link went is its owner's; raises Gone("people.link_over")."""
    account = await read(uow, token, LinkPurpose.CONFIRM_ADDRESS)
    if account.email_confirmed_at is None:
        account.email_confirmed_at = uow.now
    await use_up(uow, account.id, LinkPurpose.CONFIRM_ADDRESS)
