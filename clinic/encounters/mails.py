"""The mail that something was written after a consultation: neutral words, and a link."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from booking.reminders import choices
from booking.reminders.due import awake
from booking.reminders.mails import path_of
from clinic.encounters.tables import Encounter
from core.unit_of_work import UnitOfWork
from people.mail.delivery import Wanted
from people.mail.kinds import MailKind
from people.mail.service import send
from people.notices.tables import Notice

SEEN_WITHIN = timedelta(minutes=10)
"""Whoever has the page open sees it by then, and needs no mail."""


async def mail_written(uow: UnitOfWork, encounter: Encounter, account_id: UUID, key: str) -> None:
    """Mail an account, if it wishes news by mail, of what the notice `key` tells: after a while, and not at night."""
    wish = (await choices.of_accounts(uow, [account_id])).get(account_id)
    if wish is None or not wish.news_by_mail:
        return
    data = {"account_id": str(account_id), "notice_key": key, "path": path_of(encounter.appointment_id)}
    await send(
        uow,
        account_id,
        MailKind.WRITTEN,
        f"{MailKind.WRITTEN}:{key}:{account_id}",
        data,
        send_at=awake(uow.now + SEEN_WITHIN, uow.zone),
        expires_at=encounter.writing_until,
    )


async def is_unseen(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether what a mail tells was not seen in the application yet."""
    notice = await uow.session.scalar(
        select(Notice)
        .where(Notice.account_id == UUID(data["account_id"]), Notice.key == data["notice_key"])
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return notice is not None and notice.seen_at is None


wanted: Mapping[MailKind, Wanted] = {MailKind.WRITTEN: is_unseen}
