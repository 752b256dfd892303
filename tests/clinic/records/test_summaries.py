"""What a clinician releases to the person, and with whom the person shares it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.encounters import service as encounters
from clinic.records.jobs import handlers
from clinic.records.summaries import service as summaries
from core.outbox.runner import JobRunner
from core.principal import Role
from people.households import service as households
from people.notices.tables import Notice
from tests.clinic.encounters.make import make_consultation
from tests.clinic.records.make import make_note
from tests.people.make import make_member, make_parent, make_practitioner

TEXT = "夜は交代で休むことにしました。"


@pytest.fixture
async def family(units):
    """Return a client, their midwife, their encounter, and the client's partner in one household."""
    async with units.write() as uow:
        client, midwife, encounter = await make_consultation(uow, admitted=True)
        partner = await make_parent(uow, "たろう", Role.FAMILY)
        await make_member(uow, client, partner)
    return client, midwife, encounter, partner


async def act(units, call, principal, *rest):
    async with units.write() as uow:
        return await call(uow, principal, *rest)


async def kinds(units, principal):
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        return list(await uow.session.scalars(select(Notice.kind).where(Notice.account_id == principal.account_id)))


async def test_a_person_sees_what_was_released_and_nothing_before_or_after_it_was_taken_back(
    units, family, clock, refused
):
    client, midwife, encounter, _ = family
    assert (await act(units, summaries.show, client, encounter.id)).text is None
    await act(units, summaries.release, midwife, encounter.id, "はじめの文", 0)
    released = await act(units, summaries.release, midwife, encounter.id, TEXT, 1)
    assert (released.number, released.readers) == (2, [])
    seen = await act(units, summaries.show, client, encounter.id)
    assert (seen.text, seen.released_at, seen.author_name) == (TEXT, clock.now(), "佐藤 花")
    stale = await refused(act(units, summaries.release, midwife, encounter.id, "x", 1))
    assert stale.code == "records.summary_changed"
    assert set(await kinds(units, client)) == {"summary.released", "household.joined"}
    await act(units, summaries.withdraw, midwife, encounter.id)
    gone = await act(units, summaries.show, client, encounter.id)
    assert (gone.text, gone.number) == (None, 2)


async def test_it_is_shared_by_the_persons_own_act_with_one_of_the_household_and_ended_by_it(units, family, refused):
    client, midwife, encounter, partner = family
    assert (await refused(act(units, summaries.share, client, encounter.id, partner.account_id))).code == (
        "records.no_summary"
    )
    await act(units, summaries.release, midwife, encounter.id, TEXT, 0)
    assert await act(units, summaries.shared_with, partner) == []
    shown = await act(units, summaries.show, client, encounter.id)
    assert [reader.display_name for reader in shown.readers] == ["たろう"]
    shared = await act(units, summaries.share, client, encounter.id, partner.account_id)
    assert (await act(units, summaries.share, client, encounter.id, partner.account_id)).shares == shared.shares
    (theirs,) = await act(units, summaries.shared_with, partner)
    assert (theirs.text, theirs.person_name) == (TEXT, "はな")
    assert await kinds(units, partner) == ["summary.shared"]
    assert (await refused(act(units, summaries.revoke, partner, shared.shares[0].id))).code == "records.share_not_found"
    await act(units, summaries.revoke, client, shared.shares[0].id)
    assert await act(units, summaries.shared_with, partner) == []


async def test_whoever_is_put_out_reads_nothing_and_nothing_old_when_they_join_again(units, family, clock, refused):
    client, midwife, encounter, partner = family
    await act(units, summaries.release, midwife, encounter.id, TEXT, 0)
    await act(units, summaries.share, client, encounter.id, partner.account_id)
    await act(units, households.take_back, client)
    assert await act(units, summaries.shared_with, partner) == []
    own = await act(units, summaries.show, client, encounter.id)
    assert (own.shares, own.readers) == ([], [])
    refusal = await refused(act(units, summaries.share, client, encounter.id, partner.account_id))
    assert refusal.code == "records.reader_not_found"
    clock.advance(timedelta(minutes=1))
    async with units.write() as uow:
        await make_member(uow, client, partner)
    assert await act(units, summaries.shared_with, partner) == []
    again = await act(units, summaries.share, client, encounter.id, partner.account_id)
    assert [share.display_name for share in again.shares] == ["たろう"]
    assert [one.text for one in await act(units, summaries.shared_with, partner)] == [TEXT]


async def test_a_member_shows_nothing_of_their_own_by_being_one(units, family):
    client, _, _, _ = family
    async with units.write() as uow:
        theirs, their_midwife, their_encounter = await make_consultation(uow, admitted=True)
        await make_member(uow, client, theirs, "友だち")
    await act(units, summaries.release, their_midwife, their_encounter.id, "x", 0)
    assert (await act(units, summaries.show, theirs, their_encounter.id)).readers == []


async def test_what_is_withdrawn_is_shown_to_nobody_more(units, family):
    client, midwife, encounter, partner = family
    await act(units, summaries.release, midwife, encounter.id, TEXT, 0)
    await act(units, summaries.share, client, encounter.id, partner.account_id)
    await act(units, summaries.withdraw, midwife, encounter.id)
    assert await act(units, summaries.shared_with, partner) == []


async def test_nobody_else_reads_releases_or_shares_it(units, family, refused):
    client, midwife, encounter, partner = family
    await act(units, summaries.release, midwife, encounter.id, TEXT, 0)
    async with units.write() as uow:
        strangers = [partner, await make_practitioner(uow, Role.DOCTOR), await make_parent(uow, "ゆき")]
    for stranger in strangers:
        for call, *rest in (
            (summaries.show,),
            (summaries.release, "x", 1),
            (summaries.withdraw,),
            (summaries.share, strangers[2].account_id),
        ):
            error = await refused(act(units, call, stranger, encounter.id, *rest))
            assert error.code == "encounters.not_found", call
    stranger_reads = await refused(act(units, summaries.share, client, encounter.id, strangers[2].account_id))
    assert stranger_reads.code == "records.reader_not_found"


async def test_nothing_is_released_before_the_consultation_began(units, refused):
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
    error = await refused(act(units, summaries.release, midwife, encounter.id, TEXT, 0))
    assert error.code == "encounters.not_admitted"


async def test_a_course_shows_its_sessions_with_their_notes_and_how_it_ended(units, api):
    async with units.write() as uow:
        client, counsellor, encounter = await make_note(uow, Role.COUNSELLOR)
        await encounters.finish(uow, counsellor, encounter.id)
        other = await make_practitioner(uow, Role.COUNSELLOR, "別の心理師")
    path = f"/api/episodes/{encounter.episode_id}"
    ended = {"outcome": "referred", "reason": "精神科の外来につながった"}
    assert (await api.as_(counsellor).post(f"{path}/close", json={"outcome": "referred"}))[0] == 422
    assert (await api.as_(counsellor).post(f"{path}/close", json=ended))[0] == 200
    status, course = await api.as_(counsellor).get(path)
    assert (status, course["outcome"], course["closing"]) == (200, "referred", ended["reason"])
    (session,) = course["sessions"]
    assert (session["state"], session["note_state"], session["cosigning_state"]) == ("finished", "signed", "waiting")
    assert (await api.as_(other).get(path))[0] == 404
    _, own = await api.as_(client).get("/api/episodes")
    assert ended["reason"] not in str(own)
