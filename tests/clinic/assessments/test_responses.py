"""Answering PHQ-9."""

import asyncio
import json
from datetime import timedelta
from importlib.resources import files
from uuid import uuid4

import pytest
from sqlalchemy import func, select, text

from clinic.assessments import catalogue, reading, responses, tasks, translations
from clinic.assessments.due import Occasion
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireResponse, QuestionnaireScore
from clinic.safety import flags
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag
from core.errors import DomainError
from core.principal import Role
from people.consents import service as consents
from people.consents.kinds import ConsentKind
from people.risk.kinds import RiskLevel
from people.risk.service import current_tier
from tests.booking.make import make_appointment
from tests.clinic.assessments.make import NOTHING, answers_of_total, make_counselling
from tests.people.make import make_parent, make_practitioner

START, END = Occasion.COURSE_START, Occasion.COURSE_END


@pytest.fixture
async def counselling(units, clock):
    return await make_counselling(units, clock)


async def due(counselling):
    async with counselling.units.read() as uow:
        asked = await tasks.list_due(uow, counselling.parent.person_id)
    return [one.occasion for one in asked if one.questionnaire == "phq-9"]


async def refused(call):
    with pytest.raises(DomainError) as caught:
        await call
    return caught.value


async def test_the_start_is_due_once_counselling_is_booked_and_done_once_completed(counselling):
    assert await due(counselling) == [START]
    response = await counselling.fill_in(12)
    assert (response.state, response.total, response.band) == ("completed", 12, "moderate")
    assert response.appointment_id == counselling.appointment_id
    assert await due(counselling) == []


@pytest.mark.parametrize("total", [0, 4, 5, 9, 10, 14, 15, 19, 20, 24])
async def test_the_stored_total_and_band_are_those_of_the_answers(counselling, total):
    response = await counselling.fill_in(total)
    async with counselling.units.read() as uow:
        row = await uow.session.get_one(QuestionnaireResponse, response.id)
        scores = await uow.session.execute(select(QuestionnaireScore.code, QuestionnaireScore.value))
        assert [tuple(score) for score in scores] == [("total", total)]
        tier = await current_tier(uow, counselling.parent.person_id)
    bands = [(4, "minimal"), (9, "mild"), (14, "moderate"), (19, "moderately_severe"), (27, "severe")]
    assert (row.total, row.band) == (total, next(band for highest, band in bands if total <= highest))
    assert tier == (RiskLevel.HIGH if total >= 10 else None)


async def test_each_answer_is_saved_as_it_is_given_and_may_be_changed(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "1", 3)
    await counselling.answer(response.id, "1", 1)
    shown = await counselling.answer(response.id, "difficulty", 2)
    assert shown.answers == {"1": 1, "difficulty": 2}
    assert shown.unanswered == ["2", "3", "4", "5", "6", "7", "8", "9"]
    async with counselling.units.read() as uow:
        assert await uow.session.scalar(select(func.count()).select_from(QuestionnaireAnswer)) == 2


async def test_one_can_pause_and_go_on(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "1", 2)
    counselling.clock.advance(timedelta(minutes=30))
    again = await counselling.start()
    assert (again.id, again.answers) == (response.id, {"1": 2})


async def test_two_taps_at_once_begin_one_response(counselling):
    both = await asyncio.gather(counselling.start(), counselling.start())
    assert both[0].id == both[1].id


async def test_a_response_begun_before_what_it_asks_about_is_begun_anew(counselling):
    old = await counselling.start()
    counselling.clock.advance(timedelta(days=15))
    await counselling.book(counselling.clock.now() + timedelta(hours=1))
    new = await counselling.start()
    assert new.id != old.id
    async with counselling.units.read() as uow:
        shown = await reading.show(uow, counselling.parent, old.id)
    assert (shown.state, shown.total) == ("abandoned", None)


async def test_a_form_with_an_unanswered_item_has_no_total(counselling):
    response = await counselling.start()
    for link_id in list(NOTHING)[:8]:
        await counselling.answer(response.id, link_id, 3)
    error = await refused(counselling.complete(response.id))
    assert (error.code, error.params["unanswered"]) == ("assessments.incomplete", ["9"])
    async with counselling.units.read() as uow:
        row = await uow.session.get_one(QuestionnaireResponse, response.id)
        assert await uow.session.scalar(select(func.count()).select_from(QuestionnaireScore)) == 0
    assert (row.state, row.total, row.band) == ("in_progress", None, None)


