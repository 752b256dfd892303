"""Accounts, the sign-in sessions of an account, and the refresh tokens of a session."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base
from core.ids import new_id
from core.principal import Locale, Role
from people.codes import code_column


class Account(Base):
    """Somebody who can sign in, in exactly one role. `email` is stored normalised and is unique.

    Until the owner has confirmed it (`email_confirmed_at`) nothing but the confirmation is sent there. Mails are
    written in `locale`; `locale_chosen` says whether the owner chose it. Until then a page keeps its device's language.
    """

    __tablename__ = "accounts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255))
    display_name: Mapped[str] = mapped_column(String(80))
    role: Mapped[Role] = mapped_column(code_column(Role), index=True)
    locale: Mapped[Locale] = mapped_column(String(8))
    locale_chosen: Mapped[bool]
    created_at: Mapped[datetime]
    blocked_at: Mapped[datetime | None]
    email_confirmed_at: Mapped[datetime | None]


class SignInSession(Base):
    """One signed-in browser. It ends when it is revoked or was idle until `expires_at`; the row stays as the record.

    `generation` is that of the one refresh token that may be rotated next. `ends_at`, where there is one, is when it
    ends however much it is used.
    """

    __tablename__ = "sign_in_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    generation: Mapped[int]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None] = mapped_column(String(32))
    ends_at: Mapped[datetime | None]


class RefreshToken(Base):
    """The SHA-256 of a refresh token; the token itself is only in the browser's cookie."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sign_in_sessions.id"), index=True)
    generation: Mapped[int]
    issued_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None]


class AccountLink(Base):
    """A single-use link; the token is only in the link itself, here are the SHA-256 of it and of the account's address.

    `purpose` is a LinkPurpose, `path` the page that one which signs in leads to. One that was used, or of which a
    sister was, has `used_at`.
    """

    __tablename__ = "account_links"
    __table_args__ = (Index("ix_account_links_account_id_issued_at", "account_id", "issued_at"),)

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[str] = mapped_column(String(32))
    address_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    path: Mapped[str | None] = mapped_column(String(200))
