"""The proxy does to a connection what the tests ask of it."""

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from tests.faults.proxy import Proxy


class Ends(NamedTuple):
    """Both ends of a line through the proxy."""

    proxy: Proxy
    here: tuple[asyncio.StreamReader, asyncio.StreamWriter]
    there: tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture
async def ends() -> AsyncIterator[Ends]:
    arrived: asyncio.Queue = asyncio.Queue()
    server = await asyncio.start_server(lambda *both: arrived.put_nowait(both), "127.0.0.1", 0)
    proxy = Proxy(server.sockets[0].getsockname()[1])
    await proxy.start()
    here = await asyncio.open_connection("127.0.0.1", proxy.port)
    there = await arrived.get()
    yield Ends(proxy, here, there)
    await proxy.stop()
    for _, writer in (here, there):
        writer.transport.abort()
    server.close()


async def test_it_passes_both_ways_and_tells_of_the_end(ends: Ends) -> None:
    ends.here[1].write(b"hello")
    assert await ends.there[0].readexactly(5) == b"hello"
    ends.there[1].write(b"welcome")
    assert await ends.here[0].readexactly(7) == b"welcome"
    ends.here[1].close()
    assert await ends.there[0].read() == b""
    assert ends.proxy.links == []


async def test_a_cut_line_is_reset_on_both_sides(ends: Ends) -> None:
    ends.proxy.cut()
    for reader, _ in (ends.here, ends.there):
        with pytest.raises(ConnectionResetError):
            await reader.read()


async def test_a_delayed_line_keeps_its_order(ends: Ends) -> None:
    link = ends.proxy.links[0]
    link.delay = 0.05
    ends.here[1].write(b"one ")
    await asyncio.sleep(0)
    link.delay = 0.0
    ends.here[1].write(b"two")
    ends.here[1].close()
    assert await ends.there[0].read() == b"one two"


async def test_a_swallowed_line_is_half_open(ends: Ends) -> None:
    ends.proxy.links[0].swallowed = True
    assert ends.proxy.links == []
    ends.here[1].write(b"anybody?")
    ends.here[1].close()
    await ends.here[1].wait_closed()
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await ends.there[0].read(1)


async def test_a_refusing_proxy_lets_nobody_in(ends: Ends) -> None:
    ends.proxy.refuses = True
    reader, _ = await asyncio.open_connection("127.0.0.1", ends.proxy.port)
    with pytest.raises(ConnectionResetError):
        await reader.read()
