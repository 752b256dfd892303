"""Counselling notes wait for a supervising psychiatrist."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.records import versions
from clinic.records.cosigning import service as cosigning
from clinic.records.cosigning.states import COSIGN_WITHIN
from clinic.records.jobs import handlers
from core.outbox.runner import JobRunner
from core.principal import Role
from people.notices.tables import Notice
from tests.clinic.records.make import make_content, make_note
from tests.people.make import make_practitioner


@pytest.fixture
async def waiting(units):
    async with units.write() as uow:
        _, counsellor, encounter = await make_note(uow, Role.COUNSELLOR)
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
    return counsellor, psychiatrist, encounter


async def queue(units):
    async with units.read() as uow:
        return list(await cosigning.list_waiting(uow))


async def brief(units, principal, encounter):
    async with units.read() as uow:
        return (await versions.show(uow, principal, encounter.id)).cosigning


async def told(units, account_id):
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        return list(await uow.session.scalars(select(Notice.kind).where(Notice.account_id == account_id)))


async def test_only_a_counsellors_note_waits(units):
    async with units.write() as uow:
        await make_note(uow, Role.MIDWIFE)
    assert await queue(units) == []


async def test_a_note_waits_until_a_psychiatrist_opened_and_co_signed_it(units, waiting, clock, refused):
    counsellor, psychiatrist, encounter = waiting
    (one,) = await queue(units)
    assert (one.person_name, one.author_name, one.asked_at, one.opened_at) == ("はな", "高橋 遥", clock.now(), None)
    async with units.write() as uow:
        opened = await cosigning.open_note(uow, psychiatrist, one.id)
        await cosigning.open_note(uow, psychiatrist, one.id)
    assert (opened.opened_by_name, opened.note.versions[0].fields["complaint"]) == ("田中 樹", "眠れない")
    async with units.write() as uow:
        await cosigning.cosign(uow, psychiatrist, one.id)
    assert await queue(units) == []
    standing = await brief(units, counsellor, encounter)
    assert (standing.state, standing.decided_by_name, standing.decided_at) == ("cosigned", "田中 樹", clock.now())
    assert await told(units, counsellor.account_id) == ["record.cosigned"]

    async def again():
        async with units.write() as uow:
            await cosigning.give_back(uow, psychiatrist, one.id, "x")

    assert (await refused(again())).code == "records.cosigning_over"


async def test_a_returned_note_comes_back_amended_and_keeps_its_place(units, waiting, clock):
    counsellor, psychiatrist, encounter = waiting
    (one,) = await queue(units)
    async with units.write() as uow:
        await cosigning.give_back(uow, psychiatrist, one.id, "安全の確認を書きたしてください。")
    standing = await brief(units, counsellor, encounter)
    assert (standing.state, standing.comment) == ("returned", "安全の確認を書きたしてください。")
    assert await told(units, counsellor.account_id) == ["record.returned"]
    for number, advice in enumerate(("a", "b")):
        clock.advance(timedelta(hours=1))
        async with units.write() as uow:
            content = make_content(Role.COUNSELLOR, advice=advice)
            await versions.amend(uow, counsellor, encounter.id, number, "書きたし", content)
    (again,) = await queue(units)
    assert (again.number, again.asked_at) == (2, clock.now() - timedelta(hours=1))


async def test_what_waits_too_long_is_marked_and_the_psychiatrists_are_told_once(units, waiting, clock):
    _, psychiatrist, _ = waiting
    assert await told(units, psychiatrist.account_id) == []
    clock.advance(COSIGN_WITHIN + timedelta(seconds=1))
    (one,) = await queue(units)
    assert one.is_overdue
    assert await told(units, psychiatrist.account_id) == ["record.cosigning_overdue"]


async def test_the_queue_and_what_lies_in_it_are_the_psychiatrists_alone(units, waiting, api, refused):
    counsellor, psychiatrist, _ = waiting
    (one,) = await queue(units)
    for path in (f"{one.id}/open", f"{one.id}/co-sign", f"{one.id}/return"):
        assert (await api.as_(counsellor).post(f"/api/cosignings/{path}", json={"comment": "x"}))[0] == 403
    status, listed = await api.as_(psychiatrist).get("/api/cosignings")
    assert (status, [each["id"] for each in listed["waiting"]]) == (200, [str(one.id)])
    assert (await api.as_(psychiatrist).post(f"/api/cosignings/{one.id}/return", json={"comment": " "}))[0] == 422
