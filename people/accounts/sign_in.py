"""Signing in and staying signed in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from core.audit.events import Action, Entity
from core.errors import Forbidden, Unauthenticated
from core.http import Key
from core.principal import CLIENTS, Principal, Role
from core.rate_limit import RateLimiter
from core.unit_of_work import UnitOfWork, Units
from people.accounts import sessions
from people.accounts.access_tokens import AccessTokens, invalid_token
from people.accounts.email_addresses import normalise
from people.accounts.password_rules import check
from people.accounts.passwords import PasswordHasher
from people.accounts.refresh_rotation import Verdict
from people.accounts.tables import Account, SignInSession
from people.persons.tables import Person
from people.practitioners.tables import Practitioner

# Tries for one address from one place, and for one address from anywhere: the second is wide, so that a stranger who
# knows somebody's address cannot easily keep them out.
_TRIES_HERE = (10, 600)
_TRIES_ANYWHERE = (60, 3600)

_NO_SESSION = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a browser gets: an access token, and a refresh token unless it has just been given one (`None`)."""

    account_id: UUID
    access_token: str
    expires_at: datetime
    refresh_token: str | None
    refresh_life: timedelta


class SignIn:
    """Signs accounts in, renews their tokens and tells who a token belongs to.

    `client_idle` and `staff_idle` are how long a browser stays signed in without use. Within `grace` the refresh token
    before the newest is still good, for who never had the answer that brought the newest. `secure_cookie` is False only
    where there is no TLS.
    """

    def __init__(
        self,
        tokens: AccessTokens,
        hasher: PasswordHasher,
        *,
        secure_cookie: bool = True,
        client_idle: timedelta = timedelta(days=30),
        staff_idle: timedelta = timedelta(hours=12),
        grace: timedelta = timedelta(hours=12),
    ) -> None:
        self.tokens = tokens
        self.hasher = hasher
        self.secure_cookie = secure_cookie
        self._client_idle = client_idle
        self._staff_idle = staff_idle
        self._grace = grace

    async def sign_in(self, units: Units, limiter: RateLimiter, remote: str, email: str, password: str) -> Grant:
        """Open a session for the right password. The hashing is done outside any transaction.

        Raises TooMany after many tries, and Unauthenticated: "auth.invalid_credentials" for an unknown address as for a
        wrong password, "auth.account_blocked" only to who knows the password.
        """
        await _limit(limiter, email, remote)
        account = await _find(units, email)
        known_hash = None if account is None else account.password_hash
        if not await self.hasher.verify(known_hash, password) or account is None:
            # For an unknown address as for a wrong password, so that neither takes longer.
            who = None if account is None else Principal(account.id, account.role, _NO_SESSION)
            async with units.write() as uow:
                uow.audit(who, Action.EXECUTE, Entity.SESSION, succeeded=False)
            raise Unauthenticated("auth.invalid_credentials", "The e-mail address or the password is not right.")
        new_hash = await self.hasher.hash(password) if self.hasher.is_outdated(account.password_hash) else None
        async with units.write() as uow:
            return await self._admit(uow, account.id, known_hash, new_hash)

    async def open(self, uow: UnitOfWork, account_id: UUID, role: Role, ends_at: datetime | None = None) -> Grant:
        """Open a session for an account whose identity is established, such as one just registered.

        It ends at `ends_at` however much it is used.
        """
        session_id, refresh_token = await sessions.open_session(uow, account_id, self._idle(role), ends_at)
        uow.audit(Principal(account_id, role, session_id), Action.EXECUTE, Entity.SESSION, session_id)
        return self._grant(uow, account_id, session_id, role, refresh_token)

    async def refresh(self, units: Units, refresh_token: str | None) -> Grant:
        """Exchange a refresh token for new tokens.

        Raises Unauthenticated: "auth.token_missing", "auth.token_invalid" (unknown), "auth.token_expired" (idle too
        long), "auth.signed_out", "auth.account_blocked". A token used again after its rotation ends its session.
        """
        if not refresh_token:
            raise Unauthenticated("auth.token_missing", "Please sign in first.")
        async with units.write() as uow:
            outcome = await self._present(uow, refresh_token)
        # Raised only here, after the commit: what a reused token led to must stay.
        if isinstance(outcome, Unauthenticated):
            raise outcome
        return outcome

    async def authenticate(self, uow: UnitOfWork, access_token: str) -> Principal:
        """Return who an access token belongs to, by one query; the account's role of today counts.

        Raises Unauthenticated: "auth.token_expired", "auth.token_invalid", "auth.signed_out", "auth.account_blocked".
        """
        claims = self.tokens.read(access_token, uow.now)
        return await self.recall(uow, claims.account_id, claims.session_id)

    async def recall(self, uow: UnitOfWork, account_id: UUID, session_id: UUID) -> Principal:
        """Return who acts in a session that still stands.

        Raises Unauthenticated: "auth.token_invalid", "auth.signed_out", "auth.account_blocked".
        """
        query = (
            select(
                Account.role,
                Account.locale,
                Account.blocked_at,
                SignInSession.revoked_at,
                Person.id.label("person_id"),
                Practitioner.id.label("practitioner_id"),
            )
            .join(SignInSession, SignInSession.account_id == Account.id)
            .outerjoin(Person, Person.account_id == Account.id)
            .outerjoin(Practitioner, Practitioner.account_id == Account.id)
            .where(Account.id == account_id, SignInSession.id == session_id)
        )
        row = (await uow.session.execute(query)).one_or_none()
        if row is None:
            raise invalid_token()
        if row.blocked_at is not None:
            raise account_blocked()
        if row.revoked_at is not None:
            raise signed_out()
        return Principal(
            account_id=account_id,
            role=row.role,
            session_id=session_id,
            person_id=row.person_id,
            practitioner_id=row.practitioner_id,
            locale=row.locale,
        )

    async def change_password(
        self, units: Units, limiter: RateLimiter, principal: Principal, old: str, new: str
    ) -> None:
        """Give an account a new password and end its other sessions; this one goes on.

        Raises TooMany after many tries, Forbidden("auth.wrong_password") when `old` is not right, and Invalid for a new
        password that is too short, too long or too simple.
        """
        await limiter.hit(f"change-password:{principal.account_id}", *_TRIES_HERE)
        async with units.read() as uow:
            account = await uow.session.get_one(Account, principal.account_id)
        check(new, account.email)
        if not await self.hasher.verify(account.password_hash, old):
            raise Forbidden("auth.wrong_password", "The present password is not right.")
        new_hash = await self.hasher.hash(new)
        async with units.write() as uow:
            (await uow.session.get_one(Account, principal.account_id, with_for_update=True)).password_hash = new_hash
            await sessions.revoke_others(uow, principal, sessions.Revocation.PASSWORD_CHANGED)

    async def _admit(self, uow: UnitOfWork, account_id: UUID, known_hash: str | None, new_hash: str | None) -> Grant:
        account = await uow.session.get_one(Account, account_id, with_for_update=True)
        if account.blocked_at is not None:
            raise account_blocked()
        # Between the verifying and now the password may have been changed: then the old one opens nothing any more.
        if account.password_hash != known_hash:
            raise Unauthenticated("auth.invalid_credentials", "The e-mail address or the password is not right.")
        if new_hash is not None:
            account.password_hash = new_hash
        return await self.open(uow, account.id, account.role)

    async def _present(self, uow: UnitOfWork, refresh_token: str) -> Grant | Unauthenticated:
        found = await sessions.find_session(uow, refresh_token)
        if found is None:
            return invalid_token()
        account = await uow.session.get_one(Account, found[0])
        if account.blocked_at is not None:
            return account_blocked()
        rotation = await sessions.present(uow, refresh_token, idle=self._idle(account.role), grace=self._grace)
        if rotation is None:
            return invalid_token()
        if rotation.verdict is Verdict.EXPIRED:
            return Unauthenticated("auth.token_expired", "You were away for long. Please sign in again.")
        if rotation.verdict in {Verdict.SIGNED_OUT, Verdict.REUSED}:
            return signed_out()
        return self._grant(uow, account.id, rotation.session_id, account.role, rotation.token)

    def _grant(
        self, uow: UnitOfWork, account_id: UUID, session_id: UUID, role: Role, refresh_token: str | None
    ) -> Grant:
        access_token, expires_at = self.tokens.issue(account_id, session_id, role, uow.now)
        return Grant(account_id, access_token, expires_at, refresh_token, self._idle(role))

    def _idle(self, role: Role) -> timedelta:
        return self._client_idle if role in CLIENTS else self._staff_idle


def signed_out() -> Unauthenticated:
    """Return the refusal of a session that has ended."""
    return Unauthenticated("auth.signed_out", "You were signed out. Please sign in again.")


def account_blocked() -> Unauthenticated:
    """Return the refusal of a blocked account."""
    return Unauthenticated("auth.account_blocked", "This account is blocked. Please contact the desk.")


async def _find(units: Units, email: str) -> Account | None:
    try:
        address = normalise(email)
    except ValueError:
        return None
    async with units.read() as uow:
        account: Account | None = await uow.session.scalar(select(Account).where(Account.email == address))
        return account


async def _limit(limiter: RateLimiter, email: str, remote: str) -> None:
    # The address goes into the limiter's store as a digest only.
    digest = sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()
    await limiter.hit(f"sign-in:{digest}:{remote}", *_TRIES_HERE)
    await limiter.hit(f"sign-in:{digest}", *_TRIES_ANYWHERE)


SIGN_IN = Key[SignIn]("sign_in")
