"""The note of an encounter."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from clinic.encounters import service as encounters
from clinic.records import service as records
from clinic.records.need import require_need
from clinic.records.sharing import reading
from clinic.records.views import NoteContent
from clinic.records.visibility import may_read
from core.crypto import SealBroken
from core.errors import DomainError
from core.principal import CLINICIANS, Role
from people.risk.kinds import RiskLevel
from tests.booking.make import make_appointment
from tests.clinic.encounters.make import make_consultation, make_encounter
from tests.clinic.records.make import make_content
from tests.people.make import make_parent, make_practitioner, make_staff

CONTENT = make_content(Role.MIDWIFE)


def content(**fields):
    return NoteContent(fields=fields)


@pytest.fixture
async def consultation(units):
    async with units.write() as uow:
        return await make_consultation(uow, admitted=True)


async def save(units, principal, encounter, content, version):
    async with units.write() as uow:
        return await records.save(uow, principal, encounter.id, content, version)


async def sign(units, principal, encounter, version):
    async with units.write() as uow:
        return await records.sign(uow, principal, encounter.id, version)


async def show(units, principal, encounter):
    async with units.read() as uow:
        return await records.show(uow, principal, encounter.id)


async def refused(call):
    with pytest.raises(DomainError) as caught:
        await call
    return caught.value


async def test_a_consultation_begins_with_an_empty_draft(units, consultation):
    _, midwife, encounter = consultation
    note = await show(units, midwife, encounter)
    assert (note.state, note.version, note.risk_level, note.has_text()) == ("draft", 0, None, False)
    assert (note.form, list(note.fields)) == ("midwife", ["complaint", "situation", "baby", "advice", "next_action"])


async def test_a_draft_is_there_after_each_save(units, consultation):
    _, midwife, encounter = consultation
    first = await save(units, midwife, encounter, CONTENT, 0)
    second = await save(units, midwife, encounter, make_content(Role.MIDWIFE, RiskLevel.MIDDLE, advice="水分"), 1)
    assert (first.version, second.version) == (1, 2)
    assert await show(units, midwife, encounter) == second


async def test_what_was_written_on_another_device_is_not_overwritten_and_is_handed_back(units, consultation):
    _, midwife, encounter = consultation
    await save(units, midwife, encounter, content(complaint="a"), 0)
    newer = await save(units, midwife, encounter, content(complaint="b"), 1)
    error = await refused(save(units, midwife, encounter, content(complaint="c"), 1))
    assert (error.code, error.status) == ("records.stale_version", 409)
    assert error.params["note"]["fields"]["complaint"] == "b"
    assert error.params["note"]["version"] == 2
    assert await show(units, midwife, encounter) == newer


async def test_two_devices_that_save_at_once_lose_nothing(units, consultation):
    _, midwife, encounter = consultation
    for version in (0, 1):
        results = await asyncio.gather(
            *(save(units, midwife, encounter, content(complaint=f"{version}{n}"), version) for n in range(4)),
            return_exceptions=True,
        )
        saved = [result for result in results if not isinstance(result, DomainError)]
        stale = [result for result in results if isinstance(result, DomainError)]
        assert len(saved) == 1
        assert {error.code for error in stale} == {"records.stale_version"}
        assert all(error.params["note"]["fields"] == saved[0].fields for error in stale)


async def test_a_save_whose_answer_was_lost_can_be_repeated(units, consultation):
    _, midwife, encounter = consultation
    first = await save(units, midwife, encounter, CONTENT, 0)
    assert await save(units, midwife, encounter, CONTENT, 0) == first
    assert await save(units, midwife, encounter, CONTENT, 1) == first


async def test_a_signed_note_does_not_change_any_more(units, consultation, clock):
    _, midwife, encounter = consultation
    await save(units, midwife, encounter, make_content(Role.MIDWIFE, RiskLevel.LOW), 0)
    clock.advance(timedelta(minutes=20))
    signed = await sign(units, midwife, encounter, 1)
    assert (signed.state, signed.signed_at) == ("signed", clock.now())
    for attempt in (
        save(units, midwife, encounter, content(complaint="x"), 1),
        save(units, midwife, encounter, make_content(Role.MIDWIFE, RiskLevel.LOW), 1),
        sign(units, midwife, encounter, 1),
    ):
        error = await refused(attempt)
        assert (error.code, error.params["note"]["state"]) == ("records.signed", "signed")
    assert await show(units, midwife, encounter) == signed


async def test_only_the_version_one_sees_is_signed(units, consultation):
    _, midwife, encounter = consultation
    await save(units, midwife, encounter, CONTENT, 0)
    for version in (0, 2):
        assert (await refused(sign(units, midwife, encounter, version))).code == "records.stale_version"


@pytest.mark.parametrize("fields", [None, content(), content(advice=" \n")])
async def test_an_empty_note_is_not_signed(units, consultation, fields):
    _, midwife, encounter = consultation
    version = 0 if fields is None else (await save(units, midwife, encounter, fields, 0)).version
    assert (await refused(sign(units, midwife, encounter, version))).code == "records.empty"


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        (content(advice="休む"), ["complaint", "reasons", "outcome"]),
        (CONTENT.model_copy(update={"outcome": None}), ["outcome"]),
    ],
)
async def test_a_note_is_signed_when_nothing_that_its_form_asks_for_is_missing(units, consultation, written, missing):
    _, midwife, encounter = consultation
    await save(units, midwife, encounter, written, 0)
    error = await refused(sign(units, midwife, encounter, 1))
    assert (error.code, error.params["missing"]) == ("records.incomplete", missing)


async def test_two_texts_of_one_field_are_both_kept_until_the_author_decided(units, consultation):
    _, midwife, encounter = consultation
    both = CONTENT.model_copy(update={"asides": {"advice": "電話で書いた文"}})
    assert (await save(units, midwife, encounter, both, 0)).asides == {"advice": "電話で書いた文"}
    assert (await refused(sign(units, midwife, encounter, 1))).code == "records.undecided"
    await save(units, midwife, encounter, CONTENT, 1)
    assert (await sign(units, midwife, encounter, 2)).asides == {}


async def test_a_draft_of_old_is_written_on_in_the_form_it_was_begun_in(units, consultation):
    _, midwife, encounter = consultation
    await save(units, midwife, encounter, content(complaint="a"), 0)
    async with units.write() as uow:
        await uow.session.execute(text("UPDATE notes SET form = 'consultation'"))
    error = await refused(save(units, midwife, encounter, content(baby="b"), 1))
    assert error.code == "records.unknown_field"
    await save(units, midwife, encounter, content(complaint="b"), 1)
    assert (await sign(units, midwife, encounter, 2)).fields["complaint"] == "b"


async def test_a_note_is_not_signed_before_the_consultation_began(units):
    async with units.write() as uow:
        _, midwife, encounter = await make_consultation(uow)
    await save(units, midwife, encounter, CONTENT, 0)
    assert (await refused(sign(units, midwife, encounter, 1))).code == "encounters.not_admitted"


async def test_a_note_is_written_and_signed_after_the_consultation_too(units, consultation):
    _, midwife, encounter = consultation
    async with units.write() as uow:
        await encounters.finish(uow, midwife, encounter.id)
    await save(units, midwife, encounter, CONTENT, 0)
    assert (await sign(units, midwife, encounter, 1)).state == "signed"


async def test_nobody_else_reads_or_writes_it(units, consultation):
    parent, midwife, encounter = consultation
    await save(units, midwife, encounter, CONTENT, 0)
    async with units.write() as uow:
        others = [await make_staff(uow, role) for role in (*sorted(CLINICIANS), Role.COORDINATOR, Role.OFFICER)]
        others += [parent, await make_parent(uow, role=Role.FAMILY, household=parent)]
    for other in others:
        for attempt in (
            show(units, other, encounter),
            save(units, other, encounter, CONTENT, 1),
            sign(units, other, encounter, 1),
        ):
            assert (await refused(attempt)).code == "records.not_found"


async def test_a_foreign_encounter_is_not_found(units, consultation):
    _, midwife, encounter = consultation
    encounter.id = uuid4()
    assert (await refused(save(units, midwife, encounter, CONTENT, 0))).code == "records.not_found"


async def test_a_sealed_note_moved_to_another_row_does_not_open(units, consultation):
    _, midwife, encounter = consultation
    await save(units, midwife, encounter, CONTENT, 0)
    async with units.write() as uow:
        parent = await make_parent(uow, "ゆき")
        appointment = await make_appointment(uow, parent, midwife, uow.now + timedelta(hours=4))
        uow.clock.advance(timedelta(hours=4))
    async with units.write() as uow:
        other = await make_encounter(uow, await uow.session.merge(appointment), admitted=True)
    await save(units, midwife, other, content(complaint="other"), 0)
    async with units.write() as uow:
        await uow.session.execute(text("UPDATE notes SET fields_sealed = (SELECT fields_sealed FROM notes LIMIT 1)"))
    outcomes = []
    for each in (encounter, other):
        try:
            outcomes.append((await show(units, midwife, each)).fields)
        except SealBroken:
            outcomes.append("broken")
    assert sorted(map(str, outcomes)).count("broken") == 1


@given(st.sampled_from(Role), st.sampled_from(Role))
def test_only_clinicians_read_notes_and_counselling_is_closed_to_midwives_and_doctors(reader, author):
    counselling = {Role.COUNSELLOR, Role.PSYCHIATRIST}
    assert may_read(reader, author) == (
        reader in CLINICIANS and author in CLINICIANS and (author not in counselling or reader in counselling)
    )


async def test_a_colleague_with_a_need_reads_the_beginnings_of_what_was_signed(units, clock):
    async with units.write() as uow:
        parent, midwife, first = await make_consultation(uow, admitted=True)
        doctor = await make_practitioner(uow, Role.DOCTOR)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
    await save(units, midwife, first, make_content(Role.MIDWIFE, RiskLevel.LOW, complaint="あ" * 300), 0)
    await sign(units, midwife, first, 1)
    clock.advance(timedelta(hours=3))
    async with units.write() as uow:
        booked = await make_appointment(uow, parent, counsellor, clock.now(), "counselling")
        second = await make_encounter(uow, booked, admitted=True)
    await save(units, counsellor, second, make_content(Role.COUNSELLOR, RiskLevel.HIGH), 0)
    async with units.read() as uow:
        assert len(await reading.signed_heads(uow, counsellor, parent.person_id)) == 1
    await sign(units, counsellor, second, 1)
    async with units.write() as uow:
        await make_appointment(uow, parent, doctor, clock.now() + timedelta(days=1), "paediatrician")
    async with units.read() as uow:
        (head,) = await reading.signed_heads(uow, doctor, parent.person_id)
        assert (head.encounter_id, len(head.complaint), head.author_role) == (first.id, 200, "midwife")
        both = await reading.signed_heads(uow, counsellor, parent.person_id)
        assert [one.encounter_id for one in both] == [second.id, first.id]


async def test_who_has_no_consultation_with_a_person_has_no_need(units, consultation):
    parent, midwife, _ = consultation
    async with units.write() as uow:
        other = await make_practitioner(uow, Role.MIDWIFE, "別の人")
        coordinator = await make_staff(uow, Role.COORDINATOR)
    async with units.read() as uow:
        await require_need(uow, midwife, parent.person_id)
        for stranger in (other, coordinator, parent):
            assert (await refused(require_need(uow, stranger, parent.person_id))).code == "records.person_not_found"


async def test_another_devices_outcome_and_reasons_wait_beside_the_draft_until_one_has_chosen(units, consultation):
    _, midwife, encounter = consultation
    other = {"outcome": "follow_up", "reasons": "sleep mood"}
    waiting = CONTENT.model_copy(update={"asides": other})
    assert (await save(units, midwife, encounter, waiting, 0)).asides == other
    for unknown in ({"outcome": "nowhere"}, {"reasons": "sleep nowhere"}):
        wrong = CONTENT.model_copy(update={"asides": unknown})
        assert (await refused(save(units, midwife, encounter, wrong, 1))).code == "records.unknown_category"
    assert (await refused(sign(units, midwife, encounter, 1))).code == "records.undecided"
