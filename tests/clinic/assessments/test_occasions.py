"""What is asked around consultations of other kinds: PHQ-2, PHQ-9 after it, EPDS once it is loaded, and how it was."""

import json
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from clinic.assessments import catalogue, reading, responses, tasks, translations
from clinic.assessments.asking import in_force
from clinic.assessments.asking.rules import default_rules
from clinic.assessments.due import Occasion
from clinic.assessments.tables import QuestionnaireScore
from clinic.encounters import service as encounters
from clinic.safety.kinds import FlagKind
from clinic.safety.tables import Flag
from core.errors import DomainError
from core.principal import Role
from people.risk.service import current_tier
from tests.booking.make import make_appointment
from tests.people.make import make_parent, make_practitioner

BEFORE, AFTER = Occasion.CONSULTATION, Occasion.AFTER_CONSULTATION


class Visit:
    """A parent with a midwife's appointment in ten minutes."""

    def __init__(self, units, clock, parent, midwife, counsellor, appointment_id):
        self.units, self.clock, self.parent, self.midwife, self.counsellor = units, clock, parent, midwife, counsellor
        self.appointment_id = appointment_id

    async def due(self):
        async with self.units.read() as uow:
            return [(one.questionnaire, one.occasion) for one in await tasks.list_due(uow, self.parent.person_id)]

    async def start(self, questionnaire, occasion=BEFORE, language="ja"):
        async with self.units.write() as uow:
            return await responses.start(
                uow,
                self.parent,
                questionnaire=questionnaire,
                language=language,
                occasion=occasion,
                appointment_id=None,
                episode_id=None,
            )

    async def fill_in(self, questionnaire, answers, occasion=BEFORE):
        response = await self.start(questionnaire, occasion)
        async with self.units.write() as uow:
            for link_id, value in answers.items():
                await responses.answer(uow, self.parent, response.id, link_id, value)
            return await responses.complete(uow, self.parent, response.id)

    async def hold(self):
        async with self.units.write() as uow:
            encounter = await encounters.arrive(uow, self.parent, self.appointment_id, "家")
        async with self.units.write() as uow:
            await encounters.admit(uow, self.midwife, encounter.id)
        async with self.units.write() as uow:
            await encounters.finish(uow, self.midwife, encounter.id)

    async def flags(self):
        async with self.units.read() as uow:
            return list(await uow.session.scalars(select(Flag).order_by(Flag.raised_at, Flag.kind)))

    async def scores(self, response_id):
        async with self.units.read() as uow:
            query = select(QuestionnaireScore.code, QuestionnaireScore.value)
            rows = await uow.session.execute(query.where(QuestionnaireScore.response_id == response_id))
            return {row.code: row.value for row in rows}


@pytest.fixture
async def visit(units, clock):
    async with units.write() as uow:
        parent = await make_parent(uow)
        midwife = await make_practitioner(uow, Role.MIDWIFE)
        counsellor = await make_practitioner(uow, Role.COUNSELLOR)
        booked = await make_appointment(uow, parent, midwife, clock.now() + timedelta(minutes=10))
        return Visit(units, clock, parent, midwife, counsellor, booked.id)


async def refused(call):
    with pytest.raises(DomainError) as caught:
        await call
    return caught.value


async def test_phq2_below_three_is_all_that_is_asked_before_a_midwifes_consultation(visit):
    assert await visit.due() == [("phq-2", BEFORE)]
    response = await visit.fill_in("phq-2", {"1": 1, "2": 1})
    assert (response.total, response.band, response.appointment_id) == (2, "below_cut_off", visit.appointment_id)
    assert await visit.scores(response.id) == {"total": 2}
    assert await visit.due() == []


async def test_phq9_follows_from_three_on_and_raises_flag_and_tier_as_ever(visit):
    await visit.fill_in("phq-2", {"1": 2, "2": 1})
    assert await visit.due() == [("phq-9", BEFORE)]
    response = await visit.start("phq-9")
    async with visit.units.write() as uow:
        await responses.answer(uow, visit.parent, response.id, "9", 1)
    (flag,) = await visit.flags()
    assert (flag.kind, flag.source_id) == (FlagKind.PHQ9_ITEM_9, response.id)
    assert flag.practitioner_id == visit.midwife.practitioner_id
    await visit.fill_in("phq-9", {str(number): 1 for number in range(1, 9)} | {"1": 2})
    async with visit.units.read() as uow:
        assert await current_tier(uow, visit.parent.person_id) == "high"
    assert await visit.due() == []


async def test_the_midwife_reads_what_was_asked_before_her_consultation_and_nobody_elses(visit):
    response = await visit.fill_in("phq-2", {"1": 2, "2": 1})
    async with visit.units.write() as uow:
        other = await make_practitioner(uow, Role.MIDWIFE, "別の助産師")
        assert (await reading.show(uow, visit.midwife, response.id)).answers == {"1": 2, "2": 1}
        for stranger in (other, visit.counsellor):
            assert (await refused(reading.show(uow, stranger, response.id))).code == "assessments.not_found"


SURVEY = {"heard": 5, "clear": 4, "contentment": 4, "image": 3}


