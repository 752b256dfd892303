"""The audit log: what stands in it after an act, and that it is only ever added to."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError

from core.audit.events import Action, Entity, Purpose
from core.audit.tables import AuditEvent, AuditSeal
from core.errors import Conflict
from core.principal import Principal, Role

PERSON = uuid4()
MIDWIFE = Principal(uuid4(), Role.MIDWIFE, uuid4())
HERSELF = Principal(uuid4(), Role.PARENT, uuid4(), person_id=PERSON)


async def events(units):
    async with units.read() as uow:
        return (await uow.session.scalars(select(AuditEvent).order_by(AuditEvent.recorded_at, AuditEvent.id))).all()


async def test_reading_is_in_the_log_as_soon_as_the_unit_is_left(units):
    note = uuid4()
    async with units.read() as uow:
        uow.audit(MIDWIFE, Action.READ, Entity.NOTE, note, person_id=PERSON)
    [event] = await events(units)
    assert (event.account_id, event.role, event.session_id) == (MIDWIFE.account_id, "midwife", MIDWIFE.session_id)
    assert (event.action, event.entity, event.entity_id, event.person_id) == ("read", "note", note, PERSON)
    assert (event.purpose, event.succeeded, event.sequence) == ("treatment", True, None)


async def test_the_same_reading_is_one_entry_in_a_quarter_of_an_hour_and_writing_is_each_time(units, clock):
    note = uuid4()
    for _ in range(2):
        for _ in range(3):
            async with units.write() as uow:
                uow.audit(MIDWIFE, Action.READ, Entity.NOTE, note, person_id=PERSON)
                uow.audit(MIDWIFE, Action.UPDATE, Entity.NOTE, note, person_id=PERSON)
        clock.advance(timedelta(minutes=15))
    assert [event.action for event in await events(units)].count("read") == 2
    assert [event.action for event in await events(units)].count("update") == 6


async def test_what_a_person_reads_of_their_own_is_not_noted_and_what_they_do_is(units):
    async with units.read() as uow:
        uow.audit(HERSELF, Action.READ, Entity.NOTE, uuid4(), person_id=PERSON)
        uow.audit(HERSELF, Action.EXECUTE, Entity.EXPORT, person_id=PERSON)
    [event] = await events(units)
    assert (event.entity, event.purpose) == ("export", Purpose.PATIENT_REQUEST)


async def test_what_was_refused_is_not_noted_but_what_the_refusal_showed_is(units):
    async def refused():
        async with units.write() as uow:
            uow.audit(MIDWIFE, Action.READ, Entity.NOTE, person_id=PERSON)
            uow.audit(MIDWIFE, Action.UPDATE, Entity.NOTE, person_id=PERSON)
            raise Conflict("records.stale_version", "Here is how it stands.")

    with pytest.raises(Conflict):
        await refused()
    assert [event.action for event in await events(units)] == ["read"]


async def test_nothing_is_given_out_when_its_entry_cannot_be_stored(units):
    async def shown():
        async with units.read() as uow:
            uow.audit(MIDWIFE, Action.READ, Entity.NOTE, person_id=PERSON)

    async with units.write() as uow:
        await uow.session.execute(text("ALTER TABLE audit_events RENAME TO gone"))
    with pytest.raises(DBAPIError):
        await shown()
    async with units.write() as uow:
        await uow.session.execute(text("ALTER TABLE gone RENAME TO audit_events"))


async def test_the_database_refuses_to_change_or_delete_what_is_in_the_log(units, sealer):
    async with units.write() as uow:
        uow.audit(MIDWIFE, Action.UPDATE, Entity.NOTE, person_id=PERSON)
    refused = [delete(AuditEvent), update(AuditEvent).values(account_id=uuid4())]
    await _all_refused(units, refused)
    assert await sealer.seal_all() == 1
    await _all_refused(
        units, [*refused, update(AuditEvent).values(sequence=2), delete(AuditSeal), update(AuditSeal).values(count=2)]
    )
    [event] = await events(units)
    assert (event.account_id, event.sequence) == (MIDWIFE.account_id, 1)


async def _all_refused(units, statements):
    async def tried(statement):
        async with units.write() as uow:
            await uow.session.execute(statement)

    for statement in statements:
        with pytest.raises(DBAPIError, match="only ever added to"):
            await tried(statement)
