"""Who reaches the surveys over HTTP, and what answers what cannot be."""

from uuid import uuid4

import pytest

from core.principal import STAFF, Role
from tests.clinic.surveys.make import CHOICE, FORM, TEXT, make_published, words
from tests.people.make import make_parent, make_staff

PATH = "/api/surveys"


@pytest.fixture
async def coordinator(units):
    async with units.write() as uow:
        return await make_staff(uow, Role.COORDINATOR)


async def test_a_survey_is_made_previewed_published_and_ended(api, coordinator):
    keeper = api.as_(coordinator)
    status, survey = await keeper.post(PATH, json=FORM)
    assert (status, survey["state"], survey["revision"]) == (201, "draft", 1)
    own = f"{PATH}/{survey['id']}"
    status, saved = await keeper.put(own, json={"form": {**FORM, "title": words("新しい題")}, "revision": 1})
    assert (status, saved["revision"]) == (200, 2)
    status, preview = await keeper.get(f"{own}/preview")
    assert (status, preview["titles"], len(preview["groups"])) == (200, {"ja": "新しい題"}, 5)
    assert preview["groups"][3]["items"][0]["longest"] == 500
    status, published = await keeper.post(f"{own}/publish", json={"revision": 2})
    assert (status, published["state"], published["versions"][0]["version"]) == (200, "published", 1)
    assert (await keeper.get(PATH))[1]["surveys"][0]["version"] == 1
    assert (await keeper.post(f"{own}/retire"))[1]["state"] == "retired"


async def test_only_coordinators_reach_them(api, units, coordinator):
    survey = await make_published(units, coordinator)
    own = f"{PATH}/{survey.id}"
    async with units.write() as uow:
        others = [await make_parent(uow), await make_parent(uow, role=Role.FAMILY)]
        others += [await make_staff(uow, role) for role in STAFF if role is not Role.COORDINATOR]
    for other in others:
        for method, path in (
            ("GET", PATH),
            ("POST", PATH),
            ("GET", own),
            ("PUT", own),
            ("DELETE", own),
            ("GET", f"{own}/preview"),
            ("POST", f"{own}/publish"),
            ("POST", f"{own}/retire"),
            ("GET", f"{own}/versions/1/results"),
            ("GET", f"{own}/versions/1/results.csv"),
        ):
            status, problem = await api.as_(other).call(method, path)
            assert (status, problem["code"]) == (403, "auth.role_not_allowed"), (other.role, method, path)


async def test_what_is_not_there_is_not_found(api, coordinator):
    keeper, gone = api.as_(coordinator), f"{PATH}/{uuid4()}"
    for method, path, body in (
        ("GET", gone, None),
        ("PUT", gone, {"form": FORM, "revision": 1}),
        ("DELETE", gone, None),
        ("GET", f"{gone}/preview", None),
        ("POST", f"{gone}/publish", {"revision": 1}),
        ("POST", f"{gone}/retire", None),
        ("GET", f"{gone}/versions/1/results", None),
        ("GET", f"{gone}/versions/1/results.csv", None),
    ):
        status, problem = await keeper.call(method, path, **({} if body is None else {"json": body}))
        assert (status, problem["code"]) == (404, "surveys.not_found"), (method, path)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"questions": [CHOICE, {**TEXT, "link_id": "q1"}]}, "surveys.link_ids_repeat"),
        ({"questions": [{**TEXT, "link_id": f"q{number}"} for number in range(1, 32)]}, "surveys.questions_too_many"),
        ({"questions": [{**TEXT, "link_id": f"q{number}"} for number in range(1, 62)]}, "request.invalid"),
        ({"questions": [{**CHOICE, "options": [words(str(n)) for n in range(13)]}]}, "surveys.options_too_many"),
        ({"questions": [{**CHOICE, "link_id": "9"}]}, "request.invalid"),
        ({"questions": [{**CHOICE, "kind": "phq-9"}]}, "request.invalid"),
        ({"title": words("あ" * 81)}, "request.invalid"),
        ({"title": {}, "questions": [{}]}, "request.invalid"),
        ({"scoring": "phq-9"}, "request.invalid"),
    ],
)
async def test_what_cannot_be_a_survey_is_refused_and_nothing_is_stored(api, coordinator, changed, code):
    keeper = api.as_(coordinator)
    status, problem = await keeper.post(PATH, json={**FORM, **changed})
    assert (status, problem["code"]) == (422, code)
    assert (await keeper.get(PATH))[1]["surveys"] == []


async def test_what_comes_too_late_is_refused_with_its_reason(api, units, coordinator):
    keeper = api.as_(coordinator)
    survey = await make_published(units, coordinator)
    own = f"{PATH}/{survey.id}"
    status, problem = await keeper.post(f"{own}/publish", json={"revision": 1})
    assert (status, problem["code"]) == (409, "surveys.published_already")
    assert (await keeper.put(own, json={"form": {**FORM, "title": words("題")}, "revision": 1}))[0] == 200
    status, problem = await keeper.put(own, json={"form": FORM, "revision": 1})
    assert (status, problem["code"], problem["params"]["survey"]["revision"]) == (409, "surveys.changed_meanwhile", 2)
    status, problem = await keeper.get(f"{own}/versions/2/results")
    assert (status, problem["code"]) == (404, "surveys.version_unknown")
