"""Data keys: every node opens what another sealed, months change, and master keys are rotated while all goes on."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import ManualClock, ServiceZone
from core.crypto import SealBroken, Vault
from core.database import Database
from core.keys.rotating import Progress, rotate
from core.keys.tables import DataKey
from core.live import LiveBus
from core.unit_of_work import Units

K1, K2 = ("k1", bytes(range(32))), ("k2", bytes(range(32, 64)))


@pytest.fixture
def node(database, clock, zone):
    """Start a node with these master keys."""

    def start(*masters, clock=clock):
        return Units(database, clock, zone, Vault(masters), LiveBus())

    return start


async def seal(units, text="眠れない"):
    async with units.write() as uow:
        return uow.vault.seal(text, "note:1")


async def opened(units, sealed):
    async with units.read() as uow:
        return uow.vault.open(sealed, "note:1")


async def rotated(units, *masters):
    return [step async for step in rotate(units.database, Vault(masters), units.clock.now())]


async def names(units):
    async with units.read() as uow:
        return list(await uow.session.scalars(select(DataKey.name).order_by(DataKey.name)))


async def test_the_master_key_seals_data_keys_only_and_each_node_opens_what_another_sealed(node):
    one, other = node(K1), node(K1)
    sealed = await seal(one)
    assert await opened(other, sealed) == "眠れない"
    with pytest.raises(SealBroken):
        Vault([K1]).open(sealed, "note:1")
    assert await names(one) == ["2026-11:k1"]


async def test_a_month_has_its_own_key_which_all_nodes_hold_before_one_seals_with_it(node, clock):
    ahead = ManualClock(clock.now())
    slow, fast = node(K1), node(K1, clock=ahead)
    november = await seal(slow)
    clock.set(zone_end := clock.now().replace(month=12, day=1, hour=0) - timedelta(minutes=30))
    ahead.set(zone_end + timedelta(minutes=31))
    assert await opened(slow, november) == "眠れない"
    december = await seal(fast)
    assert december[:17] != november[:17]
    # The slow node was not asked since its last look, and holds the key all the same.
    assert slow.vault.open(december, "note:1") == "眠れない"
    assert (await seal(slow))[:17] == november[:17]
    assert await names(slow) == ["2026-11:k1", "2026-12:k1"]


async def test_a_key_that_another_node_made_meanwhile_is_found_at_the_next_unit(node, clock, database_url):
    ahead = ManualClock(clock.now() + timedelta(days=60))
    elsewhere = Database(database_url, pool_size=2)
    here, there = node(K1), Units(elsewhere, ahead, ServiceZone(), Vault([K1]), LiveBus())
    await seal(here)
    sealed = await seal(there)
    await elsewhere.close()
    with pytest.raises(SealBroken):
        await opened(here, sealed)
    assert await opened(here, sealed) == "眠れない"


async def test_what_is_told_of_the_past_in_the_same_process_can_be_read_at_once(node, clock):
    here = node(K1)
    await seal(here)
    sealed = await seal(node(K1, clock=ManualClock(clock.now() - timedelta(days=60))))
    assert await opened(here, sealed) == "眠れない"


async def test_after_a_rotation_the_old_master_key_is_needed_for_nothing(node):
    directly = Vault([K1]).seal("前から", "note:1")
    old = node(K1)
    sealed = await seal(old)
    assert await rotated(old, K2, K1) == [Progress(2, 2, 0), Progress(2, 2, 0)]
    # A node that started before goes on.
    assert await opened(old, await seal(old)) == "眠れない"
    alone = node(K2)
    assert await opened(alone, sealed) == "眠れない"
    assert await opened(alone, directly) == "前から"
    assert await names(alone) == ["2026-11:k1", "master:k1"]
    assert await rotated(alone, K2) == [Progress(2, 2, 0)]


async def test_a_rotation_that_was_killed_goes_on_where_it_was(node, clock, monkeypatch):
    monkeypatch.setattr("core.keys.rotating._BATCH", 1)
    for _ in range(3):
        await seal(node(K1))
        clock.advance(timedelta(days=31))
    texts = await seal(node(K1))
    steps = rotate(node(K1).database, Vault([K2, K1]), clock.now())
    assert (await anext(steps)) == Progress(2, 5, 0)
    await steps.aclose()
    # Half is under the one, half under the other: who has both opens all.
    assert await opened(node(K2, K1), texts) == "眠れない"
    assert (await rotated(node(K1), K2, K1))[-1] == Progress(5, 5, 0)
    assert await opened(node(K2), texts) == "眠れない"


async def test_a_lost_master_key_breaks_what_was_under_it_and_nothing_else(node):
    sealed = await seal(node(K1))
    without = node(K2)
    with pytest.raises(SealBroken):
        await opened(without, sealed)
    assert await opened(without, await seal(without, "新しい")) == "新しい"
    assert await rotated(without, K2) == [Progress(1, 2, 1), Progress(1, 2, 1)]
    assert await opened(node(K1, K2), sealed) == "眠れない"


async def test_the_database_alone_opens_nothing(node):
    units = node(K1)
    await seal(units)
    async with units.read() as uow:
        [row] = (await uow.session.scalars(select(DataKey))).all()
    with pytest.raises(SealBroken):
        Vault([("k1", bytes(32))]).unwrap(row.wrapped, f"data_key:{row.id}")
    with pytest.raises(SealBroken):
        Vault([K1]).unwrap(row.wrapped, "data_key:another")
