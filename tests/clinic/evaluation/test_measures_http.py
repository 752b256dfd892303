"""The live figures over HTTP: the coordinator's alone, and refused for a time that cannot be."""

import pytest

from core.principal import CLIENTS, Role
from tests.clinic.assessments.make import make_counselling
from tests.people.make import make_parent, make_staff

PATHS = [f"/api/evaluation/{name}" for name in ("measures", "funnel", "times", "load", "phq9-pairs")]
YEAR = "from=2026-04-01&to=2027-03-31"


@pytest.fixture
async def everyone(application):
    async with application.units.write() as uow:
        people = {role: await make_staff(uow, role) for role in Role if role not in CLIENTS}
        people |= {role: await make_parent(uow, role=role) for role in CLIENTS}
    return people


async def test_the_live_figures_are_for_the_coordinator_alone(api, everyone):
    for path in PATHS:
        for role, principal in everyone.items():
            status, _ = await api.as_(principal).get(f"{path}?{YEAR}")
            assert status == (200 if role is Role.COORDINATOR else 403), (path, role)
        assert (await api.get(f"{path}?{YEAR}"))[0] == 401


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("from=2027-01-01&to=2027-03-31", "evaluation.period_in_future"),
        ("from=2026-04-02&to=2026-04-01", "evaluation.period_invalid"),
        ("from=0001-01-01&to=0001-01-02", "evaluation.period_invalid"),
        ("from=x&to=y", "request.invalid"),
        ("", "request.invalid"),
    ],
)
async def test_a_period_that_cannot_be_is_refused(api, everyone, path, query, code):
    status, problem = await api.as_(everyone[Role.COORDINATOR]).get(f"{path}?{query}")
    assert (status, problem["code"]) == (422, code)


async def test_the_six_measures_come_in_the_plans_order_with_targets_parts_and_definitions(
    api, everyone, application, clock
):
    counselling = await make_counselling(application.units, clock)
    await counselling.hold_session()
    status, body = await api.as_(everyone[Role.COORDINATOR]).get(f"/api/evaluation/measures?{YEAR}")
    assert status == 200
    measures = body["measures"]
    assert [(each["code"], each["target"], each["target_of_year"]) for each in measures] == [
        ("notices", 50, True),
        ("registrations", 500, True),
        ("counselling", 100, True),
        ("satisfaction", 3.5, False),
        ("image", 0.9, False),
        ("phq9", 0.8, False),
    ]
    assert measures[0]["figure"] | {"unit": "times"} == {
        "unit": "times",
        "value": None,
        "n": 0,
        "low": None,
        "high": None,
        "unmeasured": "not_built",
    }
    assert measures[2]["figure"]["value"] == 1
    assert measures[5]["figure"]["unmeasured"] == "no_cases"
    # It is 24 November: the third quarter runs, and the eighth month.
    assert [len(measures[2][part]) for part in ("years", "quarters", "months")] == [1, 3, 8]
    assert measures[2]["quarters"][2]["cumulated"] == 1
    assert body["span"]["known_until"] == "2026-11-24"
    defined = {each["figure"] for each in body["definitions"]}
    assert defined >= {one["code"] for each in measures for one in each["neighbours"]}