async def test_after_the_consultation_one_is_asked_how_it_was_and_the_numbers_are_kept(visit):
    await visit.fill_in("phq-2", {"1": 0, "2": 0})
    await visit.hold()
    assert await visit.due() == [("satisfaction", AFTER)]
    response = await visit.fill_in("satisfaction", SURVEY, AFTER)
    assert (response.state, response.total, response.band, response.episode_id) == ("completed", None, None, None)
    assert await visit.scores(response.id) == {"items_sum": 13, "items_count": 3, "image": 3}
    assert await visit.due() == []


async def test_nobody_of_the_staff_reads_what_one_person_said_of_the_service(visit):
    await visit.hold()
    response = await visit.fill_in("satisfaction", SURVEY, AFTER)
    async with visit.units.write() as uow:
        await make_appointment(uow, visit.parent, visit.counsellor, uow.now + timedelta(days=1), "counselling")
        for clinician in (visit.midwife, visit.counsellor):
            assert (await refused(reading.show(uow, clinician, response.id))).code == "assessments.not_found"
        listed = await reading.list_of_person(uow, visit.counsellor, visit.parent.person_id)
        assert "satisfaction" not in {each.questionnaire for each in listed}
        assert (await reading.show(uow, visit.parent, response.id)).answers == SURVEY


@pytest.mark.parametrize("value", [0, 6, -1])
async def test_an_answer_outside_the_five_points_is_refused(visit, value):
    await visit.hold()
    response = await visit.start("satisfaction", AFTER)
    async with visit.units.write() as uow:
        error = await refused(responses.answer(uow, visit.parent, response.id, "contentment", value))
    assert error.code == "assessments.answer_out_of_range"


async def test_half_a_survey_is_not_handed_in_and_leaves_no_numbers(visit):
    await visit.hold()
    response = await visit.start("satisfaction", AFTER)
    async with visit.units.write() as uow:
        await responses.answer(uow, visit.parent, response.id, "heard", 5)
    async with visit.units.write() as uow:
        error = await refused(responses.complete(uow, visit.parent, response.id))
    assert (error.code, error.params["unanswered"]) == ("assessments.incomplete", ["contentment"])
    assert await visit.scores(response.id) == {}


async def test_what_is_not_asked_cannot_be_begun(visit):
    for questionnaire, occasion in (("satisfaction", AFTER), ("phq-9", BEFORE), ("epds", BEFORE)):
        assert (await refused(visit.start(questionnaire, occasion))).code == "assessments.not_due"
    assert (await refused(visit.start("phq-10"))).code == "assessments.questionnaire_not_found"


async def ask_epds(visit):
    """Load words for EPDS, and put a rule in force that asks it before a midwife's consultation."""
    epds = catalogue.find("epds")
    text = {
        "questionnaire": "epds",
        "version": epds.version,
        "language": "ja",
        "source": "出どころ",
        "permission": "許可",
        "texts": dict.fromkeys(epds.text_keys, "問い"),
        "options": dict.fromkeys(epds.option_keys, "答え"),
    }
    rules = default_rules().model_dump(mode="json")
    rules["rules"] = [rule | {"active": True, "stages": []} for rule in rules["rules"] if rule["code"] == "epds_infant"]
    async with visit.units.write() as uow:
        await in_force.put_in_force(uow, json.dumps(rules).encode())
    assert await visit.due() == []
    async with visit.units.write() as uow:
        await translations.load(uow, json.dumps(text).encode())
    assert await visit.due() == [("epds", BEFORE)]


@pytest.mark.parametrize("value", [0, 1, 2, 3])
async def test_the_tenth_item_of_epds_raises_its_flag_with_the_answer(visit, value):
    await ask_epds(visit)
    response = await visit.start("epds")
    async with visit.units.write() as uow:
        answered = await responses.answer(uow, visit.parent, response.id, "10", value)
    found = await visit.flags()
    assert [(flag.kind, flag.source_id) for flag in found] == ([(FlagKind.EPDS_ITEM_10, response.id)] if value else [])
    assert answered.crisis == bool(value)


async def test_a_flag_of_epds_and_the_answer_behind_it_are_stored_together_or_not_at_all(visit):
    await ask_epds(visit)
    response = await visit.start("epds")
    with suppress(RuntimeError):
        async with visit.units.write() as uow:
            await responses.answer(uow, visit.parent, response.id, "10", 3)
            raise RuntimeError
    async with visit.units.read() as uow:
        assert (await reading.show(uow, visit.parent, response.id)).answers == {}
        assert await uow.session.scalar(select(func.count()).select_from(Flag)) == 0


@pytest.mark.parametrize("total", [19, 20])
async def test_a_total_of_epds_from_the_limit_on_raises_a_flag_and_no_tier(visit, total):
    await ask_epds(visit)
    answers = {str(number): 0 for number in range(1, 11)}
    left = total
    for number in range(1, 10):
        answers[str(number)] = min(3, left)
        left -= answers[str(number)]
    response = await visit.fill_in("epds", answers)
    assert (response.total, response.band) == (total, "from_cut_off")
    assert [flag.kind for flag in await visit.flags()] == ([FlagKind.EPDS_TOTAL] if total == 20 else [])
    async with visit.units.read() as uow:
        assert await current_tier(uow, visit.parent.person_id) is None
