"""The mails of consultations: that something was written, that somebody waits. Neutral words, and a link."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from booking.reminders import choices
from booking.reminders.due import awake
from booking.reminders.mails import path_of
from clinic.encounters.states import EncounterState
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
    data = {"account_id": str(account_id), "notice_key": key, "path": path_of(encounter.page_id)}
    await send(
        uow,
        account_id,
        MailKind.WRITTEN,
        f"{MailKind.WRITTEN}:{key}:{account_id}",
        data,
        send_at=awake(uow.now + SEEN_WITHIN, uow.zone),
        expires_at=encounter.writing_until,
    )


async def mail_waiting(uow: UnitOfWork, encounter: Encounter, account_id: UUID, key: str, closes_at: datetime) -> None:
    """Mail an account of the staff at once, at any hour, that somebody waits; their wishes are not asked for this.

    Nothing is sent when they are let in before it goes out, nor after `closes_at`.
    """
    data = {"encounter_id": str(encounter.id), "path": "/"}
    mail_key = f"{MailKind.SOMEBODY_WAITS}:{key}:{account_id}"
    await send(uow, account_id, MailKind.SOMEBODY_WAITS, mail_key, data, expires_at=closes_at)


async def is_waiting(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether somebody of whom a mail tells still waits."""
    query = select(Encounter.state).where(Encounter.id == UUID(data["encounter_id"]))
    return await uow.session.scalar(query) is EncounterState.ARRIVED


async def is_unseen(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether what a mail tells was not seen in the application yet."""
    notice = await uow.session.scalar(
        select(Notice)
        .where(Notice.account_id == UUID(data["account_id"]), Notice.key == data["notice_key"])
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return notice is not None and notice.seen_at is None


wanted: Mapping[MailKind, Wanted] = {MailKind.WRITTEN: is_unseen, MailKind.SOMEBODY_WAITS: is_waiting}
