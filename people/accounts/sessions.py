"""Sign-in sessions: opened, refreshed by rotation, revoked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from sqlalchemy import delete, select, update

from core.ids import new_id
from core.live import LiveEvent
from core.principal import Principal
from core.unit_of_work import UnitOfWork
from people.accounts.links import SIGNING_IN, use_up
from people.accounts.refresh_rotation import Presented, Verdict, judge
from people.accounts.tables import RefreshToken, SignInSession

_TOKEN_BYTES = 32


class Revocation(StrEnum):
    """Why a session ended; what its browsers are told."""

    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    BLOCKED = "blocked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    REUSED_TOKEN = "reused_token"  # noqa: S105
    VISIT_OVER = "visit_over"


@dataclass(frozen=True, slots=True)
class Rotation:
    """The outcome of presenting a refresh token; `token` is the new one, if there is one."""

    verdict: Verdict
    account_id: UUID
    session_id: UUID
    token: str | None = None


async def open_session(
    uow: UnitOfWork, account_id: UUID, idle: timedelta, ends_at: datetime | None = None
) -> tuple[UUID, str]:
    """Open a session that ends after `idle` without use, and at `ends_at`; return its id and its refresh token."""
    await _forget_ended(uow, account_id)
    session = SignInSession(
        id=new_id(),
        account_id=account_id,
        created_at=uow.now,
        last_used_at=uow.now,
        expires_at=_expiry(uow.now + idle, ends_at),
        generation=1,
        ends_at=ends_at,
    )
    uow.session.add(session)
    await uow.session.flush()
    return session.id, _issue(uow, session.id, generation=1)


async def present(uow: UnitOfWork, token: str, *, idle: timedelta, grace: timedelta) -> Rotation | None:
    """Judge a refresh token and do what follows from it; None for one that is not known.

    ROTATE replaces it and keeps the session for another `idle`; GRACE gives another token of the newest generation;
    REUSED revokes the session, so the caller must commit.
    """
    found = await _find(uow, token)
    if found is None:
        return None
    row, session = found
    verdict = judge(
        Presented(
            generation=row.generation,
            rotated_at=row.rotated_at,
            session_generation=session.generation,
            session_expires_at=session.expires_at,
            session_revoked_at=session.revoked_at,
        ),
        uow.now,
        grace,
    )
    if verdict is Verdict.REUSED:
        await revoke(uow, session.account_id, session.id, Revocation.REUSED_TOKEN)
    elif verdict is Verdict.ROTATE:
        row.rotated_at = uow.now
        session.generation += 1
        session.last_used_at = uow.now
        session.expires_at = _expiry(uow.now + idle, session.ends_at)
    issued = _issue(uow, session.id, session.generation) if verdict in {Verdict.ROTATE, Verdict.GRACE} else None
    return Rotation(verdict, session.account_id, session.id, issued)


async def find_session(uow: UnitOfWork, token: str) -> tuple[UUID, UUID] | None:
    """Return the account and session that a refresh token, rotated or not, belongs to; None if it is not known."""
    query = (
        select(SignInSession.account_id, SignInSession.id)
        .join(RefreshToken, RefreshToken.session_id == SignInSession.id)
        .where(RefreshToken.token_hash == _hash(token))
    )
    row = (await uow.session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def revoke(uow: UnitOfWork, account_id: UUID, session_id: UUID, reason: Revocation) -> None:
    """End one session of an account, if it has not ended, and have its sockets closed after the commit."""
    await uow.session.execute(
        update(SignInSession)
        .where(
            SignInSession.id == session_id,
            SignInSession.account_id == account_id,
            SignInSession.revoked_at.is_(None),
        )
        .values(revoked_at=uow.now, revoked_reason=reason.value)
    )
    data = {"reason": reason.value, "session_id": str(session_id)}
    uow.publish(LiveEvent(topic=f"account:{account_id}", name="signed_out", data=data))


async def revoke_all(uow: UnitOfWork, account_id: UUID, reason: Revocation) -> None:
    """End every session of an account, and have all its sockets closed after the commit; no link signs in any more."""
    await use_up(uow, account_id, *SIGNING_IN)
    await uow.session.execute(
        update(SignInSession)
        .where(SignInSession.account_id == account_id, SignInSession.revoked_at.is_(None))
        .values(revoked_at=uow.now, revoked_reason=reason.value)
    )
    uow.publish(LiveEvent(topic=f"account:{account_id}", name="signed_out", data={"reason": reason.value}))


async def revoke_others(uow: UnitOfWork, principal: Principal, reason: Revocation) -> None:
    """End every session of the caller's account but the one they act in; no link signs in any more."""
    await use_up(uow, principal.account_id, *SIGNING_IN)
    others = select(SignInSession.id).where(
        SignInSession.account_id == principal.account_id,
        SignInSession.id != principal.session_id,
        SignInSession.revoked_at.is_(None),
    )
    for session_id in (await uow.session.scalars(others)).all():
        await revoke(uow, principal.account_id, session_id, reason)


async def _find(uow: UnitOfWork, token: str) -> tuple[RefreshToken, SignInSession] | None:
    # The lock makes two rotations of one session follow one another; SQLite has a single writer anyway.
    query = (
        select(RefreshToken, SignInSession)
        .join(SignInSession, SignInSession.id == RefreshToken.session_id)
        .where(RefreshToken.token_hash == _hash(token))
        .with_for_update()
    )
    row = (await uow.session.execute(query)).one_or_none()
    return None if row is None else (row[0], row[1])


async def _forget_ended(uow: UnitOfWork, account_id: UUID) -> None:
    """Delete the tokens of sessions that are over for a day; the sessions stay as the record of the sign-ins."""
    day_ago = uow.now - timedelta(days=1)
    ended = select(SignInSession.id).where(
        SignInSession.account_id == account_id,
        (SignInSession.expires_at < day_ago) | (SignInSession.revoked_at < day_ago),
    )
    await uow.session.execute(delete(RefreshToken).where(RefreshToken.session_id.in_(ended)))


def _expiry(unused: datetime, ends_at: datetime | None) -> datetime:
    return unused if ends_at is None else min(unused, ends_at)


def _issue(uow: UnitOfWork, session_id: UUID, generation: int) -> str:
    token = token_urlsafe(_TOKEN_BYTES)
    uow.session.add(
        RefreshToken(token_hash=_hash(token), session_id=session_id, generation=generation, issued_at=uow.now)
    )
    return token


def _hash(token: str) -> bytes:
    return sha256(token.encode()).digest()
