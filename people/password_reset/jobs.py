"""Sending the link to a new password."""

from collections.abc import Mapping
from uuid import UUID

from core.ids import new_id
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.accounts.links import LinkPurpose, issue
from people.accounts.tables import Account
from people.address_confirmation.jobs import send_confirmation
from people.mail.kinds import MailKind
from people.mail.service import send
from people.password_reset.service import LINK_LIFE, RESET_JOB


async def _run(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    """Send the link to a confirmed address; one that is not gets the link to confirm it, an unknown one nothing."""
    if payload["account_id"] is None:
        return
    account_id = UUID(str(payload["account_id"]))
    account = await uow.session.get(Account, account_id)
    if account is None or account.blocked_at is not None:
        return
    if account.email_confirmed_at is None:
        await send_confirmation(uow, account_id)
        return
    token = await issue(uow, account_id, LinkPurpose.RESET_PASSWORD, LINK_LIFE)
    data = {"path": f"/new-password#{token}"}
    key = f"{MailKind.PASSWORD_RESET}:{new_id()}"
    await send(uow, account_id, MailKind.PASSWORD_RESET, key, data, expires_at=uow.now + LINK_LIFE)


handlers: Mapping[str, JobHandler] = {RESET_JOB: _run}
