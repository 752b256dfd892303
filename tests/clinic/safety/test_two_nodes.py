"""An alert reaches who is on duty through another node, though the nodes do not hear each other."""

import pytest
from aiohttp.test_utils import TestClient, TestServer

from people.accounts.passwords import PasswordHasher
from server.app import build
from server.settings import Settings
from tests.clinic.assessments.make import make_counselling
from tests.fixtures.application import Api

NO_REDIS = "redis://127.0.0.1:1/0"


@pytest.fixture
async def nodes(database_url, clock):
    """Two nodes on one database whose Redis is away."""
    settings = Settings(database_url=database_url, redis_url=NO_REDIS, database_pool=3, run_jobs=False)
    hasher = PasswordHasher(time_cost=1, memory_kib=8, parallelism=1)
    applications = [build(settings, clock=clock, hasher=hasher) for _ in range(2)]
    clients = [TestClient(TestServer(one.web)) for one in applications]
    for client in clients:
        await client.start_server()
    yield [Api(one, client) for one, client in zip(applications, clients, strict=True)]
    for client, one in zip(clients, applications, strict=True):
        await client.close()
        await one.close()


async def test_what_was_raised_on_one_node_is_there_when_the_page_asks_the_other(nodes, clock):
    here, there = nodes
    counselling = await make_counselling(here.application.units, clock)
    parent, counsellor = here.as_(counselling.parent), there.as_(counselling.counsellor)
    assert (await counsellor.get("/api/flags"))[1] == {"flags": []}
    sent = {"questionnaire": "phq-9", "language": "ja", "occasion": "course_start"}
    _, response = await parent.post("/api/questionnaire-responses", json=sent)
    status, _ = await parent.put(f"/api/questionnaire-responses/{response['id']}/answers/9", json={"value": 2})
    assert status == 200
    # The page asks on its own every fifteen seconds, whatever it hears (features/clinician/queries).
    _, seen = await counsellor.get("/api/flags")
    assert [flag["kind"] for flag in seen["flags"]] == ["phq9_item_9"]
    await there.application.runner.drain()
    _, board = await counsellor.get("/api/alert-board")
    assert board["alerts"][0]["calls"]
