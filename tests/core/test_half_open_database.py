"""A line to PostgreSQL on which nothing comes back, and nobody says so: what waits for it fails, and then goes on."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from clinic.encounters import chat_writer
from clinic.encounters.chat_writer import ChatWriter
from clinic.encounters.messages import list_messages
from clinic.encounters.views import Author
from core.clock import ManualClock, ServiceZone
from core.crypto import Vault
from core.database import Database, is_away
from core.errors import Unavailable
from core.live import LiveBus
from core.unit_of_work import Units
from tests.clinic.encounters.make import make_consultation
from tests.faults.proxy import Proxy

LINES = 3
# Far more than what is waited for here, and less than for ever.
PATIENCE = 30.0


@pytest.fixture
async def proxy(postgres_url: str) -> AsyncIterator[Proxy]:
    proxy = Proxy(make_url(postgres_url).port or 5432)
    await proxy.start()
    yield proxy
    await proxy.stop()


@pytest.fixture
async def database(postgres_url: str, proxy: Proxy) -> AsyncIterator[Database]:
    through = make_url(postgres_url).set(port=proxy.port).render_as_string(hide_password=False)
    database = Database(through, pool_size=LINES, statement_seconds=0.5)
    yield database
    proxy.cut()
    await database.close()


async def _ask(database: Database, several: asyncio.Barrier | None = None) -> int:
    async with database.read() as session:
        answer: int = (await session.execute(text("SELECT 1"))).scalar_one()
        if several is not None:
            await several.wait()
        return answer


async def _swallow_all(database: Database, proxy: Proxy) -> None:
    """Let the pool have its lines, and each be half-open from now on."""
    several = asyncio.Barrier(LINES)
    await asyncio.gather(*(_ask(database, several) for _ in range(LINES)))
    assert len(proxy.links) == LINES
    for link in proxy.links:
        link.swallowed = True


async def test_a_statement_that_is_not_answered_fails_as_away_and_no_other_waits_for_such_a_line(
    database: Database, proxy: Proxy
) -> None:
    await _swallow_all(database, proxy)
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(TimeoutError) as away:
            await _ask(database)
        assert is_away(away.value)
        assert await asyncio.gather(*(_ask(database) for _ in range(LINES))) == [1] * LINES


async def test_a_message_is_refused_in_time_and_the_next_one_is_stored_over_a_fresh_line(
    database: Database,
    proxy: Proxy,
    clock: ManualClock,
    zone: ServiceZone,
    vault: Vault,
    live: LiveBus,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chat_writer, "_STORE_SECONDS", 2.0)
    units = Units(database, clock, zone, vault, live)
    async with units.write() as uow:
        parent, _, encounter = await make_consultation(uow, admitted=True)
    author = Author(account_id=parent.account_id, display_name="はな", role=parent.role)
    writer = ChatWriter(units)
    writer.start()
    await _swallow_all(database, proxy)
    client_ids = [uuid4() for _ in range(3)]
    async with asyncio.timeout(PATIENCE):
        refused = await asyncio.gather(
            *(writer.append(encounter.id, author, one, "眠れません") for one in client_ids), return_exceptions=True
        )
        assert [type(one) for one in refused] == [Unavailable] * 3
        for one in client_ids:
            await writer.append(encounter.id, author, one, "眠れません")
        await writer.stop()
        async with units.read() as uow:
            found, last = await list_messages(uow, parent, encounter.id, since=0, limit=10)
    assert ([message.client_id for message in found], last) == (client_ids, 3)
