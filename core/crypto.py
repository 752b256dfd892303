"""Encryption at rest of clinical and personal texts and files."""

import os
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# What is sealed begins with its form: 1, a master key's id and its length; 2, a data key's id of 16 bytes.
_UNDER_MASTER, _UNDER_DATA_KEY = b"\x01", b"\x02"
_NONCE_BYTES = 12
_DATA_KEY_END = 17


class SealBroken(Exception):
    """A sealed text or file was changed, moved to another place, or its key is not known."""


class Erased(SealBroken):
    """What was sealed was erased when its time of keeping was over; see ERASED."""


ERASED = b""
"""What stands in a sealed column that may not be empty, once its text was erased."""


class Vault:
    """Seals and opens texts and files with AES-256-GCM: under its data key, or while it has none under a master key.

    `keys` are the master keys, pairs of a key id (1 to 255 ASCII characters) and 32 bytes: the first seals, each opens.
    """

    def __init__(self, keys: Sequence[tuple[str, bytes]]) -> None:
        if not keys:
            raise ValueError("a vault needs at least one key")
        self._masters = dict(keys)
        ids = [key_id.encode("ascii") for key_id, _ in keys]
        if len(self._masters) != len(keys) or any(not 0 < len(key_id) < 256 for key_id in ids):
            raise ValueError("key ids must be distinct and of 1 to 255 characters")
        self._ciphers = {key_id.encode("ascii"): AESGCM(key) for key_id, key in keys}
        self._data_ciphers: dict[bytes, AESGCM] = {}
        self._current: bytes | None = None
        self._lost: frozenset[bytes] = frozenset()
        self.master_id = keys[0][0]
        self.missed = False
        """Whether something was to be opened under a data key that this vault has never heard of."""

    def holding(
        self,
        data_keys: Mapping[UUID, bytes],
        current: UUID | None,
        *,
        former: Mapping[str, bytes],
        lost: Collection[UUID],
    ) -> "Vault":
        """Return a vault of the same master keys that holds these data keys, of which `current` seals.

        `former` are master keys that are no longer given; what is under a `lost` data key cannot be opened.
        """
        vault = Vault(list(self._masters.items()))
        for master_id, key in former.items():
            vault._ciphers.setdefault(master_id.encode("ascii"), AESGCM(key))
        vault._data_ciphers = {key_id.bytes: AESGCM(key) for key_id, key in data_keys.items()}
        vault._current = None if current is None else current.bytes
        vault._lost = frozenset(key_id.bytes for key_id in lost)
        return vault

    def other_masters(self) -> Mapping[str, bytes]:
        """Return the master keys that do not seal any more."""
        return {key_id: key for key_id, key in self._masters.items() if key_id != self.master_id}

    def wrap(self, key: bytes, context: str) -> bytes:
        """Return a data key sealed under the first master key and bound to `context`."""
        name = self.master_id.encode("ascii")
        return _sealed(_UNDER_MASTER + bytes([len(name)]) + name, self._ciphers[name], key, context)

    def unwrap(self, wrapped: bytes, context: str) -> bytes:
        """Return the data key that was sealed for `context`; raises SealBroken."""
        return self._open_under_master(wrapped, context)

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
        if self._current is None:
            return self.wrap(content, context)
        return _sealed(_UNDER_DATA_KEY + self._current, self._data_ciphers[self._current], content, context)

    def open_bytes(self, sealed: bytes, context: str) -> bytes:
        """Return the content that was sealed for `context`; raises SealBroken, Erased where it was erased."""
        if sealed == ERASED:
            raise Erased("erased")
        if sealed[:1] != _UNDER_DATA_KEY:
            return self._open_under_master(sealed, context)
        key_id = bytes(sealed[1:_DATA_KEY_END])
        cipher = self._data_ciphers.get(key_id)
        if cipher is None:
            self.missed = self.missed or key_id not in self._lost
            raise SealBroken("unknown data key")
        return _opened(cipher, sealed[_DATA_KEY_END:], context)

    def _open_under_master(self, sealed: bytes, context: str) -> bytes:
        if len(sealed) < 2 or sealed[:1] != _UNDER_MASTER:
            raise SealBroken("unknown form")
        key_end = 2 + sealed[1]
        cipher = self._ciphers.get(bytes(sealed[2:key_end]))
        if cipher is None:
            raise SealBroken("unknown key")
        return _opened(cipher, sealed[key_end:], context)


def _sealed(head: bytes, cipher: AESGCM, content: bytes, context: str) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return head + nonce + cipher.encrypt(nonce, content, context.encode())


def _opened(cipher: AESGCM, sealed: bytes, context: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken("changed or moved") from error
