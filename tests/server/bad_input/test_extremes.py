"""Every field of every request, with every extreme value in its place."""

import json
import re
from collections.abc import Iterator

import pytest

from server.app import openapi_document
from tests.booking.rota.make_rota import MONTH, NIGHT
from tests.server.bad_input.good.all import good_requests
from tests.server.bad_input.good.request import Good, places, replaced
from tests.server.bad_input.rows import count_rows
from tests.server.policies.world import make_world
from tests.server.unlimited import application

__all__ = ["application"]

ANYWHERE = [None, True, -1, 2**31, 2**63, 10**30, 0.5, "", [[]] * 5, {"a": {"\0": 1}}]
FOR_TEXTS = ["\u3000", "a\0b", "\ud800", "x" * 2001, "'; DROP TABLE person; --"]
FOR_TIMES = [
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-11-25T02:00:00",
    "2026-02-30",
]
DOCUMENT = openapi_document()


@pytest.fixture
async def world(units, clock):
    return await make_world(units, clock)


async def test_there_is_a_good_request_for_every_operation_that_takes_anything(world):
    covered = {(good.method, re.sub(r"phq-9|(?<=/)1$", "*", good.path)) for good in good_requests(world)}
    takers = {
        (method.upper(), re.sub(r"{(code|link_id)}", "*", path))
        for path, methods in DOCUMENT["paths"].items()
        for method, operation in methods.items()
        if "requestBody" in operation or any(one["in"] == "query" for one in operation.get("parameters", ()))
    }
    assert covered == takers


async def test_no_value_breaks_the_server_and_what_is_refused_stores_nothing(api, units, world):
    for good in good_requests(world):
        before = await count_rows(units)
        for way, other in extremes(good):
            changed = replaced(good.sent, way, other)
            status, answer = await _send(api, good, changed, world.objects)
            told = (good.method, good.path, way, str(other)[:50], status, answer)
            assert status < 500, told
            if status < 300:
                before = await count_rows(units)
            else:
                assert answer["code"], told
                assert answer["detail"], told
        assert await count_rows(units) == before, good.path
        status, answer = await _send(api, good, good.sent, world.objects)
        assert status < 300 or answer["code"] in good.answers, (good.path, answer)


def extremes(good: Good) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield every place of a request with each value to put there."""
    for way, value in places(good.sent):
        text = isinstance(value, str)
        time = text and re.match(r"\d{4}-\d{2}", value)
        for other in [*ANYWHERE, *(FOR_TEXTS if text else ()), *(FOR_TIMES if time else ())]:
            yield way, other


async def _send(api, good: Good, content, objects):
    path = good.path.format_map({"month": MONTH, "run_id": NIGHT["id"], **objects})
    if good.body is None:
        query = {name: "" if value is None else _text(value) for name, value in content.items()}
        return await api.as_(good.sender).call(good.method, path, params=query)
    headers = {"Content-Type": "application/json"}
    return await api.as_(good.sender).call(good.method, path, data=json.dumps(content).encode(), headers=headers)


def _text(value):
    # An address holds no lone surrogate, and one of 8 KiB and more is refused before it is read.
    return str(value).encode(errors="replace").decode()[:5000]
