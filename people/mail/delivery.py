"""Sends a queued mail: claim, hand over, record, each in a unit of its own; nothing waits for a mail server in one.

A process that dies on the way leaves the mail as `sending`: then it is sent again under the same Message-ID, since
nobody knows whether it was accepted.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from uuid import UUID

import structlog
from sqlalchemy import select

from core.http import Key
from core.json import JSON
from core.outbox.backoff import LONG
from core.outbox.runner import JobHandler, Outside
from core.unit_of_work import UnitOfWork, Units
from people.accounts.tables import Account
from people.mail.content import Content, unseal
from people.mail.events import invitation
from people.mail.kinds import OPEN, TO_UNCONFIRMED, MailKind, MailState, Reason
from people.mail.message import CalendarPart, bare_address, compose, host_of
from people.mail.rendering import Rendered, render
from people.mail.service import PURGE_JOB, SEND_JOB, purge
from people.mail.smtp import RefusedForGood, SmtpServer, handed_over
from people.mail.tables import Mail
from people.notices.service import notify

REFUSED_NOTICE = "mail.refused"

Wanted = Callable[[UnitOfWork, Mapping[str, str]], Awaitable[bool]]
"""Tells from a mail's data whether it is still to be sent. It reads its record for update: what is committed before is
seen, and what comes later waits until the sending has begun."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Post:
    """How mails look and where they go: without a server they are kept, to be read on the page of development.

    `sender` is an address or `name <address>`; `readable` says whether kept mails may be read.
    """

    public_url: str
    sender: str
    reply_to: str | None = None
    server: SmtpServer | None = None
    readable: bool = False


POST = Key[Post]("post")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Works off queued mails; `wanted` holds the check of each kind that may become unwanted."""

    post: Post
    wanted: Mapping[MailKind, Wanted] = field(default_factory=dict)

    def handlers(self) -> Mapping[str, JobHandler | Outside]:
        """Return the jobs of mail by their names in the outbox."""
        return {SEND_JOB: Outside(self.deliver, LONG), PURGE_JOB: purge}

    async def deliver(self, units: Units, payload: Mapping[str, JSON]) -> None:
        """Send a mail unless it was sent, or is not to be sent any more; raises NotNow when it is to be tried again."""
        mail_id = UUID(str(payload["mail_id"]))
        async with units.write() as uow:
            begun = await self._begin(uow, mail_id)
        if begun is None or self.post.server is None:
            return
        recipient, message = begun
        try:
            async with handed_over(self.post.server, bare_address(self.post.sender), recipient, message):
                await _end(units, mail_id, MailState.ACCEPTED)
        except RefusedForGood as refusal:
            _log.warning("mail_refused", mail_id=str(mail_id), code=refusal.code)
            reason = Reason.ADDRESS if refusal.address else Reason.CONTENT
            await _end(units, mail_id, MailState.REFUSED, reason, refusal.code)

    async def _begin(self, uow: UnitOfWork, mail_id: UUID) -> tuple[str, EmailMessage] | None:
        """Mark a mail as being sent and return recipient and message; None when there is nothing to hand over."""
        mail = await uow.session.scalar(select(Mail).where(Mail.id == mail_id).with_for_update())
        if mail is None or mail.state not in OPEN or mail.content_sealed is None:
            return None
        content = unseal(uow.vault, mail.id, mail.content_sealed)
        account = None if mail.account_id is None else await uow.session.get(Account, mail.account_id)
        reason = await self._hindrance(uow, mail, account, content.data)
        recipient = mail.address or (account.email if account else "")
        if reason is not None:
            _close(uow, mail, MailState.DROPPED, reason)
            return None
        mail.message_id = mail.message_id or f"<{mail.id}@{host_of(self.post.sender)}>"
        if self.post.server is None:
            _close(uow, mail, MailState.KEPT, keeps_content=self.post.readable)
            return None
        mail.state = MailState.SENDING
        mail.sending_at = uow.now
        mail.attempts += 1
        message = compose(
            written(uow, mail, self.post),
            sender=self.post.sender,
            recipient=recipient,
            reply_to=self.post.reply_to,
            message_id=mail.message_id,
            written_at=mail.created_at,
            language=mail.language,
            calendar=self._calendar_part(mail, content, recipient),
        )
        return recipient, message

    def _calendar_part(self, mail: Mail, content: Content, recipient: str) -> CalendarPart | None:
        if content.calendar is None:
            return None
        method, event = content.calendar
        post = self.post
        return invitation(
            event,
            method,
            language=mail.language,
            public_url=post.public_url,
            sender=post.sender,
            recipient=recipient,
        )

    async def _hindrance(
        self, uow: UnitOfWork, mail: Mail, account: Account | None, data: Mapping[str, str]
    ) -> Reason | None:
        if mail.expires_at is not None and mail.expires_at <= uow.now:
            return Reason.LATE
        if account is not None and account.blocked_at is not None:
            return Reason.BLOCKED
        if account is not None and account.email_confirmed_at is None and mail.kind not in TO_UNCONFIRMED:
            return Reason.UNCONFIRMED
        check = self.wanted.get(mail.kind)
        return None if check is None or await check(uow, data) else Reason.UNWANTED


def written(uow: UnitOfWork, mail: Mail, post: Post) -> Rendered:
    """Return what a mail whose content is still there says; raises ValueError when it is not."""
    if mail.content_sealed is None:
        raise ValueError("this mail's content was cleared")
    content = unseal(uow.vault, mail.id, mail.content_sealed)
    return render(mail.kind, mail.language, content.data, zone=uow.zone, public_url=post.public_url)


async def _end(
    units: Units, mail_id: UUID, state: MailState, reason: Reason | None = None, code: int | None = None
) -> None:
    async with units.write() as uow:
        mail = (await uow.session.scalars(select(Mail).where(Mail.id == mail_id).with_for_update())).one()
        if mail.state not in OPEN:
            return
        mail.reply_code = code
        _close(uow, mail, state, reason)
        if reason is Reason.ADDRESS and mail.account_id is not None:
            # Once for an account: whoever reads it looks at the address, not at each mail.
            await notify(uow, [mail.account_id], REFUSED_NOTICE, REFUSED_NOTICE, {})


def _close(
    uow: UnitOfWork, mail: Mail, state: MailState, reason: Reason | None = None, *, keeps_content: bool = False
) -> None:
    mail.state = state
    mail.reason = reason
    mail.ended_at = uow.now
    if not keeps_content:
        mail.content_sealed = None
