"""Queueing mails, and reading those that were kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from core.ids import new_id
from core.unit_of_work import UnitOfWork
from people.accounts.tables import Account
from people.inserts import insert_unless_there
from people.mail.content import Content, seal
from people.mail.events import Method, TimedEvent
from people.mail.kinds import TO_UNCONFIRMED, MailKind, MailState
from people.mail.tables import Mail

SEND_JOB = "people.mail"
PURGE_JOB = "people.mail_purge"
KEPT_DAYS = 30


async def send(
    uow: UnitOfWork,
    account_id: UUID,
    kind: MailKind,
    key: str,
    data: Mapping[str, str],
    *,
    address: str | None = None,
    calendar: tuple[Method, TimedEvent] | None = None,
    send_at: datetime | None = None,
    expires_at: datetime | None = None,
) -> UUID | None:
    """Queue a mail to an account, with this transaction, and return its id; None when nothing is to be sent.

    `key` (at most 200 characters) names what is told: of one key one mail is sent. `data` is what its text asks for
    (see rendering.render) and what the check of its kind reads; it is sealed and holds no text about a person. It goes
    to the account's own address unless a normalised `address` is given, in the account's language, from `send_at` (now)
    until `expires_at`; `calendar` enters a time into the reader's calendar or takes it out. Nothing is queued for a
    blocked account, nor for an unconfirmed address unless its kind may go there.
    """
    account = await uow.session.get(Account, account_id)
    if account is None or account.blocked_at is not None:
        return None
    if account.email_confirmed_at is None and kind not in TO_UNCONFIRMED:
        return None
    mail_id = new_id()
    row = {
        "id": mail_id,
        "account_id": account_id,
        "address": address,
        "kind": kind,
        "key": key,
        "language": account.locale,
        "content_sealed": seal(uow.vault, mail_id, Content(data, calendar)),
        "state": MailState.QUEUED,
        "attempts": 0,
        "created_at": uow.now,
        "send_at": send_at or uow.now,
        "expires_at": expires_at,
    }
    made: UUID | None = await uow.session.scalar(insert_unless_there(uow, Mail, [row]).returning(Mail.id))
    if made is None:
        return None
    uow.enqueue(SEND_JOB, {"mail_id": str(made)}, key=f"{SEND_JOB}:{made}", run_at=send_at)
    today = uow.zone.today(uow.now)
    tomorrow, _ = uow.zone.day(today + timedelta(days=1))
    uow.enqueue(PURGE_JOB, {}, key=f"{PURGE_JOB}:{today.isoformat()}", run_at=tomorrow)
    return made


async def list_kept(uow: UnitOfWork, limit: int = 100) -> Sequence[Mail]:
    """Return the mails that were kept because no mail server is set, newest first."""
    query = select(Mail).where(Mail.state == MailState.KEPT).order_by(Mail.id.desc()).limit(limit)
    return (await uow.session.scalars(query)).all()


async def purge(uow: UnitOfWork, _payload: Mapping[str, object]) -> None:
    """Forget the mails that were queued more than KEPT_DAYS ago; those still to be sent stay."""
    old = uow.now - timedelta(days=KEPT_DAYS)
    ended = Mail.ended_at.is_not(None)
    await uow.session.execute(delete(Mail).where(Mail.created_at < old, ended))
