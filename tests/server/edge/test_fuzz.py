"""Requests of every shape to the whole interface, as every role and as nobody."""

from typing import Any

import jsonschema_rs
import pytest
from yarl import URL

from core.principal import Principal, Role
from server.app import openapi_document
from tests.fixtures.application import Api
from tests.server.bad_input.good.surveys import SURVEY
from tests.server.edge.fuzz import Request, requests
from tests.server.policies.world import make_world
from tests.server.unlimited import application

__all__ = ["application"]

EACH = 5
# What the edge itself may answer at any route.
GENERAL = {
    "auth.account_blocked",
    "auth.role_not_allowed",
    "auth.signed_out",
    "auth.token_missing",
    "request.invalid",
    "request.malformed",
    "request.too_large",
    "request.unknown_address",
    "request.unsupported_media_type",
}
DOCUMENT = openapi_document()


@pytest.fixture(scope="module")
def made() -> list[Request]:
    return requests(DOCUMENT, EACH)


@pytest.fixture(scope="module")
def fits():
    validators: dict[str, Any] = {}

    def fits(schema: dict[str, Any], answer: Any) -> bool:
        name = str(schema)
        if name not in validators:
            whole = {**schema, "components": DOCUMENT["components"]}
            validators[name] = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        return validators[name].is_valid(answer)

    return fits


async def test_every_request_is_answered_as_documented_and_none_breaks_the_server(api, units, clock, made, fits):
    world = await make_world(units, clock)
    people = {one.role: one for one in reversed([world.owner, world.counsellor, *world.strangers])}
    objects = {
        **world.objects,
        **await _made(api, people),
        "service_id": str(world.service_id),
        "starts_at": "2026-11-25T02:00:00Z",
        "from": "2026-11-24",
        "to": "2026-11-30",
        "code": "phq-9",
        "link_id": "9",
    }
    seen: set[tuple[str, int]] = set()
    for number, request in enumerate(made):
        operation = DOCUMENT["paths"][request.template].get(request.method.lower())
        for principal in _senders(operation, people, number):
            status, kind, answer = await _send(api.as_(principal), request, objects)
            told = (request, principal and principal.role, status, answer)
            if status < 300:
                assert str(status) in operation["responses"], told
                content = operation["responses"][str(status)].get("content")
                assert answer is None if content is None else kind in content, told
                is_json = content is not None and kind == "application/json"
                assert not is_json or fits(content["application/json"]["schema"], answer), told
            else:
                assert status < 500, told
                assert kind == "application/problem+json", told
                assert fits(DOCUMENT["components"]["schemas"]["Problem"], answer), told
                assert answer["code"] in GENERAL | set(operation["x-error-codes"]), told
                assert answer["status"] == status, told
            seen.add((operation["operationId"], status))
    assert await api.get("/readyz") == (200, {"status": "ready"})
    done = {name for name, status in seen if status < 300}
    assert len(done) > 0.7 * len(DOCUMENT["paths"]), sorted(done)


async def _made(api: Api, people: dict[Role, Principal]) -> dict[str, str]:
    """Make what the world has none of, and return its ids by the names that they have in addresses."""
    quarter = {"from": "2026-07-01", "to": "2026-09-30"}
    asked = {
        "survey_id": (Role.COORDINATOR, "/api/surveys", SURVEY),
        "template_id": (Role.COORDINATOR, "/api/note-templates", {"role": "doctor", "title": "休息", "body": "休む。"}),
        "report_id": (Role.COORDINATOR, "/api/reports", quarter),
    }
    ids = {}
    for name, (role, address, body) in asked.items():
        status, answer = await api.as_(people[role]).post(address, json=body)
        assert status == 201, (address, answer)
        ids[name] = answer["id"]
    return ids


def _senders(operation: dict[str, Any], people: dict[Role, Principal], number: int) -> list[Principal | None]:
    """Return who sends: somebody who may, somebody who may not, and now and then nobody."""
    if operation["x-roles"] == ["anyone"]:
        return [None, people[Role.PARENT]]
    may = [one for role, one in people.items() if role in operation["x-roles"]]
    may_not = [one for role, one in people.items() if role not in operation["x-roles"]]
    senders: list[Principal | None] = [may[number % len(may)], may[(number * 7 + 3) % len(may)]]
    senders += [may_not[number % len(may_not)]] if may_not else []
    return [*senders, None] if number % 4 == 0 else senders


async def _send(api: Api, request: Request, objects: dict[str, str]) -> tuple[int, str, Any]:
    is_file = isinstance(request.body, bytes)
    headers = {"Content-Type": "application/octet-stream" if is_file else "application/json"}
    principal = api._principal
    if principal is not None:
        headers["Authorization"] = f"Bearer {api.token(principal)}"
    url = URL(request.address(objects), encoded=True).update_query(request.parameters(objects))
    body = request.content(objects)
    async with api.client.request(request.method, url, data=body, headers=headers) as response:
        answer: Any = await response.read() or None
        if answer is not None and response.content_type.endswith("json"):
            answer = await response.json(content_type=None)
        return response.status, response.content_type, answer
