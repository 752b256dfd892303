"""Who reads a letter beside its author: as their notes, closed or open, behind the glass, and by supervision."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.records.letters import drafts, issuing, reading
from clinic.records.letters.states import Basis, LetterKind
from clinic.records.letters.views import IssueIn, LetterIn
from clinic.records.sharing import glass, shares
from clinic.records.sharing.glass import GLASS_LASTS
from core.audit.tables import AuditEvent
from core.principal import Role
from people.record_access.service import list_access
from tests.booking.make import make_appointment
from tests.clinic.records.letters.make import make_by_ground, make_draft, make_issued, revoke, whole
from tests.clinic.records.make import make_note
from tests.people.make import make_practitioner


@pytest.fixture
async def people(units):
    """Return a client in counselling, their counsellor, the encounter, and a midwife who expects them."""
    async with units.write() as uow:
        client, counsellor, encounter = await make_note(uow, Role.COUNSELLOR)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        await make_appointment(uow, client, midwife, uow.now + timedelta(days=1), "midwife")
        psychiatrist = await make_practitioner(uow, Role.PSYCHIATRIST)
    return client, counsellor, encounter, midwife, psychiatrist


async def act(units, call, *rest):
    async with units.write() as uow:
        return await call(uow, *rest)


async def seen(units, call, *rest):
    async with units.read() as uow:
        return await call(uow, *rest)


async def test_a_counsellors_letter_is_closed_to_the_midwife_and_open_to_the_supervisor(units, people, refused):
    client, counsellor, _, midwife, psychiatrist = people
    draft = await act(units, make_draft, counsellor, client)
    issued = await act(units, make_issued, counsellor, client)
    for letter in (draft, issued):
        assert (await refused(seen(units, reading.show, midwife, letter.id))).code == "letters.not_found"
    assert await seen(units, reading.list_of_person, midwife, client.person_id) == []
    shown = await seen(units, reading.show, psychiatrist, issued.id)
    assert (shown.fields, shown.is_own, shown.may_revoke) == (issued.fields, False, True)
    # A draft is its author's alone.
    assert (await refused(seen(units, reading.show, psychiatrist, draft.id))).code == "letters.not_found"
    assert (await act(units, revoke, psychiatrist, issued.id)).revocation == "宛先のまちがい"


async def test_behind_the_glass_a_closed_letter_is_read_for_an_hour_and_noted_as_that(units, people, clock, refused):
    client, counsellor, _, midwife, _ = people
    issued = await act(units, make_issued, counsellor, client)
    await act(units, glass.break_glass, midwife, client.person_id, "夜間に連絡がつかない")
    shown = await seen(units, reading.show, midwife, issued.id)
    assert (shown.fields, shown.may_revoke) == (issued.fields, False)
    assert (await refused(act(units, revoke, midwife, issued.id))).code == "letters.not_found"
    async with units.read() as uow:
        query = select(AuditEvent.purpose).where(
            AuditEvent.entity_id == issued.id, AuditEvent.account_id == midwife.account_id
        )
        assert set(await uow.session.scalars(query)) == {"break_the_glass"}
    clock.advance(GLASS_LASTS)
    assert (await refused(seen(units, reading.show, midwife, issued.id))).code == "letters.not_found"


async def test_a_midwifes_letter_is_open_to_who_has_to_do_with_the_person(units, people):
    client, counsellor, _, midwife, _ = people
    issued = await act(units, make_issued, midwife, client)
    shown = await seen(units, reading.show, counsellor, issued.id)
    assert (shown.fields, shown.is_own, shown.may_revoke) == (issued.fields, False, False)
    (head,) = await seen(units, reading.list_of_person, counsellor, client.person_id)
    assert (head.id, head.institution, head.author_name) == (issued.id, "はぐくみ病院", "佐藤 花")


async def test_what_was_taken_from_a_closed_note_closes_the_letter_too(units, people, refused):
    client, counsellor, encounter, midwife, _ = people
    letter = await act(units, drafts.begin, midwife, client.person_id, LetterKind.REFERRAL)
    assert (await refused(act(units, drafts.propose, midwife, letter.id, [encounter.id]))).code == "records.not_found"
    await act(units, shares.share, counsellor, encounter.id, "紹介のため")
    assert "眠れない" in (await act(units, drafts.propose, midwife, letter.id, [encounter.id])).fields["course"]
    async with units.write() as uow:
        doctor = await make_practitioner(uow, Role.DOCTOR)
        await make_appointment(uow, client, doctor, uow.now + timedelta(days=2), "paediatrician")
        content = LetterIn(fields=whole(LetterKind.REFERRAL), version=letter.version)
        saved = await drafts.save(uow, midwife, letter.id, content)
        wish = IssueIn(version=saved.version, basis=Basis.WRITTEN, written_on=uow.zone.today(uow.now))
        await issuing.issue(uow, midwife, letter.id, wish)
    assert (await refused(seen(units, reading.show, doctor, letter.id))).code == "letters.not_found"
    assert (await seen(units, reading.show, counsellor, letter.id)).is_own is False
    assert (await seen(units, reading.show, midwife, letter.id)).is_own is True


async def test_who_looks_at_the_log_of_their_record_does_not_learn_of_a_withheld_letter(units, people):
    client, counsellor, _, _, _ = people
    handed = await act(units, make_by_ground, counsellor, client, "子どもが危ない")
    async with units.read() as uow:
        entries = await list_access(uow, client, limit=200)
    assert {entry.entity.value for entry in entries} <= {"note", "person", "encounter", "appointment"}
    async with units.read() as uow:
        query = select(AuditEvent.entity).where(AuditEvent.entity_id == handed.id)
        assert set(await uow.session.scalars(query)) == {"letter"}
