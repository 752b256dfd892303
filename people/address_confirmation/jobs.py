"""Sending the link by which an address is confirmed."""

from collections.abc import Mapping
from uuid import UUID

from core.ids import new_id
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.accounts.links import LinkPurpose, issue
from people.accounts.tables import Account
from people.address_confirmation.service import CONFIRM_JOB, LINK_LIFE
from people.mail.kinds import MailKind
from people.mail.service import send


async def send_confirmation(uow: UnitOfWork, account_id: UUID) -> None:
    """Send a link to an account's address, unless it is confirmed."""
    account = await uow.session.get(Account, account_id)
    if account is None or account.email_confirmed_at is not None:
        return
    token = await issue(uow, account_id, LinkPurpose.CONFIRM_ADDRESS, LINK_LIFE)
    # Behind the #, browsers send it to no server.
    data = {"path": f"/confirm-address#{token}"}
    key = f"{MailKind.ADDRESS_CONFIRMATION}:{new_id()}"
    await send(uow, account_id, MailKind.ADDRESS_CONFIRMATION, key, data, expires_at=uow.now + LINK_LIFE)


async def _run(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    await send_confirmation(uow, UUID(str(payload["account_id"])))


handlers: Mapping[str, JobHandler] = {CONFIRM_JOB: _run}
