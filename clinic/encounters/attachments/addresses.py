"""Short-lived addresses of files, which an <img> can ask for: each opens one content for one sign-in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

from clinic.encounters.attachments.kinds import Rendition
from clinic.encounters.attachments.refusals import attachment_not_found
from people.accounts.access_tokens import SigningKey

LIFE = timedelta(minutes=2)

_ALGORITHM = "HS256"
# Another audience than that of the access tokens, whose keys sign here too: neither passes for the other.
_AUDIENCE = "hagukumi-files"
_REQUIRED = ["sub", "sid", "fil", "ren", "exp", "aud"]


@dataclass(frozen=True, slots=True)
class FileClaims:
    """What a valid address opens, and for whom."""

    account_id: UUID
    session_id: UUID
    attachment_id: UUID
    rendition: Rendition


class FileAddresses:
    """Writes and reads addresses. The first key signs, each key verifies."""

    def __init__(self, keys: Sequence[SigningKey]) -> None:
        self._current = keys[0]
        self._secrets = {key.kid: key.secret for key in keys}

    def write(self, claims: FileClaims, now: datetime) -> tuple[str, datetime]:
        """Return the address (a path) and the instant (UTC, whole seconds) at which it stops to open anything."""
        expires_at = int((now + LIFE).timestamp())
        token = jwt.encode(
            {
                "sub": str(claims.account_id),
                "sid": str(claims.session_id),
                "fil": str(claims.attachment_id),
                "ren": claims.rendition.value,
                "exp": expires_at,
                "aud": _AUDIENCE,
            },
            self._current.secret,
            algorithm=_ALGORITHM,
            headers={"kid": self._current.kid},
        )
        return f"/files/{token}", datetime.fromtimestamp(expires_at, UTC)

    def read(self, token: str, now: datetime) -> FileClaims:
        """Return what an address opens; raises NotFound for one that is over, forged or none at all."""
        try:
            secret = self._secrets[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                secret,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                # The time is compared with the given clock below.
                options={"require": _REQUIRED, "verify_exp": False},
            )
            if datetime.fromtimestamp(int(claims["exp"]), UTC) <= now:
                raise attachment_not_found()
            return FileClaims(UUID(claims["sub"]), UUID(claims["sid"]), UUID(claims["fil"]), Rendition(claims["ren"]))
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
            raise attachment_not_found() from error
