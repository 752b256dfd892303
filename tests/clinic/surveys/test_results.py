"""What a coordinator sees of the answers: counts, never fewer than five people, and never a text."""

import csv
import io

import pytest
from sqlalchemy import select

from clinic.assessments import responses
from clinic.assessments.due import FormState, Occasion
from clinic.assessments.tables import QuestionnaireResponse
from clinic.keeping import erasing
from clinic.surveys import results
from core.errors import DomainError
from core.principal import Role
from tests.clinic.surveys.make import ANSWERS, fill_in, form, make_published, words
from tests.people.make import make_parent, make_staff


@pytest.fixture
async def coordinator(units):
    async with units.write() as uow:
        return await make_staff(uow, Role.COORDINATOR)


@pytest.fixture
async def survey(units, coordinator):
    return await make_published(units, coordinator)


async def read(units, survey, version=1, threshold=5):
    async with units.read() as uow:
        return await results.read(uow, survey.id, version, threshold)


async def test_below_five_nothing_is_shown_but_that_it_is_too_few(units, survey):
    nobody = await read(units, survey)
    assert (nobody.completed, nobody.skipped) == (0, 0)
    assert {question.answered for question in nobody.questions} == {0}
    for _ in range(4):
        await fill_in(units, survey.code)
    few = await read(units, survey)
    assert few.completed is None
    assert {question.answered for question in few.questions} == {0}


async def test_five_answers_come_into_view_together(units, survey):
    for number in range(9):
        await fill_in(units, survey.code, {**ANSWERS, "q1": 0 if number < 5 else 2, "q5": 10 * (number % 2)})
    found = await read(units, survey)
    assert found.completed == 5
    by_id = {question.link_id: question for question in found.questions}
    assert {option.value: option.count for option in by_id["q1"].options} == {0: 5, 1: 0, 2: 0}
    assert {option.value: option.count for option in by_id["q2"].options} == {0: 5, 1: 0, 2: 5}
    assert (by_id["q3"].answered, by_id["q3"].mean) == (5, 4.0)
    assert (by_id["q4"].answered, by_id["q4"].options) == (5, [])
    assert (by_id["q5"].answered, by_id["q5"].mean) == (5, 4.0)
    # The ninth changed nothing that can be seen; the tenth brings all five.
    await fill_in(units, survey.code, {**ANSWERS, "q1": 2})
    assert (await read(units, survey)).completed == 10


async def test_left_out_questions_count_nobody(units, survey):
    for _ in range(5):
        await fill_in(units, survey.code, {"q1": 1})
    by_id = {question.link_id: question for question in (await read(units, survey)).questions}
    assert (by_id["q1"].answered, by_id["q3"].answered, by_id["q4"].answered) == (5, 0, 0)


async def test_each_version_has_its_own_results_and_an_unknown_one_has_none(units, coordinator, survey):
    for _ in range(5):
        await fill_in(units, survey.code)
    with pytest.raises(DomainError) as caught:
        await read(units, survey, version=2)
    assert caught.value.code == "surveys.version_unknown"


async def test_the_operators_threshold_holds(units, survey):
    for _ in range(5):
        await fill_in(units, survey.code)
    found = await read(units, survey, threshold=10)
    assert found.completed is None
    assert {question.answered for question in found.questions} == {None}


async def test_those_who_skipped_are_counted_and_few_of_them_are_not_told(units, survey):
    async def skip():
        async with units.write() as uow:
            parent = await make_parent(uow)
            begun = await responses.start(
                uow,
                parent,
                questionnaire=survey.code,
                language="ja",
                occasion=Occasion.REGISTRATION,
                appointment_id=None,
                episode_id=None,
            )
            assert (await responses.skip(uow, parent, begun.id)).state is FormState.SKIPPED

    await skip()
    assert (await read(units, survey)).skipped is None
    for _ in range(4):
        await skip()
    assert (await read(units, survey)).skipped == 5


async def test_erased_answers_stay_counted(units, survey):
    for _ in range(5):
        await fill_in(units, survey.code)
    before = await read(units, survey)
    async with units.write() as uow:
        await erasing.delete_answers(uow, list(await uow.session.scalars(select(QuestionnaireResponse.id))))
    assert await read(units, survey) == before


async def test_the_csv_holds_the_same_numbers_and_no_text_of_anybody(api, units, coordinator):
    survey = await make_published(units, coordinator, title=words("=1+1"))
    for _ in range(5):
        await fill_in(units, survey.code, {**ANSWERS, "q4": "むらさきの鯨"})
    path = f"/api/surveys/{survey.id}/versions/1/results"
    status, shown = await api.as_(coordinator).get(path)
    assert status == 200
    async with api.client.get(f"{path}.csv", headers={"Authorization": f"Bearer {api.token(coordinator)}"}) as answer:
        assert (answer.status, answer.content_type) == (200, "text/csv")
        text = (await answer.read()).decode("utf-8-sig")
    assert "鯨" not in text
    assert "鯨" not in str(shown)
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[1][1] == "'=1+1"
    counts = [(line[0], line[3], line[4]) for line in lines if line[2] == "件数"]
    assert counts == [
        (question["link_id"], option["words"]["ja"], str(option["count"]))
        for question in shown["questions"]
        for option in question["options"]
    ]
    assert form().questions[4].link_id == shown["questions"][4]["link_id"]
