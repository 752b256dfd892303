"""Access tokens: short-lived signed statements of who is signed in, in which session."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from core.errors import Unauthenticated
from core.ids import new_id
from core.principal import Role

_ALGORITHM = "HS256"
_REQUIRED = ["sub", "sid", "rol", "iat", "exp", "jti", "iss", "aud"]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of at least 32 bytes under its id (`kid`)."""

    kid: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not self.kid or len(self.secret) < 32:
            raise ValueError("a signing key needs an id and at least 32 bytes")


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a valid token says. The role is that of its issuing; the account's row decides."""

    account_id: UUID
    session_id: UUID
    role: Role
    expires_at: datetime


class AccessTokens:
    """Issues and reads access tokens (JWT, HS256). The first key signs, each key verifies."""

    def __init__(
        self,
        keys: Sequence[SigningKey],
        *,
        issuer: str = "hagukumi",
        audience: str = "hagukumi",
        life: timedelta = timedelta(minutes=10),
    ) -> None:
        if not keys or len({key.kid for key in keys}) != len(keys):
            raise ValueError("signing keys must be there and have distinct ids")
        self._current = keys[0]
        self._secrets = {key.kid: key.secret for key in keys}
        self._issuer = issuer
        self._audience = audience
        self._life = life

    def issue(self, account_id: UUID, session_id: UUID, role: Role, now: datetime) -> tuple[str, datetime]:
        """Return a token and the instant (UTC, whole seconds) at which it expires."""
        issued_at = int(now.timestamp())
        expires_at = issued_at + int(self._life.total_seconds())
        claims = {
            "sub": str(account_id),
            "sid": str(session_id),
            "rol": role.value,
            "iat": issued_at,
            "exp": expires_at,
            "jti": str(new_id()),
            "iss": self._issuer,
            "aud": self._audience,
        }
        token = jwt.encode(claims, self._current.secret, algorithm=_ALGORITHM, headers={"kid": self._current.kid})
        return token, datetime.fromtimestamp(expires_at, UTC)

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Return what a token says.

        Raises Unauthenticated: "auth.token_invalid" for one that is malformed, forged, or signed with an unknown key,
        "auth.token_expired" for one whose time is over at `now`.
        """
        try:
            secret = self._secrets[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                secret,
                algorithms=[_ALGORITHM],
                audience=self._audience,
                issuer=self._issuer,
                # The times are compared with the given clock below.
                options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False, "verify_nbf": False},
            )
            read = AccessClaims(
                account_id=UUID(claims["sub"]),
                session_id=UUID(claims["sid"]),
                role=Role(claims["rol"]),
                expires_at=datetime.fromtimestamp(int(claims["exp"]), UTC),
            )
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
            raise invalid_token() from error
        if read.expires_at <= now:
            raise Unauthenticated("auth.token_expired", "Your sign-in needs to be renewed.")
        return read


def invalid_token() -> Unauthenticated:
    """Return the refusal of a token that is not one of ours."""
    return Unauthenticated("auth.token_invalid", "This sign-in is not valid. Please sign in again.")
