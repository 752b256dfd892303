"""Questionnaires that were answered elsewhere."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from clinic.assessments import catalogue, reading, tasks
from clinic.assessments.importing.bundle import read
from clinic.assessments.importing.service import take_in
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse, QuestionnaireScore
from clinic.safety.tables import Flag
from core.audit.tables import AuditEvent
from core.clock import ServiceZone
from core.errors import DomainError
from people.consents import service as consents
from people.consents.kinds import ConsentKind
from people.risk.service import current_tier
from tests.clinic.assessments.make import make_counselling

TOKYO = ServiceZone("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
KNOWN = list(catalogue.shipped())
PHQ9 = ["44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8"]
GAD7 = ["69725-0", "68509-9", "69733-4", "69734-2", "69735-9", "69689-8", "69736-7"]
ANSWERS = ["LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"]


def form(values, codes=PHQ9, authored="2026-11-20T09:00:00+09:00", total=None, total_code="44261-6", **parts):
    items = [
        {"linkId": f"/{code}", "answer": [{"valueCoding": {"system": "http://loinc.org", "code": ANSWERS[value]}}]}
        for code, value in zip(codes, values, strict=False)
    ]
    if total is not None:
        items.append({"linkId": f"/{total_code}", "answer": [{"valueDecimal": total}]})
    return {
        "resourceType": "QuestionnaireResponse",
        "status": "completed",
        "authored": authored,
        "item": items,
        **parts,
    }


def bundle(*forms):
    entries = [{"resource": {"resourceType": "Patient"}}, *({"resource": each} for each in forms)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def found(*forms):
    return read(bundle(*forms), KNOWN, NOW, TOKYO)


def refusal(content):
    with pytest.raises(DomainError) as caught:
        read(content, KNOWN, NOW, TOKYO)
    return caught.value.code


@given(st.lists(st.integers(0, 3), min_size=9, max_size=9), st.booleans())
def test_a_phq9_is_read_by_its_loinc_codes_and_comes_to_our_own_total(values, has_total):
    (each,) = found(form(values, total=sum(values) if has_total else None))
    assert each.questionnaire.code == "phq-9"
    assert [each.answers[str(number)] for number in range(1, 10)] == values
    assert each.outcome.numbers == {"total": sum(values)}


def test_which_questionnaire_it_is_is_seen_by_its_codes():
    one, two, three = found(form([1, 2], total=3, total_code="55758-7"), form([3] * 7, GAD7), form([0] * 9))
    assert [each.questionnaire.code for each in (one, two, three)] == ["phq-2", "gad-7", "phq-9"]
    assert [each.outcome.score.total for each in (one, two, three)] == [3, 21, 0]


def test_a_form_alone_nested_items_numbers_and_the_functional_item_are_read():
    functional = {"linkId": "/69722-7", "answer": [{"valueCoding": {"code": "LA6575-0"}}]}
    alone = form([1] * 9)
    alone["item"] = [{"linkId": "/44249-1", "item": [*alone["item"], functional]}]
    alone["item"][0]["item"][0]["answer"] = [{"valueInteger": 2}]
    (each,) = read(json.dumps(alone).encode(), KNOWN, NOW, TOKYO)
    assert each.answers["difficulty"] == 2
    assert each.outcome.score.total == 10


def test_our_own_link_ids_are_known_under_our_own_address_only():
    items = [{"linkId": str(number), "answer": [{"valueInteger": 1}]} for number in range(1, 11)]
    own = form([], questionnaire="urn:hagukumi:questionnaire:epds|1.0.0", item=items)
    (each,) = found(own)
    assert (each.questionnaire.code, each.outcome.score.total) == ("epds", 10)
    assert refusal(bundle({**own, "questionnaire": "https://example.org/epds"})) == "assessments.import_item_unknown"


def test_a_date_without_a_time_is_the_beginning_of_that_day_here():
    (each,) = found(form([0] * 9, authored="2026-11-20"))
    assert each.authored == datetime(2026, 11, 19, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "malformed"),
        (b"[]", "malformed"),
        (b"{}", "malformed"),
        (b"\xff", "malformed"),
        (b"[" * 100_000, "malformed"),
        (b" " * 1_000_001, "malformed"),
        (json.dumps({"resourceType": "Patient"}).encode(), "malformed"),
        (bundle(), "nothing"),
        (bundle(*[form([0] * 9)] * 51), "malformed"),
        (bundle(form([0] * 9, status="in-progress")), "not_completed"),
        (bundle(form([0] * 9, authored="2026-11-25")), "in_future"),
        (bundle(form([0] * 9, authored="yesterday")), "malformed"),
        (bundle({key: value for key, value in form([0] * 9).items() if key != "authored"}), "malformed"),
        (bundle(form([0] * 8)), "incomplete"),
        (bundle(form([0] * 9, total=1)), "total_differs"),
        (bundle(form([1] * 9, total=27)), "total_differs"),
        (bundle(form([0] * 9, [*PHQ9[:8], "99999-9"])), "item_unknown"),
        (bundle(form([0] * 10, [*PHQ9, "44250-9"])), "item_unknown"),
        (bundle(form([0], ["99999-9"])), "item_unknown"),
        (bundle(form([], item=[{"linkId": "/44250-9", "answer": [{"valueInteger": 4}]}])), "answer_unknown"),
        (bundle(form([], item=[{"linkId": "/44250-9", "answer": [{"valueString": "often"}]}])), "answer_unknown"),
        (bundle(form([], item=[{"linkId": "/44250-9", "answer": [{"valueInteger": 1}] * 2}])), "answer_unknown"),
        (bundle(form([0] * 9), form([0] * 8)), "incomplete"),
    ],
)
def test_what_cannot_be_taken_in_whole_is_refused_with_the_reason(content, code):
    assert refusal(content) == f"assessments.import_{code}"


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_whatever_stands_in_it_the_refusal_has_a_code(anything):
    for part in ("item", "authored", "status", "questionnaire"):
        content = bundle({**form([0] * 8), part: anything})
        assert refusal(content).startswith("assessments.import_")


@pytest.fixture
async def counselling(units, clock):
    return await make_counselling(units, clock)


async def take(counselling, *forms):
    async with counselling.units.write() as uow:
        return await take_in(uow, counselling.parent.person_id, bundle(*forms))


async def state_of(counselling):
    async with counselling.units.read() as uow:
        kinds = sorted(await uow.session.scalars(select(Flag.kind)))
        return kinds, await current_tier(uow, counselling.parent.person_id)


async def count(counselling, table):
    async with counselling.units.read() as uow:
        return await uow.session.scalar(select(func.count()).select_from(table))


async def test_what_was_taken_in_stands_in_the_record_sealed_and_audited(counselling):
    taken = await take(counselling, form([1] * 8 + [0], total=8))
    assert (taken.taken, taken.known) == (1, 0)
    async with counselling.units.read() as uow:
        (shown,) = await reading.list_of_person(uow, counselling.counsellor, counselling.parent.person_id)
        assert (shown.occasion, shown.state, shown.total, shown.band) == ("imported", "completed", 8, "mild")
        assert shown.settled_at == datetime(2026, 11, 20, tzinfo=UTC)
        assert (shown.translation.status, shown.language) == ("elsewhere", "und")
        (score,) = await uow.session.scalars(select(QuestionnaireScore.value))
        assert score == 8
        assert all(len(each) > 28 for each in await uow.session.scalars(select(QuestionnaireAnswer.answer_sealed)))
        entries = select(AuditEvent.entity_id).where(AuditEvent.action == "create", AuditEvent.entity_id == shown.id)
        assert (await uow.session.scalars(entries)).all() == [shown.id]


async def test_the_same_again_changes_nothing(counselling):
    await take(counselling, form([1] * 9))
    again = await take(counselling, form([1] * 9), form([1] * 9))
    assert (again.taken, again.known) == (0, 2)
    assert await count(counselling, QuestionnaireResponse) == 1


async def test_recent_answers_raise_flags_and_the_tier_as_if_given_here(counselling):
    day = (counselling.clock.now() - timedelta(days=14)).isoformat()
    await take(counselling, form([3] * 9, authored=day))
    assert await state_of(counselling) == (["phq9_item_9", "phq9_total"], "high")


async def test_old_answers_are_shown_and_call_nobody(counselling):
    day = (counselling.clock.now() - timedelta(days=14, seconds=1)).isoformat()
    await take(counselling, form([3] * 9, authored=day))
    assert await state_of(counselling) == ([], None)
    assert await count(counselling, QuestionnaireResponse) == 1


async def test_what_was_taken_in_is_no_beginning_of_a_course(counselling):
    await take(counselling, form([1] * 9))
    async with counselling.units.read() as uow:
        asked = await tasks.list_due(uow, counselling.parent.person_id)
    assert [one.occasion for one in asked] == ["course_start"]


async def test_of_a_file_with_one_fault_nothing_is_stored(counselling):
    with pytest.raises(DomainError):
        await take(counselling, form([3] * 9), form([3] * 8))
    assert await count(counselling, QuestionnaireResponse) == 0
    assert await count(counselling, Flag) == 0


async def test_without_the_consent_nothing_is_taken_in(counselling):
    async with counselling.units.write() as uow:
        await consents.withdraw(uow, counselling.parent.person_id, ConsentKind.SENSITIVE_DATA)
    with pytest.raises(DomainError) as caught:
        await take(counselling, form([3] * 9))
    assert caught.value.code == "consent.required"
