"""Two real nodes behind the HAProxy configuration that is delivered: one address, one service, restarted by turns."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import aiohttp
import pytest

from core.clock import SystemClock
from core.principal import Principal, Role
from core.unit_of_work import Units
from people.accounts.access_tokens import AccessTokens, SigningKey
from server.settings import Settings
from signaling.peer.peer import HeadlessPeer
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_encounter
from tests.fixtures.proxy import proxies, services
from tests.people.make import make_parent, make_practitioner
from tests.server.cli.process import Running, operated

TOKENS = AccessTokens([SigningKey(kid, secret.encode()) for kid, secret in Settings().token_key_pairs()])
DRAIN_SECONDS = 6
PATIENCE_SECONDS = 60
# Below the pace of message.send: 100 in 10 s.
PER_SECOND = 8


@pytest.fixture
def clock() -> SystemClock:
    """The processes live in the present."""
    return SystemClock()


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


@dataclass
class Nodes:
    """Nodes on fixed ports behind one proxy."""

    proxy: proxies.Proxy
    ports: list[int]
    settings: dict[str, object]
    stack: AsyncExitStack
    processes: dict[int, Running] = field(default_factory=dict)

    async def start(self, which: int) -> None:
        """Start a node, and return when the proxy knows that it is ready."""
        command = operated("serve", "--no-migrate", port=self.ports[which], **self.settings)
        self.processes[which] = await self.stack.enter_async_context(command)
        await self.processes[which].line("http://localhost:")
        await until(lambda: self.proxy.counts("sockets", "status")[which] == "UP")

    def holders(self) -> list[int]:
        """Return the nodes that hold connections to consultations and persons."""
        return [which for which, count in enumerate(self.proxy.counts("sockets", "scur")) if count != "0"]


@pytest.fixture
async def nodes(database_url: str, units: Units) -> AsyncIterator[Nodes]:
    ports = [services.free_port(), services.free_port()]
    with services.redis() as redis_url, proxies.haproxy(ports) as proxy:
        async with AsyncExitStack() as stack:
            settings = {"database_url": database_url, "redis_url": redis_url, "drain_seconds": DRAIN_SECONDS}
            nodes = Nodes(proxy, ports, settings, stack)
            await asyncio.gather(nodes.start(0), nodes.start(1))
            yield nodes


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not true():  # noqa: ASYNC110  another process changes it
            await asyncio.sleep(0.05)


async def consultation(units: Units) -> tuple[Principal, Principal, UUID]:
    async with units.write() as uow:
        parent = await make_parent(uow)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        booked = await make_appointment(uow, parent, midwife, uow.now + timedelta(minutes=5))
        encounter = await make_encounter(uow, booked, admitted=True)
        return parent, midwife, encounter.id


async def chat(peers: tuple[HeadlessPeer, HeadlessPeer], during: Awaitable[None]) -> int:
    """Let both write as quickly as people may while something happens; returns how many messages they wrote."""
    over = asyncio.ensure_future(during)

    async def write(peer: HeadlessPeer) -> int:
        count = 0
        while not over.done():
            await peer.send(f"message {count}")
            count += 1
            await asyncio.sleep(1 / PER_SECOND)
        return count

    counts = await asyncio.gather(*(write(peer) for peer in peers))
    await over
    return sum(counts)


async def test_a_rolling_restart_loses_no_message_and_no_call(nodes: Nodes, units: Units) -> None:
    parent, midwife, encounter_id = await consultation(units)
    tokens = [TOKENS.issue(one.account_id, one.session_id, one.role, units.clock.now())[0] for one in (parent, midwife)]
    peers = tuple(HeadlessPeer(nodes.proxy.url, encounter_id, token) for token in tokens)
    async with asyncio.timeout(3 * PATIENCE_SECONDS):
        for peer in peers:
            await peer.connect()
        # Both sides of a consultation meet on one node.
        assert len(nodes.holders()) == 1
        for peer in peers:
            await peer.enter_call("voice")
        for peer in peers:
            await peer.sink.until("audio", 20)
        written = 0
        for change in (restart, stop):
            (which,) = nodes.holders()
            written += await chat(peers, change(nodes, which))
            # The way of the sound was never touched.
            for peer in peers:
                await peer.sink.until("audio", 20)
        for peer in peers:
            await peer.until_message(written)
            await peer.close()
    assert peers[0].messages == peers[1].messages
    assert [one.sequence for one in peers[0].messages] == list(range(1, written + 1))


async def restart(nodes: Nodes, which: int) -> None:
    """Stop a node and start it anew."""
    await stop(nodes, which)
    await nodes.start(which)


async def stop(nodes: Nodes, which: int) -> None:
    """Stop a node as a supervisor does, and see that it is left and ends in time."""
    process = nodes.processes[which].process
    process.send_signal(signal.SIGTERM)
    await until(lambda: nodes.proxy.counts("sockets", "status")[which] != "UP")
    async with aiohttp.ClientSession() as session, session.get(f"{nodes.proxy.url}/healthz") as answer:
        assert answer.status == 200
    async with asyncio.timeout(DRAIN_SECONDS):
        assert await process.wait() == 0
    assert nodes.holders() == [1 - which]
