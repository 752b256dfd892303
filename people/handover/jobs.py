"""Mailing the links that sign in."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from core.ids import new_id
from core.json import JSON
from core.outbox.runner import JobHandler
from core.unit_of_work import UnitOfWork
from people.accounts.links import LinkPurpose, issue
from people.accounts.tables import Account
from people.address_confirmation.jobs import send_confirmation
from people.handover.service import MAIL_JOB, MAILED_LIFE, link_to
from people.mail.kinds import MailKind
from people.mail.service import send


async def send_way_back(uow: UnitOfWork, account_id: UUID, path: str | None) -> None:
    """Mail the way to a page to a confirmed address, nothing without a page; one not confirmed is asked to be."""
    account = await uow.session.get(Account, account_id)
    if account is None or account.blocked_at is not None:
        return
    if account.email_confirmed_at is None:
        await send_confirmation(uow, account_id)
    elif path is not None:
        await _send(uow, account_id, LinkPurpose.WAY_BACK, MAILED_LIFE, path)


async def _mail(uow: UnitOfWork, payload: Mapping[str, JSON]) -> None:
    await _send(uow, UUID(str(payload["account_id"])), LinkPurpose.HAND_OVER, MAILED_LIFE, str(payload["path"]))


async def _send(uow: UnitOfWork, account_id: UUID, purpose: LinkPurpose, life: timedelta, path: str) -> None:
    token = await issue(uow, account_id, purpose, life, path)
    key = f"{MailKind.ENTRY_LINK}:{new_id()}"
    data = {"path": link_to(token)}
    await send(uow, account_id, MailKind.ENTRY_LINK, key, data, expires_at=uow.now + life)


handlers: Mapping[str, JobHandler] = {MAIL_JOB: _mail}
