"""Hashing passwords with Argon2, off the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from secrets import token_urlsafe
from typing import TypeVar, TypeVarTuple

import argon2
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import Unavailable
from people.accounts.password_rules import prepare

Given = TypeVarTuple("Given")
Result = TypeVar("Result")


class PasswordHasher:
    """Hashes and verifies in a pool of `workers` threads; at most `waiting` calls may be under way or in line.

    The costs default to those of argon2-cffi (RFC 9106, low memory); tests give smaller ones.
    """

    def __init__(
        self,
        *,
        workers: int = 2,
        waiting: int = 64,
        time_cost: int = argon2.DEFAULT_TIME_COST,
        memory_kib: int = argon2.DEFAULT_MEMORY_COST,
        parallelism: int = argon2.DEFAULT_PARALLELISM,
    ) -> None:
        self._argon2 = argon2.PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="argon2")
        self._waiting = waiting
        self._under_way = 0
        # Verified instead when there is no account, so that an unknown address takes as long as a known one.
        self._nobodys = self._argon2.hash(token_urlsafe(16))

    async def hash(self, password: str) -> str:
        """Return the encoded hash of a password; raises Unavailable("auth.busy") when too many wait."""
        return await self._run(self._hash, password)

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Tell whether a password fits a hash; None (no such account) never does, and takes as long.

        Raises Unavailable("auth.busy") when too many wait.
        """
        matches = await self._run(self._verify, password_hash or self._nobodys, password)
        return matches and password_hash is not None

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether a hash was made with other costs than today's."""
        return self._argon2.check_needs_rehash(password_hash)

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _hash(self, password: str) -> str:
        return self._argon2.hash(prepare(password))

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._argon2.verify(password_hash, prepare(password))
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        if self._under_way >= self._waiting:
            raise Unavailable("auth.busy", "Many people are signing in right now. Please try again in a moment.")
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)
        finally:
            self._under_way -= 1
