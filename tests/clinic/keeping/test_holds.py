"""Legal holds, over HTTP, and the years that an administrator sets."""

import pytest
from sqlalchemy import select

from clinic.keeping.retention import RecordKind
from clinic.keeping.tables import LegalHold
from core.audit.tables import AuditEvent
from core.principal import Role
from people.accounts.tables import Account
from tests.people.make import make_parent, make_staff


@pytest.fixture
async def administrator(units, api):
    async with units.write() as uow:
        return api.as_(await make_staff(uow, Role.ADMINISTRATOR))


async def test_a_hold_is_set_by_address_or_number_shown_with_its_reason_and_lifted_for_one(units, administrator):
    async with units.write() as uow:
        parent = await make_parent(uow)
        email = (await uow.session.get_one(Account, parent.account_id)).email
    status, listed = await administrator.post("/api/legal-holds", json={"who": email.upper(), "reason": "裁判"})
    assert status == 201
    [hold] = listed["holds"]
    assert (hold["account_id"], hold["name"], hold["reason"]) == (str(parent.account_id), "はな", "裁判")
    for who in (email, str(parent.account_id), str(parent.person_id)):
        again = await administrator.post("/api/legal-holds", json={"who": who, "reason": "裁判"})
        assert (again[0], again[1]["code"]) == (409, "keeping.held_already")
    lifted = await administrator.post(f"/api/legal-holds/{hold['id']}/lift", json={"reason": "終わった"})
    assert lifted == (200, {"holds": []})
    again = await administrator.post(f"/api/legal-holds/{hold['id']}/lift", json={"reason": "終わった"})
    assert (again[0], again[1]["code"]) == (404, "keeping.hold_not_found")
    async with units.read() as uow:
        [stored] = (await uow.session.scalars(select(LegalHold))).all()
        assert "裁判".encode() not in stored.reason_sealed
        events = (await uow.session.scalars(select(AuditEvent).where(AuditEvent.entity == "legal_hold"))).all()
    assert {event.action for event in events} == {"create", "read", "update"}
    assert {event.person_id for event in events} == {parent.person_id}


@pytest.mark.parametrize("who", ["nobody@example.com", "no address", "0193a000-0000-7000-8000-000000000001"])
async def test_nobody_and_no_staff_can_be_held(units, administrator, who):
    async with units.write() as uow:
        staff = await make_staff(uow, Role.MIDWIFE)
    for each in (who, str(staff.account_id)):
        status, problem = await administrator.post("/api/legal-holds", json={"who": each, "reason": "裁判"})
        assert (status, problem["code"]) == (404, "keeping.person_not_found")


def years_of(listed, **changed) -> list[dict]:
    return [{**one, "years": changed.get(one["kind"], one["years"])} for one in listed["years"]]


async def test_the_years_are_changed_as_a_whole_on_the_version_that_was_seen(administrator):
    _, first = await administrator.get("/api/retention")
    assert (first["version"], first["changed_by"]) == (0, None)
    assert first["years"] == [{"kind": kind.value, "years": 5} for kind in RecordKind]
    status, second = await administrator.put(
        "/api/retention", json={"version": 0, "years": years_of(first, technical=1)}
    )
    assert (status, second["version"], second["changed_by"]) == (200, 1, "中村 岳")
    assert {one["years"] for one in second["years"] if one["kind"] == "technical"} == {1}
    for body, code in (
        ({"version": 0, "years": first["years"]}, "keeping.policy_changed"),
        ({"version": 1, "years": first["years"][1:]}, "keeping.policy_incomplete"),
        ({"version": 1, "years": years_of(first, notes=0)}, "request.invalid"),
        ({"version": 1, "years": years_of(first, notes=31)}, "request.invalid"),
    ):
        status, problem = await administrator.put("/api/retention", json=body)
        assert (status >= 400, problem["code"]) == (True, code)
    assert (await administrator.get("/api/retention"))[1] == second
