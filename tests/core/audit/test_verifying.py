"""Whoever may do anything in the database still cannot change the sealed log unseen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, text, update

from core.audit.chain import FIRST, AuditKeys, Link, event_mac, seal_mac
from core.audit.events import Action, Entity
from core.audit.heads import append, read_heads
from core.audit.sealer import AuditSealer
from core.audit.tables import AuditEvent, AuditSeal
from core.audit.verifying import verify
from core.principal import Principal, Role
from tests.core.audit.conftest import KEYS

PERSON = uuid4()
MIDWIFE = Principal(uuid4(), Role.MIDWIFE, uuid4())


async def note(units, count=1):
    async with units.write() as uow:
        for _ in range(count):
            uow.audit(MIDWIFE, Action.UPDATE, Entity.NOTE, uuid4(), person_id=PERSON)


@pytest.fixture
async def sealed(units, sealer):
    """Three seals: events 1 and 2, 3 and 4, 5."""
    for count in (2, 2, 1):
        await note(units, count)
        assert await sealer.seal_all() == count


async def report(units, heads=None, keys=KEYS):
    known = None if heads is None else read_heads(heads)
    async with units.database.read() as session:
        return await verify(session, keys, known, units.clock.now())


async def as_superuser(units, *statements):
    """Do what the triggers refuse, as one can who owns the database."""
    async with units.database.write() as session:
        if units.database.dialect == "postgresql":
            await session.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                await session.execute(statement)
        else:
            found = (await session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))).all()
            for name, _ in found:
                await session.execute(text(f"DROP TRIGGER {name}"))
            for statement in statements:
                await session.execute(statement)
            for _, sql in found:
                await session.execute(text(sql))
        await session.commit()


async def test_a_log_that_nobody_touched_is_whole(units, heads, sealed):
    found = await report(units, heads)
    assert (found.faults, found.notes) == ([], [])
    assert (found.events, found.seals, found.unsealed) == (5, 3, 0)


async def test_the_tail_that_is_not_sealed_yet_is_told_and_is_a_fault_after_ten_seconds(units, heads, sealed, clock):
    await note(units, 2)
    found = await report(units, heads)
    assert (found.faults, found.unsealed, found.unsealed_since) == ([], 2, clock.now())
    clock.advance(timedelta(seconds=11))
    assert (await report(units, heads)).faults == [
        "an event waits for 11 seconds to be sealed: does `hagukumi serve` or `worker` run?"
    ]


@pytest.mark.parametrize("column", ["account_id", "person_id", "entity_id", "session_id"])
async def test_a_changed_event_is_found(units, heads, sealed, column):
    await as_superuser(units, update(AuditEvent).where(AuditEvent.sequence == 3).values({column: uuid4()}))
    [fault] = (await report(units, heads)).faults
    assert fault.startswith("event 3 (")
    assert fault.endswith("was changed")


async def test_every_part_of_an_event_is_sealed(units, heads, sealed):
    changes = {"action": "read", "entity": "flag", "role": "doctor", "purpose": "operations", "succeeded": False}
    changes["recorded_at"] = units.clock.now() - timedelta(microseconds=1)
    for sequence, (column, value) in enumerate(changes.items()):
        await as_superuser(
            units, update(AuditEvent).where(AuditEvent.sequence == sequence % 5 + 1).values({column: value})
        )
    assert len((await report(units, heads)).faults) == 5


async def test_a_removed_event_is_found(units, heads, sealed):
    await as_superuser(units, delete(AuditEvent).where(AuditEvent.sequence == 2))
    assert (await report(units, heads)).faults == ["event 2 was removed"]


async def test_an_inserted_event_is_found(units, heads, sealed):
    async with units.database.read() as session:
        event = (await session.execute(select(AuditEvent.__table__).where(AuditEvent.sequence == 2))).one()
    forged = {**event._mapping, "id": uuid4()}
    await as_superuser(units, insert(AuditEvent).values({**forged, "sequence": 6}))
    assert (await report(units, heads)).faults == ["event 6 was inserted: no seal covers it"]
    # Or put into another's place.
    await as_superuser(
        units,
        update(AuditEvent).where(AuditEvent.sequence == 6).values(sequence=-1),
        update(AuditEvent).where(AuditEvent.sequence == 4).values(sequence=-2),
        update(AuditEvent).where(AuditEvent.sequence == -1).values(sequence=4),
        delete(AuditEvent).where(AuditEvent.sequence == -2),
    )
    [fault] = (await report(units, heads)).faults
    assert fault == f"event 4 ({forged['id']}) was changed"


async def test_a_cut_tail_is_found_by_the_file(units, heads, sealed):
    cut = [delete(AuditEvent).where(AuditEvent.sequence > 4), delete(AuditSeal).where(AuditSeal.number > 2)]
    await as_superuser(units, *cut)
    assert (await report(units)).faults == []
    assert (await report(units, heads)).faults == [
        "the tail was cut: the file knows seals up to 3, the log ends with 2 (1 events)"
    ]


async def test_after_a_cut_the_sealer_leaves_the_file_to_tell(units, heads, sealed, sealer):
    before = heads.read_bytes()
    await as_superuser(
        units, delete(AuditEvent).where(AuditEvent.sequence > 4), delete(AuditSeal).where(AuditSeal.number > 2)
    )
    await note(units)
    assert await sealer.seal_all() == 1
    assert heads.read_bytes() == before
    assert (await report(units, heads)).faults == [
        "seal 3 is not the one in the file of heads: the chain was rewritten"
    ]


async def rewrite(units, keys):
    """Change event 3 and make the chain anew from there, as one who has `keys` would."""
    statements = []
    async with units.database.read() as session:
        events = {each.sequence: each for each in await session.scalars(select(AuditEvent))}
        seals = (await session.scalars(select(AuditSeal).order_by(AuditSeal.number))).all()
    events[3].account_id = uuid4()
    before, first = FIRST, 1
    for seal in seals:
        macs = []
        for sequence in range(first, seal.last_sequence + 1):
            macs.append(event_mac(keys, "k1", sequence, events[sequence]))
            values = {"account_id": events[sequence].account_id, "mac": macs[-1]}
            statements.append(update(AuditEvent).where(AuditEvent.sequence == sequence).values(values))
        link = Link(seal.number, seal.last_sequence, seal.count, "k1", seal.sealed_at)
        before, first = seal_mac(keys, before, link, macs), seal.last_sequence + 1
        statements.append(update(AuditSeal).where(AuditSeal.number == seal.number).values(mac=before))
    await as_superuser(units, *statements)


async def test_a_chain_rewritten_without_the_key_is_found_without_the_file(units, heads, sealed):
    await rewrite(units, AuditKeys([("k1", "a secret that somebody guessed wrongly")]))
    assert len((await report(units)).faults) == 5


async def test_a_chain_rewritten_by_one_who_stole_the_key_is_found_by_the_file(units, heads, sealed):
    await rewrite(units, KEYS)
    assert (await report(units)).faults == []
    assert (await report(units, heads)).faults == [
        "seal 2 is not the one in the file of heads: the chain was rewritten",
        "seal 3 is not the one in the file of heads: the chain was rewritten",
    ]


async def test_a_seal_that_was_changed_or_removed_is_found(units, heads, sealed):
    later = units.clock.now() + timedelta(days=1)
    await as_superuser(units, update(AuditSeal).where(AuditSeal.number == 1).values(sealed_at=later))
    assert (await report(units, heads)).faults == [
        "seal 1 does not follow from the one before: it was changed, or the chain rewritten"
    ]
    await as_superuser(units, delete(AuditSeal).where(AuditSeal.number == 1))
    assert (await report(units, heads)).faults[0] == "seal 1 was removed: after 0 comes 2"


async def test_a_truncated_file_of_heads_is_found(units, heads, sealed, clock):
    lines = heads.read_text().splitlines(keepends=True)
    heads.write_text("".join(lines[:2]))
    clock.advance(timedelta(seconds=11))
    assert (await report(units, heads)).faults == [
        "the file of heads ends with seal 2, the log with 3: it was cut, or is not written any more"
    ]
    heads.write_text(lines[0] + lines[2])
    assert (await report(units, heads)).faults == ["the file of heads lacks seal 2"]
    heads.write_text("")
    assert (await report(units, heads)).faults == ["the file of heads holds no head"]


async def test_a_lost_key_is_named_once(units, heads, sealed):
    found = await report(units, heads, AuditKeys([("k2", "another secret, and the old one is lost")]))
    assert found.faults == ["the key 'k1' is not among the audit keys: what was sealed under it cannot be verified"]


async def test_a_new_key_seals_and_the_old_one_still_verifies(units, heads, sealed):
    keys = AuditKeys([("k2", "another secret, put before the old one"), ("k1", "a secret that is not in the database")])
    await note(units)
    assert await AuditSealer(units, keys, heads).seal_all() == 1
    found = await report(units, heads, keys)
    assert (found.faults, found.seals) == ([], 4)


class Killed(Exception):
    pass


async def test_a_sealer_killed_between_the_database_and_the_file_leaves_a_log_that_is_whole(
    units, heads, sealed, sealer, monkeypatch
):
    async def die(*_):
        raise Killed

    await note(units, 2)
    with monkeypatch.context() as patch:
        patch.setattr(AuditSealer, "write_heads", die)
        with pytest.raises(Killed):
            await sealer.seal_all()
    found = await report(units, heads)
    assert found.faults == []
    assert found.notes == ["the file of heads ends with seal 3, the log with 4: the rest is just being written"]
    # Or in the middle of a line.
    with heads.open("a") as file:
        file.write("4 7 2026-11-24T01:0")
    await note(units)
    assert await sealer.seal_all() == 1
    found = await report(units, heads)
    assert found.faults == []
    assert found.notes == ["1 lines of the file of heads are no heads: a process died while writing"]
    assert sorted(read_heads(heads).by_number) == [1, 2, 3, 4, 5]


async def test_a_sealer_killed_before_its_commit_has_sealed_nothing(units, heads, sealed, sealer, monkeypatch):
    await note(units)
    with monkeypatch.context() as patch:
        patch.setattr("core.audit.sealer.seal_mac", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await sealer.seal_all()
    assert (await report(units, heads)).unsealed == 1
    assert await sealer.seal_all() == 1
    assert (await report(units, heads)).faults == []


async def test_two_nodes_that_seal_at_once_make_one_chain_and_two_whole_files(units, heads, sealed, sealer, tmp_path):
    other = AuditSealer(units, KEYS, tmp_path / "other")
    for _ in range(5):
        await note(units, 3)
        await sealer.seal_all()
        await other.seal_all()
    for file in (heads, tmp_path / "other"):
        assert (await report(units, file)).faults == []
    assert (await report(units)).events == 20


async def test_a_second_head_of_one_number_does_not_hide_the_first(units, heads, sealed):
    async with units.database.read() as session:
        first = read_heads(heads).by_number[1]
        assert first.mac == (await session.get_one(AuditSeal, 1)).mac
    await rewrite(units, KEYS)
    forged = read_heads(heads).by_number[1]
    append(heads, [forged.__class__(3, 5, "k1", forged.sealed_at, bytes(32))])
    assert len((await report(units, heads)).faults) == 2
