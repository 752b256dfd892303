"""How a push service knows who sends: VAPID (RFC 8292). Pure."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_GOOD_FOR = timedelta(hours=12)
_KEY_BYTES = 32


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_private_key() -> str:
    """Return a new private key as it stands in the settings: the 32 bytes of its number in base64url."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _encode(number.to_bytes(_KEY_BYTES, "big"))


@dataclass(frozen=True)
class VapidKey:
    """The sender's key: `private` as new_private_key gives it, `subject` an address for the push services' operators.

    Making one raises ValueError when the key is none or the subject is not mailto: or https:.
    """

    private: str
    subject: str

    def __post_init__(self) -> None:
        if not self.subject.startswith(("mailto:", "https://")):
            raise ValueError("the subject begins with mailto: or https://")
        if len(_decode(self.private)) != _KEY_BYTES:
            raise ValueError("must be 32 bytes in base64url")
        _ = self._key

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(int.from_bytes(_decode(self.private), "big"), ec.SECP256R1())

    @property
    def public(self) -> str:
        """Return the public key as browsers want it: the uncompressed point in base64url."""
        return _encode(self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def authorization(self, endpoint: str, now: datetime) -> str:
        """Return the header with which a push is sent to `endpoint` at `now` (aware)."""
        address = urlsplit(endpoint)
        claims = {
            "aud": f"{address.scheme}://{address.netloc}",
            "exp": int((now + _GOOD_FOR).timestamp()),
            "sub": self.subject,
        }
        return f"vapid t={jwt.encode(claims, self._key, algorithm='ES256')}, k={self.public}"
