"""The mail about an offer: a neutral word, a time, and until when it is kept."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from booking.instants import in_json
from booking.reminders import choices
from booking.reminders.due import awake
from booking.waitlist.tables import WaitlistEntry, WaitState
from core.unit_of_work import UnitOfWork
from people.mail.delivery import Wanted
from people.mail.kinds import MailKind
from people.mail.service import send

HOME = "/"
"""Where an offer is answered; the address says nothing of what it is about."""


async def mail_offer(uow: UnitOfWork, entry: WaitlistEntry, account_id: UUID) -> None:
    """Mail an account what its person is offered now, if it wishes news by mail: not at night, not after the end."""
    wish = (await choices.of_accounts(uow, [account_id])).get(account_id)
    starts_at, until = entry.offer_starts_at, entry.offer_expires_at
    if wish is None or not wish.news_by_mail or starts_at is None or until is None:
        return
    data = {
        "entry_id": str(entry.id),
        "offer_id": str(entry.offer_id),
        "starts_at": in_json(starts_at),
        "until_at": in_json(until),
        "path": HOME,
    }
    await send(
        uow,
        account_id,
        MailKind.WAITLIST_OFFERED,
        f"{MailKind.WAITLIST_OFFERED}:{entry.offer_id}",
        data,
        send_at=awake(uow.now, uow.zone),
        expires_at=until,
    )


async def still_stands(uow: UnitOfWork, data: Mapping[str, str]) -> bool:
    """Tell whether an offer is still to be answered: not taken, passed, left or lapsed."""
    # Whoever answers takes this lock too: either it is seen here, or it comes after the sending has begun.
    entry: WaitlistEntry | None = await uow.session.scalar(
        select(WaitlistEntry)
        .where(
            WaitlistEntry.id == UUID(data["entry_id"]),
            WaitlistEntry.state == WaitState.OFFERED,
            WaitlistEntry.offer_id == UUID(data["offer_id"]),
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return entry is not None and entry.offer_expires_at is not None and entry.offer_expires_at > uow.now


wanted: Mapping[MailKind, Wanted] = {MailKind.WAITLIST_OFFERED: still_stands}