async def test_skipping_is_respected_and_counted(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "1", 3)
    for _ in range(2):
        async with counselling.units.write() as uow:
            skipped = await responses.skip(uow, counselling.parent, response.id)
        assert (skipped.state, skipped.total) == ("skipped", None)
    assert await due(counselling) == []
    error = await refused(counselling.start())
    assert error.code == "assessments.not_due"


async def test_completing_twice_changes_nothing(counselling):
    response = await counselling.fill_in(7)
    counselling.clock.advance(timedelta(minutes=1))
    assert await counselling.complete(response.id) == response


async def test_a_completed_form_does_not_change_any_more(counselling):
    response = await counselling.fill_in(7)
    assert (await refused(counselling.answer(response.id, "1", 0))).code == "assessments.settled"
    async with counselling.units.write() as uow:
        assert (await refused(responses.skip(uow, counselling.parent, response.id))).code == "assessments.settled"


@pytest.mark.parametrize("how", ["completed", "skipped"])
async def test_a_cry_on_a_form_that_is_over_elsewhere_is_heard_and_changes_nothing_of_the_form(counselling, how):
    if how == "completed":
        response = await counselling.fill_in(7)
    else:
        response = await counselling.start()
        async with counselling.units.write() as uow:
            await responses.skip(uow, counselling.parent, response.id)
    shown = await counselling.answer(response.id, "9", 2)
    assert shown.state == how
    async with counselling.units.read() as uow:
        flag = (await uow.session.scalars(select(Flag))).one()
        assert (flag.kind, flag.source_id) == (FlagKind.PHQ9_ITEM_9, response.id)
        assert (await reading.show(uow, counselling.parent, response.id)).answers == response.answers


@pytest.mark.parametrize("value", [-1, 4, 2**31 - 1])
@pytest.mark.parametrize("link_id", ["1", "9", "difficulty"])
async def test_an_answer_out_of_range_is_refused_and_nothing_is_stored(counselling, link_id, value):
    response = await counselling.start()
    assert (await refused(counselling.answer(response.id, link_id, value))).code == "assessments.answer_out_of_range"
    async with counselling.units.read() as uow:
        assert (await reading.show(uow, counselling.parent, response.id)).answers == {}
        assert await uow.session.scalar(select(func.count()).select_from(Flag)) == 0


@pytest.mark.parametrize("link_id", ["0", "10", "problems", "١"])
async def test_an_unknown_question_is_refused(counselling, link_id):
    response = await counselling.start()
    assert (await refused(counselling.answer(response.id, link_id, 1))).code == "assessments.item_not_found"


async def test_only_the_person_themselves_answers(counselling):
    response = await counselling.start()
    async with counselling.units.write() as uow:
        partner = await make_parent(uow, role=Role.FAMILY, household=counselling.parent)
        for stranger in (partner, await make_parent(uow)):
            for call in (
                responses.answer(uow, stranger, response.id, "1", 1),
                responses.complete(uow, stranger, response.id),
                responses.skip(uow, stranger, response.id),
                reading.show(uow, stranger, response.id),
            ):
                assert (await refused(call)).code == "assessments.not_found"
        assert (await refused(responses.answer(uow, counselling.counsellor, response.id, "1", 1))).status == 403


async def test_another_persons_appointment_or_course_is_not_found(counselling):
    async with counselling.units.write() as uow:
        other = await make_parent(uow)
        theirs = await make_appointment(
            uow, other, counselling.counsellor, counselling.clock.now() + timedelta(days=3), "counselling"
        )
        for appointment_id, episode_id in ((theirs.id, None), (None, uuid4()), (uuid4(), None)):
            error = await refused(
                responses.start(
                    uow,
                    counselling.parent,
                    questionnaire="phq-9",
                    language="ja",
                    occasion=START,
                    appointment_id=appointment_id,
                    episode_id=episode_id,
                )
            )
            assert error.code == "assessments.occasion_not_found"


async def test_the_end_is_not_asked_while_the_course_runs(counselling):
    assert (await refused(counselling.start(END))).code == "assessments.not_due"


async def test_without_the_consent_nothing_is_asked_or_stored(counselling):
    response = await counselling.start()
    async with counselling.units.write() as uow:
        await consents.withdraw(uow, counselling.parent.person_id, ConsentKind.SENSITIVE_DATA)
    assert await due(counselling) == []
    assert (await refused(counselling.start())).code == "consent.required"
    assert (await refused(counselling.answer(response.id, "1", 1))).code == "consent.required"
    async with counselling.units.read() as uow:
        assert (await reading.show(uow, counselling.parent, response.id)).answers == {}


