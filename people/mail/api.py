"""The page of development: mails that were kept because no mail server is set."""

from uuid import UUID

from core.errors import NotFound
from core.http import Call, get
from core.model import Instant, Model
from core.policy import allow
from core.principal import Role
from people.mail import service
from people.mail.content import unseal
from people.mail.delivery import POST, written
from people.mail.kinds import MailKind


class KeptMailOut(Model):
    """A mail that was not sent; `calendar` tells whether it would have entered a time into a calendar."""

    id: UUID
    kind: MailKind
    account_id: UUID | None
    created_at: Instant
    subject: str
    text: str
    calendar: bool


class KeptMailsOut(Model):
    """The mails that were kept, newest first, at most a hundred."""

    mails: list[KeptMailOut]


@get("/api/kept-mails", policy=allow(Role.ADMINISTRATOR), errors=("mail.not_kept",))
async def list_kept_mails(call: Call) -> KeptMailsOut:
    """List the mails that were kept: in development, without a mail server."""
    post = call.get(POST)
    if not post.readable or post.server is not None:
        raise NotFound("mail.not_kept", "Mails are sent here, or nobody may read them.")
    out = []
    for mail in await service.list_kept(call.uow):
        if mail.content_sealed is None:
            continue
        text = written(call.uow, mail, post)
        out.append(
            KeptMailOut(
                id=mail.id,
                kind=mail.kind,
                account_id=mail.account_id,
                created_at=mail.created_at,
                subject=text.subject,
                text=text.text,
                calendar=unseal(call.uow.vault, mail.id, mail.content_sealed).calendar is not None,
            )
        )
    return KeptMailsOut(mails=out)


routes = (list_kept_mails,)
