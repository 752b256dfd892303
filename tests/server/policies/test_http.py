"""Walks the whole OpenAPI document: for nobody, for every role, and for the objects of others."""

import re
from typing import Any
from uuid import uuid4

import pytest

from core.principal import Role
from server.app import openapi_document
from server.routes import ROUTES
from tests.people.make import make_parent, make_staff
from tests.server.bad_input.good.booking import SERVICE
from tests.server.bad_input.good.records import CHECK
from tests.server.policies.world import FOUND, World, make_world

# Parameters that name no record of a person.
NO_OBJECTS = {
    "kind": "terms",
    "code": "phq-9",
    "link_id": "1",
    "month": "2026-12",
    "version": "1",
    "run_id": "0193a000-0000-7000-8000-000000000001",
    "swap_id": "0193a000-0000-7000-8000-000000000001",
    "version_id": "0193a000-0000-7000-8000-000000000001",
}
# What names no record of a person, or what those who may see the list see by their office.
NO_SECRETS = {"practitioner_id", "account_id", "service_id", "absence_id"}
# Who may, beside those concerned: they act on a stranger's object by their office.
BY_OFFICE = {
    ("GET", "/api/appointments/{appointment_id}"): {Role.COORDINATOR},
    ("POST", "/api/appointments/{appointment_id}/cancel"): {Role.COORDINATOR},
    ("POST", "/api/appointments/{appointment_id}/reschedule"): {Role.COORDINATOR},
    ("GET", "/api/appointments/{appointment_id}/device-check"): {Role.COORDINATOR},
    ("POST", "/api/appointments/{appointment_id}/device-check/settle"): {Role.COORDINATOR},
    ("GET", "/api/practitioners/{practitioner_id}/schedule"): {Role.COORDINATOR},
    ("PUT", "/api/practitioners/{practitioner_id}/schedule"): {Role.COORDINATOR},
    ("PUT", "/api/practitioners/{practitioner_id}/supervisor"): {Role.COORDINATOR, Role.ADMINISTRATOR},
    ("PUT", "/api/services/{service_id}"): {Role.COORDINATOR},
    ("DELETE", "/api/absences/{absence_id}"): {Role.COORDINATOR},
    ("POST", "/api/accounts/search"): {Role.ADMINISTRATOR},
    ("POST", "/api/accounts/{account_id}/block"): {Role.ADMINISTRATOR},
    ("POST", "/api/accounts/{account_id}/unblock"): {Role.ADMINISTRATOR},
    ("POST", "/api/legal-holds/{legal_hold_id}/lift"): {Role.ADMINISTRATOR},
    ("POST", "/api/flags/{flag_id}/acknowledge"): {Role.COUNSELLOR, Role.PSYCHIATRIST},
    ("POST", "/api/flags/{flag_id}/assessment"): {Role.COUNSELLOR, Role.PSYCHIATRIST},
    ("POST", "/api/safety-tasks/{task_id}/done"): {Role.COUNSELLOR, Role.PSYCHIATRIST},
    # The answers behind an open flag.
    ("GET", "/api/questionnaire-responses/{response_id}"): {Role.COUNSELLOR, Role.PSYCHIATRIST},
}
LISTS_BY_OFFICE = {
    "/api/appointments": {Role.COORDINATOR},
    "/api/legal-holds": {Role.ADMINISTRATOR},
    "/api/flags": {Role.COUNSELLOR, Role.PSYCHIATRIST},
    "/api/safety-tasks": {Role.COUNSELLOR, Role.PSYCHIATRIST},
    # The coordinator learns that there is an alert, and not whom it is about.
    "/api/alert-board": {Role.COUNSELLOR, Role.PSYCHIATRIST, Role.COORDINATOR},
}
BODIES: dict[str, Any] = {
    "ServiceChange": {**SERVICE, "version": 1},
    "ArriveIn": {"place": "自宅"},
    "DeviceCheckIn": CHECK,
    "NewTimeIn": {"starts_at": "2026-11-28T02:00:00Z", "modality": "video"},
    "InviteIn": {"name": "ばあば", "kind": "grandparent"},
    "SupervisorIn": {"practitioner_id": str(uuid4())},
    "SupervisorChange": {"supervisor_id": None, "version": 0},
    "CloseIn": {"outcome": "completed", "reason": "x"},
    "TemplateChange": {"title": "x", "body": "x", "version": 1},
    "ReleaseIn": {"text": "x", "number": 0},
    "CityReleaseIn": {"although_exposed": False},
    "ShareIn": {"account_id": str(uuid4())},
    "ExtendIn": {"minutes": 5, "ends_at": "2026-11-28T02:00:00Z"},
    "NoteIn": {"fields": {"complaint": "x"}, "risk_level": None, "version": 1},
    "SignatureIn": {"version": 1},
    "AmendmentIn": {"fields": {"complaint": "x"}, "risk_level": None, "number": 0, "reason": "x"},
    "ReasonIn": {"reason": "x"},
    "LiftIn": {"reason": "x"},
    "ReturnIn": {"comment": "x"},
    "BeginIn": {"kind": "referral"},
    "LetterIn": {"fields": {"institution": "x"}, "version": 2},
    "NotesIn": {"encounter_ids": [str(uuid4())]},
    "LetterVersionIn": {"version": 2},
    "IssueIn": {"version": 2, "basis": "consent"},
    "AnswerLetterIn": {"version": 2, "agrees": True},
    "AcknowledgementIn": {"comment": None},
    "JudgementIn": {"kind": "self_harm", "comment": None},
    "RiskAssessmentIn": FOUND,
    "ResultIn": {"result": "話せた"},
    "AnswerIn": {"value": 0},
    "AcceptIn": {"practitioner_id": str(uuid4())},
    "FollowUpIn": {"service_id": str(uuid4()), "weeks": 2, "modality": "video"},
    "TakeIn": {"starts_at": "2026-11-28T02:00:00Z"},
    "ScheduleModel-Input": {"revision": 0, "blocks": [], "exceptions": []},
    "SurveyFormIn": {"form": {"title": {"ja": "x"}}, "revision": 1},
    "SurveyRevisionIn": {"revision": 1},
}
QUERIES = {"/api/encounters/{encounter_id}/attachments": f"?client_id={uuid4()}"}
DOCUMENT = openapi_document()
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
WITH_OBJECTS = [
    (method, path, operation)
    for method, path, operation in OPERATIONS
    # What is open to whoever knows its secret is nobody's by sign-in.
    if set(re.findall(r"{(\w+)}", path)) - NO_OBJECTS.keys() and operation["x-roles"] != ["anyone"]
]


