"""Counselling notes are closed to midwives and doctors, unless they are shared or the glass is broken."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from clinic.records import versions
from clinic.records.jobs import handlers
from clinic.records.sharing import glass, reading, shares
from clinic.records.sharing.glass import GLASS_LASTS
from core.outbox.runner import JobRunner
from core.principal import Role
from people.accounts import service as accounts
from people.notices.tables import Notice
from people.practitioners.supervision import set_supervisor
from tests.booking.make import make_appointment
from tests.clinic.records.make import make_note
from tests.people.make import make_practitioner

REASON = "授乳の相談と薬の不安が重なるため"


@pytest.fixture
async def family(units):
    """Return a client in counselling, their counsellor, a midwife who expects them, and the counselling encounter."""
    async with units.write() as uow:
        client, counsellor, encounter = await make_note(uow, Role.COUNSELLOR)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        await make_appointment(uow, client, midwife, uow.now + timedelta(days=1), "midwife")
    return client, counsellor, midwife, encounter


async def record(units, principal, client):
    async with units.read() as uow:
        return await reading.show(uow, principal, client.person_id)


async def act(units, call, principal, *rest):
    async with units.write() as uow:
        return await call(uow, principal, *rest)


async def read(units, principal, encounter):
    async with units.read() as uow:
        return await versions.show(uow, principal, encounter.id)


async def test_a_counselling_note_is_closed_to_other_professions_and_they_see_that_there_is_one(units, family, refused):
    client, counsellor, midwife, encounter = family
    closed = await record(units, midwife, client)
    assert (closed.notes, closed.closed) == ([], 1)
    assert (await refused(read(units, midwife, encounter))).code == "records.not_found"
    assert len((await record(units, counsellor, client)).notes) == 1


async def test_its_author_shares_it_for_a_reason_and_takes_that_back(units, family, refused):
    client, counsellor, midwife, encounter = family
    await act(units, shares.share, counsellor, encounter.id, REASON)
    assert (await record(units, midwife, client)).closed == 0
    shown = await read(units, midwife, encounter)
    assert (shown.share.reason, shown.share.shared_by_name, shown.may_share) == (REASON, "高橋 遥", False)
    assert (await refused(act(units, shares.share, counsellor, encounter.id, REASON))).code == "records.shared_already"
    assert (await refused(act(units, shares.revoke, midwife, encounter.id))).code == "records.not_to_share"
    await act(units, shares.revoke, counsellor, encounter.id)
    assert (await record(units, midwife, client)).closed == 1
    assert (await refused(act(units, shares.revoke, counsellor, encounter.id))).code == "records.not_shared"


async def test_a_shared_note_is_still_closed_to_who_has_nothing_to_do_with_the_person(units, family, refused):
    _, counsellor, _, encounter = family
    await act(units, shares.share, counsellor, encounter.id, REASON)
    async with units.write() as uow:
        stranger = await make_practitioner(uow, Role.DOCTOR, "別の人")
    assert (await refused(read(units, stranger, encounter))).code == "records.not_found"


async def test_the_psychiatrist_shares_it_too_and_what_is_open_anyway_is_not_shared(units, family, refused):
    client, _, midwife, encounter = family
    async with units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
        _, other, own = await make_note(uow, Role.MIDWIFE)
    await act(units, shares.share, psychiatrist, encounter.id, REASON)
    assert len((await record(units, midwife, client)).notes) == 1
    assert (await refused(act(units, shares.share, other, own.id, REASON))).code == "records.open_already"


async def test_who_breaks_the_glass_reads_for_an_hour_and_those_concerned_are_told(units, family, clock, refused):
    client, counsellor, midwife, encounter = family
    async with units.write() as uow:
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
    until = await act(units, glass.break_glass, midwife, client.person_id, "夜間に連絡がつかない")
    assert until == clock.now() + GLASS_LASTS
    assert await act(units, glass.break_glass, midwife, client.person_id, "もう一度") == until
    opened = await record(units, midwife, client)
    assert (len(opened.notes), opened.closed, opened.glass_until) == (1, 0, until)
    assert (await read(units, midwife, encounter)).versions[0].fields["complaint"] == "眠れない"

    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        found = await uow.session.scalars(select(Notice).where(Notice.kind == "record.glass_broken"))
        assert {notice.account_id for notice in found} == {counsellor.account_id, psychiatrist.account_id}
        for concerned in (counsellor, psychiatrist, midwife):
            (one,) = await glass.list_breakings(uow, concerned)
            assert (one.by_name, one.person_name, one.reason) == ("佐藤 花", "はな", "夜間に連絡がつかない")

    clock.advance(GLASS_LASTS)
    assert (await record(units, midwife, client)).closed == 1
    assert (await refused(read(units, midwife, encounter))).code == "records.not_found"


@pytest.mark.parametrize("supervisor_is", ["there", "away", "blocked"])
async def test_a_broken_glass_is_told_to_the_authors_supervisor_or_else_to_all_psychiatrists(
    units, family, supervisor_is
):
    client, counsellor, midwife, _ = family
    async with units.write() as uow:
        supervisor = await make_practitioner(uow, Role.PSYCHIATRIST)
        colleague = await make_practitioner(uow, Role.PSYCHIATRIST, "小川 恵")
        await set_supervisor(uow, None, counsellor.practitioner_id, supervisor.practitioner_id, 0)
        today = uow.zone.today(uow.now)
        if supervisor_is == "away":
            await absences.add(uow, supervisor.practitioner_id, today, today, AbsenceKind.LEAVE)
        if supervisor_is == "blocked":
            await accounts.block(uow, supervisor.account_id)
    await act(units, glass.break_glass, midwife, client.person_id, REASON)
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        kind = Notice.kind == "record.glass_broken"
        told = set(await uow.session.scalars(select(Notice.account_id).where(kind)))
    expected = {
        "there": {supervisor.account_id},
        "away": {supervisor.account_id, colleague.account_id},
        "blocked": {colleague.account_id},
    }
    assert told == {counsellor.account_id, *expected[supervisor_is]}


async def test_the_glass_is_broken_by_those_it_stands_before_only(units, family, refused):
    client, counsellor, _, _ = family
    async with units.write() as uow:
        stranger = await make_practitioner(uow, Role.DOCTOR, "別の人")
        another = await make_practitioner(uow, Role.COUNSELLOR, "別の心理師")
    error = await refused(act(units, glass.break_glass, counsellor, client.person_id, "x"))
    assert error.code == "records.nothing_closed"
    error = await refused(act(units, glass.break_glass, stranger, client.person_id, "x"))
    assert error.code == "records.person_not_found"
    async with units.read() as uow:
        assert await glass.list_breakings(uow, another) == []
