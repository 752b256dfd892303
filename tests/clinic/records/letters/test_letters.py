"""Writing a letter, asking its person, issuing and revoking it, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from clinic.records.letters import consent, drafts, issuing, reading
from clinic.records.letters.jobs import handlers
from clinic.records.letters.states import Basis, LetterKind, LetterState
from clinic.records.letters.tables import Letter
from clinic.records.letters.views import IssueIn, LetterIn
from core.audit.tables import AuditEvent
from core.ids import new_id
from core.outbox.runner import JobRunner
from core.principal import Role
from people.notices.tables import Notice
from tests.clinic.records.letters.make import (
    BY_GROUND,
    make_asked,
    make_by_ground,
    make_draft,
    make_issued,
    revoke,
    whole,
)
from tests.clinic.records.make import make_note
from tests.people.make import make_parent, make_practitioner

KIND = LetterKind.REFERRAL


@pytest.fixture
async def pair(units):
    """Return a client and the midwife whose note of their consultation is signed, and the encounter."""
    async with units.write() as uow:
        return await make_note(uow)


async def act(units, call, *rest, **named):
    async with units.write() as uow:
        return await call(uow, *rest, **named)


async def seen(units, call, *rest):
    async with units.read() as uow:
        return await call(uow, *rest)


async def told(units, principal):
    await JobRunner(units, handlers).drain()
    async with units.read() as uow:
        query = select(Notice).where(Notice.account_id == principal.account_id, Notice.kind.startswith("letter."))
        return [notice.kind for notice in await uow.session.scalars(query.order_by(Notice.id))]


async def test_a_draft_is_saved_by_version_and_the_same_again_changes_nothing(units, pair, refused):
    client, midwife, _ = pair
    draft = await act(units, make_draft, midwife, client)
    assert (draft.state, draft.version, draft.fields["institution"]) == (LetterState.DRAFT, 2, "はぐくみ病院")
    same = await act(units, drafts.save, midwife, draft.id, LetterIn(fields=whole(KIND), version=1))
    assert same.version == 2
    error = await refused(act(units, drafts.save, midwife, draft.id, LetterIn(fields={"told": "x"}, version=1)))
    assert (error.code, error.params["letter"]["version"]) == ("letters.stale_version", 2)
    error = await refused(act(units, drafts.save, midwife, draft.id, LetterIn(fields={"diagnosis": "x"}, version=2)))
    assert error.code == "records.unknown_field"
    error = await refused(
        act(units, drafts.save, midwife, draft.id, LetterIn(fields={"section": "x" * 121}, version=2))
    )
    assert error.code == "records.field_too_long"


async def test_two_texts_side_by_side_or_a_gap_go_nowhere(units, pair, refused):
    client, midwife, _ = pair
    draft = await act(units, make_draft, midwife, client)
    both = LetterIn(fields=whole(KIND), asides={"course": "ほかの画面の文"}, version=2)
    beside = await act(units, drafts.save, midwife, draft.id, both)
    assert beside.asides == {"course": "ほかの画面の文"}
    assert (await refused(act(units, consent.ask, midwife, draft.id, 3))).code == "letters.undecided"
    await act(units, drafts.save, midwife, draft.id, LetterIn(fields={"institution": "x"}, version=3))
    error = await refused(act(units, consent.ask, midwife, draft.id, 4))
    assert (error.code, set(error.params["missing"])) == (
        "letters.incomplete",
        {"person", "purpose", "course", "request"},
    )
    assert (await refused(act(units, consent.ask, midwife, draft.id, 3))).code == "letters.stale_version"


async def test_nothing_of_a_note_goes_in_by_itself_and_what_is_picked_is_only_proposed(units, pair, refused):
    client, midwife, encounter = pair
    begun = await act(units, drafts.begin, midwife, client.person_id, KIND)
    assert set(begun.fields.values()) == {""}
    proposal = await act(units, drafts.propose, midwife, begun.id, [encounter.id])
    assert proposal.fields["course"].endswith("眠れない\n生後3か月")
    assert set((await seen(units, reading.show, midwife, begun.id)).fields.values()) == {""}
    for other in (new_id(), (await act(units, make_note))[2].id):
        error = await refused(act(units, drafts.propose, midwife, begun.id, [encounter.id, other]))
        assert error.code == "records.not_found"


async def test_the_person_reads_the_letter_before_and_agrees_and_only_then_it_goes(units, pair, refused):
    client, midwife, _ = pair
    asked = await act(units, make_asked, midwife, client)
    assert await told(units, client) == ["letter.asked"]
    (lies,) = await seen(units, consent.list_own, client)
    assert (lies.state, lies.fields, lies.agrees) == (LetterState.ASKED, asked.fields, None)
    error = await refused(act(units, drafts.save, midwife, asked.id, LetterIn(fields={}, version=asked.version)))
    assert error.code == "letters.not_a_draft"
    wish = IssueIn(version=asked.version, basis=Basis.CONSENT)
    assert (await refused(act(units, issuing.issue, midwife, asked.id, wish))).code == "letters.no_consent"
    assert (await refused(act(units, consent.answer, client, asked.id, 1, agrees=True))).code == "letters.changed"
    await act(units, consent.answer, client, asked.id, asked.version, agrees=True)
    assert await told(units, midwife) == ["letter.answered"]
    issued = await act(units, issuing.issue, midwife, asked.id, wish)
    assert (issued.state, issued.number, issued.basis) == (LetterState.ISSUED, "2026-0001", Basis.CONSENT)
    assert issued.told_at == issued.issued_at
    assert await told(units, client) == ["letter.asked", "letter.issued"]


async def test_who_refuses_may_think_again_and_who_agreed_too_until_it_is_issued(units, pair, refused):
    client, midwife, _ = pair
    asked = await act(units, make_asked, midwife, client)
    for agrees, state in ((False, "refused"), (True, "agreed"), (False, "refused")):
        answered = await act(units, consent.answer, client, asked.id, asked.version, agrees=agrees)
        assert (answered.state, answered.agrees) == (state, agrees)
    for wish in ({"basis": "consent"}, {"basis": "written", "written_on": "2026-11-24"}, BY_GROUND):
        form = IssueIn.model_validate({"version": asked.version, **wish})
        assert (await refused(act(units, issuing.issue, midwife, asked.id, form))).code == "letters.no_consent"


async def test_what_is_taken_back_lies_before_nobody_and_needs_a_new_answer(units, pair, refused):
    client, midwife, _ = pair
    asked = await act(units, make_asked, midwife, client)
    await act(units, consent.answer, client, asked.id, asked.version, agrees=True)
    for _ in range(2):
        back = await act(units, consent.take_back, midwife, asked.id)
    assert (back.state, back.questions[0].agrees, back.questions[0].ended_at) == (
        LetterState.DRAFT,
        True,
        back.questions[0].ended_at,
    )
    assert back.questions[0].ended_at is not None
    assert await seen(units, consent.list_own, client) == []
    error = await refused(act(units, consent.answer, client, asked.id, asked.version, agrees=True))
    assert error.code == "letters.not_found"
    wish = IssueIn(version=asked.version, basis=Basis.CONSENT)
    assert (await refused(act(units, issuing.issue, midwife, asked.id, wish))).code == "letters.no_consent"
    assert (await refused(act(units, drafts.discard, midwife, asked.id))).code == "letters.was_shown"


async def test_consent_on_paper_has_its_day_which_is_not_to_come_and_not_before_a_refusal(units, pair, clock, refused):
    client, midwife, _ = pair
    asked = await act(units, make_asked, midwife, client)
    await act(units, consent.answer, client, asked.id, asked.version, agrees=False)
    await act(units, consent.take_back, midwife, asked.id)
    day = (await seen(units, today)) - timedelta(days=1)
    codes = []
    for written_on in (None, day, day + timedelta(days=2)):
        wish = IssueIn(version=asked.version, basis=Basis.WRITTEN, written_on=written_on)
        codes.append((await refused(act(units, issuing.issue, midwife, asked.id, wish))).code)
    assert codes == ["letters.basis_incomplete", "letters.refused_since", "letters.signed_in_future"]
    wish = IssueIn(version=asked.version, basis=Basis.WRITTEN, written_on=day + timedelta(days=1))
    issued = await act(units, issuing.issue, midwife, asked.id, wish)
    assert issued.written_on == day + timedelta(days=1)


async def today(uow):
    return uow.zone.today(uow.now)


async def test_a_handover_goes_on_a_stated_ground_with_its_reason_and_the_person_is_told(units, pair, refused):
    client, midwife, _ = pair
    handed = await act(units, make_by_ground, midwife, client)
    assert (handed.ground, handed.ground_reason, handed.withheld_reason) == (
        "danger_to_child",
        "けがのあとがある",
        None,
    )
    assert await told(units, client) == ["letter.issued"]
    (own,) = await seen(units, consent.list_own, client)
    assert (own.basis, own.ground, own.fields["institution"]) == (Basis.GROUND, "danger_to_child", "はぐくみ病院")
    draft = await act(units, make_draft, midwife, client, LetterKind.HANDOVER)
    for bad, code in (
        ({"basis": "ground", "ground": "danger_to_child"}, "letters.basis_incomplete"),
        ({"basis": "ground", "ground_reason": "x"}, "letters.basis_incomplete"),
        ({**BY_GROUND, "ground": "because"}, "letters.unknown_ground"),
        ({"basis": "consent", "withheld_reason": "x"}, "letters.basis_incomplete"),
    ):
        wish = IssueIn.model_validate({"version": draft.version, **bad})
        assert (await refused(act(units, issuing.issue, midwife, draft.id, wish))).code == code, bad
    referral = await act(units, make_draft, midwife, client)
    wish = IssueIn.model_validate({"version": referral.version, **BY_GROUND})
    assert (await refused(act(units, issuing.issue, midwife, referral.id, wish))).code == "letters.no_consent"


async def test_what_is_withheld_with_a_reason_shows_nowhere_to_the_person_until_that_is_over(units, pair, refused):
    client, midwife, _ = pair
    handed = await act(units, make_by_ground, midwife, client, "夫に知られると子どもが危ない")
    assert (handed.told_at, handed.withheld_reason) == (None, "夫に知られると子どもが危ない")
    assert await seen(units, consent.list_own, client) == []
    assert (await refused(seen(units, consent.show_own, client, handed.id))).code == "letters.not_found"
    error = await refused(act(units, consent.answer, client, handed.id, handed.version, agrees=False))
    assert error.code == "letters.not_found"
    assert await told(units, client) == []
    for _ in range(2):
        assert (await act(units, issuing.tell, midwife, handed.id)).told_at is not None
    assert [letter.id for letter in await seen(units, consent.list_own, client)] == [handed.id]
    assert await told(units, client) == ["letter.issued"]


async def test_what_is_issued_stays_as_it_went_out(units, pair, refused):
    client, midwife, _ = pair
    issued = await act(units, make_issued, midwife, client)
    codes = [
        (await refused(act(units, call, midwife, issued.id, *rest))).code
        for call, rest in (
            (drafts.save, [LetterIn(fields={}, version=issued.version)]),
            (drafts.discard, []),
            (drafts.propose, [[new_id()]]),
            (consent.ask, [issued.version]),
            (consent.take_back, []),
            (issuing.issue, [IssueIn(version=issued.version, basis=Basis.CONSENT)]),
        )
    ]
    assert codes == ["letters.not_a_draft"] * 3 + ["letters.issued"] * 3
    error = await refused(act(units, consent.answer, client, issued.id, issued.version, agrees=False))
    assert error.code == "letters.issued"
    again = await seen(units, reading.show, midwife, issued.id)
    assert again == issued
    assert (await act(units, make_issued, midwife, client)).number == "2026-0002"


async def test_a_revoked_letter_stays_to_be_read_with_its_reason_and_the_person_is_told(units, pair, refused):
    client, midwife, _ = pair
    draft = await act(units, make_draft, midwife, client)
    assert (await refused(act(units, revoke, midwife, draft.id))).code == "letters.not_issued"
    issued = await act(units, make_issued, midwife, client)
    revoked = await act(units, revoke, midwife, issued.id)
    assert (revoked.state, revoked.revocation, revoked.fields) == (LetterState.REVOKED, "宛先のまちがい", issued.fields)
    assert (await refused(act(units, revoke, midwife, issued.id))).code == "letters.revoked"
    (own,) = await seen(units, consent.list_own, client)
    assert (own.state, own.revocation) == (LetterState.REVOKED, "宛先のまちがい")
    assert (await told(units, client))[-1] == "letter.revoked"


async def test_a_draft_that_nobody_saw_is_discarded_and_there_are_not_too_many(units, pair, monkeypatch, refused):
    client, midwife, _ = pair
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 1)
    draft = await act(units, make_draft, midwife, client)
    assert (await refused(act(units, make_draft, midwife, client))).code == "letters.too_many"
    await act(units, drafts.discard, midwife, draft.id)
    async with units.read() as uow:
        assert await uow.session.scalar(select(Letter.id)) is None


async def test_another_persons_or_anothers_letter_is_not_found(units, pair, refused):
    client, midwife, _ = pair
    async with units.write() as uow:
        stranger = await make_practitioner(uow, Role.DOCTOR, "別の人")
        neighbour = await make_parent(uow, "あおい")
        spouse = await make_parent(uow, "しょう", Role.FAMILY, household=client)
    asked = await act(units, make_asked, midwife, client)
    issued = await act(units, make_issued, midwife, client)
    for letter in (asked, issued):
        assert (await refused(seen(units, reading.show, stranger, letter.id))).code == "letters.not_found"
        assert (await refused(act(units, consent.take_back, stranger, letter.id))).code == "letters.not_found"
        assert (await refused(act(units, reading.note_printing, stranger, letter.id))).code == "letters.not_found"
        for other in (neighbour, spouse):
            assert (await refused(seen(units, consent.show_own, other, letter.id))).code == "letters.not_found"
            error = await refused(act(units, consent.answer, other, letter.id, letter.version, agrees=True))
            assert error.code == "letters.not_found"
    assert (
        await refused(act(units, drafts.begin, stranger, client.person_id, KIND))
    ).code == "records.person_not_found"
    assert (await refused(seen(units, reading.list_of_person, stranger, client.person_id))).code == (
        "records.person_not_found"
    )


async def test_every_reading_writing_and_printing_is_in_the_audit_log(units, pair, refused):
    client, midwife, _ = pair
    draft = await act(units, make_draft, midwife, client)
    assert (await refused(act(units, reading.note_printing, midwife, draft.id))).code == "letters.not_issued"
    issued = await act(units, make_issued, midwife, client)
    await act(units, revoke, midwife, issued.id)
    await act(units, reading.note_printing, midwife, issued.id)
    await seen(units, reading.show, midwife, issued.id)
    async with units.read() as uow:
        query = select(AuditEvent.action, AuditEvent.person_id).where(AuditEvent.entity_id == issued.id)
        entries = {tuple(row) for row in await uow.session.execute(query.where(AuditEvent.entity == "letter"))}
    assert entries == {(action, client.person_id) for action in ("create", "read", "update", "execute")}