def address(path: str, objects: dict[str, str]) -> str:
    return path.format_map({**NO_OBJECTS, **objects}) + QUERIES.get(path, "")


def body_of(operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return {}
    return {"json": BODIES[content["schema"]["$ref"].rpartition("/")[2]]}


@pytest.fixture
async def world(units, clock) -> World:
    return await make_world(units, clock)


def test_every_route_has_a_policy_and_stands_in_the_document():
    assert {(route.method, route.path) for route in ROUTES} == {(method, path) for method, path, _ in OPERATIONS}
    assert all(operation["x-roles"] for _, _, operation in OPERATIONS)
    names = [operation["operationId"] for _, _, operation in OPERATIONS]
    assert len(names) == len(set(names))


def test_only_these_routes_are_open():
    assert {f"{method} {path}" for method, path, operation in OPERATIONS if operation["x-roles"] == ["anyone"]} == {
        "POST /api/auth/register",
        "POST /api/auth/sign-in",
        "POST /api/auth/refresh",
        "POST /api/auth/sign-out",
        "POST /api/auth/address-confirmation",
        "POST /api/auth/handover/preview",
        "POST /api/auth/handover/redeem",
        "POST /api/auth/way-back-requests",
        "POST /api/auth/password-reset",
        "POST /api/auth/password-reset-requests",
        "POST /api/household-invitations/preview",
        "POST /api/invitations/preview",
        "POST /api/invitations/redeem",
        "GET /api/city",
        "GET /api/consent-texts",
        "GET /api/crisis-lines",
        "GET /calendar/{token}.ics",
        "GET /files/{token}",
    }


async def test_nobody_gets_past_the_door(api):
    for method, path, operation in OPERATIONS:
        if operation["x-roles"] != ["anyone"]:
            status, problem = await api.call(method, re.sub(r"{\w+}", str(uuid4()), path))
            assert (status, problem["code"]) == (401, "auth.token_missing"), (method, path)


async def test_a_role_reaches_only_what_is_meant_for_it(api, units):
    async with units.write() as uow:
        principals = [
            await make_parent(uow),
            await make_parent(uow, role=Role.FAMILY),
            *[await make_staff(uow, role) for role in Role if role not in {Role.PARENT, Role.FAMILY}],
        ]
    for principal in principals:
        for method, path, operation in OPERATIONS:
            if operation["x-roles"] == ["anyone"] or principal.role in operation["x-roles"]:
                continue
            status, problem = await api.as_(principal).call(method, re.sub(r"{\w+}", str(uuid4()), path))
            assert (status, problem["code"]) == (403, "auth.role_not_allowed"), (principal.role, method, path)


async def test_a_strangers_record_is_not_found_by_anyone_the_household_included(api, world):
    asked = 0
    for method, path, operation in WITH_OBJECTS:
        for stranger in world.strangers:
            if stranger.role not in operation["x-roles"] or stranger.role in BY_OFFICE.get((method, path), ()):
                continue
            status, problem = await api.as_(stranger).call(method, address(path, world.objects), **body_of(operation))
            assert status == 404, (stranger.role, method, path, status, problem)
            asked += 1
    assert asked > len(WITH_OBJECTS)


async def test_those_concerned_do_find_their_records(api, world):
    for method, path, operation in WITH_OBJECTS:
        if method != "GET":
            continue
        concerned = [one for one in (world.owner, world.counsellor) if one.role in operation["x-roles"]]
        for principal in concerned:
            status, problem = await api.as_(principal).get(address(path, world.objects))
            assert status == 200, (principal.role, path, problem)


async def test_no_list_shows_a_stranger_anything_of_the_family(api, world):
    queries = {
        "/api/device-checks": {"day": "2026-11-24"},
        "/api/figures": {"from": "2026-04-01", "to": "2027-03-31"},
        "/api/call-figures": {"from": "2026-04-01", "to": "2027-03-31"},
        **{
            f"/api/evaluation/{name}": {"from": "2026-04-01", "to": "2027-03-31"}
            for name in ("measures", "funnel", "times", "load", "phq9-pairs")
        },
        "/api/appointments": {"when": "upcoming"},
        "/api/rota/uncovered": {"from": "2026-11-24", "to": "2027-01-31"},
        "/api/absences": {"from": "2026-11-24", "to": "2027-01-31"},
        "/api/slots": {"service_id": str(world.service_id), "from": "2026-11-24", "to": "2026-11-30"},
    }
    secret = {value for name, value in world.objects.items() if name not in NO_SECRETS}
    for method, path, operation in OPERATIONS:
        if method != "GET" or operation["x-roles"] == ["anyone"] or "{" in path:
            continue
        for stranger in world.strangers:
            by_office = stranger.role in LISTS_BY_OFFICE.get(path, ())
            if stranger.role not in operation["x-roles"] or by_office:
                continue
            async with api.client.get(
                path, headers={"Authorization": f"Bearer {api.token(stranger)}"}, params=queries.get(path, {})
            ) as response:
                text = await response.text()
                assert response.status == 200, (stranger.role, path, text)
            assert not [value for value in secret if value in text], (stranger.role, path)


async def test_what_strangers_tried_changed_nothing(api, world):
    before = await _records(api, world)
    for method, path, operation in WITH_OBJECTS:
        for stranger in world.strangers:
            if stranger.role not in BY_OFFICE.get((method, path), ()):
                await api.as_(stranger).call(method, address(path, world.objects), **body_of(operation))
    assert await _records(api, world) == before


async def _records(api, world):
    return [
        await api.as_(principal).get(address(path, world.objects))
        for method, path, operation in WITH_OBJECTS
        for principal in (world.owner, world.counsellor)
        if method == "GET" and principal.role in operation["x-roles"]
    ]
