"""Counselling notes wait for their supervising psychiatrist, and never for nobody."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from booking.schedules import absences
from booking.schedules.tables import AbsenceKind
from clinic.records import versions
from clinic.records.cosigning import service as cosigning
from clinic.records.cosigning.states import COSIGN_WITHIN
from clinic.records.jobs import handlers
from core.outbox.runner import JobRunner
from core.principal import Role
from people.accounts import service as accounts
from people.notices.tables import Notice
from people.practitioners.supervision import set_supervisor
from tests.clinic.records.make import make_content, make_note
from tests.people.make import make_practitioner


@pytest.fixture
async def waiting(units):
    async with units.write() as uow:
        _, counsellor, encounter = await make_note(uow, Role.COUNSELLOR)
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
    await supervise(units, counsellor, psychiatrist)
    return counsellor, psychiatrist, encounter


@pytest.fixture
async def colleague(units):
    async with units.write() as uow:
        return await make_practitioner(uow, Role.PSYCHIATRIST, "小川 恵")


async def supervise(units, counsellor, psychiatrist, version=0):
    async with units.write() as uow:
        supervisor_id = None if psychiatrist is None else psychiatrist.practitioner_id
        await set_supervisor(uow, None, counsellor.practitioner_id, supervisor_id, version)


async def queue(units, psychiatrist):
    async with units.read() as uow:
        return list(await cosigning.list_waiting(uow, psychiatrist))


async def do(units, call, principal, *rest):
    async with units.write() as uow:
        return await call(uow, principal, *rest)


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
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
    assert await queue(units, psychiatrist) == []


async def test_a_note_waits_until_a_psychiatrist_opened_and_co_signed_it(units, waiting, clock, refused):
    counsellor, psychiatrist, encounter = waiting
    (one,) = await queue(units, psychiatrist)
    assert (one.person_name, one.author_name, one.asked_at, one.opened_at) == ("はな", "高橋 遥", clock.now(), None)
    async with units.write() as uow:
        opened = await cosigning.open_note(uow, psychiatrist, one.id)
        await cosigning.open_note(uow, psychiatrist, one.id)
    assert (opened.opened_by_name, opened.note.versions[0].fields["complaint"]) == ("田中 樹", "眠れない")
    async with units.write() as uow:
        await cosigning.cosign(uow, psychiatrist, one.id)
    assert await queue(units, psychiatrist) == []
    standing = await brief(units, counsellor, encounter)
    assert (standing.state, standing.decided_by_name, standing.decided_at) == ("cosigned", "田中 樹", clock.now())
    assert (standing.supervisor_name, standing.by_deputy) == ("田中 樹", False)
    assert await told(units, counsellor.account_id) == ["record.cosigned"]

    async def again():
        async with units.write() as uow:
            await cosigning.give_back(uow, psychiatrist, one.id, "x")

    assert (await refused(again())).code == "records.cosigning_over"


async def test_a_note_is_its_supervisors_and_not_there_for_a_colleague(units, waiting, colleague, refused):
    counsellor, psychiatrist, encounter = waiting
    (one,) = await queue(units, psychiatrist)
    assert (one.capacity, one.supervisor_name, one.supervisor_away_until) == ("supervisor", "田中 樹", None)
    assert (await brief(units, counsellor, encounter)).supervisor_name == "田中 樹"
    assert await queue(units, colleague) == []
    for call, *rest in ((cosigning.open_note,), (cosigning.cosign,), (cosigning.give_back, "x")):
        assert (await refused(do(units, call, colleague, one.id, *rest))).code == "records.cosigning_not_found"
    assert (await refused(brief(units, colleague, encounter))).code == "records.not_found"
    assert (await brief(units, psychiatrist, encounter)).state == "waiting"


@pytest.mark.parametrize("missing", ["never set", "taken back", "blocked"])
async def test_a_note_of_nobodys_counsellor_lies_before_all_and_says_so(units, waiting, colleague, missing):
    counsellor, psychiatrist, encounter = waiting
    if missing == "never set":
        async with units.write() as uow:
            _, counsellor, encounter = await make_note(uow, Role.COUNSELLOR)
    elif missing == "taken back":
        await supervise(units, counsellor, None, 1)
    else:
        async with units.write() as uow:
            await accounts.block(uow, psychiatrist.account_id)
    (one,) = await queue(units, colleague)
    assert (one.capacity, one.supervisor_name) == ("unsupervised", None)
    assert (await brief(units, counsellor, encounter)).supervisor_name is None
    await do(units, cosigning.open_note, colleague, one.id)
    await do(units, cosigning.cosign, colleague, one.id)
    standing = await brief(units, counsellor, encounter)
    assert (standing.decided_by_name, standing.supervisor_name, standing.by_deputy) == ("小川 恵", None, False)


async def test_what_waits_goes_to_the_new_supervisor_and_what_was_decided_stays_as_it_was(
    units, waiting, colleague, refused
):
    counsellor, psychiatrist, encounter = waiting
    (one,) = await queue(units, psychiatrist)
    await do(units, cosigning.open_note, psychiatrist, one.id)
    await supervise(units, counsellor, colleague, 1)
    assert await queue(units, psychiatrist) == []
    assert (await refused(do(units, cosigning.cosign, psychiatrist, one.id))).code == "records.cosigning_not_found"
    (moved,) = await queue(units, colleague)
    assert (moved.id, moved.capacity, moved.opened_by_name) == (one.id, "supervisor", "田中 樹")
    await do(units, cosigning.cosign, colleague, one.id)
    await supervise(units, counsellor, psychiatrist, 2)
    standing = await brief(units, counsellor, encounter)
    assert (standing.decided_by_name, standing.supervisor_name, standing.by_deputy) == ("小川 恵", "小川 恵", False)
    # Who co-signed it reads it still.
    assert (await brief(units, colleague, encounter)).state == "cosigned"


async def test_a_deputy_co_signs_while_the_supervisor_is_away_and_that_is_seen(
    units, waiting, colleague, clock, refused
):
    counsellor, psychiatrist, encounter = waiting
    async with units.write() as uow:
        today = uow.zone.today(uow.now)
        await absences.add(
            uow, psychiatrist.practitioner_id, today + timedelta(days=1), today + timedelta(days=2), AbsenceKind.LEAVE
        )
    assert await queue(units, colleague) == []
    # The leave begins and ends at midnight in Tokyo.
    clock.set(datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    (one,) = await queue(units, colleague)
    assert (one.capacity, one.supervisor_name, one.supervisor_away_until, one.is_overdue) == (
        "deputy",
        "田中 樹",
        today + timedelta(days=2),
        False,
    )
    (own,) = await queue(units, psychiatrist)
    assert (own.id, own.capacity) == (one.id, "supervisor")
    clock.set(datetime(2026, 11, 26, 15, 0, tzinfo=UTC))
    assert await queue(units, colleague) == []
    clock.set(datetime(2026, 11, 26, 14, 59, tzinfo=UTC))
    await do(units, cosigning.open_note, colleague, one.id)
    await do(units, cosigning.cosign, colleague, one.id)
    standing = await brief(units, counsellor, encounter)
    assert (standing.decided_by_name, standing.supervisor_name, standing.by_deputy) == ("小川 恵", "田中 樹", True)
    assert (await refused(do(units, cosigning.cosign, psychiatrist, one.id))).code == "records.cosigning_over"


async def test_a_returned_note_comes_back_amended_and_keeps_its_place(units, waiting, clock):
    counsellor, psychiatrist, encounter = waiting
    (one,) = await queue(units, psychiatrist)
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
    (again,) = await queue(units, psychiatrist)
    assert (again.number, again.asked_at) == (2, clock.now() - timedelta(hours=1))


async def test_what_waits_too_long_is_marked_and_any_psychiatrist_may_co_sign_it_and_is_told_once(
    units, waiting, colleague, clock
):
    _, psychiatrist, _ = waiting
    assert await told(units, psychiatrist.account_id) == []
    clock.advance(COSIGN_WITHIN)
    assert await queue(units, colleague) == []
    clock.advance(-COSIGN_WITHIN)
    clock.advance(COSIGN_WITHIN + timedelta(seconds=1))
    (one,) = await queue(units, psychiatrist)
    assert one.is_overdue
    (theirs,) = await queue(units, colleague)
    assert (theirs.id, theirs.capacity, theirs.supervisor_away_until) == (one.id, "deputy", None)
    for each in (psychiatrist, colleague):
        assert await told(units, each.account_id) == ["record.cosigning_overdue"]


async def test_a_psychiatrists_own_come_first_then_nobodys_then_a_colleagues(units, waiting, colleague, clock):
    _, psychiatrist, _ = waiting
    clock.advance(timedelta(minutes=1))
    async with units.write() as uow:
        await make_note(uow, Role.COUNSELLOR)
    clock.advance(timedelta(minutes=1))
    async with units.write() as uow:
        _, other, _ = await make_note(uow, Role.COUNSELLOR)
        today = uow.zone.today(uow.now)
        await absences.add(uow, psychiatrist.practitioner_id, today, today, AbsenceKind.SICK)
    await supervise(units, other, colleague)
    assert [each.capacity for each in await queue(units, colleague)] == ["supervisor", "unsupervised", "deputy"]
    assert [each.capacity for each in await queue(units, psychiatrist)] == ["supervisor", "unsupervised"]


async def test_the_queue_and_what_lies_in_it_are_their_psychiatrists_alone(units, waiting, colleague, api):
    counsellor, psychiatrist, _ = waiting
    (one,) = await queue(units, psychiatrist)
    for path in (f"{one.id}/open", f"{one.id}/co-sign", f"{one.id}/return"):
        assert (await api.as_(counsellor).post(f"/api/cosignings/{path}", json={"comment": "x"}))[0] == 403
    for path in (f"{one.id}/open", f"{one.id}/co-sign", f"{one.id}/return"):
        status, problem = await api.as_(colleague).post(f"/api/cosignings/{path}", json={"comment": "x"})
        assert (status, problem["code"]) == (404, "records.cosigning_not_found")
    status, listed = await api.as_(psychiatrist).get("/api/cosignings")
    assert (status, [each["id"] for each in listed["waiting"]]) == (200, [str(one.id)])
    assert (await api.as_(psychiatrist).post(f"/api/cosignings/{one.id}/return", json={"comment": " "}))[0] == 422
