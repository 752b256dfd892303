"""The passphrase that the city gives to its residents."""

import hmac
import unicodedata
from hashlib import sha256

from core.http import Key


class CityCode:
    """Compares in constant time; width, case and spaces around do not matter, since it is typed from a leaflet."""

    __slots__ = ("_digest",)

    def __init__(self, passphrase: str) -> None:
        if not passphrase.strip():
            raise ValueError("a city code is needed")
        self._digest = _digest(passphrase)

    def matches(self, given: str) -> bool:
        """Tell whether somebody gave the right passphrase."""
        return hmac.compare_digest(self._digest, _digest(given))


def _digest(passphrase: str) -> bytes:
    return sha256(unicodedata.normalize("NFKC", passphrase).strip().casefold().encode("utf-8", "replace")).digest()


CITY_CODE = Key[CityCode]("city_code")
