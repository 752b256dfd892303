"""Mails, from their queueing until some weeks after their end."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from core.principal import Locale
from people.codes import code_column
from people.mail.kinds import MailKind, MailState, Reason


class Mail(Base):
    """One mail to an account's own address or, if given, to `address`.

    `key` names what is told, so that telling it again makes no second mail. `content_sealed` opens in the context
    "mail:<id>" to what its text is made from, and is cleared when the mail is over. After `expires_at` it is not sent
    any more. `message_id` stays the same through all attempts.
    """

    __tablename__ = "mails"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'sending', 'accepted', 'kept', 'refused', 'dropped')",
            name="state",
        ),
        CheckConstraint("account_id IS NOT NULL OR address IS NOT NULL", name="recipient"),
        Index("ix_mails_account_id", "account_id"),
        Index("ix_mails_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"))
    address: Mapped[str | None] = mapped_column(String(254))
    kind: Mapped[MailKind] = mapped_column(code_column(MailKind))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    language: Mapped[Locale] = mapped_column(String(8))
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[MailState] = mapped_column(code_column(MailState))
    reason: Mapped[Reason | None] = mapped_column(code_column(Reason))
    reply_code: Mapped[int | None]
    message_id: Mapped[str | None] = mapped_column(String(320))
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    send_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    sending_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
