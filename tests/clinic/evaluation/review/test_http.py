"""The review over HTTP: live for the coordinator, of released reports for the city, and of nothing else."""

from datetime import UTC, date, datetime

import pytest

from clinic.evaluation.reports import releasing, service
from core.principal import Role
from people.city import City
from tests.clinic.encounters.make import make_consultation
from tests.people.make import make_staff

CITY = City("市", "City")
LIVE, RELEASED = "/api/quarter-review", "/api/city-quarter-review"
QUARTERS = (
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
)


@pytest.fixture
async def people(units, clock):
    async with units.write() as uow:
        coordinator, officer = [await make_staff(uow, role) for role in (Role.COORDINATOR, Role.OFFICER)]
    for day, number in ((datetime(2026, 5, 1, 1, tzinfo=UTC), 6), (datetime(2026, 8, 3, 1, tzinfo=UTC), 30)):
        clock.set(day)
        async with units.write() as uow:
            for _ in range(number):
                await make_consultation(uow, admitted=True)
    clock.set(datetime(2026, 10, 2, tzinfo=UTC))
    return coordinator, officer


def by_figure(review):
    return {each["figure"]: each for each in review["statements"]}


async def test_the_coordinator_reads_what_changed_beyond_chance_with_its_numbers(api, people):
    coordinator, _ = people
    status, review = await api.as_(coordinator).get(LIVE)
    assert (status, review["before"]["name"], review["after"]["name"]) == (200, "2026-Q1", "2026-Q2")
    assert review["after"]["last_day"] == "2026-09-30"
    registrations = by_figure(review)["registrations"]
    assert (registrations["verdict"], registrations["method"]) == ("higher", "poisson_exact")
    assert [registrations[side]["value"] for side in ("before", "after")] == [6, 30]
    change = registrations["change"]
    assert change["low"] < change["effect"] < change["high"]
    assert change["p"] <= change["p_adjusted"] < review["sure"]
    assert by_figure(review)["notices"]["verdict"] == "unmeasured"
    assert by_figure(review)["phq9"]["verdict"] == "too_few"
    status, older = await api.as_(coordinator).get(f"{LIVE}?quarter=2026-Q1")
    assert (status, older["before"]["name"]) == (200, "2025-Q4")


async def test_the_city_reads_released_reports_only(api, units, people):
    coordinator, officer = people
    status, review = await api.as_(officer).get(RELEASED)
    assert (status, {each["verdict"] for each in review["statements"]}) == (200, {"not_released"})
    for days in QUARTERS:
        report = await service.freeze(units, coordinator, CITY, *days)
        await releasing.release(units, coordinator, 5, report.id, although_exposed=False)
    status, review = await api.as_(officer).get(f"{RELEASED}?quarter=2026-Q2")
    registrations = by_figure(review)["registrations"]
    assert (registrations["verdict"], registrations["before"]["value"]) == ("higher", 6)
    assert not {"no_shows", "wait", "reply"} & by_figure(review).keys()
    assert (await api.as_(officer).get(LIVE))[0] == 403


@pytest.mark.parametrize(
    ("quarter", "code"),
    [
        ("2026-Q5", "review.quarter_unknown"),
        ("2026", "review.quarter_unknown"),
        ("0001-Q1", "review.quarter_unknown"),
        ("9999-Q4", "review.quarter_unknown"),
        ("２０２６-Q1", "review.quarter_unknown"),
        ("2026-Q3", "review.quarter_not_over"),
    ],
)
async def test_a_quarter_that_is_none_or_not_over_is_refused(api, people, quarter, code):
    coordinator, _ = people
    for path in (LIVE, RELEASED):
        status, problem = await api.as_(coordinator).call("GET", f"{path}?quarter={quarter}")
        assert (status, problem["code"]) == (422, code)
