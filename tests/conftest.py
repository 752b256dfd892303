"""What every test may ask for: a clock, a migrated database of each kind, and the running application."""

import gc
from collections.abc import Generator

import pytest

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.application",
    "tests.fixtures.smtp",
    "tests.fixtures.relay",
]

# What is imported and collected stays to the end of the run: nobody needs to look whether it is garbage.
gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage among what the tests themselves make, from the first of them on."""
    collected = yield
    gc.freeze()
    gc.enable()
    return collected
