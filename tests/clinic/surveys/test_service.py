"""A coordinator's own surveys: written on two devices, published version by version, asked, ended."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.assessments import definitions, responses, tasks
from clinic.assessments.asking import in_force
from clinic.assessments.asking.jobs import REMINDER_NOTICE, remind
from clinic.assessments.definition import URL
from clinic.assessments.due import FormState, Occasion
from clinic.assessments.scoring.survey import SURVEY_ITEMS
from clinic.assessments.tables import QuestionnaireAnswer, QuestionnaireDefinition, QuestionnaireScore
from clinic.encounters import service as encounters
from clinic.keeping.export import gathering
from clinic.safety import assessing, flags
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag
from clinic.surveys import service
from clinic.surveys.defining import definition_of, rule_of
from clinic.surveys.views import SurveyState
from core.errors import DomainError
from core.principal import Role
from people.notices.tables import Notice
from tests.booking.make import make_appointment
from tests.clinic.assessments.make import make_counselling
from tests.clinic.safety.test_chain import FOUND
from tests.clinic.surveys.make import CHOICE, NUMBER, SCALE, TEXT, fill_in, form, make_published, make_survey, words
from tests.people.make import make_parent, make_practitioner, make_staff

DAY = timedelta(days=1)
REGISTRATION, AFTER = Occasion.REGISTRATION, Occasion.AFTER_CONSULTATION


@pytest.fixture
async def coordinator(units):
    async with units.write() as uow:
        return await make_staff(uow, Role.COORDINATOR)


@pytest.fixture
async def parent(units):
    async with units.write() as uow:
        return await make_parent(uow)


async def refused(call):
    with pytest.raises(DomainError) as caught:
        await call
    return caught.value


async def asked(units, person):
    async with units.read() as uow:
        return [(one.questionnaire, one.occasion) for one in await tasks.list_due(uow, person.person_id)]


async def start(units, person, code, occasion=REGISTRATION):
    async with units.write() as uow:
        return await responses.start(
            uow, person, questionnaire=code, language="ja", occasion=occasion, appointment_id=None, episode_id=None
        )


async def answer(units, person, response_id, link_id, given):
    async with units.write() as uow:
        return await responses.answer(uow, person, response_id, link_id, given)


async def save(units, coordinator, survey, changed, revision=None):
    async with units.write() as uow:
        return await service.save(uow, coordinator, survey.id, changed, revision or survey.revision)


async def publish(units, coordinator, survey, revision=None):
    async with units.write() as uow:
        return await service.publish(uow, coordinator, survey.id, revision or survey.revision)


async def test_a_draft_is_asked_of_nobody_and_a_published_survey_by_its_rule(units, coordinator, parent):
    survey = await make_survey(units, coordinator)
    assert (survey.state, survey.versions, survey.faults) == (SurveyState.DRAFT, [], [])
    assert await asked(units, parent) == []
    published = await publish(units, coordinator, survey)
    assert (published.state, [each.version for each in published.versions]) == (SurveyState.PUBLISHED, [1])
    assert await asked(units, parent) == [(survey.code, REGISTRATION)]


async def test_two_devices_lose_nothing(units, coordinator):
    survey = await make_survey(units, coordinator)
    first = await save(units, coordinator, survey, form(title=words("一台目の題")))
    assert first.revision == survey.revision + 1
    error = await refused(save(units, coordinator, survey, form(title=words("二台目の題"))))
    assert (error.code, error.params["survey"]["form"]["title"]["ja"]) == ("surveys.changed_meanwhile", "一台目の題")
    assert (await save(units, coordinator, survey, form(title=words("二台目の題")), 2)).revision == 3
    # The same once more changes nothing, whatever it was made of.
    assert (await save(units, coordinator, survey, form(title=words("二台目の題")), 1)).revision == 3


async def test_half_a_survey_is_kept_and_not_published(units, coordinator):
    survey = await make_survey(units, coordinator, questions=[{**TEXT, "words": words("")}])
    assert survey.faults == ["q4.words.ja"]
    error = await refused(publish(units, coordinator, survey))
    assert (error.code, error.params["at"]) == ("surveys.unfinished", ["q4.words.ja"])
    async with units.read() as uow:
        assert (await refused(service.preview(uow, survey.id))).code == "surveys.unfinished"
        assert await uow.session.scalar(select(func.count()).select_from(QuestionnaireDefinition)) == 0


async def test_an_unknown_service_keeps_it_from_being_published(units, coordinator):
    survey = await make_survey(units, coordinator, asking={"occasion": "after_consultation", "services": ["dentist"]})
    assert survey.faults == ["asking.services"]


async def test_what_is_published_never_changes_and_a_change_makes_a_new_version(units, coordinator, parent):
    survey = await make_published(units, coordinator)
    begun = await start(units, parent, survey.code)
    assert (await refused(publish(units, coordinator, survey))).code == "surveys.published_already"
    changed = await save(units, coordinator, survey, form(questions=[CHOICE]))
    assert (changed.state, changed.has_changes) == (SurveyState.PUBLISHED, True)
    async with units.read() as uow:
        (content,) = await uow.session.scalars(select(QuestionnaireDefinition.content))
        assert len(content["item"]) == 5
        assert len(list((await service.preview(uow, survey.id)).items())) == 1
    assert (await refused(publish(units, coordinator, survey))).code == "surveys.changed_meanwhile"
    again = await publish(units, coordinator, changed)
    assert ([each.version for each in again.versions], again.has_changes) == ([2, 1], False)
    # What was begun goes on in its version; who begins now begins the new one.
    assert (await answer(units, parent, begun.id, "q4", "よい")).version == "1"
    async with units.write() as uow:
        other = await make_parent(uow)
    newer = await start(units, other, survey.code)
    assert newer.version == "2"
    assert (await refused(answer(units, other, newer.id, "q4", "よい"))).code == "assessments.item_not_found"


async def test_an_ended_survey_is_asked_no_more_and_takes_no_answer(units, coordinator, parent):
    survey = await make_published(units, coordinator)
    begun = await start(units, parent, survey.code)
    for _ in range(2):
        async with units.write() as uow:
            assert (await service.retire(uow, survey.id)).state is SurveyState.RETIRED
    assert await asked(units, parent) == []
    assert (await refused(answer(units, parent, begun.id, "q1", 1))).code == "assessments.retired"
    async with units.write() as uow:
        assert (await refused(responses.complete(uow, parent, begun.id))).code == "assessments.retired"
        assert (await responses.skip(uow, parent, begun.id)).state is FormState.SKIPPED
    assert (await refused(start(units, parent, survey.code))).code == "assessments.retired"
    assert (await refused(save(units, coordinator, survey, form(questions=[CHOICE])))).code == "surveys.retired"
    assert (await refused(publish(units, coordinator, survey))).code == "surveys.retired"


async def test_a_draft_can_be_deleted_and_a_published_survey_only_ended(units, coordinator):
    draft, published = await make_survey(units, coordinator), await make_published(units, coordinator)
    async with units.write() as uow:
        assert (await refused(service.retire(uow, draft.id))).code == "surveys.never_published"
        await service.discard(uow, draft.id)
    async with units.write() as uow:
        assert (await refused(service.discard(uow, published.id))).code == "surveys.published"
        assert (await refused(service.show(uow, draft.id))).code == "surveys.not_found"
        assert [each.id for each in (await service.list_surveys(uow)).surveys] == [published.id]


async def test_there_are_so_many_surveys_and_so_many_asked_at_a_time(units, coordinator):
    made = [await make_survey(units, coordinator) for _ in range(service.MOST)]
    assert (await refused(make_survey(units, coordinator))).code == "surveys.too_many"
    for each in made[: service.MOST_ASKED]:
        await publish(units, coordinator, each)
    assert (await refused(publish(units, coordinator, made[-1]))).code == "surveys.asked_too_many"
    async with units.write() as uow:
        await service.retire(uow, made[0].id)
        assert not (await service.list_surveys(uow)).full
    await publish(units, coordinator, made[-1])


async def test_skipping_is_respected_and_the_reminder_comes_once(units, coordinator, parent, clock):
    survey = await make_published(units, coordinator)

    async def reminders():
        async with units.write() as uow:
            await remind(uow, {})
        async with units.read() as uow:
            query = select(func.count()).where(Notice.account_id == parent.account_id, Notice.kind == REMINDER_NOTICE)
            return await uow.session.scalar(query)

    assert await reminders() == 0
    clock.advance(DAY)
    assert [await reminders(), await reminders()] == [1, 1]
    begun = await start(units, parent, survey.code)
    async with units.write() as uow:
        await responses.skip(uow, parent, begun.id)
    assert await asked(units, parent) == []
    # A new version is not asked of who has answered already.
    changed = await save(units, coordinator, survey, form(questions=[CHOICE]))
    await publish(units, coordinator, changed)
    assert await asked(units, parent) == []


async def test_it_is_asked_for_so_many_days_after_the_registration(units, coordinator, parent, clock):
    await make_published(units, coordinator, asking={"occasion": "registration", "open_days_after": 2})
    clock.advance(2 * DAY)
    assert len(await asked(units, parent)) == 1
    clock.advance(timedelta(seconds=1))
    assert await asked(units, parent) == []


async def test_it_is_asked_after_a_consultation_of_the_kind_and_by_stage(units, coordinator, clock):
    async with units.write() as uow:
        parent = await make_parent(uow)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        booked = await make_appointment(uow, parent, midwife, clock.now() + timedelta(minutes=10))
        kind = booked.service_id
        code = await uow.session.scalar(select(service.Service.code).where(service.Service.id == kind))
    fitting = await make_published(units, coordinator, asking={"occasion": "after_consultation", "services": [code]})
    await make_published(units, coordinator, asking={"occasion": "after_consultation", "stages": ["child"]})
    async with units.write() as uow:
        encounter = await encounters.arrive(uow, parent, booked.id, "家")
    async with units.write() as uow:
        await encounters.admit(uow, midwife, encounter.id)
    async with units.write() as uow:
        await encounters.finish(uow, midwife, encounter.id)
    surveys = [one for one in await asked(units, parent) if one[0].startswith("survey-")]
    assert surveys == [(fitting.code, AFTER)]


async def test_it_is_asked_when_a_course_of_counselling_ends(units, coordinator, clock):
    survey = await make_published(units, coordinator, asking={"occasion": "after_course"})
    counselling = await make_counselling(units, clock)
    await counselling.hold_session()
    assert (survey.code, Occasion.AFTER_COURSE) not in await asked(units, counselling.parent)
    episode_id = await counselling.close_course()
    assert (survey.code, Occasion.AFTER_COURSE) in await asked(units, counselling.parent)
    begun = await start(units, counselling.parent, survey.code, Occasion.AFTER_COURSE)
    assert begun.episode_id == episode_id


async def test_what_coordinators_publish_is_not_defined_anew_by_the_operator(units, coordinator):
    survey = await make_published(units, coordinator)
    own = definition_of(form(questions=[SCALE]), survey.code, 9)
    countable = {"code": [{"system": SURVEY_ITEMS, "code": "ease"}]}
    borrowed = {**own, "item": [{**own["item"][0], **countable}]}
    # With questions of its kind, and under its code.
    for resource in ({**own, "url": f"{URL}ease"}, borrowed):
        async with units.write() as uow:
            error = await refused(definitions.publish(uow, resource))
            assert error.code == "assessments.definition_of_coordinators"
    rules = {"reviewed": True, "rules": [rule_of(form(), survey.code).model_dump(mode="json")]}
    async with units.write() as uow:
        error = await refused(in_force.put_in_force(uow, json.dumps(rules).encode()))
        assert error.code == "assessments.definition_of_coordinators"
        assert (await definitions.find(uow, survey.code)).version == "1"


async def test_a_survey_without_a_question_to_choose_in_is_published_and_answered(units, coordinator, parent):
    survey = await make_published(units, coordinator, questions=[TEXT, NUMBER])
    begun = await start(units, parent, survey.code)
    await answer(units, parent, begun.id, "q5", 20)
    async with units.write() as uow:
        assert (await responses.complete(uow, parent, begun.id)).answers == {"q5": 20}


async def test_answers_are_sealed_kept_and_taken_back(units, coordinator, parent):
    survey = await make_published(units, coordinator)
    begun = await start(units, parent, survey.code)
    for link_id, given in {"q1": 1, "q2": (0, 2), "q4": "すぐ返事があった", "q5": 20}.items():
        await answer(units, parent, begun.id, link_id, given)
    stored = await answer(units, parent, begun.id, "q5", None)
    assert stored.answers == {"q1": 1, "q2": [0, 2], "q4": "すぐ返事があった"}
    # A choice is changed and not taken back: the scales are all choices.
    assert (await refused(answer(units, parent, begun.id, "q1", None))).code == "assessments.answer_out_of_range"
    for link_id, given in {"q1": 9, "q2": (0, 0), "q4": "あ" * 501, "q5": 121}.items():
        error = await refused(answer(units, parent, begun.id, link_id, given))
        assert error.code == "assessments.answer_out_of_range"
    async with units.read() as uow:
        sealed = list(await uow.session.scalars(select(QuestionnaireAnswer.answer_sealed)))
        assert not any("返事".encode() in each for each in sealed)
        (response,) = (await gathering.gather(uow, parent)).questionnaires
        assert {each.item: each.value for each in response.answers} == stored.answers


async def test_a_worrying_text_raises_a_flag_at_once_and_a_score_is_never_stored(units, coordinator, parent):
    survey = await make_published(units, coordinator)
    begun = await start(units, parent, survey.code)
    assert not (await answer(units, parent, begun.id, "q4", "ねむい")).crisis
    assert (await answer(units, parent, begun.id, "q4", "もう死にたい")).crisis
    async with units.write() as uow:
        await responses.complete(uow, parent, begun.id)
    async with units.read() as uow:
        (flag,) = await uow.session.scalars(select(Flag))
        assert (flag.kind, flag.source_id) == (FlagKind.SURVEY_PHRASE, begun.id)
        assert await uow.session.scalar(select(func.count()).select_from(QuestionnaireScore)) == 0


async def test_a_worrying_text_after_the_assessment_raises_another_flag(units, coordinator, parent, clock):
    async with units.write() as uow:
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
    survey = await make_published(units, coordinator, questions=[TEXT, {**TEXT, "link_id": "q6"}])
    begun = await start(units, parent, survey.code)

    async def seen():
        async with units.read() as uow:
            return [flag.id for flag in await flags.list_open(uow, counsellor)]

    await answer(units, parent, begun.id, "q4", "死にたい")
    await answer(units, parent, begun.id, "q6", "消えたい")
    (first,) = await seen()
    found = {**FOUND, "next_at": clock.now() + DAY}
    async with units.write() as uow:
        await assessing.assess(uow, counsellor, first, assessing.RiskAssessmentIn.model_validate(found))
    assert await seen() == []
    await answer(units, parent, begun.id, "q6", "やはり、もう消えたい")
    (second,) = await seen()
    assert second != first


async def test_a_worrying_text_is_not_lost_because_the_survey_ended_meanwhile(units, coordinator, parent):
    survey = await make_published(units, coordinator)
    begun = await start(units, parent, survey.code)
    async with units.write() as uow:
        await service.retire(uow, survey.id)
    assert (await answer(units, parent, begun.id, "q4", "もう死にたい")).crisis
    async with units.read() as uow:
        assert await uow.session.scalar(select(Flag.kind)) == FlagKind.SURVEY_PHRASE


async def test_a_survey_waits_while_an_alert_is_open(units, coordinator, parent):
    survey = await make_published(units, coordinator)
    begun = await start(units, parent, survey.code)
    await answer(units, parent, begun.id, "q4", "死にたい")
    assert await asked(units, parent) == []
    # What is open on the phone can be finished all the same.
    async with units.write() as uow:
        assert (await responses.complete(uow, parent, begun.id)).state is FormState.COMPLETED


async def test_everybody_who_answers_is_counted_once(units, coordinator):
    survey = await make_published(units, coordinator)
    person = await fill_in(units, survey.code)
    assert await asked(units, person) == []
    async with units.read() as uow:
        assert await uow.session.scalar(select(QuestionnaireDefinition.completed)) == 1
