"""The clinic's routes over HTTP: who may call them, and what bad input answers."""

from uuid import uuid4

import pytest

from core.principal import CLIENTS, CLINICIANS, Role
from tests.clinic.assessments.make import make_counselling
from tests.people.make import make_parent, make_staff


@pytest.fixture
async def counselling(application, clock):
    return await make_counselling(application.units, clock)


@pytest.fixture
async def everyone(application):
    async with application.units.write() as uow:
        people = {role: await make_staff(uow, role) for role in Role if role not in CLIENTS}
        people |= {role: await make_parent(uow, role=role) for role in CLIENTS}
    return people


async def begin(api, counselling):
    sent = {"questionnaire": "phq-9", "language": "ja", "occasion": "course_start"}
    status, response = await api.as_(counselling.parent).post("/api/questionnaire-responses", json=sent)
    assert status == 201
    return response


async def test_a_stranger_reads_the_crisis_lines_without_signing_in(api):
    status, lines = await api.get("/api/crisis-lines")
    assert (status, lines["lines"][0]["number"], lines["checked_on"]) == (200, "119", "2026-11-23")


async def test_a_person_answers_from_the_task_to_the_end(api, counselling):
    parent = api.as_(counselling.parent)
    _, listed = await parent.get("/api/questionnaire-tasks")
    (task,) = listed["tasks"]
    assert task == {
        "questionnaire": "phq-9",
        "occasion": "course_start",
        "appointment_id": str(counselling.appointment_id),
        "episode_id": None,
        "response_id": None,
    }
    _, definition = await parent.get(f"/api/questionnaires/{task['questionnaire']}")
    assert {text["language"]: text["status"] for text in definition["texts"]} == {"en": "original", "ja": "unvalidated"}
    response = await begin(api, counselling)
    path = f"/api/questionnaire-responses/{response['id']}"
    for group in definition["groups"]:
        for item in group["items"]:
            status, response = await parent.put(f"{path}/answers/{item['link_id']}", json={"value": 1})
            assert (status, response["answers"][item["link_id"]]) == (200, 1)
    assert response["crisis"]
    status, completed = await parent.post(f"{path}/complete")
    assert (status, completed["total"], completed["band"]) == (200, 9, "mild")
    counsellor = api.as_(counselling.counsellor)
    status, read = await counsellor.get(f"/api/persons/{counselling.parent.person_id}/questionnaire-responses")
    assert (status, read["responses"]) == (200, [completed])
    status, flags = await counsellor.get("/api/flags")
    assert (status, flags["flags"][0]["source_id"], flags["flags"][0]["answer"]) == (200, response["id"], 1)


@pytest.mark.parametrize("value", [None, "2", 1.5, True, [], {}, 10**18, -1, 4])
async def test_an_answer_that_is_none_of_the_four_is_refused(api, counselling, value):
    parent = api.as_(counselling.parent)
    response = await begin(api, counselling)
    path = f"/api/questionnaire-responses/{response['id']}"
    status, problem = await parent.put(f"{path}/answers/9", json={"value": value})
    assert status == 422
    assert problem["code"]
    assert (await parent.get(path))[1]["answers"] == {}
    assert (await api.as_(counselling.counsellor).get("/api/flags"))[1] == {"flags": []}


async def test_flags_are_for_clinicians_and_a_foreign_one_is_not_found(api, everyone):
    for role, principal in everyone.items():
        status, _ = await api.as_(principal).get("/api/flags")
        assert status == (200 if role in CLINICIANS else 403)
        status, _ = await api.as_(principal).post(f"/api/flags/{uuid4()}/acknowledge", json={"comment": None})
        assert status == (404 if role in CLINICIANS else 403)
    assert (await api.get("/api/flags"))[0] == 401


async def test_live_figures_are_for_the_coordinator_alone(api, everyone):
    for role, principal in everyone.items():
        status, body = await api.as_(principal).get("/api/figures?from=2026-04-01&to=2027-03-31")
        assert status == (200 if role is Role.COORDINATOR else 403)
        if status == 200:
            assert body["phq9"]["share_10_or_fewer"] is None
            assert {definition["figure"] for definition in body["definitions"]} >= {"phq9", "phq9.below_10.complete"}
            assert all(text for definition in body["definitions"] for text in definition["text"].values())


@pytest.mark.parametrize(
    "query", ["", "from=2026-04-01", "from=x&to=y", "from=2026-04-02&to=2026-04-01", "from=0001-01-01&to=0001-01-02"]
)
async def test_a_period_that_cannot_be_is_refused(api, everyone, query):
    status, problem = await api.as_(everyone[Role.COORDINATOR]).get(f"/api/figures?{query}")
    assert status == 422
    assert problem["code"]


async def test_a_foreign_record_is_not_found_for_any_clinician(api, everyone, counselling):
    encounter_id = await counselling.hold_session()
    note = f"/api/encounters/{encounter_id}/note"
    draft = {"fields": {"complaint": "a"}, "risk_level": None, "version": 0}
    person = counselling.parent.person_id
    for role in CLINICIANS:
        stranger = api.as_(everyone[role])
        assert (await stranger.get(note))[0] == 404
        assert (await stranger.put(note, json=draft))[0] == 404
        assert (await stranger.post(f"{note}/sign", json={"version": 1}))[0] == 404
        assert (await stranger.get(f"/api/persons/{person}/family-glance"))[0] == 404
        assert (await stranger.get(f"/api/persons/{person}/questionnaire-responses"))[0] == 404
    parent = api.as_(counselling.parent)
    for path in (note, f"/api/persons/{person}/family-glance", f"/api/persons/{person}/questionnaire-responses"):
        assert (await parent.get(path))[0] in {403, 404}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"fields": {}, "risk_level": "extreme", "version": 0},
        {"fields": {"complaint": 3}, "risk_level": None, "version": 0},
        {"fields": {"complaint": "x" * 8001}, "risk_level": None, "version": 0},
        {"fields": {}, "risk_level": None, "version": -1},
        {"fields": {}, "risk_level": None, "version": 2**40},
    ],
)
async def test_a_malformed_note_is_refused_and_nothing_is_stored(api, counselling, body):
    encounter_id = await counselling.hold_session()
    counsellor = api.as_(counselling.counsellor)
    path = f"/api/encounters/{encounter_id}/note"
    status, problem = await counsellor.put(path, json=body)
    assert status == 422
    assert problem["code"]
    assert (await counsellor.get(path))[1]["version"] == 0


async def test_what_is_typed_is_kept_to_the_last_blank(api, counselling):
    encounter_id = await counselling.hold_session()
    fields = {"complaint": " 途中 \n", "situation": "漢" * 8000, "advice": "\t\u200d", "next_action": "👶🏽"}
    sent = {"fields": fields, "risk_level": None, "version": 0}
    status, note = await api.as_(counselling.counsellor).put(f"/api/encounters/{encounter_id}/note", json=sent)
    assert status == 200
    assert {name: note["fields"][name] for name in fields} == fields
