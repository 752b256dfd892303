"""Refusals, as the tests of records look at them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from core.errors import DomainError


@pytest.fixture
def refused() -> Callable[[Awaitable[Any]], Awaitable[DomainError]]:
    """Return what waits for a refusal and gives it."""

    async def wait(call: Awaitable[Any]) -> DomainError:
        with pytest.raises(DomainError) as caught:
            await call
        return caught.value

    return wait
