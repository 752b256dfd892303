"""Encryption at rest of clinical and personal texts and files."""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed text or file was changed, moved to another place, or its key is not known."""


class Vault:
    """Seals and opens texts and files with AES-256-GCM; the first key seals, each known key opens.

    `keys` are pairs of a key id (1 to 255 ASCII characters) and 32 bytes.
    """

    def __init__(self, keys: Sequence[tuple[str, bytes]]) -> None:
        if not keys:
            raise ValueError("a vault needs at least one key")
        self._ciphers = {key_id.encode("ascii"): AESGCM(key) for key_id, key in keys}
        if len(self._ciphers) != len(keys) or any(not 0 < len(key_id) < 256 for key_id in self._ciphers):
            raise ValueError("key ids must be distinct and of 1 to 255 characters")
        self._current = keys[0][0].encode("ascii")

    def seal(self, text: str, context: str) -> bytes:
        """Return `text` encrypted and bound to `context` (such as "message:<id>"): elsewhere it does not open."""
        return self.seal_bytes(text.encode(), context)

    def open(self, sealed: bytes, context: str) -> str:
        """Return the text that was sealed for `context`; raises SealBroken."""
        try:
            return self.open_bytes(sealed, context).decode()
        except UnicodeDecodeError as error:
            raise SealBroken("no text") from error

    def seal_bytes(self, content: bytes, context: str) -> bytes:
        """Return the content of a file encrypted and bound to `context`; large ones are for a thread of their own."""
        nonce = os.urandom(_NONCE_BYTES)
        head = _VERSION + bytes([len(self._current)]) + self._current + nonce
        return head + self._ciphers[self._current].encrypt(nonce, content, context.encode())

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """Return the content that was sealed for `context`; raises SealBroken."""
        if len(sealed) < 2 or sealed[:1] != _VERSION:
            raise SealBroken("unknown form")
        key_end = 2 + sealed[1]
        cipher = self._ciphers.get(sealed[2:key_end])
        if cipher is None:
            raise SealBroken("unknown key")
        nonce_end = key_end + _NONCE_BYTES
        try:
            return cipher.decrypt(sealed[key_end:nonce_end], sealed[nonce_end:], context.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken("changed or moved") from error
