"""A signed note stays as it was signed; amendments are added to it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.records import service as records
from clinic.records import versions
from clinic.records.sharing.reading import signed_heads
from clinic.records.tables import Note
from clinic.safety.jobs import handlers
from core.outbox.runner import JobRunner
from core.principal import Role
from people.risk.kinds import RiskLevel
from people.risk.service import current_tier
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_consultation
from tests.clinic.records.make import make_content, make_note
from tests.people.make import make_parent, make_practitioner


@pytest.fixture
async def signed(units):
    async with units.write() as uow:
        return await make_note(uow, Role.MIDWIFE, RiskLevel.LOW)


async def amend(units, principal, encounter, number, content, reason="聞きまちがい"):
    async with units.write() as uow:
        return await versions.amend(uow, principal, encounter.id, number, reason, content)


async def show(units, principal, encounter):
    async with units.read() as uow:
        return await versions.show(uow, principal, encounter.id)


async def test_every_version_is_readable_with_its_time_and_reason_and_the_first_one_never_changes(units, signed, clock):
    client, midwife, encounter = signed
    async with units.read() as uow:
        before = (await uow.session.scalars(select(Note))).one().fields_sealed
    first_at = clock.now()
    for number, advice in enumerate(("早めに休む", "家族と休む")):
        clock.advance(timedelta(hours=1))
        content = make_content(Role.MIDWIFE, RiskLevel.MIDDLE, advice=advice)
        await amend(units, midwife, encounter, number, content, f"理由{number}")
    found = await show(units, midwife, encounter)
    assert [(each.number, each.fields["advice"], each.risk_level, each.reason, each.at) for each in found.versions] == [
        (0, "休む時間", RiskLevel.LOW, None, first_at),
        (1, "早めに休む", RiskLevel.MIDDLE, "理由0", first_at + timedelta(hours=1)),
        (2, "家族と休む", RiskLevel.MIDDLE, "理由1", first_at + timedelta(hours=2)),
    ]
    assert (found.author_name, found.is_own) == ("佐藤 花", True)
    async with units.read() as uow:
        assert (await uow.session.scalars(select(Note))).one().fields_sealed == before
        (head,) = await signed_heads(uow, midwife, client.person_id)
    assert head.amended


async def test_the_risk_of_an_amendment_becomes_the_persons_tier(units, signed):
    client, midwife, encounter = signed
    await amend(units, midwife, encounter, 0, make_content(Role.MIDWIFE, RiskLevel.HIGH))
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        assert await current_tier(uow, client.person_id) == RiskLevel.HIGH


async def test_an_amendment_is_refused_that_is_none_or_that_was_written_on_something_older(units, signed, refused):
    _, midwife, encounter = signed
    same, other = make_content(Role.MIDWIFE, RiskLevel.LOW), make_content(Role.MIDWIFE, advice="x")
    assert (await refused(amend(units, midwife, encounter, 0, same))).code == "records.nothing_changed"
    assert (await refused(amend(units, midwife, encounter, 1, other))).code == "records.amended_meanwhile"
    unfit = other.model_copy(update={"fields": {**other.fields, "complaint": ""}})
    assert (await refused(amend(units, midwife, encounter, 0, unfit))).code == "records.incomplete"
    await amend(units, midwife, encounter, 0, other)
    assert (await refused(amend(units, midwife, encounter, 0, same))).code == "records.amended_meanwhile"
    assert len((await show(units, midwife, encounter)).versions) == 2


async def test_a_draft_is_changed_and_not_amended(units, refused):
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow, admitted=True)
        await records.save(uow, midwife, encounter.id, make_content(Role.MIDWIFE), 0)
    content = make_content(Role.MIDWIFE, advice="x")
    assert (await refused(amend(units, midwife, encounter, 0, content))).code == "records.not_signed"
    assert (await show(units, midwife, encounter)).versions == []


async def test_a_colleague_who_may_read_a_note_amends_nothing_and_others_do_not_find_it(units, signed, refused):
    client, _, encounter = signed
    async with units.write() as uow:
        colleague = await make_practitioner(uow, Role.DOCTOR)
        await make_appointment(uow, client, colleague, uow.now + timedelta(days=1), "paediatrician")
        stranger = await make_practitioner(uow, Role.DOCTOR, "別の人")
        parent = await make_parent(uow, "ゆき")
    assert not (await show(units, colleague, encounter)).is_own
    content = make_content(Role.MIDWIFE, advice="x")
    error = await refused(amend(units, colleague, encounter, 0, content))
    assert (error.code, error.status) == ("records.not_author", 403)
    for other in (stranger, parent, client):
        assert (await refused(show(units, other, encounter))).code == "records.not_found"
        assert (await refused(amend(units, other, encounter, 0, content))).code == "records.not_found"
