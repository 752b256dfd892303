"""The application without limits of rate, for tests that ask thousands of things."""

from collections.abc import AsyncIterator

import pytest

from core.clock import ManualClock
from people.accounts.passwords import PasswordHasher
from server.app import Application, build
from server.settings import Settings


class Unlimited:
    """Counts nothing: every request shall get past the door."""

    async def hit(self, key: str, allowed: int, window: int) -> None:
        """Let it pass."""


@pytest.fixture
async def application(database_url: str, clock: ManualClock) -> AsyncIterator[Application]:
    """The application on the test's database; jobs run when a test drains `application.runner`."""
    settings = Settings(database_url=database_url, database_pool=5, run_jobs=False)
    hasher = PasswordHasher(time_cost=1, memory_kib=8, parallelism=1)
    application = build(settings, clock=clock, hasher=hasher, limiter=Unlimited())
    await application.start()
    yield application
    await application.stop()
    await application.close()
