"""How the server ends: in order at the first SIGTERM, at once at a second one or at Ctrl-C."""

import asyncio
import signal

import pytest

from server.cli.ending import Ending


@pytest.fixture
async def ending() -> Ending:
    return Ending()


async def test_the_first_sigterm_gives_the_clients_their_time(ending: Ending) -> None:
    moved = asyncio.Event()
    drained = []

    async def drain() -> None:
        await moved.wait()
        drained.append("all")

    signal.raise_signal(signal.SIGTERM)
    await ending.asked()
    after = asyncio.create_task(ending.after(drain()))
    await asyncio.sleep(0)
    assert not after.done()
    moved.set()
    await after
    assert drained == ["all"]


@pytest.mark.parametrize("signals", [(signal.SIGTERM, signal.SIGTERM), (signal.SIGINT,)])
async def test_a_second_one_or_an_interrupt_does_not(ending: Ending, signals: tuple[signal.Signals, ...]) -> None:
    for one in signals:
        signal.raise_signal(one)
    async with asyncio.timeout(10):
        await ending.asked()
        await ending.after(asyncio.sleep(3600))


async def test_what_fails_while_it_drains_is_not_swallowed(ending: Ending) -> None:
    async def drain() -> None:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await ending.after(drain())