async def test_a_whole_course_has_its_start_and_its_end(counselling):
    start = await counselling.fill_in(14)
    await counselling.hold_session()
    counselling.clock.advance(timedelta(days=7))
    await counselling.hold_session(await counselling.book(counselling.clock.now()))
    assert await due(counselling) == []
    counselling.clock.advance(timedelta(days=14))
    episode_id = await counselling.close_course()
    assert await due(counselling) == [END]
    end = await counselling.fill_in(6, END)
    assert (end.episode_id, end.occasion) == (episode_id, END)
    assert await due(counselling) == []
    async with counselling.units.read() as uow:
        read = await reading.list_of_person(uow, counselling.counsellor, counselling.parent.person_id)
    assert [(one.id, one.total) for one in read] == [(end.id, 6), (start.id, 14)]


async def test_a_start_answered_in_the_session_names_its_course(counselling):
    response = await counselling.start()
    await counselling.hold_session()
    for link_id, value in answers_of_total(3).items():
        await counselling.answer(response.id, link_id, value)
    completed = await counselling.complete(response.id)
    assert completed.episode_id is not None


async def test_only_who_gives_the_counselling_reads_the_answers(counselling):
    response = await counselling.fill_in(12)
    person_id = counselling.parent.person_id
    async with counselling.units.write() as uow:
        other = await make_practitioner(uow, Role.COUNSELLOR, name="別の人")
        await make_appointment(
            uow, counselling.parent, counselling.midwife, counselling.clock.now() + timedelta(days=2)
        )
    async with counselling.units.read() as uow:
        assert (await reading.show(uow, counselling.counsellor, response.id)).answers == response.answers
        for stranger in (other, counselling.midwife, counselling.psychiatrist):
            assert (await refused(reading.show(uow, stranger, response.id))).code == "assessments.not_found"
            refusal = await refused(reading.list_of_person(uow, stranger, person_id))
            assert refusal.code == "assessments.person_not_found"
        assert (await refused(reading.list_of_person(uow, counselling.parent, person_id))).status == 404


async def test_who_must_answer_a_flag_reads_the_answers_behind_it(counselling):
    response = await counselling.start()
    answered = await counselling.answer(response.id, "9", 1)
    async with counselling.units.write() as uow:
        assert await reading.show(uow, counselling.psychiatrist, response.id) == answered
        error = await refused(reading.show(uow, counselling.midwife, response.id))
        assert error.code == "assessments.not_found"
        (flag,) = await flags.list_open(uow, counselling.counsellor)
        await flags.acknowledge(uow, counselling.counsellor, flag.id, None)
        error = await refused(reading.show(uow, counselling.psychiatrist, response.id))
        assert error.code == "assessments.not_found"
        assert (await reading.show(uow, counselling.counsellor, response.id)).crisis


async def test_the_licensed_text_is_shown_once_it_is_loaded_and_named_in_the_response(counselling):
    own = json.loads(files("clinic.assessments").joinpath("data", "phq-9.ja.json").read_text())
    licensed = {**own, "source": "A publisher", "permission": "A letter", "texts": {**own["texts"], "1": "licensed"}}
    async with counselling.units.write() as uow:
        loaded = await translations.load(uow, json.dumps(licensed).encode())
        again = await translations.load(uow, json.dumps(licensed).encode())
    assert (loaded.created, again.created, again.id) == (True, False, loaded.id)
    async with counselling.units.read() as uow:
        shown = {text.language: text for text in await translations.shown(uow, catalogue.find("phq-9"))}
    assert (shown["ja"].texts["1"], shown["ja"].status, shown["en"].status) == ("licensed", "licensed", "original")
    response = await counselling.start()
    assert (response.translation.id, response.translation.status) == (loaded.id, "licensed")


async def test_a_refused_text_leaves_the_shown_one_alone(counselling):
    async with counselling.units.write() as uow:
        assert (await refused(translations.load(uow, b"{}"))).code == "assessments.text_malformed"
    response = await counselling.start()
    assert response.translation.status == "unvalidated"


async def test_the_answers_are_sealed_in_the_database(counselling):
    response = await counselling.start()
    await counselling.answer(response.id, "2", 3)
    async with counselling.units.read() as uow:
        stored = (await uow.session.execute(text("SELECT answer_sealed FROM questionnaire_answers"))).scalar_one()
        answer_id = await uow.session.scalar(select(QuestionnaireAnswer.id))
        assert len(stored) > 28
        assert uow.vault.open(stored, f"answer:{answer_id}") == "3"
